"""The answer to which whole ways people go: ways with their figures."""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

import numpy as np
import pyarrow as pa

from footpath.analytics.answer import Answer
from footpath.analytics.breakdowns import REST
from footpath.analytics.calendar import instant_of
from footpath.analytics.journeys import NEVER, Int64
from footpath.analytics.kernels.path_steps import Float32
from footpath.analytics.kernels.path_ways import EXAMPLES, joined
from footpath.analytics.paths.briefly import named, share_of, span_of
from footpath.analytics.paths.times import mean, quantiles
from footpath.analytics.paths.versus import PREFIX, Figure, beside, shares, weights
from footpath.analytics.paths.way import WayPart, WayPlan
from footpath.analytics.plots.picture import Picture

MOST_STEPS = 200  # of a way that are spelt out
ARROW = " › "


class VariantsAnswer(Answer, frozen=True, kw_only=True):
    """Which whole ways people go.

    Attributes:
        figures: one row a way: way, steps (the first 200), length, ways (1; how many are put together in "(other)"),
            count, share with its interval (Wilson, 95 %), median, p90 and mean of how long it takes in seconds, and
            examples of persons who went it.
        ways: how many different ways there are, in each group.
        without: how many have none of the steps, of each group.
        unit: what is counted.

    With `versus`, columns of the second group begin with "versus_", and `difference` is the first share minus the
    second with its interval (Newcombe, 95 %).
    """

    figures: pa.Table
    ways: tuple[int, ...]
    without: tuple[int, ...]
    unit: str

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def brief(self) -> pa.Table:
        """Return way, length, count, share with interval and median time."""
        rows = self.figures.to_pylist()
        return pa.Table.from_pylist(
            [
                {
                    "way": row["way"], "length": row["length"], **named(row, "count", f"{self.unit}s"),
                    **share_of(row, "share"), **span_of(row),
                }
                for row in rows
            ]
        )  # fmt: skip

    def plot(self) -> Picture:
        """Return the ways one below the other, each with its share as a bar."""
        from footpath.analytics.paths.way_plot import strips_of

        return strips_of(self)


def answer_of(states: Sequence[tuple[WayPart, ...]], plan: WayPlan) -> VariantsAnswer:
    """Put the ways of all buckets together, for one group or two."""
    found = _Ways(states, plan)
    newest = max(part.newest for part in chain(*states))
    return VariantsAnswer(
        rules=plan.question.rules(),
        n=sum(found.n),
        as_of=instant_of(newest) if newest != NEVER else None,
        figures=_table(list(found.rows())),
        ways=tuple(int((counts > 0).sum()) for counts in found.counts),
        without=tuple(sum(part.without for part in parts) for parts in states),
        unit=plan.question.unit,
    )


_KINDS = {
    "way": pa.string(), "steps": pa.list_(pa.string()), "length": pa.int64(), "ways": pa.int64(), "count": pa.int64(),
    "examples": pa.list_(pa.string()),
}  # fmt: skip
Row = dict[str, Figure | list[str]]


def _table(rows: list[Row]) -> pa.Table:
    names = list(rows[0]) if rows else list(_KINDS)
    schema = pa.schema([(name, _KINDS.get(name.removeprefix(PREFIX), pa.float64())) for name in names])
    return pa.Table.from_pylist(rows, schema=schema)


