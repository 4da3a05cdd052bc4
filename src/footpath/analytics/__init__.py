"""Journeys: facts put in order by person and time, and the passes over them."""

from importlib import import_module
from typing import TYPE_CHECKING

from footpath.analytics.journeys import Bucket, Dimension, Journeys

if TYPE_CHECKING:
    from footpath.analytics.analysis import ANALYSES, Analysis, Runner, ask, respond
    from footpath.analytics.answer import Answer, shown
    from footpath.analytics.building import build_journeys, persons
    from footpath.analytics.questions import documented
    from footpath.analytics.reviewing import Review, review
    from footpath.analytics.scope import Scope
    from footpath.analytics.select import Select
    from footpath.analytics.signatures import assign
    from footpath.analytics.who import save, saved

# Loaded when first asked for: building needs the libraries behind the lake.
_HOMES = {
    "ANALYSES": "analysis",
    "Analysis": "analysis",
    "Answer": "answer",
    "Runner": "analysis",
    "Scope": "scope",
    "Select": "select",
    "respond": "analysis",
    "ask": "analysis",
    "documented": "questions",
    "save": "who",
    "saved": "who",
    "shown": "answer",
    "assign": "signatures",
    "build_journeys": "building",
    "persons": "building",
    "Review": "reviewing",
    "review": "reviewing",
}

__all__ = [
    "ANALYSES",
    "Analysis",
    "Answer",
    "Bucket",
    "Dimension",
    "Journeys",
    "Review",
    "Runner",
    "Scope",
    "Select",
    "ask",
    "assign",
    "build_journeys",
    "documented",
    "persons",
    "respond",
    "review",
    "save",
    "saved",
    "shown",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
