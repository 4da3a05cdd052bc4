"""How far apart two sets of ways are as a whole, beside what shuffling journeys between them gives."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.drifts import transport_cost
from footpath.analytics.kernels.edits import edits_to, masks
from footpath.analytics.kernels.way_visits import gathered
from footpath.analytics.ways.figures import table_of, types_of
from footpath.analytics.ways.variants import Variants

SEED = 20_240_501
CENTRES = 32  # commonest ways, to the nearest of which all others are counted for the earth mover
EXACT = 20_000  # ways compared one by one, the commonest, and as many of the rarer
LONGEST = 1000  # visits of a way that are compared
_WHOLE = 1 << 40
_CELLS = 4_000_000  # counts drawn at a time


class Sets(Struct, frozen=True):
    """Two sets of journeys over the same ways: `ways.counts` of both together, `first` of the first."""

    ways: Variants
    first: Int64

    @property
    def sizes(self) -> tuple[int, int]:
        """Journeys in each."""
        n = int(self.first.sum())
        return n, int(self.ways.counts.sum()) - n


def distances(sets: Sets, k: int, shuffles: int) -> pa.Table:
    """Return each distance with its mean and 95 % bound when journeys are shuffled, and the chance of as much.

    Args:
        k: number of steps.
        shuffles: how often; seeded, so that the same journeys give the same figures.
    """
    rows = []
    if all(sets.sizes):
        rng = np.random.default_rng(SEED)
        rows.append(_row("ways in other shares", *_variation(sets, shuffles, rng)))
        rows.append(_row("visits to change", *_carried(sets, k, shuffles, rng)))
    columns = "distance value by_chance by_chance_95 p shuffles"
    return table_of(rows, types_of(columns, whole="shuffles", parts="value by_chance by_chance_95 p"))


def _row(name: str, value: float, shuffled: Float64) -> dict[str, object]:
    row: dict[str, object] = {"distance": name, "value": value, "shuffles": len(shuffled)}
    if len(shuffled):
        # a hair of rounding must not make an equal one smaller
        as_far = int(np.count_nonzero(shuffled >= value - 1e-12))
        row |= {
            "by_chance": float(shuffled.mean()),
            "by_chance_95": float(np.quantile(shuffled, 0.95)),
            "p": (1 + as_far) / (1 + len(shuffled)),
        }
    return row


def _variation(sets: Sets, shuffles: int, rng: np.random.Generator) -> tuple[float, Float64]:
    """Total variation: the share of journeys that would have to go another way."""
    counts, (n, m) = sets.ways.counts, sets.sizes
    often = counts > 1
    # ways that one journey took all count alike, so that how many of them are drawn is all there is to draw
    totals = np.append(counts[often], np.count_nonzero(~often))
    single = int(sets.first[~often].sum())

    def apart(drawn: Int64) -> Float64:
        several, one = drawn[:, :-1], drawn[:, -1]
        gap = np.abs(several / n - (totals[:-1] - several) / m).sum(axis=1)
        return np.asarray((gap + one / n + (totals[-1] - one) / m) / 2)

    found = apart(np.append(sets.first[often], single)[None, :])
    return float(found[0]), _shuffled(totals, n, shuffles, rng, apart)


def _shuffled(
    totals: Int64, n: int, shuffles: int, rng: np.random.Generator, apart: Callable[[Int64], Float64]
) -> Float64:
    """Return the distances when n journeys are drawn for the first set at random."""
    each = max(1, _CELLS // max(len(totals), 1))
    sizes = [min(each, shuffles - done) for done in range(0, shuffles, each)]
    parts = [apart(rng.multivariate_hypergeometric(totals, n, size=size, method="marginals")) for size in sizes]
    return np.concatenate(parts) if parts else np.zeros(0)


def _carried(sets: Sets, k: int, shuffles: int, rng: np.random.Generator) -> tuple[float, Float64]:
    """Earth mover: the mean share of visits by which ways of the first set differ from those they turn into.

    Of more than `EXACT` ways the rarer ones are represented by a fair sample, also where journeys are shuffled.
    """
    ways, (n, m) = sets.ways, sets.sizes
    order = np.lexsort((ways.hashes, -ways.counts))
    centres = order[:CENTRES]
    often, rare = order[:EXACT], np.sort(order[EXACT:])  # sorted, ways stand by hash: the first ones are a fair sample
    parts = (often, rare[:EXACT])
    nearest = [np.argmin(_to_centres(ways, part, centres, k), axis=1) for part in parts]

    def counted(counts: Int64) -> Int64:
        """Return journeys by centre: of the frequent ways, of the sample, and of the rest in one."""
        by_centre = [
            np.bincount(near, counts[part], len(centres)) for near, part in zip(nearest, parts, strict=True)
        ]  # fmt: skip
        return np.concatenate([*by_centre, [counts[rare[EXACT:]].sum()]]).astype(np.int64)

    totals = counted(ways.counts)
    cost = _to_centres(ways, centres, centres, k)

    def carried(drawn: Int64) -> Float64:
        both = (drawn, totals - drawn)
        if len(rare):
            have, want = (_spread(one, len(centres)) for one in both)
        else:  # each side times the size of the other, so that they are whole and equal
            have, want = both[0][:, : len(centres)] * m, both[1][:, : len(centres)] * n
        whole = _WHOLE if len(rare) else n * m
        return np.array([transport_cost(a, b, cost) / whole for a, b in zip(have, want, strict=True)])

    return float(carried(counted(sets.first)[None, :])[0]), _shuffled(totals, n, shuffles, rng, carried)


def _spread(drawn: Int64, centres: int) -> Int64:
    """Return what share of journeys is at each centre, as whole numbers of the sum `_WHOLE`."""
    often, sample = drawn[:, :centres], drawn[:, centres:-1]
    sampled = sample.sum(axis=1)
    weight = 1 + drawn[:, -1] / np.maximum(sampled, 1)
    mass = often + sample * weight[:, None]
    ends = np.rint(np.cumsum(mass, axis=1) / mass.sum(axis=1)[:, None] * _WHOLE)
    return np.asarray(np.diff(ends, axis=1, prepend=0).astype(np.int64))


def _to_centres(ways: Variants, rows: Int64, centres: Int64, k: int) -> Float64:
    """Return (rows × centres): edit distance of some ways to the centres, over the visits of the longer way."""
    offsets, codes = gathered(ways.offsets, ways.codes, rows)
    same = np.arange(k + 1, dtype=np.uint16)
    found = np.empty((len(rows), len(centres)))
    for place, centre in enumerate(centres):
        way = ways.way(centre)[:LONGEST]
        edits = edits_to((offsets[:-1], offsets[1:]), codes, same, (masks(way, k), len(way)), (False, LONGEST))
        found[:, place] = edits.edits / edits.size
    return found
