"""The icicle of a path tree."""

from typing import Any

from footpath.analytics.breakdowns import REST
from footpath.analytics.paths.briefly import percent, points, span, within
from footpath.analytics.paths.tree import END, START
from footpath.analytics.paths.tree_answer import TreeAnswer, in_order
from footpath.analytics.paths.versus import differs
from footpath.analytics.plots.icicle import Cell, Frame, icicle
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import as_of, figures, named, phrase, rules_told


def icicle_of(answer: TreeAnswer) -> Picture:
    """Return the tree as columns of steps; of two groups a cell is as high as the mean of both shares."""
    rows = answer.figures.to_pylist()
    order = list(in_order(rows))
    place = {at: here for here, at in enumerate(order)}
    compared = "difference" in rows[0]
    cells = [
        Cell(
            parent=-1 if row["parent"] is None else place[row["parent"]],
            depth=row["depth"],
            share=_share(row, rows[0], "count", compared),
            over=_share(row, rows[0], "ends", compared),
            begun=_share(row, rows[0], "begins", compared),
            label=named(row["label"]),
            words=_words(row, compared),
            hint=_hint(row, answer.unit),
            ink=_ink(row, compared),
            opacity=0.3 if compared and differs(row) else 1.0,
        )
        for row in (rows[at] for at in order)
    ]
    return icicle(cells, _frame(answer, rows, compared))


def _share(row: dict[str, Any], root: dict[str, Any], column: str, compared: bool) -> float:
    groups = ("", "versus_") if compared else ("",)
    found = [row[group + column] / root[f"{group}count"] if root[f"{group}count"] else 0.0 for group in groups]
    return float(sum(found) / len(found))


def _words(row: dict[str, Any], compared: bool) -> str:
    if compared:
        told = points(row["difference"], row["difference_low"], row["difference_high"]).partition(" (")[0]
        both = phrase("{share} v {other}", share=percent(row["share"]), other=percent(row["versus_share"]))
        return f"{both}, {told}"
    return percent(row["share"]) + (f" · {span(row['median_s'])}" if row["median_s"] is not None else "")


def _hint(row: dict[str, Any], unit: str) -> str:
    share = phrase("{share} of {units}", share=within(row["share"], row["low"], row["high"]), units=phrase(f"{unit}s"))
    told = f"{row['path']}: {figures(format(row['count'], ','))}, {share}; "
    if row["depth"] < 0:
        told += phrase("{n} begin here", n=f"{row['begins']:,}")
    else:
        told += phrase("{n} end here", n=f"{row['ends']:,}")
    beyond = row["earlier"] if row["depth"] < 0 else row["limit"]
    told += ", " + phrase("{n} beyond the limit", n=f"{beyond:,}")
    return told + ("; " + phrase("median {time}", time=span(row["median_s"])) if row["median_s"] is not None else "")


def _ink(row: dict[str, Any], compared: bool) -> str:
    if row["label"] == REST:
        return "line"
    return {1: "accent", -1: "second", 0: "line"}[differs(row)] if compared else "accent-soft"


def _frame(answer: TreeAnswer, rows: list[dict[str, Any]], compared: bool) -> Frame:
    first, last = min(row["depth"] for row in rows), max(row["depth"] for row in rows)
    columns = [_column(depth) for depth in range(first, last + 1)]
    legend: tuple[tuple[str, str], ...] = (
        ("accent-soft", phrase("ways")), ("line", named(REST)), ("pain-soft", phrase("journey ends")),
    )  # fmt: skip
    if compared:
        legend = (
            ("accent", phrase("more in the first group")), ("second", phrase("more in the second")),
            ("line", phrase("no difference")),
        )  # fmt: skip
    under = phrase("{n} {units}", n=f"{answer.n:,}", units=phrase(f"{answer.unit}s")) + as_of(answer.as_of)
    note = rules_told(answer.rules)
    return Frame(_title(rows), under, legend, tuple(columns), note)


def _column(depth: int) -> str:
    if not depth:
        return ""
    return phrase("{n} before", n=-depth) if depth < 0 else phrase("{n} after", n=depth)


def _title(rows: list[dict[str, Any]]) -> str:
    sides = {row["depth"] > 0 for row in rows if row["depth"]}
    name = {START: phrase("the beginning"), END: phrase("the end")}.get(rows[0]["label"], rows[0]["label"])
    if len(sides) > 1:
        return phrase("Ways around {name}", name=name)
    return phrase("Ways from {name}", name=name) if True in sides else phrase("Ways to {name}", name=name)
