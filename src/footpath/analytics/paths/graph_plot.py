"""The process map of a directly-follows graph."""

from typing import Any

from footpath.analytics.breakdowns import REST
from footpath.analytics.paths.briefly import percent, points, span, within
from footpath.analytics.paths.graph_answer import END, GraphAnswer
from footpath.analytics.paths.versus import differs
from footpath.analytics.plots.picture import Picture
from footpath.analytics.plots.process_map import Card, Move, Words, process_map
from footpath.analytics.telling import as_of, figures, named, phrase, rules_told

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
    return figures(f"{row['count']:,}") + (f" · {span(row['median_s'])}" if row["median_s"] is not None else "")


def _hint(row: dict[str, Any], answer: GraphAnswer) -> str:
    told = f"{row['from']} → {row['to']}: {phrase('{n} moves', n=format(row['count'], ','))}"
    if row["units"] is not None:
        told += f", {_people(row, answer)}"
    if row["median_s"] is not None:
        middle, most = span(row["median_s"]), span(row["p90_s"])
        told += ", " + phrase("median {time}, 90% within {most}", time=middle, most=most)
    if "difference" in row:
        told += "; " + phrase(
            "versus {n} moves, {share}, difference {difference}",
            n=f"{row['versus_count']:,}",
            share=percent(row["versus_share"]),
            difference=points(row["difference"], row["difference_low"], row["difference_high"]),
        )
    return told


def _people(row: dict[str, Any], answer: GraphAnswer) -> str:
    """Return how many do it, with their share."""
    many = phrase("{n} {units}", n=f"{row['units']:,}", units=phrase(f"{answer.unit}s"))
    return f"{many}, {within(row['share'], row['low'], row['high'])}"


def _card(row: dict[str, Any], other: dict[str, Any] | None, end: dict[str, Any] | None, answer: GraphAnswer) -> Card:
    below = []
    starts = row["starts"] / answer.sizes[0] if answer.sizes[0] else 0.0
    left = end["of_from"] if end else 0.0
    if max(starts, left or 0.0) >= 0.005:
        first = phrase("{n} start", n=f"{starts:.0%}") if starts >= 0.005 else ""
        last = phrase("{n} end", n=f"{left:.0%}") if left and left >= 0.005 else ""
        below.append((first, last, "pain"))
    if other and other["of_from"] and other["of_from"] >= 0.005:
        below.append(("", phrase("{n} on to others", n=f"{other['of_from']:.0%}"), "ink-2"))
    if "difference" in row:
        told = phrase("{share} v {other}", share=percent(row["share"]), other=percent(row["versus_share"]))
    else:
        told = figures(f"{row['visits']:,}") + (f" · {percent(row['share'])}" if row["share"] is not None else "")
    hint = f"{row['name']}: {phrase('{n} visits', n=format(row['visits'], ','))}"
    if row["units"] is not None:
        hint += f"; {_people(row, answer)}"
    return Card(named(row["name"]), told, row["share"] or 0.0, tuple(below), hint)


def _around(answer: GraphAnswer, shown: int, drawn: int) -> Words:
    legend: tuple[tuple[str, str], ...] = (("accent", phrase("onward")), ("warn", phrase("back")))
    units = phrase(f"{answer.unit}s")
    under = phrase("{n} {units}, {moves} moves", n=f"{answer.n:,}", units=units, moves=f"{answer.moves[0]:,}")
    if len(answer.moves) > 1:
        legend = (
            ("accent", phrase("more in the first group")),
            ("second", phrase("more in the second")),
            ("ink-2", phrase("no difference beyond chance")),
        )
        under = phrase("{n} {units} in two groups", n=f"{answer.n:,}", units=units)
    under += as_of(answer.as_of)
    note = rules_told(answer.rules)
    if drawn < shown:
        most = phrase(
            "The {n} most frequent of {total} moves are drawn; the table has all.", n=drawn, total=f"{shown:,}"
        )
        note = f"{most} {note}"
    return Words(phrase("What people do next"), under, legend, note)
