"""From a map to a drawing: `layout` places everything, formats write the drawing out."""

from footpath.maps.render.layout import layout
from footpath.maps.render.scene import Scene

__all__ = ["Scene", "layout"]
