"""Conditions on persons told by plain loops over one person's events, and journeys whose spans leave gaps."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import isnan

import numpy as np
from msgspec.structs import replace

from footpath.analytics import Bucket, Dimension, Journeys
from footpath.analytics.durations import micros
from footpath.analytics.select import Select
from footpath.analytics.who import All, Amount, Did, Either, InOrder, Not, Property, Saved, Trait, Who
from tests.analytics.events_of import START_US, Event

DAY_S = 86_400.0


def meets(one: Who, events: Sequence[Event], traits: Mapping[str, str], newest: int) -> bool:
    """Say whether a person meets a condition.

    Args:
        events: (name, seconds after `START_US`, properties), in order.
        newest: µs of the newest event of all.
    """
    if isinstance(one, All):
        return all(meets(part, events, traits, newest) for part in one.of)
    if isinstance(one, Either):
        return any(meets(part, events, traits, newest) for part in one.of)
    if isinstance(one, Not):
        return not meets(one.of, events, traits, newest)
    assert not isinstance(one, Saved)
    return _one(one, events, traits, newest)


def _one(
    one: Did | InOrder | Amount | Property | Trait, events: Sequence[Event], traits: Mapping[str, str], newest: int
) -> bool:
    if isinstance(one, Trait):
        return _fits(one, traits.get(one.trait, ""))
    rows = [(_at(event), event) for event in events]
    looked = [(at, event) for at, event in rows if _inside(one, at, newest)]
    if isinstance(one, Did):
        return _did(one, rows, looked)
    if isinstance(one, InOrder):
        return _in_order(one, looked)
    return _amount(one, looked) if isinstance(one, Amount) else _property(one, rows, looked)


def _at(event: Event) -> int:
    return START_US + round(event[1] * 1_000_000)


def _inside(one: Did | InOrder | Amount | Property, at: int, newest: int) -> bool:
    if one.last:
        return newest - micros(one.last, "last") <= at <= newest
    since, until = (
        datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1e6 if text else None
        for text in (one.since, one.until)
    )
    return (since is None or at >= since) and (until is None or at < until)


def _chosen(select: Select, event: Event) -> bool:
    properties = event[2] if len(event) > 2 else {}
    held = {"name": event[0], "channel": "web", **properties}
    amount = float(properties.get("amount", "nan"))
    return (
        (not select.name or event[0] in select.name)
        and all(held.get(column, "") in values for column, values in select.where.items())
        and (select.value_min is None or amount >= select.value_min)
        and (select.value_max is None or amount <= select.value_max)
    )


Rows = list[tuple[int, Event]]


def _did(one: Did, rows: Rows, looked: Rows) -> bool:
    if one.first:
        every = [row for row in rows if _chosen(one.select, row[1])]
        return bool(every) and every[0] in looked
    times = [at for at, event in looked if _chosen(one.select, event)]
    if not one.at_least <= len(times) <= (len(times) if one.at_most is None else one.at_most):
        return False
    spans = [last - first for first, last in zip(times, times[max(one.at_least, 1) - 1 :], strict=False)]
    return not one.within or any(span <= micros(one.within, "within") for span in spans)


def _in_order(one: InOrder, looked: Rows) -> bool:
    within, gap = micros(one.within, "within"), micros(one.gap, "gap")
    for rows in itertools.combinations(looked, len(one.selects)):
        times = [at for at, _ in rows]
        fits = all(_chosen(select, event) for select, (_, event) in zip(one.selects, rows, strict=True))
        close = all(later - earlier <= gap for earlier, later in itertools.pairwise(times))
        if fits and close and times[-1] - times[0] <= within:
            return True
    return False


def _amount(one: Amount, looked: Rows) -> bool:
    chosen = [event for _, event in looked if _chosen(one.select, event)]
    given = [float((event[2] if len(event) > 2 else {}).get("amount", "nan")) for event in chosen]
    cents = [round(amount * 100) for amount in given if not isnan(amount)]
    if not cents and one.of != "sum":
        return False
    some = cents or [0]
    found = {"sum": sum(some), "mean": sum(some) / len(some), "min": min(some), "max": max(some)}[one.of]
    than = round(one.than * 100)
    return {">=": found >= than, ">": found > than, "<=": found <= than, "<": found < than}[one.op]


def _property(one: Property, rows: Rows, looked: Rows) -> bool:
    def value(event: Event) -> str:
        return {"name": event[0], "channel": "web", **(event[2] if len(event) > 2 else {})}.get(one.property, "")

    if one.which == "ever":
        return any(_fits(one, value(event)) for _, event in looked)
    known = [row for row in (looked if one.which == "last" else rows) if value(row[1])]
    if not known:
        return False
    chosen = known[-1] if one.which == "last" else known[0]
    return chosen in looked and _fits(one, value(chosen[1]))


def _fits(one: Property | Trait, value: str) -> bool:
    if not value:
        return False
    if one.op == "is set":
        return True
    if one.op == "=":
        return value in one.values
    if one.op == "contains":
        return any(part.lower() in value.lower() for part in one.values)
    if not value.replace(".", "", 1).isdigit():
        return False
    found, than = float(value), float(one.values[0])
    return {">=": found >= than, ">": found > than, "<=": found <= than, "<": found < than}[one.op]


def with_gaps(journeys: Journeys) -> Journeys:
    """Return the same journeys over arrays in which every journey is followed by events that are in none."""
    return replace(journeys, buckets=tuple(_loosened(bucket) for bucket in journeys.buckets))


def _loosened(bucket: Bucket) -> Bucket:
    rows = [row for lo, hi in zip(bucket.begin, bucket.end, strict=True) for row in (*range(lo, hi), 0, -1)]
    keep = np.array(rows, np.int64)
    lengths = bucket.end - bucket.begin
    begin = np.cumsum(lengths + 2) - (lengths + 2)
    junk = keep % max(len(bucket.at), 1)
    if not len(bucket.at):
        return bucket
    return replace(
        bucket, begin=begin, end=begin + lengths, at=bucket.at[junk], signature=bucket.signature[junk],
        value=bucket.value[junk],
        dimensions={name: Dimension(one.codes[junk], one.values) for name, one in bucket.dimensions.items()},
    )  # fmt: skip
