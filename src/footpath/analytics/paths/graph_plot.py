"""The process map of a directly-follows graph."""

from typing import Any

from footpath.analytics.breakdowns import REST
from footpath.analytics.paths.briefly import percent, points, span, within
from footpath.analytics.paths.graph_answer import END, GraphAnswer
from footpath.analytics.paths.versus import differs
from footpath.analytics.plots.picture import Picture
from footpath.analytics.plots.process_map import Card, Move, Words, process_map

MOST_DRAWN = 120  # moves beyond this make a ball of wool, not a map


def map_of(answer: GraphAnswer) -> Picture:
    """Return the map of the moves that are shown; what is put together is told on the cards."""
    rows = answer.figures.to_pylist()
    nodes = [row for row in answer.nodes.to_pylist() if row["name"] != REST]
    place = {row["name"]: at for at, row in enumerate(nodes)}
    moves = [row for row in rows if row["kind"] == "move" and REST not in (row["from"], row["to"])]
    drawn = moves[:MOST_DRAWN]
    touched = {row[side] for row in drawn for side in ("from", "to")}
    kept = [row for row in nodes if row["name"] in touched or len(moves) <= MOST_DRAWN]
    place = {row["name"]: at for at, row in enumerate(kept)}
    out = {row["from"]: row for row in rows if row["kind"] == "move" and row["to"] == REST}
    ends = {row["from"]: row for row in rows if row["to"] == END}
    compared = len(answer.moves) > 1
    heaviest = max((_weight(row, compared) for row in drawn), default=1.0) or 1.0
    return process_map(
        [_card(row, out.get(row["name"]), ends.get(row["name"]), answer) for row in kept],
        [
            Move(
                place[row["from"]], place[row["to"]], _weight(row, compared) / heaviest, _words(row, compared),
                _hint(row, answer), _ink(row, compared),
            )
            for row in drawn
        ],
        _around(answer, len(moves), len(drawn)),
    )  # fmt: skip


def _weight(row: dict[str, Any], compared: bool) -> float:
    if not compared:
        return float(row["count"])
    return float((row["share"] or 0) + (row["versus_share"] or 0))


def _ink(row: dict[str, Any], compared: bool) -> str:
    """Return the colour of the group that does it more beyond chance; no colour of its own without comparison."""
    return {1: "accent", -1: "second", 0: "ink-2"}[differs(row)] if compared else ""


def _words(row: dict[str, Any], compared: bool) -> str:
    if compared:
        return points(row["difference"], row["difference_low"], row["difference_high"]).partition(" (")[0]
    return f"{row['count']:,}" + (f" · {span(row['median_s'])}" if row["median_s"] is not None else "")


def _hint(row: dict[str, Any], answer: GraphAnswer) -> str:
    told = f"{row['from']} → {row['to']}: {row['count']:,} moves"
    if row["units"] is not None:
        told += f", {row['units']:,} {answer.unit}s, {within(row['share'], row['low'], row['high'])}"
    if row["median_s"] is not None:
        told += f", median {span(row['median_s'])}, 90% within {span(row['p90_s'])}"
    if "difference" in row:
        told += f"; versus {row['versus_count']:,} moves, {percent(row['versus_share'])}, difference "
        told += points(row["difference"], row["difference_low"], row["difference_high"])
    return told


def _card(row: dict[str, Any], other: dict[str, Any] | None, end: dict[str, Any] | None, answer: GraphAnswer) -> Card:
    below = []
    starts = row["starts"] / answer.sizes[0] if answer.sizes[0] else 0.0
    left = end["of_from"] if end else 0.0
    if max(starts, left or 0.0) >= 0.005:
        first = f"{starts:.0%} start" if starts >= 0.005 else ""
        below.append((first, f"{left:.0%} end" if left and left >= 0.005 else "", "pain"))
    if other and other["of_from"] and other["of_from"] >= 0.005:
        below.append(("", f"{other['of_from']:.0%} on to others", "ink-2"))
    if "difference" in row:
        figures = f"{percent(row['share'])} v {percent(row['versus_share'])}"
    else:
        figures = f"{row['visits']:,}" + (f" · {percent(row['share'])}" if row["share"] is not None else "")
    hint = f"{row['name']}: {row['visits']:,} visits"
    if row["units"] is not None:
        hint += f" by {row['units']:,} {answer.unit}s, {within(row['share'], row['low'], row['high'])}"
    return Card(row["name"], figures, row["share"] or 0.0, tuple(below), hint)


def _around(answer: GraphAnswer, shown: int, drawn: int) -> Words:
    legend: tuple[tuple[str, str], ...] = (("accent", "onward"), ("warn", "back"))
    under = f"{answer.n:,} {answer.unit}s, {answer.moves[0]:,} moves"
    if len(answer.moves) > 1:
        legend = (
            ("accent", "more in the first group"),
            ("second", "more in the second"),
            ("ink-2", "no difference beyond chance"),
        )
        under = f"{answer.n:,} {answer.unit}s in two groups"
    if answer.as_of:
        under += f", as of {answer.as_of:%Y-%m-%d %H:%M} UTC"
    note = "; ".join(f"{name}: {told}" for name, told in answer.rules.items())
    if drawn < shown:
        note = f"The {drawn} most frequent of {shown:,} moves are drawn; the table has all. {note}"
    return Words("What people do next", under, legend, note)
