"""The sankey of flows by position."""

from typing import Any

from footpath.analytics.breakdowns import REST
from footpath.analytics.paths.briefly import percent, points, span, within
from footpath.analytics.paths.flow_answer import SankeyAnswer
from footpath.analytics.paths.versus import differs
from footpath.analytics.plots.picture import Picture
from footpath.analytics.plots.sankey import Around, Ribbon, Stop, sankey
from footpath.analytics.telling import as_of, figures, named, phrase, rules_told


def sankey_of(answer: SankeyAnswer) -> Picture:
    """Return the flows; of two groups a ribbon is as wide as the mean of both shares."""
    nodes, moves = answer.nodes.to_pylist(), answer.figures.to_pylist()
    compared = answer.figures.num_columns > 0 and "difference" in answer.nodes.column_names
    place = {row["key"]: at for at, row in enumerate(nodes)}
    for row in moves:  # moves too rare to be shown go by way of an "(other)" that may have no steps of its own
        for key, step in ((row["from"], row["step"]), (row["to"], row["step"] + 1)):
            if key not in place:
                place[key] = len(nodes)
                nodes.append({"step": step, "key": key, "label": REST, "share": 0.0, "left": 0, "count": 0})
    passing = _passing(moves, compared)
    stops = [_stop(row, passing.get(row["key"], 0.0), compared) for row in nodes]
    ribbons = [
        Ribbon(
            before=place[row["from"]],
            after=place[row["to"]],
            share=_share(row, compared),
            hint=_hint(row, compared),
            ink=_ink(row, compared, {nodes[place[row[side]]]["label"] for side in ("from", "to")}),
            opacity=0.4 if compared and differs(row) else 0.26,
        )
        for row in moves
    ]
    return sankey(stops, ribbons, _around(answer, nodes, compared))


def _share(row: dict[str, Any], compared: bool) -> float:
    both = [row["share"], row.get("versus_share")] if compared else [row["share"]]
    return float(sum(share or 0.0 for share in both) / len(both))


def _passing(moves: list[dict[str, Any]], compared: bool) -> dict[str, float]:
    """Return the share of walks that come to each step, or that go on from it where these are more."""
    found: dict[str, float] = {}
    for side in ("from", "to"):
        total: dict[str, float] = {}
        for row in moves:
            total[row[side]] = total.get(row[side], 0.0) + _share(row, compared)
        found |= {key: max(share, found.get(key, 0.0)) for key, share in total.items()}
    return found


def _left(row: dict[str, Any], compared: bool) -> float:
    """Return the share of walks that end at a step."""
    groups = ("", "versus_") if compared else ("",)
    found = [
        (row[f"{group}share"] or 0.0) * row[f"{group}left"] / row[f"{group}count"] if row.get(f"{group}count") else 0.0
        for group in groups
    ]
    return float(sum(found) / len(found))


def _stop(row: dict[str, Any], passing: float, compared: bool) -> Stop:
    told = f"{row['label']}: {phrase('{n} walks', n=format(row['count'], ','))}"
    if row.get("low") is not None:
        told += f", {within(row['share'], row['low'], row['high'])}; "
        told += phrase("{n} end here", n=f"{row['left']:,}")
    return Stop(
        column=row["step"] - 1,
        share=max(_share(row, compared), passing),
        left=_left(row, compared),
        label=named(row["label"]),
        words=_words(row, compared),
        hint=told,
        ink="ink-2" if row["label"] == REST else "accent",
        last=row["label"] == REST,
    )


def _words(row: dict[str, Any], compared: bool) -> str:
    if compared and row.get("difference") is not None:
        return points(row["difference"], row["difference_low"], row["difference_high"]).partition(" (")[0]
    return f"{figures(format(row['count'], ','))} · {percent(row['share'])}" if row["count"] else ""


def _hint(row: dict[str, Any], compared: bool) -> str:
    told = f"{row['from']} → {row['to']}: {phrase('{n} walks', n=format(row['count'], ','))}, "
    told += within(row["share"], row["low"], row["high"])
    told += ", " + phrase("median {time}", time=span(row["median_s"])) if row["median_s"] is not None else ""
    if compared:
        told += "; " + phrase(
            "versus {n}, {share}, difference {difference}",
            n=f"{row['versus_count']:,}",
            share=percent(row["versus_share"]),
            difference=points(row["difference"], row["difference_low"], row["difference_high"]),
        )
    return told


def _ink(row: dict[str, Any], compared: bool, labels: set[str]) -> str:
    if compared:
        return {1: "accent", -1: "second", 0: "ink-2"}[differs(row)]
    return "ink-2" if REST in labels else "accent"


def _around(answer: SankeyAnswer, nodes: list[dict[str, Any]], compared: bool) -> Around:
    legend: tuple[tuple[str, str], ...] = (
        ("accent", phrase("moves")), ("ink-2", named(REST)), ("pain", phrase("journey ends")),
    )  # fmt: skip
    if compared:
        legend = (
            ("accent", phrase("more in the first group")), ("second", phrase("more in the second")),
            ("ink-2", phrase("no difference")), ("pain", phrase("journey ends")),
        )  # fmt: skip
    under = phrase("{n} walks of {units}", n=f"{answer.n:,}", units=phrase(f"{answer.unit}s")) + as_of(answer.as_of)
    columns = tuple(phrase("step {n}", n=place + 1) for place in range(max((row["step"] for row in nodes), default=1)))
    note = rules_told(answer.rules)
    return Around(phrase("What people do step by step"), under, legend, columns, note)
