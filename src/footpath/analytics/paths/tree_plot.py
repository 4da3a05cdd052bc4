"""The icicle of a path tree."""

from typing import Any

from footpath.analytics.breakdowns import REST
from footpath.analytics.paths.briefly import percent, points, span, within
from footpath.analytics.paths.tree import END, START
from footpath.analytics.paths.tree_answer import TreeAnswer, in_order
from footpath.analytics.paths.versus import differs
from footpath.analytics.plots.icicle import Cell, Frame, icicle
from footpath.analytics.plots.picture import Picture


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
            label=row["label"],
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
        return f"{percent(row['share'])} v {percent(row['versus_share'])}, {told}"
    return percent(row["share"]) + (f" · {span(row['median_s'])}" if row["median_s"] is not None else "")


def _hint(row: dict[str, Any], unit: str) -> str:
    told = f"{row['path']}: {row['count']:,}, {within(row['share'], row['low'], row['high'])} of {unit}s"
    over, beyond = (row["begins"], row["earlier"]) if row["depth"] < 0 else (row["ends"], row["limit"])
    told += f"; {over:,} {'begin' if row['depth'] < 0 else 'end'} here, {beyond:,} beyond the limit"
    return told + (f"; median {span(row['median_s'])}" if row["median_s"] is not None else "")


def _ink(row: dict[str, Any], compared: bool) -> str:
    if row["label"] == REST:
        return "line"
    return {1: "accent", -1: "second", 0: "line"}[differs(row)] if compared else "accent-soft"


def _frame(answer: TreeAnswer, rows: list[dict[str, Any]], compared: bool) -> Frame:
    first, last = min(row["depth"] for row in rows), max(row["depth"] for row in rows)
    columns = [_column(depth) for depth in range(first, last + 1)]
    legend: tuple[tuple[str, str], ...] = (("accent-soft", "ways"), ("line", REST), ("pain-soft", "journey ends"))
    if compared:
        legend = (("accent", "more in the first group"), ("second", "more in the second"), ("line", "no difference"))
    under = f"{answer.n:,} {answer.unit}s" + (f", as of {answer.as_of:%Y-%m-%d %H:%M} UTC" if answer.as_of else "")
    note = "; ".join(f"{name}: {told}" for name, told in answer.rules.items())
    return Frame(f"Ways {_about(rows)}", under, legend, tuple(columns), note)


def _column(depth: int) -> str:
    return "" if not depth else f"{abs(depth)} before" if depth < 0 else f"{depth} after"


def _about(rows: list[dict[str, Any]]) -> str:
    sides = {row["depth"] > 0 for row in rows if row["depth"]}
    words = "around" if len(sides) > 1 else "from" if True in sides else "to"
    name = {START: "the beginning", END: "the end"}.get(rows[0]["label"], rows[0]["label"])
    return f"{words} {name}"
