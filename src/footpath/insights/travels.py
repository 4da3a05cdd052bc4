"""Representative journeys: real ones, each the middle of a group of journeys that went much the same way."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics import Float64, Int64, UInt16, edit_distances, variant_hashes
from footpath.insights import figures
from footpath.insights.figures import MICROS, Provenance
from footpath.insights.storylines import way_titles
from footpath.insights.tracks import Track
from footpath.maps import Column, Path

MOST_WAYS = 400  # different ways compared pair by pair: the most frequent, then a seeded sample of the others
LONGEST = 60  # visits; what comes after is not compared
SEED = 20_240_501
FEWEST_PERSONS = 10
CLOSE = 0.5  # a path that speaks for less than this share of its group's way is still shown: it is a real one


class Ways(Struct, frozen=True):
    """Different ways through the columns with how many persons went each, most first.

    Attributes:
        offsets, codes: the ways, compressed sparse rows.
        persons: how many went it.
        seconds: median duration of its journeys.
        total: persons with at least one event, in all ways.
        compared: persons in the ways kept here.
    """

    offsets: Int64
    codes: UInt16
    persons: Int64
    seconds: Float64
    total: int
    different: int

    def way(self, index: int) -> UInt16:
        """Return the codes of one way."""
        return self.codes[self.offsets[index] : self.offsets[index + 1]]


def ways(found: Sequence[Track]) -> Ways:
    """Return the different ways persons went, at most `MOST_WAYS` of them."""
    hashes = [variant_hashes(track.visit_offsets, track.visits) for track in found]
    everyone = np.concatenate(hashes or [np.zeros(0, np.uint64)])
    seconds = np.concatenate([_durations(track) for track in found] or [np.zeros(0)])
    starts = np.cumsum([0, *(len(one) for one in hashes)])
    with_events = np.flatnonzero(everyone != 0)
    unique, first, inverse, persons = np.unique(
        everyone[with_events], return_index=True, return_inverse=True, return_counts=True
    )
    kept = _kept(unique, persons)
    codes = [_way(found, starts, int(with_events[first[index]])) for index in kept]
    by_way = _medians(inverse, seconds[with_events], kept)
    offsets = np.cumsum([0, *(len(way) for way in codes)]).astype(np.int64)
    flat = np.concatenate(codes) if codes else np.zeros(0, np.uint16)
    return Ways(offsets, flat, persons[kept].astype(np.int64), by_way, len(with_events), len(unique))


def _kept(unique: npt.NDArray[np.uint64], persons: npt.NDArray[np.integer]) -> Int64:
    """Return which ways are compared: half the most frequent, half a seeded sample of the rest, most frequent first."""
    order = np.lexsort((unique, -persons))
    if len(order) > MOST_WAYS:
        half = MOST_WAYS // 2
        rest = order[half:]
        weights = persons[rest] / persons[rest].sum()
        drawn = np.random.default_rng(SEED).choice(len(rest), MOST_WAYS - half, replace=False, p=weights)
        order = np.concatenate([order[:half], rest[np.sort(drawn)]])
    return np.asarray(order, np.int64)


def _durations(track: Track) -> Float64:
    begins, ends = track.offsets[:-1], track.offsets[1:]
    seconds = np.zeros(len(begins))
    some = ends > begins
    seconds[some] = (track.at[ends[some] - 1] - track.at[begins[some]]) / MICROS
    return seconds


def _way(found: Sequence[Track], starts: npt.NDArray[np.integer], person: int) -> UInt16:
    bucket = int(np.searchsorted(starts, person, side="right")) - 1
    track, row = found[bucket], person - int(starts[bucket])
    return track.visits[track.visit_offsets[row] : track.visit_offsets[row + 1]][:LONGEST]


def _medians(inverse: npt.NDArray[np.integer], seconds: Float64, kept: Int64) -> Float64:
    order = np.lexsort((seconds, inverse))
    groups, ordered = inverse[order], seconds[order]
    begins = np.searchsorted(groups, kept, side="left")
    ends = np.searchsorted(groups, kept, side="right")
    return np.array([float(np.median(ordered[begin:end])) for begin, end in zip(begins, ends, strict=True)])


def typical(found: Ways, how_many: int, weights: Float64 | None = None) -> tuple[list[int], Int64]:
    """Return (medoids, nearest medoid of each way): the ways that together are nearest to all journeys.

    k-medoids on the edit distance of ways (share of visits that differ), weighted by persons: greedy build, then swaps
    while they help (Kaufman and Rousseeuw, PAM, 1987). Journeys of equal distance go to the more frequent way.
    """
    size = len(found.persons)
    weight = found.persons.astype(float) if weights is None else weights
    distance = edit_distances(found.offsets, found.codes, np.arange(size))
    medoids: list[int] = []
    nearest = np.full(size, np.inf)
    for _ in range(min(how_many, size)):
        costs = (np.minimum(nearest[:, None], distance) * weight[:, None]).sum(axis=0)
        costs[medoids] = np.inf
        medoids.append(int(np.argmin(costs)))
        nearest = np.minimum(nearest, distance[:, medoids[-1]])
    medoids = _swapped(medoids, distance, weight)
    assigned = np.argmin(distance[:, medoids], axis=1) if medoids else np.zeros(0, int)
    return medoids, np.asarray(assigned, np.int64)


def _swapped(medoids: list[int], distance: Float64, weight: Float64) -> list[int]:
    best = float((distance[:, medoids].min(axis=1) * weight).sum()) if medoids else 0.0
    for _ in range(20):
        move: tuple[int, int] | None = None
        for place in range(len(medoids)):
            others = [medoid for index, medoid in enumerate(medoids) if index != place]
            near = distance[:, others].min(axis=1) if others else np.full(len(distance), np.inf)
            costs = (np.minimum(near[:, None], distance) * weight[:, None]).sum(axis=0)
            costs[medoids] = np.inf
            candidate = int(np.argmin(costs))
            if costs[candidate] < best - 1e-9:
                best, move = float(costs[candidate]), (place, candidate)
        if move is None:
            break
        medoids[move[0]] = move[1]
    return medoids


def paths(
    found: Sequence[Track], columns: Sequence[Column], goal: int, origin: Provenance, most: int = 3
) -> tuple[Path, ...]:
    """Return two or three representative journeys as paths over `columns`, the commonest first."""
    different = ways(found)
    if different.total < FEWEST_PERSONS or len(different.persons) < 2:
        return ()
    medoids, assigned = typical(different, min(most, len(different.persons)))
    compared = int(different.persons.sum())
    sizes = [int(different.persons[assigned == place].sum()) for place in range(len(medoids))]
    order = sorted(range(len(medoids)), key=lambda place: (-sizes[place], medoids[place]))
    what = "Persons whose way is nearest to this one, of the journeys compared."
    titles = way_titles([different.way(medoids[place]) for place in order], columns, goal)
    drawn = []
    for rank, place in enumerate(order, start=1):
        group = different.seconds[assigned == place]
        drawn.append(
            Path(
                key=f"typical-{rank}",
                title=titles[rank - 1],
                kind="observed",
                columns=tuple(columns[code - 1].key for code in different.way(medoids[place])),
                figures={
                    "share": figures.share(sizes[place], compared, what, origin),
                    "duration": figures.quantile(
                        np.sort(group), 0.5, "Median duration of the ways of this group.", origin
                    ),
                },
            )
        )
    return tuple(drawn)
