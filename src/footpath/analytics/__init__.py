"""Journeys: facts put in order by person and time, and the passes over them."""

from importlib import import_module
from typing import TYPE_CHECKING

from footpath.analytics.journeys import Bucket, Dimension, Float64, Int64, Journeys, UInt16

if TYPE_CHECKING:
    from footpath.analytics.analysis import ANALYSES, Analysis, Runner, ask, respond
    from footpath.analytics.answer import Answer, shown
    from footpath.analytics.building import build_journeys, compact_journeys, erase, persons
    from footpath.analytics.extra import with_events
    from footpath.analytics.kernels import (
        Reach,
        compact,
        edit_distances,
        follow_times,
        follows,
        onward,
        ordinals,
        precedence,
        reach,
        runs,
        variant_hashes,
    )
    from footpath.analytics.kernels.visits import carry, next_marked, visits
    from footpath.analytics.metrics.asking import of_answers
    from footpath.analytics.metrics.language import metric_text, read_metric
    from footpath.analytics.metrics.metric import Metric
    from footpath.analytics.metrics.naming import define_metric, forget_metric, saved_metrics
    from footpath.analytics.questions import documented
    from footpath.analytics.reviewing import Review, review
    from footpath.analytics.scope import Scope
    from footpath.analytics.select import Select
    from footpath.analytics.signatures import assign
    from footpath.analytics.spark import Spark, connect
    from footpath.analytics.who import Who, forget, save, saved, text_of
    from footpath.analytics.who.sizing import Size, earlier, size

# Loaded when first asked for: building needs the libraries behind the lake, kernels need their compiler.
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
    "Metric": "metrics.metric",
    "define_metric": "metrics.naming",
    "forget": "who",
    "forget_metric": "metrics.naming",
    "metric_text": "metrics.language",
    "of_answers": "metrics.asking",
    "read_metric": "metrics.language",
    "save": "who",
    "saved": "who",
    "saved_metrics": "metrics.naming",
    "Size": "who.sizing",
    "earlier": "who.sizing",
    "size": "who.sizing",
    "text_of": "who",
    "Who": "who",
    "shown": "answer",
    "assign": "signatures",
    "Spark": "spark",
    "connect": "spark",
    "build_journeys": "building",
    "compact_journeys": "building",
    "erase": "building",
    "persons": "building",
    "Review": "reviewing",
    "review": "reviewing",
    "Reach": "kernels",
    "compact": "kernels",
    "edit_distances": "kernels",
    "follow_times": "kernels",
    "follows": "kernels",
    "onward": "kernels",
    "ordinals": "kernels",
    "precedence": "kernels",
    "reach": "kernels",
    "runs": "kernels",
    "variant_hashes": "kernels",
    "carry": "kernels.visits",
    "next_marked": "kernels.visits",
    "visits": "kernels.visits",
    "with_events": "extra",
}

__all__ = [
    "ANALYSES",
    "Analysis",
    "Answer",
    "Bucket",
    "Dimension",
    "Float64",
    "Int64",
    "Journeys",
    "Metric",
    "Reach",
    "Review",
    "Runner",
    "Scope",
    "Select",
    "Size",
    "Spark",
    "UInt16",
    "Who",
    "ask",
    "assign",
    "build_journeys",
    "carry",
    "compact",
    "compact_journeys",
    "connect",
    "define_metric",
    "documented",
    "earlier",
    "edit_distances",
    "erase",
    "follow_times",
    "follows",
    "forget",
    "forget_metric",
    "metric_text",
    "next_marked",
    "of_answers",
    "onward",
    "ordinals",
    "persons",
    "precedence",
    "reach",
    "read_metric",
    "respond",
    "review",
    "runs",
    "save",
    "saved",
    "saved_metrics",
    "shown",
    "size",
    "text_of",
    "variant_hashes",
    "visits",
    "with_events",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
