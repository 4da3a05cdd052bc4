"""Journey maps: one model, one layout, every format."""

from footpath.maps.document import MapDocument
from footpath.maps.format import FORMATS, Options
from footpath.maps.lint import Problem
from footpath.maps.model import Map

__all__ = ["FORMATS", "Map", "MapDocument", "Options", "Problem"]