class _Ways:
    """The different ways of all buckets: `_way` is the way of each way of a bucket."""

    def __init__(self, states: Sequence[tuple[WayPart, ...]], plan: WayPlan) -> None:
        self._plan = plan
        self._parts = list(chain(*states))
        self._hashes = np.concatenate([part.hashes for part in self._parts])
        self._lows = np.cumsum([0, *(len(part.hashes) for part in self._parts)])
        shifts = np.cumsum([0, *(len(part.codes) for part in self._parts)])
        self._begin = np.concatenate([part.cuts[:-1] + at for part, at in zip(self._parts, shifts, strict=False)])
        self._end = np.concatenate([part.cuts[1:] + at for part, at in zip(self._parts, shifts, strict=False)])
        self._codes = np.concatenate([part.codes for part in self._parts])
        order = np.argsort(self._hashes)
        self._way, self._size = joined(order, self._hashes, (self._begin, self._end), self._codes)
        edges = np.cumsum([0, *(sum(len(part.hashes) for part in parts) for parts in states)])
        self._groups = [slice(low, high) for low, high in pairwise(edges)]
        every = np.concatenate([part.counts for part in self._parts])
        self.counts = [self._added(every, group) for group in self._groups]
        self.n = [int(counts.sum()) for counts in self.counts]

    def _added(self, counts: Int64, group: slice) -> Int64:
        total = np.zeros(self._size, np.int64)
        np.add.at(total, self._way[group], counts[group])
        return total

    def _chosen(self) -> Int64:
        """Return the most frequent ways; of equally frequent ones the shorter, then by hash: the same every time."""
        matter = weights(self.counts, self.n)
        first = np.zeros(self._size, np.int64)
        first[self._way[::-1]] = np.arange(len(self._way))[::-1]
        lengths = np.minimum(self._end - self._begin, (1 << 16) - 1)[first].astype(np.uint64)
        ties = (lengths << np.uint64(48)) | (self._hashes[first] >> np.uint64(16))
        top = min(self._plan.question.top, self._size)
        if 0 < top < self._size:
            least = np.partition(matter, self._size - top)[self._size - top]
            surely, maybe = np.flatnonzero(matter > least), np.flatnonzero(matter == least)
            left = top - len(surely)
            maybe = maybe[np.argpartition(ties[maybe], left - 1)[:left]]
            kept = np.concatenate([surely, maybe])
        else:
            kept = np.arange(self._size)
        return kept[np.lexsort((ties[kept], -matter[kept]))]

    def rows(self) -> Iterator[Row]:
        """Yield the most frequent ways, then the rest."""
        rest = np.ones(len(self._way), np.bool_)
        chosen = self._chosen()
        place = np.full(self._size, -1, np.int64)
        place[chosen] = np.arange(len(chosen))
        of_row = place[self._way]
        for row, way in enumerate(chosen.tolist()):
            members = np.flatnonzero(of_row == row)
            rest[members] = False
            codes = self._codes[self._begin[members[0]] : self._end[members[0]]]
            steps = [self._plan.labels.names[code] for code in codes[:MOST_STEPS].tolist()]
            more = [f"… {len(codes) - len(steps):,} more"] if len(codes) > len(steps) else []
            told: Row = {"way": ARROW.join([*steps, *more]), "steps": steps, "length": len(codes), "ways": 1}
            counts = [int(counts[way]) for counts in self.counts]
            yield told | self._figures(members, counts) | {"examples": self._examples(members)}
        others = np.flatnonzero(rest)
        if len(others):
            size = self._size - len(chosen)
            counts = [n - int(those[chosen].sum()) for n, those in zip(self.n, self.counts, strict=True)]
            told = {"way": REST, "steps": [], "length": None, "ways": size}
            yield told | self._figures(others, counts) | {"examples": []}

    def _figures(self, members: Int64, counts: list[int]) -> Row:
        timed = []
        for group, count in zip(self._groups, counts, strict=True):
            inside = members[(members >= group.start) & (members < group.stop)]
            slices, sums = self._times(inside)
            median, p90 = quantiles(slices)
            timed.append({"median_s": median, "p90_s": p90, "mean_s": mean(sums, count)})
        return {**beside([{"count": count} for count in counts]), **shares(counts, self.n), **beside(timed)}

    def _times(self, members: Int64) -> tuple[list[Float32], Int64]:
        """Return the times of some ways of buckets, and their sums."""
        slices, sums = [], np.zeros(2, np.int64)
        for part, here in self._by_part(members):
            sums += part.sums[here].sum(0)
            if len(here) == 1:
                begin = int(part.begin[here[0]])
                slices.append(part.times[begin : begin + int(part.counts[here[0]])])
            else:
                keep = np.zeros(len(part.hashes), np.bool_)
                keep[here] = True
                slices.append(part.times[np.repeat(keep, part.counts)])
        return slices, sums

    def _examples(self, members: Int64) -> list[str]:
        """Return up to three persons, in order of their names."""
        found: set[str] = set()
        for part, here in self._by_part(members):
            if len(part.examples):
                those = part.examples[here[0]]
                found.update(part.persons[int(person)].as_py() for person in those if person >= 0)
        return sorted(found)[:EXAMPLES]

    def _by_part(self, members: Int64) -> Iterator[tuple[WayPart, Int64]]:
        """Yield the buckets that have some of the ways, given in ascending order, with the places these have there."""
        bounds = np.searchsorted(members, self._lows)
        for which in np.flatnonzero(np.diff(bounds)).tolist():
            yield self._parts[which], members[bounds[which] : bounds[which + 1]] - self._lows[which]
