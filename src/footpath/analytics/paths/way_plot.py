"""The ways of people as strips."""

from typing import Any

from footpath.analytics.breakdowns import REST
from footpath.analytics.paths.briefly import percent, points, span, within
from footpath.analytics.paths.versus import differs
from footpath.analytics.paths.way_answer import VariantsAnswer
from footpath.analytics.plots.picture import SERIES, Picture
from footpath.analytics.plots.strips import Strip, strips
from footpath.analytics.telling import as_of, figures, named, phrase, rules_told


def strips_of(answer: VariantsAnswer) -> Picture:
    """Return the ways; the five steps that most people go by have a colour of their own."""
    rows = answer.figures.to_pylist()
    compared = "difference" in answer.figures.column_names
    inks = _inks(rows)
    made = [_strip(row, inks, compared) for row in rows]
    ways = " / ".join(f"{count:,}" for count in answer.ways)
    units = phrase(f"{answer.unit}s")
    under = phrase("{n} {units}, {ways} different ways", n=f"{answer.n:,}", units=units, ways=ways)
    under += as_of(answer.as_of)
    note = rules_told(answer.rules)
    legend = (("accent", phrase("first group")), ("second", phrase("second group"))) if compared else ()
    return strips(made, (phrase("Ways people go"), under, note), legend)


def _inks(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return the colour of each step that most go by."""
    totals: dict[str, int] = {}
    for row in rows:
        for name in set(row["steps"]):
            totals[name] = totals.get(name, 0) + row["count"] + row.get("versus_count", 0)
    best = sorted(totals, key=lambda name: (-totals[name], name))[: len(SERIES)]
    return dict(zip(best, SERIES, strict=False))


def _strip(row: dict[str, Any], inks: dict[str, str], compared: bool) -> Strip:
    rest = row["way"] == REST and not row["steps"]
    chips: tuple[tuple[str, str], ...] = tuple((name, inks.get(name, "line")) for name in row["steps"])
    if rest:
        chips = ((phrase("{n} other ways", n=f"{row['ways']:,}"), ""),)
    below = phrase("median {time}", time=span(row["median_s"])) if row["median_s"] else ""
    count = figures(f"{row['count']:,}")
    beside = f"{count} · {percent(row['share'])}"
    if compared:
        beside = phrase("{share} v {other}", share=percent(row["share"]), other=percent(row["versus_share"]))
        below = points(row["difference"], row["difference_low"], row["difference_high"]).partition(" (")[0]
        below += "" if differs(row) else ", " + phrase("may be chance")
    told = f"{named(row['way'])}: {count}, {within(row['share'], row['low'], row['high'])}"
    return Strip(
        share=None if rest else row["share"] or 0.0,
        figures=beside,
        below=below,
        chips=chips,
        more=(row["length"] or 0) - len(row["steps"]),
        other=row["versus_share"] or 0.0 if compared and not rest else None,
        hint=told if len(told) < 2000 else told[:2000] + "…",
    )
