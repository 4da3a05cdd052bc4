"""Maps that people keep on the server: lists, changes, versions, exports."""

from footpath.maps.keeping.service import MapChange, Maps, Summary

__all__ = ["MapChange", "Maps", "Summary"]
