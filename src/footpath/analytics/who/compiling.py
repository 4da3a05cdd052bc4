"""Conditions on persons compiled against the journeys there are: tests that say of every journey of a bucket yes or no.

A test holds small tables only and can be pickled. It looks at whole journeys; filters and periods of the question come
after it. Every condition is one pass over the events' keys, and ends at the first event that decides.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics import breakdowns, durations, marks, traits
from footpath.analytics.calendar import micros_of, zone
from footpath.analytics.journeys import NEVER, Bucket, Int64, Journeys
from footpath.analytics.kernels.cutting import cut
from footpath.analytics.kernels.matching import ENDLESS, MICRO, amounts, edge, in_order, often
from footpath.analytics.marks import Marks
from footpath.analytics.select import Bool, Selection, check_values, compile_selects
from footpath.analytics.who.comparing import fitting
from footpath.analytics.who.tree import (
    All,
    Amount,
    Did,
    Either,
    InOrder,
    Not,
    Property,
    Saved,
    Trait,
    When,
    Who,
    check,
    instant,
)
from footpath.core import clock
from footpath.core.errors import NotFound

Test = Callable[[Bucket], Bool]
Period = tuple[int, int]


class _Often(Struct, frozen=True):
    """Did something often enough."""

    marks: Marks
    rule: tuple[int, int, int, int, int]

    def __call__(self, bucket: Bucket) -> Bool:
        key, table = self.marks.keyed(bucket)
        return np.asarray(often((bucket.begin, bucket.end), bucket.at, key, table, self.rule))


class _First(Struct, frozen=True):
    """Did something for the first time in a period."""

    marks: Marks
    period: Period

    def __call__(self, bucket: Bucket) -> Bool:
        key, table = self.marks.keyed(bucket)
        wanted = table.astype(np.uint16) * np.uint16(2)
        return np.asarray(edge((bucket.begin, bucket.end), bucket.at, key, wanted, (False, *self.period)))


class _InOrder(Struct, frozen=True):
    """Did several things one after the other."""

    chosen: Selection
    rule: tuple[int, int, int, int, int]

    def __call__(self, bucket: Bucket) -> Bool:
        if self.chosen.by_signature:
            key, table = bucket.signature, self.chosen.bits[self.chosen.of_signature]
        else:
            key, table = np.arange(len(bucket.at), dtype=np.uint32), self.chosen.of_events(bucket)
        return np.asarray(in_order((bucket.begin, bucket.end), bucket.at, key, table, self.rule))


class _Amount(Struct, frozen=True):
    """Amounts come to something."""

    marks: Marks
    one: Amount
    period: Period

    def __call__(self, bucket: Bucket) -> Bool:
        key, table = self.marks.keyed(bucket)
        spans = (bucket.begin, bucket.end)
        count, total, least, greatest = amounts(spans, bucket.at, key, table, bucket.value, self.period)
        than = self.one.than
        if self.one.of in ("sum", "mean"):
            than = float(np.rint(than * MICRO))
            total = total / np.maximum(count, 1) if self.one.of == "mean" else total
        found = {"sum": total, "mean": total, "min": least, "max": greatest}[self.one.of]
        return np.asarray(_COMPARE[self.one.op](found, than) & ((self.one.of == "sum") | (count > 0)))


_COMPARE = {">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less}


class _Property(Struct, frozen=True):
    """Had a value of a property of events."""

    by: breakdowns.By
    wanted: Bool
    which: str
    period: Period

    def __call__(self, bucket: Bucket) -> Bool:
        spans = (bucket.begin, bucket.end)
        key, codes = self.by.keyed(bucket)
        if self.which == "ever":
            rule = (1, ENDLESS, ENDLESS, *self.period)
            return np.asarray(often(spans, bucket.at, key, self.wanted[codes], rule))
        known = ((codes > 0) * np.where(self.wanted[codes], 2, 1)).astype(np.uint16)
        return np.asarray(edge(spans, bucket.at, key, known, (self.which == "last", *self.period)))


class _Joined(Struct, frozen=True):
    """Meets all, or any, of several conditions."""

    tests: tuple[Test, ...]
    every: bool

    def __call__(self, bucket: Bucket) -> Bool:
        found = self.tests[0](bucket)
        for test in self.tests[1:]:
            rest = np.flatnonzero(found == self.every)
            if 2 * len(rest) > len(found):
                found = found & test(bucket) if self.every else found | test(bucket)
            elif len(rest):
                # Most are decided already: only the others are looked at.
                found[rest] = test(_only(bucket, rest))
        return found


def _only(bucket: Bucket, journeys: Int64) -> Bucket:
    """Return a bucket with some of its journeys."""
    owner = bucket.owners()[journeys]
    return replace(bucket, begin=bucket.begin[journeys], end=bucket.end[journeys], owner=owner, home="")


class _Not(Struct, frozen=True):
    """Does not meet a condition."""

    test: Test

    def __call__(self, bucket: Bucket) -> Bool:
        return ~self.test(bucket)


class Compiler:
    """Compiles conditions against some journeys.

    Args:
        journeys: of persons or of accounts.
        tz: time zone of days in conditions that name none.
    """

    def __init__(self, journeys: Journeys, tz: str) -> None:
        self._journeys = journeys
        self._tz = tz

    def test(self, one: Who) -> Test:
        """Return the test of a condition.

        Raises:
            Invalid, NotFound: it cannot be tested; the message says what there is none of.
        """
        check(one)
        return self._test(one)

    def _test(self, one: Who) -> Test:
        compiled: Callable[[Any], Test] = getattr(self, _COMPILERS[type(one)])
        return compiled(one)

    def _joined(self, one: All | Either) -> Test:
        # What costs least comes first: it decides about most at once.
        parts = sorted(one.of, key=lambda part: _COSTS.get(type(part), 1))
        return _Joined(tuple(self._test(part) for part in parts), isinstance(one, All))

    def _not(self, one: Not) -> Test:
        return _Not(self._test(one.of))

    def _amount(self, one: Amount) -> Test:
        return _Amount(marks.look_up(self._journeys, one.select), one, self._period(one))

    def _did(self, one: Did) -> Test:
        found = marks.look_up(self._journeys, one.select)
        if one.first:
            return _First(found, self._period(one))
        most = ENDLESS if one.at_most is None else min(one.at_most, ENDLESS)
        window = durations.micros(one.within, "within")
        return _Often(found, (min(one.at_least, ENDLESS), most, window, *self._period(one)))

    def _in_order(self, one: InOrder) -> Test:
        window, gap = durations.micros(one.within, "within"), durations.micros(one.gap, "gap")
        chosen = compile_selects(self._journeys, one.selects)
        return _InOrder(chosen, (len(one.selects), window, gap, *self._period(one)))

    def _property(self, one: Property) -> Test:
        by = breakdowns.look_up(self._journeys, one.property)
        if one.op == "=":
            check_values(one.property, one.values, set(by.values))
        fits = fitting(one)
        wanted = np.array([fits(value) for value in by.values], np.bool_)
        return _Property(by, wanted, one.which, self._period(one))

    def _trait(self, one: Trait) -> Test:
        found = traits.held(self._journeys, one.trait)
        values = found.values.to_pylist()
        if one.op == "=":
            check_values(one.trait, one.values, set(values), what="No person has")
        fits = fitting(one)
        return found.holders(np.array([fits(value) for value in values], np.bool_)).of_journeys

    def _saved(self, one: Saved) -> Test:
        if one.of is None:
            raise NotFound(f"No segment is called {one.name!r}.", hint="List them with `footpath segment list`.")
        return self._test(one.of)

    def _period(self, when: When) -> Period:
        """Return the first µs looked at, and the µs it ends before."""
        if when.last:
            now = present(self._journeys)
            return now - durations.micros(when.last, "last"), now + 1
        return self._at(when.since, -ENDLESS), self._at(when.until, ENDLESS)

    def _at(self, text: str, open_end: int) -> int:
        if not text:
            return open_end
        found = instant(text)
        return micros_of(found if found.tzinfo else found.replace(tzinfo=zone(self._tz)))


_COMPILERS = {
    All: "_joined", Either: "_joined", Not: "_not", Saved: "_saved", Trait: "_trait", Property: "_property",
    Amount: "_amount", InOrder: "_in_order", Did: "_did",
}  # fmt: skip


_COSTS: dict[type, int] = {Trait: 0, Amount: 2, InOrder: 3}  # of looking at one event, roughly


def present(journeys: Journeys) -> int:
    """Return the µs that "in the last 30 d" ends at: the newest event's, but for events that lie in the future."""
    newest = max((bucket.newest for bucket in journeys.buckets), default=NEVER)
    now = micros_of(clock.now())
    if newest <= now:
        return max(newest, -ENDLESS)
    found = [_newest_before(bucket, now + 1) for bucket in journeys.buckets]
    return max(found) if max(found) != NEVER else newest


def _newest_before(bucket: Bucket, until: int) -> int:
    everybody = np.ones(bucket.n_journeys, np.bool_)
    _, begin, end = cut(bucket.begin, bucket.end, bucket.at, everybody, (-ENDLESS, until))
    return int(bucket.at[end - 1].max()) if len(begin) else NEVER
