"""Whether a question is about answers people gave, which come as signals and not as events."""

from collections.abc import Mapping
from typing import Any

from footpath.analytics.metrics.measure import MEASURES
from footpath.analytics.metrics.metric import Metric
from footpath.analytics.metrics.naming import resolved
from footpath.analytics.metrics.scales import METRIC
from footpath.analytics.select import Select, select
from footpath.analytics.who import All, Either, InOrder, Not, Property, Saved, Trait, Who
from footpath.analytics.who import resolved as who_resolved
from footpath.core.errors import FootpathError


def of_answers(fields: Mapping[str, Any], store: str) -> bool:
    """Say whether a question looks at answers: a metric that is a score, or anything selected by what was asked.

    Args:
        fields: of the question; what cannot be read is for the question itself to refuse.
        store: folder of the store whose names hold.
    """
    return any(_mentions(name, value, store) for name, value in fields.items())


def _mentions(name: str, value: Any, store: str) -> bool:
    try:
        if name == "metric" or isinstance(value, Metric):
            return _of_metric(resolved(value, store))
        if name in ("who", "versus"):
            return _of_who(who_resolved(value, store))
        some = value if isinstance(value, list | tuple) else [value]
        return any(METRIC in select(one).where for one in some if isinstance(one, str | Select))
    except FootpathError:
        return False


def _of_metric(metric: Metric) -> bool:
    parts = [part for part in (metric.of_metric, metric.over) if isinstance(part, Metric)]
    asked = any(METRIC in one.where for one in (metric.of, metric.among) if one is not None)
    return asked or MEASURES[metric.measure].answers or any(map(_of_metric, parts))


def _of_who(one: Who) -> bool:
    if isinstance(one, All | Either):
        return any(map(_of_who, one.of))
    if isinstance(one, Not | Saved):
        return one.of is not None and _of_who(one.of)
    if isinstance(one, Property):
        return one.property == METRIC
    selects = () if isinstance(one, Trait) else one.selects if isinstance(one, InOrder) else (one.select,)
    return any(METRIC in select.where for select in selects)
