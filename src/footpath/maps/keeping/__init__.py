"""Maps that people keep on the server: lists, changes, versions, exports."""

from footpath.maps.keeping.linking import Face, Linked, Said, same_language
from footpath.maps.keeping.own import OwnTemplate, OwnTemplates
from footpath.maps.keeping.service import Hit, MapChange, Maps, Summary

__all__ = [
    "Face",
    "Hit",
    "Linked",
    "MapChange",
    "Maps",
    "OwnTemplate",
    "OwnTemplates",
    "Said",
    "Summary",
    "same_language",
]
