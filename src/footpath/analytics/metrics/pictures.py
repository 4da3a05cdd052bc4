"""Pictures of a metric: the line over time, bars by value, before and after."""

from typing import TYPE_CHECKING, Any

from footpath.analytics.plots.lines import At, Series, lines
from footpath.analytics.plots.picture import Picture
from footpath.analytics.plots.ranges import Range, ranges
from footpath.analytics.telling import figures, heard, named, phrase, rules_told

if TYPE_CHECKING:
    from footpath.analytics.metrics.answer import MetricAnswer

_FROM_ZERO = ("count", "share", "number")
_UNITS = {"time": (86_400.0, 3600.0, 60.0, 1.0)}


def picture_of(answer: "MetricAnswer", show: str) -> Picture:
    """Return the picture asked for: trend, values, change, or, when empty, what was asked for last."""
    compared = "before" in answer.figures.column_names
    if (show or ("trend" if answer.trend is not None else "")) == "trend" and answer.trend is not None:
        return _over_time(answer, answer.trend.to_pylist())
    rows = [_range(answer, row, compared=compared and show != "values") for row in answer.figures.to_pylist()]
    title = phrase("{metric}: before and now", metric=answer.metric) if compared and show != "values" else answer.metric
    return ranges(rows, answer.said, title=title, note=_note(answer))


def _note(answer: "MetricAnswer") -> str:
    shown = ("metric", "who", "period", "compared with", "interval")
    told = {name: answer.rules[name] for name in shown if name in answer.rules and name != "metric"}
    counted = f"n = {figures(format(answer.n, ','))} {heard(answer.rules['counts'])}"
    return "; ".join(filter(None, [counted, rules_told(told)]))


def _over_time(answer: "MetricAnswer", rows: list[dict[str, Any]]) -> Picture:
    by_value: dict[str, list[At]] = {}
    for row in rows:
        by_value.setdefault(row.get("value", answer.metric), []).append(_at(answer, row))
    # Beside its parts the whole would press them flat: it has a picture of its own without a breakdown.
    chosen = {value: points for value, points in by_value.items() if value != "(all)" or len(by_value) == 1}
    series = [Series(named(value), tuple(points)) for value, points in chosen.items()]
    title = answer.metric
    if len(series) > 1:
        title = phrase("{metric}, by {what}", metric=title, what=answer.rules["breakdown"].split(",")[0])
    note = f"{_note(answer)}. {phrase('Dashed: not complete.')}"
    return lines(
        series,
        answer.said,
        title=title,
        note=note,
        zero=answer.look in _FROM_ZERO,
        units=_UNITS.get(answer.look, (1.0,)),
    )


def _at(answer: "MetricAnswer", row: dict[str, Any]) -> At:
    interval = (row["low"], row["high"]) if row["low"] is not None else None
    when = answer.local(row["from"])
    words = f"{when:%Y-%m-%d %H:%M}: {_words(answer, row)}"
    return At(
        when,
        row["figure"],
        interval,
        words + ("" if row["complete"] else ", " + phrase("not complete")),
        row["complete"],
    )


def _words(answer: "MetricAnswer", row: dict[str, Any]) -> str:
    between = f" ({answer.said(row['low'])} … {answer.said(row['high'])})" if row["low"] is not None else ""
    return f"{answer.said(row['figure'])}{between}, n = {figures(format(row['n'], ','))}"


def _range(answer: "MetricAnswer", row: dict[str, Any], *, compared: bool) -> Range:
    interval = (row["low"], row["high"]) if row["low"] is not None else None
    label = named(row.get("value", answer.metric))
    if not compared:
        return Range(label, row["figure"], interval, _words(answer, row))
    gap = answer.said(row["difference"], sign=True)
    share = figures(f" ({row['change']:+.0%})") if row["change"] is not None else ""
    verdict = row["verdict"] or "too few"
    words = f"{answer.said(row['before'])} → {answer.said(row['figure'])}: {gap}{share}, {phrase(verdict)}"
    was = (row["before_low"], row["before_high"]) if row["before_low"] is not None else None
    return Range(label, row["figure"], interval, words, row["before"], was, row["verdict"])
