"""A scene as slides of native, editable shapes."""

from footpath.maps.slides.deck import deck

__all__ = ["deck"]
