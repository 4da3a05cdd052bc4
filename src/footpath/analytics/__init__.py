"""Journeys: facts put in order by person and time, and the passes over them."""

from importlib import import_module
from typing import TYPE_CHECKING

from footpath.analytics.journeys import Bucket, Dimension, Float64, Int64, Journeys, UInt16

if TYPE_CHECKING:
    from footpath.analytics.analysis import ANALYSES, Analysis, Runner, ask, in_threads, respond
    from footpath.analytics.answer import Answer, shown
    from footpath.analytics.building import build_journeys, compact_journeys, erase, fold_if_large, persons, version_of
    from footpath.analytics.calendar import instant_of, starts
    from footpath.analytics.durations import is_length
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
    from footpath.analytics.kernels.crossing import Crossed, Kinds, Totals, crossed, spanned, totals
    from footpath.analytics.kernels.gathering import gathered
    from footpath.analytics.kernels.narrowing import Keyed, at_places, cuts_around, cuts_of
    from footpath.analytics.kernels.positions import moved, positions
    from footpath.analytics.kernels.presence import met, newest_of_kind, present
    from footpath.analytics.kernels.sliding import in_periods
    from footpath.analytics.kernels.visits import carry, next_marked, visits
    from footpath.analytics.metrics.asking import of_answers
    from footpath.analytics.metrics.language import metric_text, read_metric
    from footpath.analytics.metrics.metric import Metric
    from footpath.analytics.metrics.naming import define_metric, forget_metric, saved_metrics
    from footpath.analytics.newest import newest_by
    from footpath.analytics.periods.clock import clock_of
    from footpath.analytics.questions import documented
    from footpath.analytics.reviewing import Review, review
    from footpath.analytics.scope import Scope, view
    from footpath.analytics.select import Select
    from footpath.analytics.signatures import assign
    from footpath.analytics.spark import Spark, connect
    from footpath.analytics.telling import cell_told, column_told, heard, phrase
    from footpath.analytics.who import All, Amount, Did, Not, Who, condition, forget, resolved, save, saved, text_of
    from footpath.analytics.who.sizing import Size, earlier, size

# Loaded when first asked for: building needs the libraries behind the lake, kernels need their compiler.
_HOMES = {
    "ANALYSES": "analysis",
    "Analysis": "analysis",
    "Answer": "answer",
    "Runner": "analysis",
    "Scope": "scope",
    "view": "scope",
    "instant_of": "calendar",
    "starts": "calendar",
    "gathered": "kernels.gathering",
    "Crossed": "kernels.crossing",
    "Kinds": "kernels.crossing",
    "Totals": "kernels.crossing",
    "crossed": "kernels.crossing",
    "spanned": "kernels.crossing",
    "totals": "kernels.crossing",
    "Keyed": "kernels.narrowing",
    "at_places": "kernels.narrowing",
    "cuts_around": "kernels.narrowing",
    "cuts_of": "kernels.narrowing",
    "clock_of": "periods.clock",
    "newest_of_kind": "kernels.presence",
    "in_periods": "kernels.sliding",
    "met": "kernels.presence",
    "moved": "kernels.positions",
    "positions": "kernels.positions",
    "present": "kernels.presence",
    "condition": "who",
    "All": "who",
    "Amount": "who",
    "Did": "who",
    "Not": "who",
    "resolved": "who",
    "Select": "select",
    "respond": "analysis",
    "ask": "analysis",
    "documented": "questions",
    "in_threads": "analysis",
    "is_length": "durations",
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
    "cell_told": "telling",
    "column_told": "telling",
    "heard": "telling",
    "phrase": "telling",
    "assign": "signatures",
    "Spark": "spark",
    "connect": "spark",
    "build_journeys": "building",
    "compact_journeys": "building",
    "fold_if_large": "building",
    "erase": "building",
    "persons": "building",
    "version_of": "building",
    "newest_by": "newest",
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
    "All",
    "Amount",
    "Analysis",
    "Answer",
    "Bucket",
    "Crossed",
    "Did",
    "Dimension",
    "Float64",
    "Int64",
    "Journeys",
    "Keyed",
    "Kinds",
    "Metric",
    "Not",
    "Reach",
    "Review",
    "Runner",
    "Scope",
    "Select",
    "Size",
    "Spark",
    "Totals",
    "UInt16",
    "Who",
    "ask",
    "assign",
    "at_places",
    "build_journeys",
    "carry",
    "cell_told",
    "clock_of",
    "column_told",
    "compact",
    "compact_journeys",
    "condition",
    "connect",
    "crossed",
    "cuts_around",
    "cuts_of",
    "define_metric",
    "documented",
    "earlier",
    "edit_distances",
    "erase",
    "fold_if_large",
    "follow_times",
    "follows",
    "forget",
    "forget_metric",
    "gathered",
    "heard",
    "in_periods",
    "in_threads",
    "instant_of",
    "is_length",
    "met",
    "metric_text",
    "moved",
    "newest_by",
    "newest_of_kind",
    "next_marked",
    "of_answers",
    "onward",
    "ordinals",
    "persons",
    "phrase",
    "positions",
    "precedence",
    "present",
    "reach",
    "read_metric",
    "resolved",
    "respond",
    "review",
    "runs",
    "save",
    "saved",
    "saved_metrics",
    "shown",
    "size",
    "spanned",
    "starts",
    "text_of",
    "totals",
    "variant_hashes",
    "version_of",
    "view",
    "visits",
    "with_events",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
