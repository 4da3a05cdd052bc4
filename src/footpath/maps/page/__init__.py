"""The self-contained page around a map's picture."""

from footpath.maps.page.assemble import page

__all__ = ["page"]
