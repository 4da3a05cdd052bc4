"""CJML 2.0, SINTEF's Customer Journey Modelling Language: planned journeys written, every known dialect read."""

from footpath.maps.cjml.reading import read_cjml
from footpath.maps.cjml.writing import write_cjml

__all__ = ["read_cjml", "write_cjml"]
