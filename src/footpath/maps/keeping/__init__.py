"""Maps that people keep on the server: lists, changes, versions, exports."""

from footpath.maps.keeping.service import Found, MapChange, Maps, Summary

__all__ = ["Found", "MapChange", "Maps", "Summary"]
