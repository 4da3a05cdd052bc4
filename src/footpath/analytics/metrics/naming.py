"""Metrics saved by name, and names looked up wherever a metric is wanted."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics.keeping import Kept
from footpath.analytics.metrics.language import check, metric_text, read_metric, with_parts
from footpath.analytics.metrics.metric import Good, Metric, Reference
from footpath.core.errors import Invalid, NotFound

FILE = "metrics.yaml"


class _Kept(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A metric as the file holds it."""

    definition: str
    good: Good = ""
    symbol: str = ""
    title: str = ""


def metrics(store: str | Path) -> Kept:
    """Return the file of a store's metrics."""
    return Kept(store, FILE, "metric")


def metric_of(given: "str | Metric") -> Metric:
    """Return a metric from its definition, or itself.

    Raises:
        Invalid: the definition cannot be read.
    """
    if isinstance(given, str):
        return read_metric(given)
    check(given)
    return given


def resolved(given: "str | Metric", store: str) -> Metric:
    """Return a metric from a saved name, a definition or itself, with the names in it looked up.

    Raises:
        NotFound: a name that there is none of.
        Invalid: the definition cannot be read, or metrics refer to each other in a circle.
    """
    known = metrics(store).all() if store else {}
    if isinstance(given, str) and given.strip() in known:
        return _looked_up(_defined(given.strip(), known), known, store, (given.strip(),))
    try:
        found = metric_of(given)
    except Invalid:
        near = get_close_matches(str(given).strip(), known, n=1)
        if near:
            raise NotFound(f"No metric is called {given!r}.", hint=f"Did you mean {near[0]!r}?") from None
        raise
    return _looked_up(found, known, store, ())


def _looked_up(metric: Metric, known: Mapping[str, Any], store: str, path: tuple[str, ...]) -> Metric:
    """Return a metric with the names in it looked up."""
    if metric.measure != "ratio":
        return metric
    found = with_parts(
        metric, *(_part(part, known, store, path) for part in (metric.of_metric, metric.over) if part is not None)
    )
    check(found)
    return found


def _part(part: Reference, known: Mapping[str, Any], store: str, path: tuple[str, ...]) -> Metric:
    if isinstance(part, Metric):
        return part
    if part in path:
        raise Invalid(f"Metrics refer to each other in a circle: {' → '.join((*path, part))}.", hint="Define one anew.")
    if part not in known:
        raise metrics(store or ".").missing(part, known)
    return _looked_up(_defined(part, known), known, store, (*path, part))


def _defined(name: str, known: Mapping[str, Any]) -> Metric:
    value = known[name]
    try:
        kept = msgspec.convert({"definition": value} if isinstance(value, str) else value, _Kept)
        found = read_metric(kept.definition)
    except (Invalid, msgspec.ValidationError) as problem:
        hint = getattr(problem, "hint", "") or f'Write it as in "{name}: sum of Order".'
        raise Invalid(f"The metric {name!r} in {FILE}: {problem.args[0]}", hint=hint) from None
    return replace(found, good=kept.good, symbol=kept.symbol, title=kept.title or name)


def saved_metrics(store: str | Path) -> dict[str, Metric]:
    """Return the metrics of a store by name."""
    known = metrics(store).all()
    return {name: _defined(name, known) for name in known}


def define_metric(store: str | Path, name: str, given: "str | Metric") -> None:
    """Keep a metric by name in a store's folder, in place of the one that has the name.

    Raises:
        Invalid: it cannot be read, or would refer to itself.
        NotFound: it refers to a metric that there is none of.
    """
    found = metric_of(given)
    kept = _Kept(metric_text(found), found.good, found.symbol, "" if found.title == name else found.title)
    value = kept.definition if kept == _Kept(kept.definition) else msgspec.to_builtins(kept)
    home = metrics(store)
    _looked_up(found, {**home.all(), name: value}, str(store), (name,))
    home.put(name, value)


def forget_metric(store: str | Path, name: str) -> None:
    """Delete a saved metric.

    Raises:
        NotFound: nothing has that name.
        Invalid: other metrics are made of it.
    """
    home = metrics(store)
    known = home.all()
    others = {other: _defined(other, known) for other in known if other != name}
    users = [other for other, metric in others.items() if name in (metric.of_metric, metric.over)]
    if name in known and users:
        hint = f"Define {', '.join(map(repr, users))} without it, or delete them first."
        raise Invalid(f"The metric {name!r} is part of {', '.join(map(repr, users))}.", hint=hint)
    home.remove(name)
