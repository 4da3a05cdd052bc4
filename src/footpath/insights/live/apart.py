"""What sets the persons behind a number apart from the others: how they came, more often than chance explains."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.analytics import Bucket, Int64, Journeys
from footpath.core.stats import discoveries, likelihood_root, upper_tail

MOST_VALUES = 40  # of a property: with more of them it tells persons, not kinds of persons
LEAST = 20  # persons on either side, fewer say nothing
RATE = 0.05  # of false alarms among what is told (Benjamini and Hochberg, 1995)
SMALLEST = 0.03  # of a difference worth telling
MOST = 5


class Apart(Struct, frozen=True, kw_only=True):
    """Something more or less common behind a number than among the others.

    Attributes:
        name, value: a property of a person's first event, or a trait; and its value.
        trait: whether it is a trait.
        counted, others: shares of the persons counted and of the others who have it.
        n: how many of those counted have it.
    """

    name: str
    value: str
    trait: bool
    counted: float
    others: float
    n: int


Groups = list[tuple[Bucket, Int64, Int64]]  # bucket, rows of those counted, rows of the others
Side = list[tuple[Bucket, Int64]]
Key = tuple[str, str, bool]


def apart_of(journeys: Journeys, groups: Groups) -> tuple[Apart, ...]:
    """Return what is more or less common among those counted than among the others, the largest difference first."""
    n, m = sum(len(rows) for _, rows, _ in groups), sum(len(rows) for _, _, rows in groups)
    if min(n, m) < LEAST:
        return ()
    counted = _summed(journeys, [(bucket, rows) for bucket, rows, _ in groups])
    others = _summed(journeys, [(bucket, rows) for bucket, _, rows in groups])
    keys = sorted(counted.keys() | others.keys())
    few = Counter(name for name, _, _ in keys)
    keys = [key for key in keys if few[key[0]] <= MOST_VALUES]
    if not keys:
        return ()
    a, b = (np.array([one[key] for key in keys], np.float64) for one in (counted, others))
    z = np.abs(likelihood_root(a, np.full(len(keys), float(n)), (b, np.full(len(keys), float(m)))))
    sure = discoveries(2 * upper_tail(z), rate=RATE)
    found = [
        Apart(name=key[0], value=key[1], trait=key[2], counted=float(a[at] / n), others=float(b[at] / m), n=int(a[at]))
        for at, key in enumerate(keys)
        if sure[at] and abs(a[at] / n - b[at] / m) >= SMALLEST
    ]
    found.sort(key=lambda one: (-abs(one.counted - one.others), one.name, one.value))
    largest = {one.name: one for one in reversed(found)}  # of each property: its values say much the same
    return tuple(one for one in found if largest[one.name] is one)[:MOST]


def _summed(journeys: Journeys, side: Side) -> Counter[Key]:
    """Return how many persons have each value."""
    total: Counter[Key] = Counter()
    for bucket, rows in side:
        for key, count in _firsts(journeys, bucket, rows):
            total[key] += count
    for key, count in _traits(journeys, [bucket.whose(rows) for bucket, rows in side if len(rows)]):
        total[key] += count
    return total


def _firsts(journeys: Journeys, bucket: Bucket, rows: Int64) -> Iterator[tuple[Key, int]]:
    """Yield how many of the journeys begin with each channel and value of a property."""
    first = bucket.begin[rows]
    channels = journeys.signatures["channel"].to_pylist()
    yield from _counted("channel", channels, bucket.signature[first])
    for name, dimension in bucket.dimensions.items():
        if len(dimension.values) <= MOST_VALUES:
            yield from _counted(name, dimension.values, dimension.codes[first])


def _counted(name: str, values: Iterable[str | None], codes: np.ndarray[Any, Any]) -> Iterator[tuple[Key, int]]:
    known = list(values)
    counts = np.bincount(codes.astype(np.int64), minlength=len(known))
    for value, count in zip(known, counts.tolist(), strict=False):
        if value and count:
            yield (name, str(value), False), count


def _traits(journeys: Journeys, ids: list[pa.Array]) -> Iterator[tuple[Key, int]]:
    if journeys.traits is None or not ids:
        return
    wanted = pa.chunked_array([one.cast(pa.string()) for one in ids])
    own = journeys.traits.filter(pc.is_in(journeys.traits["person"], value_set=wanted))
    counts = own.group_by(["trait", "value"]).aggregate([("person", "count_distinct")])
    for line in counts.to_pylist():
        if line["value"]:
            yield (line["trait"], str(line["value"]), True), line["person_count_distinct"]
