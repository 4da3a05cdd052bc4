"""Metrics from text, and as text: `share of Order among Visit within 7 d`.

metric  = MEASURE [ "of" SELECT ] { clause }
        | ("median" | "p" N) "of" SELECT { clause }
        | ["p" N] "time to" SELECT "from" SELECT { clause }
        | "ratio of" part "to" part
part    = NAME | "(" metric ")"
clause  = "among" SELECT | "within" LENGTH | "property" NAME | "scale" A "to" B
"""

import re
from typing import Any

from msgspec.structs import replace

from footpath.analytics import durations
from footpath.analytics.metrics.measure import ANYTHING, MEASURES
from footpath.analytics.metrics.metric import Metric, Reference
from footpath.analytics.phrases import number, read_select, write_select, written
from footpath.analytics.select import Select
from footpath.analytics.tokens import Reader
from footpath.core.errors import Invalid

_CLAUSES = ("among", "within", "property", "scale")
_PERCENT = re.compile(r"p(\d+(?:\.\d+)?)", re.IGNORECASE)
_EXAMPLES = 'Write "count of Order", "sum of Order", "share of Order among Visit within 7 d", "p90 of Order" or "nps".'


def stops(reader: Reader) -> bool:
    """Say whether the next word ends the name of an event."""
    return reader.peek().kind == "end" or any(reader.sees(word) for word in _CLAUSES)


def before_from(reader: Reader) -> bool:
    """Say whether the next word ends the name of what time runs to."""
    return stops(reader) or reader.sees("from")


def before_to(reader: Reader) -> bool:
    """Say whether the next word ends the name of the metric that is divided."""
    return stops(reader) or reader.sees("to")


def read_metric(text: str) -> Metric:
    """Return the metric a text defines.

    Raises:
        Invalid: it cannot be read; the message points at the place, the hint says what would be right.
    """
    reader = Reader(text, "metric")
    if reader.peek().kind == "end":
        reader.fail("nothing is measured", _EXAMPLES)
    found = _metric(reader, 0)
    if reader.peek().kind != "end":
        reader.fail(f"{reader.peek().text!r} cannot follow", _EXAMPLES)
    return found


def _metric(reader: Reader, depth: int) -> Metric:
    start = reader.peek()
    measure, fields = _measure(reader)
    if measure == "ratio":
        fields |= _parts(reader, depth)
    elif measure == "time":
        fields |= _way(reader)
    elif reader.takes("of"):
        fields["of"] = read_select(reader, stops)
    elif MEASURES[measure]().default() == ANYTHING:
        reader.fail(f"{measure.replace('_', ' ')} of what?", f'Write "{measure.replace("_", " ")} of Order".')
    else:
        fields["of"] = MEASURES[measure]().default()
    while _clause(reader, fields):
        pass
    found = Metric(measure=measure, **fields)
    try:
        check(found)
    except Invalid as problem:
        reader.fail(problem.message.rstrip("."), problem.hint, at=start)
    return found


def _measure(reader: Reader) -> tuple[str, dict[str, Any]]:
    """Take the measure, and the percentile that stands before it."""
    percent = _PERCENT.fullmatch(reader.peek().text)
    if reader.takes("median"):
        return ("time", {}) if reader.takes("time") else ("percentile", {})
    if percent:
        reader.take()
        return ("time" if reader.takes("time") else "percentile"), {"percent": float(percent[1])}
    known = tuple(measure.replace("_", " ") for measure in MEASURES)
    found = next((measure for measure in known if reader.takes(*measure.split())), None)
    if found is None:
        reader.unknown((*known, "median"), f"There are: {', '.join(known)}, median, p90. {_EXAMPLES}")
    return found.replace(" ", "_"), {}


def _parts(reader: Reader, depth: int) -> dict[str, Any]:
    if not reader.takes("of"):
        reader.fail("ratio of what?", 'Write "ratio of revenue to (units of Visit)".')
    first = _part(reader, depth)
    if not reader.takes("to"):
        reader.fail("ratio to what?", 'Write "ratio of revenue to (units of Visit)".')
    return {"of_metric": first, "over": _part(reader, depth)}


