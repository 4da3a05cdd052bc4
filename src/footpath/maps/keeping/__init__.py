"""Maps that people keep on the server: lists, changes, versions, exports."""

from footpath.maps.keeping.service import Hit, MapChange, Maps, Summary

__all__ = ["Hit", "MapChange", "Maps", "Summary"]
