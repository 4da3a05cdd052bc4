"""Figures of columns and moves: volume, reach, conversion, times, drop-off, returns, each with its n and interval."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import numpy as np
from msgspec import Struct

from footpath.analytics import Float64, Int64, Reach, UInt16, follow_times, gathered, reach
from footpath.analytics import onward as count_onward
from footpath.core.stats import wilson
from footpath.insights.tongue import phrase
from footpath.insights.tracks import Sums, Track, over_buckets
from footpath.maps import Edge, Figure, Unit

MICROS = 1_000_000
FEWEST_FOR_TIME = 5  # below this many persons a median says nothing
EDGE_SHARE = 0.01  # of the persons at a column: rarer moves are not drawn
SKIPS_A_COLUMN = 3
SHOWN = (0.5, 0.9)  # quantiles of times: the median, and what nine in ten are faster than
# Definitions are whole sentences, never put together from parts, so that pages can say them in other languages.
LOST_BEFORE_GOAL = "Persons whose journey ended here without the goal, of the persons who came here."
LAST_HERE = "Persons whose last event is here, of the persons who came here."
ONWARD_MEDIAN = "Time from a person's first event here to the first event in any later column, median."
ONWARD_P90 = "Time from a person's first event here to the first event in any later column, nine in ten are faster."
MOVE_MEDIAN = "Time from the last event here to the first event there, median."
MOVE_P90 = "Time from the last event here to the first event there, nine in ten are faster."


class Provenance(Struct, frozen=True):
    """What every figure carries: its sources and the instant of the newest fact."""

    source: str
    as_of: datetime | None


class Picked(Struct, frozen=True):
    """So many durations, of which only those are known that a figure shows: place in order → µs."""

    n: int
    micros: Mapping[int, int]

    def __len__(self) -> int:
        return self.n

    def __getitem__(self, place: int) -> float:
        """Return the seconds at a place."""
        return self.micros[place] / MICROS


Seconds = Float64 | Picked


class Onward(Struct, frozen=True):
    """Where persons went from each column 1…k, see `footpath.analytics.onward`; `waits`: column → seconds."""

    to_next: Int64
    to_goal: Int64
    lost: Int64
    waits: Mapping[int, Seconds]


def waits_between(found: Sequence[Track], k: int) -> Float64:
    """Return the median seconds of direct moves from each column to the next, NaN where nobody made one."""
    times = move_times(found, k)
    medians = [times.get((code, code + 1), np.zeros(0)) for code in range(1, k)]
    return np.array([float(np.median(seconds)) if len(seconds) else np.nan for seconds in medians])


def move_times(found: Sequence[Track], k: int) -> dict[tuple[int, int], Float64]:
    """Return (a, b) → seconds of all direct moves from a to b."""

    size = (k + 1) * (k + 1)

    def times(track: Track) -> tuple[Int64, Int64]:
        return gathered(*follow_times(track.visit_offsets, track.first, track.last, track.visits, k), size)

    grouped = _grouped(over_buckets(found, times))
    return {(pair // (k + 1), pair % (k + 1)): seconds for pair, seconds in grouped.items()}


def _grouped(parts: Sequence[tuple[Int64, Int64]]) -> dict[int, Float64]:
    """Return key → its durations in seconds, from `gathered` parts."""
    if not parts:
        return {}
    counts = np.sum([np.diff(starts) for starts, _ in parts], axis=0)
    return {
        key: np.concatenate([micros[starts[key] : starts[key + 1]] for starts, micros in parts]) / MICROS
        for key in np.flatnonzero(counts).tolist()
    }


def onward(found: Sequence[Track], k: int, goal: int) -> Onward:
    """Return where persons went from each column, added up over all buckets."""

    def count(track: Track) -> tuple[Int64, ...]:
        *counts, codes, micros = count_onward(track.offsets, track.at, track.codes, k, goal)
        return (*counts, *gathered(codes, micros, k + 1))

    parts: list[tuple[Int64, ...]] = over_buckets(found, count)
    zeros = np.zeros(k + 1, np.int64)
    to_next, to_goal, lost = (sum((part[index] for part in parts), zeros) for index in range(3))
    return Onward(to_next, to_goal, lost, _grouped([(part[3], part[4]) for part in parts]))


def reached(found: Sequence[Track], onto: UInt16, goal: int) -> Int64:
    """Return how many persons reached the goal after coming to each group of columns; as in `onward`.

    Args:
        onto: column → its group.
        goal: the group that is the goal alone, the last one.
    """

    def count(track: Track) -> Int64:
        return count_onward(track.offsets, track.at, onto[track.codes], goal, goal)[1]

    return np.asarray(sum(over_buckets(found, count), np.zeros(goal + 1, np.int64)))


def reach_only(found: Sequence[Track], k: int) -> Reach:
    """Return `Reach` over all tracks, for more codes than a square matrix would fit."""
    nobody = reach(np.zeros(1, np.int64), np.zeros(0, np.uint16), k)
    parts = over_buckets(found, lambda track: reach(track.offsets, track.codes, k))
    return Reach(*(np.sum([nobody[index], *(part[index] for part in parts)], axis=0) for index in range(6)))


def share(numerator: float, denominator: float, definition: str, origin: Provenance) -> Figure:
    """Return a share with its counts and Wilson interval; 0 of 0 is 0 with n 0."""
    interval = wilson(numerator, denominator)
    return Figure(
        value=numerator / denominator if denominator else 0.0,
        unit="share",
        n=int(denominator),
        lo=interval[0] if interval else None,
        hi=interval[1] if interval else None,
        numerator=numerator,
        denominator=denominator,
        definition=phrase(definition),
        source=origin.source,
        as_of=origin.as_of,
    )


def count(value: float, unit: Unit, definition: str, origin: Provenance) -> Figure:
    """Return a plain count."""
    return Figure(
        value=value, unit=unit, n=int(value), definition=phrase(definition), source=origin.source, as_of=origin.as_of
    )


def quantile(seconds: Float64, q: float, definition: str, origin: Provenance) -> Figure:
    """Return a quantile of some seconds with its order-statistic interval (binomial, normal approximation)."""
    return quantiles(seconds, ((q, definition),), origin)[0]


def quantiles(seconds: Seconds, wanted: Sequence[tuple[float, str]], origin: Provenance) -> list[Figure]:
    """Return quantiles, each with its definition, as `quantile` does; they are put in order once for all."""
    n = len(seconds)
    places = [_places(n, q) for q, _ in wanted]
    ordered = seconds if isinstance(seconds, Picked) else _in_order(seconds, places)
    return [
        Figure(
            value=_between(float(ordered[below]), float(ordered[above]), (n - 1) * q - below),
            unit="seconds",
            n=n,
            lo=float(ordered[low]),
            hi=float(ordered[high]),
            definition=phrase(definition),
            source=origin.source,
            as_of=origin.as_of,
        )
        for (q, definition), (below, above, low, high) in zip(wanted, places, strict=True)
    ]


def _between(a: float, b: float, part: float) -> float:
    """Return what lies between two numbers, as `np.quantile` has it to the last bit, in a tenth of the time."""
    return a + (b - a) * part if part < 0.5 else b - (b - a) * (1 - part)


def _in_order(seconds: Float64, places: Sequence[tuple[int, ...]]) -> Float64:
    return np.partition(seconds, sorted({place for four in places for place in four}))


def time_places(n: int) -> list[int]:
    """Return the places of n ordered times that the figures of times show."""
    return sorted({place for q in SHOWN for place in _places(n, q)})


def _places(n: int, q: float) -> tuple[int, int, int, int]:
    """Return the places of n ordered values that a quantile lies between, and those that its interval ends at."""
    half = 1.96 * np.sqrt(n * q * (1 - q))
    low, high = max(0, int(np.floor(n * q - half))), min(n - 1, int(np.ceil(n * q + half)))
    below = int((n - 1) * q)
    return below, min(below + 1, n - 1), low, high


def column_figures(total: Sums, on: Onward, persons: int, goal: int, origin: Provenance) -> list[dict[str, Figure]]:
    """Return the figures of columns 1…k, by name as `maps.model.Column.figures` has them."""
    return [_one_column(code, total, on, persons, goal, origin) for code in range(1, total.k + 1)]


def _one_column(code: int, total: Sums, on: Onward, persons: int, goal: int, origin: Provenance) -> dict[str, Figure]:
    here = int(total.reach.persons[code])
    found = {
        "reach": share(here, persons, "Persons with at least one event here, of all persons.", origin),
        "events": count(int(total.reach.events[code]), "count", "Events here.", origin),
        "drop_off": share(int(on.lost[code]), here, LOST_BEFORE_GOAL if goal else LAST_HERE, origin),
        "returns": share(
            int(total.reach.returns[code]),
            here,
            "Persons who came back after having been elsewhere, of those who came.",
            origin,
        ),
    }
    if code < total.k:
        what = "Persons who reached the next column after first coming here, of those who came."
        found["conversion"] = share(int(on.to_next[code]), here, what, origin)
    if code < goal:
        found["conversion_goal"] = reaching_goal(int(on.to_goal[code]), here, origin)
    waits = on.waits.get(code, np.zeros(0))
    if len(waits) >= FEWEST_FOR_TIME:
        wanted = list(zip(SHOWN, (ONWARD_MEDIAN, ONWARD_P90), strict=True))
        found["time_next_median"], found["time_next_p90"] = quantiles(waits, wanted, origin)
    return found


def reaching_goal(reached: int, here: int, origin: Provenance) -> Figure:
    """Return the share that reached the goal."""
    return share(reached, here, "Persons who reached the goal after coming here, of those who came.", origin)


def edges(
    total: Sums, times: Mapping[tuple[int, int], Seconds], keys: Sequence[str], goal: int, origin: Provenance
) -> tuple[Edge, ...]:
    """Return the moves persons made between columns, with shares of the persons at the column they left.

    All moves to the next column are there; skips, loops back and leavings from 1 % of the persons, the strongest few
    of each column. Who goes back from the goal or from behind it starts again, which is no loop.

    Args:
        total: counts of columns 1…k.
        times: (a, b) → seconds of direct moves.
        keys: of the columns.
        goal: column that counts as success, 0 = none.
        origin: what every figure carries.
    """
    found: list[Edge] = []
    for a, shown in enumerate(shown_moves(total), start=1):
        here = int(total.reach.persons[a])
        for b in shown:
            figures = _move_figures(total, (a, b), here, times.get((a, b), np.zeros(0)), origin)
            kind = _kind(a, b, goal)
            condition = "starts again" if kind == "branch" else ""
            found.append(Edge(frm=keys[a - 1], to=keys[b - 1], kind=kind, condition=condition, figures=figures))
        if total.moved[a, 0]:
            what = "Persons whose last event is here, of the persons who came."
            left = int(total.moved[a, 0])
            figures = {"share": share(left, here, what, origin), "persons": count(left, "persons", what, origin)}
            found.append(Edge(frm=keys[a - 1], to="", kind="leave", figures=figures))
    return tuple(found)


def shown_moves(total: Sums) -> list[list[int]]:
    """Return the columns that the moves lead to that are shown, for each column 1…k that they leave."""
    found = []
    for a in range(1, total.k + 1):
        here = int(total.reach.persons[a])
        by_size = sorted(range(1, total.k + 1), key=lambda b: (-int(total.moved[a, b]), b))
        drawn = [b for b in by_size if b != a and total.moved[a, b] >= max(1.0, EDGE_SHARE * here)]
        on = [a + 1] if a < total.k and total.moved[a, a + 1] else []
        found.append(sorted({*drawn[: SKIPS_A_COLUMN + 1], *on}))
    return found


def _kind(a: int, b: int, goal: int) -> Literal["next", "skip", "loop", "branch"]:
    if b > a:
        return "next" if b == a + 1 else "skip"
    return "branch" if goal and a >= goal else "loop"


def _move_figures(
    total: Sums, move: tuple[int, int], here: int, seconds: Seconds, origin: Provenance
) -> dict[str, Figure]:
    persons = int(total.moved[move])
    what = "Persons who went straight from here to there, of the persons who came here."
    figures = {
        "share": share(persons, here, what, origin),
        "persons": count(persons, "persons", "Persons who went straight from here to there.", origin),
        "count": count(int(total.times[move]), "count", "How often somebody went straight from here to there.", origin),
    }
    if len(seconds) >= FEWEST_FOR_TIME:
        wanted = list(zip(SHOWN, (MOVE_MEDIAN, MOVE_P90), strict=True))
        figures["time_median"], figures["time_p90"] = quantiles(seconds, wanted, origin)
    return figures