def _part(reader: Reader, depth: int) -> Reference:
    opened = reader.peek()
    if not reader.takes("("):
        return reader.value(before_to, "the name of a metric")
    if depth:
        reader.fail("a ratio cannot be part of a ratio", "Write a metric that is no ratio.", at=opened)
    inside = _metric(reader, depth + 1)
    if inside.measure == "ratio":
        reader.fail("a ratio cannot be part of a ratio", "Write a metric that is no ratio.", at=opened)
    if not reader.takes(")"):
        reader.fail("the bracket is not closed", 'Add ")".', at=opened)
    return inside


def _way(reader: Reader) -> dict[str, Any]:
    hint = 'Write "time to Order from Visit".'
    if not reader.takes("to"):
        reader.fail("time to what?", hint)
    last = read_select(reader, before_from)
    if not reader.takes("from"):
        reader.fail("time from what?", hint)
    return {"of": last, "among": read_select(reader, stops)}


def _clause(reader: Reader, fields: dict[str, Any]) -> bool:
    place = reader.peek()
    if reader.takes("among"):
        found: dict[str, Any] = {"among": read_select(reader, stops)}
    elif reader.takes("within"):
        found = {"within": reader.length("within")}
    elif reader.takes("property"):
        found = {"property": reader.value(stops, "a property")}
    elif reader.takes("scale"):
        hint = 'Write "scale 1 to 5".'
        low = reader.number(hint)
        if not reader.takes("to"):
            reader.fail("a scale up to what?", hint)
        found = {"scale": (low, reader.number(hint))}
    else:
        return False
    if fields.keys() & found.keys():
        reader.fail(f"{place.text!r} is said a second time", "Leave one out.", at=place)
    fields |= found
    return True


def check(metric: Metric) -> None:
    """Raise Invalid, with a remedy, for a metric with fields that its measure does not use or cannot."""
    measure = MEASURES[metric.measure]()
    usual = Metric(measure=metric.measure)
    for field in ("of", "among", "within", "property", "percent", "scale", "of_metric", "over"):
        if getattr(metric, field) != getattr(usual, field) and field not in measure.uses:
            word = metric.measure.replace("_", " ")
            raise Invalid(f"{word} has no {field}.", hint=f"It has: {', '.join(measure.uses)}.")
    durations.micros(metric.within, "within")
    if metric.measure != "ratio":
        measure.recipe(metric)
        return
    for part in (metric.of_metric, metric.over):
        if part is None:
            raise Invalid("A ratio is of two metrics.", hint='Write "ratio of revenue to (units of Visit)".')
        if isinstance(part, Metric):
            check(part)
    if isinstance(metric.of_metric, Metric) and isinstance(metric.over, Metric):
        measure.recipe(metric)


def metric_text(metric: Metric) -> str:
    """Return the text that `read` reads the metric from, without what is good, symbol and title."""
    return f"{_begin(metric)}{_clauses(metric)}"


def _begin(metric: Metric) -> str:
    word, of = metric.measure.replace("_", " "), write_select(metric.of, stops)
    percent = f"p{number(metric.percent)}"
    if metric.measure == "ratio":
        return f"ratio of {_part_text(metric.of_metric)} to {_part_text(metric.over)}"
    if metric.measure == "time":
        before = "" if metric.percent == 50 else f"{percent} "
        to = write_select(metric.of, before_from)
        return f"{before}time to {to} from {write_select(metric.among or Select(), stops)}"
    if metric.measure == "percentile":
        return f"{'median' if metric.percent == 50 else percent} of {of}"
    return word if metric.of == MEASURES[metric.measure]().default() != ANYTHING else f"{word} of {of}"


def _part_text(part: Reference | None) -> str:
    return f"({metric_text(part)})" if isinstance(part, Metric) else written(part or "", before_to)


def _clauses(metric: Metric) -> str:
    among = metric.among is not None and metric.measure != "time"
    parts = [f" among {write_select(metric.among or Select(), stops)}"] if among else []
    parts += [f" within {metric.within}"] if metric.within else []
    parts += [f" property {written(metric.property, stops)}"] if metric.property else []
    parts += [f" scale {' to '.join(map(number, metric.scale))}"] if metric.scale else []
    return "".join(parts)


def titled(metric: Metric) -> str:
    """Return what answers call a metric."""
    return metric.title or metric_text(metric)


def with_parts(metric: Metric, first: Reference, second: Reference) -> Metric:
    """Return a ratio of other parts."""
    return replace(metric, of_metric=first, over=second)
