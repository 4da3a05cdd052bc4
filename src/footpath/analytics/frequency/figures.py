"""From one row a person to distributions, classes, and the grid of frequency by recency."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.calendar import instant_of
from footpath.analytics.durations import SECOND_US
from footpath.analytics.frequency.answer import FrequencyAnswer
from footpath.analytics.frequency.question import Plan, ago_words, often_words
from footpath.analytics.frequency.running import Part
from footpath.analytics.journeys import NEVER, Int64
from footpath.analytics.kernels.tallying import MICROS, Tally
from footpath.analytics.periods.values import Groups, grouped, joined
from footpath.core.quantiles import quantiles
from footpath.core.stats import mean_interval, wilson, wilson_each

Ints = npt.NDArray[np.integer]
_DAY_US = 86_400 * SECOND_US


class Rows(Struct, frozen=True):
    """Everyone who did it: how often, how long ago (µs), for how much, and in which classes."""

    tally: Tally
    ago: Int64
    often_class: Int64
    ago_class: Int64
    often: Sequence[str]
    recent: Sequence[str]


def answer_of(parts: Sequence[Part], plan: Plan) -> FrequencyAnswer:
    """Put the answers of all buckets together."""
    latest = max(part.latest for part in parts)
    now = min(max([plan.newest, *(part.newest for part in parts)]), plan.period[1])
    rows = _rows(parts, plan, now)
    units = np.sum([part.units for part in parts], axis=0)
    groups = grouped(plan.by, units, plan.question.values)
    place = groups.place[joined([part.code for part in parts])]
    return FrequencyAnswer(
        rules=plan.question.rules(),
        n=int(units.sum()),
        as_of=instant_of(latest) if latest != NEVER else None,
        figures=_figures(rows, groups.put(units), place, groups),
        distribution=_distribution(rows.tally.events, int(units.sum())),
        often=_classes(rows.often_class, rows.often, int(units.sum())),
        recency=_classes(rows.ago_class, rows.recent, len(rows.ago)),
        grid=_grid(rows),
        people=_people(parts, rows, groups, place) if plan.question.people else None,
    )


def _rows(parts: Sequence[Part], plan: Plan, now: int) -> Rows:
    tally = Tally(*(joined([part.rows[column] for part in parts]) for column in range(5)))
    ago = now - tally.last
    often = plan.often if plan.often is not None else np.unique(_fifths(tally.events, 1))
    recent = plan.ago if plan.ago is not None else np.unique(_fifths(ago, 0))
    recent = recent[recent > 0]
    return Rows(
        tally=tally,
        ago=ago,
        often_class=np.searchsorted(often, tally.events, side="right") - 1,
        ago_class=np.searchsorted(recent, ago, side="right"),
        often=often_words(often),
        recent=ago_words(recent),
    )


def _fifths(values: Int64, first: int) -> Int64:
    """Return where five classes of as many people each begin, the first of them at the least there can be."""
    if not len(values):
        return np.array([first], np.int64)
    ranks = [len(values) * k // 5 for k in range(1, 5)]
    return np.array([first, *np.partition(values, ranks)[ranks]], np.int64)


def _figures(rows: Rows, units: Int64, place: Int64, groups: Groups) -> pa.Table:
    made = []
    for group, name in enumerate(groups.names):
        mine = slice(None) if groups.by is None else place == group
        count, ago = rows.tally.events[mine], rows.ago[mine]
        n, active = int(units[group]), len(count)
        low, high = wilson(active, n) or (None, None)
        squares = int((count * count).sum())
        bounds = mean_interval(int(count.sum()), squares, active) or (None, None)
        (median, _), (p90, _) = quantiles(count.astype(float), (0.5, 0.9)) if active else ((None, None), (None, None))
        days = quantiles(ago / _DAY_US, (0.5,))[0][0] if active else None
        valued, amount = int(rows.tally.valued[mine].sum()), _amount(rows.tally, mine)
        made.append(
            {
                **groups.column(name), "n": n, "active": active, "share": active / n if n else None, "low": low,
                "high": high, "events": int(count.sum()), "mean": float(count.mean()) if active else None,
                "mean_low": bounds[0], "mean_high": bounds[1], "median": median, "p90": p90,
                "most": int(count.max()) if active else None, "median_days_ago": days,
                "amount": amount if valued else None, "mean_amount": amount / active if valued else None,
            }
        )  # fmt: skip
    kinds = {"value": pa.string(), **dict.fromkeys(("n", "active", "events", "most"), pa.int64())}
    return pa.Table.from_pylist(made, schema=pa.schema([(name, kinds.get(name, pa.float64())) for name in made[0]]))


def _amount(tally: Tally, mine: slice | npt.NDArray[np.bool_]) -> float:
    """Return the sum of amounts: whole numbers until the end, so that it does not hang on any order."""
    return int(tally.units[mine].sum()) + int(tally.micros[mine].sum()) / MICROS


def _distribution(count: Int64, units: int) -> pa.Table:
    """Return how many did it how often, those who never did on top."""
    few = int(count.max(initial=0)) < 1 << 22  # where they are, counting is quicker than sorting
    numbers, people = (np.arange(0), np.bincount(count)) if few else np.unique(count, return_counts=True)
    numbers = np.flatnonzero(people) if few else numbers
    people = people[numbers] if few else people
    if units > len(count):
        numbers, people = np.append([0], numbers), np.append([units - len(count)], people)
    return pa.table({"events": pa.array(numbers, pa.int64()), **_shares(people, units)})


def _classes(place: Int64, names: Sequence[str], n: int) -> pa.Table:
    people = np.bincount(place[place >= 0], minlength=len(names))
    return pa.table({"class": pa.array(names, pa.string()), **_shares(people, n)})


def _shares(people: Ints, n: int) -> dict[str, pa.Array]:
    low, high = wilson_each(people.astype(float), np.full(len(people), float(n)))
    none = np.full(len(people), n == 0)
    return {
        "people": pa.array(people, pa.int64()),
        "share": pa.array(people / max(n, 1), mask=none),
        "low": pa.array(low, mask=none),
        "high": pa.array(high, mask=none),
    }


def _grid(rows: Rows) -> pa.Table:
    """Return each class of recency by each of frequency: people, events, amount."""
    across, size = len(rows.often), len(rows.often) * len(rows.recent)
    known = rows.often_class >= 0
    cell = (rows.ago_class * across + rows.often_class)[known]

    def total(values: Int64) -> list[int]:
        sums = np.zeros(size, np.int64)
        np.add.at(sums, cell, values[known])
        return [int(one) for one in sums]

    people = np.bincount(cell, minlength=size)
    valued, units, micros = (total(column) for column in rows.tally[2:])
    amounts = [whole + part / MICROS if some else None for whole, part, some in zip(units, micros, valued, strict=True)]
    pairs = zip(amounts, people.tolist(), strict=True)
    return pa.table(
        {
            "recency": pa.array(np.repeat(rows.recent, across), pa.string()),
            "frequency": pa.array(list(rows.often) * len(rows.recent), pa.string()),
            **_shares(people, len(rows.ago)),
            "events": pa.array(total(rows.tally.events), pa.int64()),
            "amount": pa.array(amounts, pa.float64()),
            "mean_amount": pa.array([None if one is None else one / n for one, n in pairs], pa.float64()),
        }
    )


def _people(parts: Sequence[Part], rows: Rows, groups: Groups, place: Int64) -> pa.Table:
    """Return everyone who did it, the most frequent first."""
    order = np.lexsort((rows.ago, -rows.tally.events))
    names = pa.chunked_array([part.persons.take(pa.array(part.owner)) for part in parts], pa.string())
    amounts = rows.tally.units + rows.tally.micros / MICROS
    frequency = pa.array([*rows.often, "fewer"], pa.string())
    columns = {
        "person": names,
        "events": pa.array(rows.tally.events),
        "last_at": pa.array(rows.tally.last).cast(pa.timestamp("us", tz="UTC")),
        "days_ago": pa.array(rows.ago / _DAY_US),
        "amount": pa.array(amounts, mask=rows.tally.valued == 0),
        "frequency": frequency.take(pa.array(np.where(rows.often_class < 0, len(rows.often), rows.often_class))),
        "recency": pa.array(rows.recent, pa.string()).take(pa.array(rows.ago_class)),
    }
    if groups.by is not None:
        columns["value"] = pa.array(groups.names, pa.string()).take(pa.array(place))
    return pa.table(columns).take(pa.array(order))
