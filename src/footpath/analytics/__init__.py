"""Journeys: facts put in order by person and time, and the passes over them."""

from importlib import import_module
from typing import TYPE_CHECKING

from footpath.analytics.journeys import Bucket, Dimension, Journeys

if TYPE_CHECKING:
    from footpath.analytics.building import build_journeys, persons
    from footpath.analytics.reviewing import Review, review
    from footpath.analytics.signatures import assign

# Loaded when first asked for: building needs the libraries behind the lake.
_HOMES = {
    "assign": "signatures",
    "build_journeys": "building",
    "persons": "building",
    "Review": "reviewing",
    "review": "reviewing",
}

__all__ = ["Bucket", "Dimension", "Journeys", "Review", "assign", "build_journeys", "persons", "review"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
