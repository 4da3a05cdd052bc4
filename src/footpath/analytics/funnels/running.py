"""A funnel over one bucket: the ways in, whose they are, what they are broken down by, and how long steps took."""

import numpy as np
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics.breakdowns import regroup, touch
from footpath.analytics.funnels.planning import ALL_STEPS, LAST_TOUCH, Plan
from footpath.analytics.journeys import Bucket, Int64, UInt32
from footpath.analytics.kernels.cutting import sessions, spread
from footpath.analytics.kernels.funnel import Entries, UInt64, matched, timed, together
from footpath.analytics.kernels.funnel_any import in_any_order
from footpath.analytics.kernels.funnel_moves import FIRST, STORED
from footpath.analytics.kernels.funnel_plain import is_plain, plain
from footpath.analytics.kernels.funnel_quick import UInt8, coded, quick
from footpath.analytics.kernels.funnel_reach import Reached, reach
from footpath.analytics.kernels.funnel_sums import step_counts, waits
from footpath.analytics.kernels.funnel_walk import walk
from footpath.analytics.select import Selection


class Part(Struct, frozen=True):
    """What a funnel came to in one bucket.

    Attributes:
        n: journeys looked at.
        units: those, by breakdown code; with several codes in each.
        newest: µs of the newest event looked at, `NEVER` when there is none.
        counts: breakdown code × step: entries that came to the step.
        wait_cuts, wait_us, wait_code: as from `kernels.funnel_sums.waits`.
        persons: whose journeys they are; `owner` points into them.
        owner, level, code, entered, ended: one an entry; code −1 = left out; µs of its first and its furthest step.
        excluded: entries that left the whole funnel.
    """

    n: int
    units: Int64
    newest: int
    counts: Int64
    wait_cuts: Int64
    wait_us: Int64
    wait_code: "np.ndarray[tuple[int], np.dtype[np.int32]]"
    persons: pa.StringArray
    owner: Int64
    level: "np.ndarray[tuple[int], np.dtype[np.int16]]"
    code: Int64
    entered: Int64
    ended: Int64
    excluded: int


_NOTHING = Entries(*(np.zeros(size, kind) for size, kind in ((0, "i8"), (0, "i2"), (1, "i8"), (0, "i8"), (0, "i8"))))


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    if plan.quick and plan.by is None and not plan.question.times and is_plain(plan.rules, plan.resolution):
        return _reached(bucket, plan)
    labels: Int64 | None = None
    n = bucket.n_journeys
    if plan.by is not None and plan.attribution == ALL_STEPS:
        bucket, labels = regroup(bucket, plan.by.of_events(bucket))
    entries, newest = _entries(bucket, plan)
    excluded = int(np.count_nonzero(entries.level < 0))
    if excluded:
        entries = _without(entries, entries.level > 0)
    units, code = _codes(bucket, plan, entries, labels)
    steps = plan.rules.steps
    timing = entries if plan.question.times else _without(entries, entries.level < 0)
    cuts, micros, whose = waits(timing, code[: len(timing.level)], steps, plan.between)
    return Part(
        n=n,
        units=units,
        newest=newest,
        counts=step_counts(entries, code, (len(units), steps)),
        wait_cuts=cuts,
        wait_us=micros,
        wait_code=whose,
        persons=bucket.persons,
        owner=bucket.owners()[entries.owner],
        level=entries.level,
        code=code,
        entered=entries.at[entries.cuts[:-1]],
        ended=entries.at[entries.cuts[1:] - 1],
        excluded=excluded,
    )


def _reached(bucket: Bucket, plan: Plan) -> Part:
    """Answer where only how far journeys got is asked, not what they did on the way."""
    key, bits, stops = _tables(bucket, plan)
    steps = plan.rules.steps
    found, left = reach((bucket.begin, bucket.end), bucket.at, key, coded(bits, stops, steps), plan.rules)
    if len(left):
        rest, _ = _entries(replace(bucket, begin=bucket.begin[left], end=bucket.end[left]), plan)
        others = Reached(left[rest.owner], rest.level, rest.at[rest.cuts[:-1]], rest.at[rest.cuts[1:] - 1])
        order = np.argsort(np.append(found.owner, others.owner), kind="stable")
        found = Reached(
            np.append(found.owner, others.owner)[order],
            np.append(found.level, others.level)[order],
            np.append(found.entered, others.entered)[order],
            np.append(found.ended, others.ended)[order],
        )
    code = np.zeros(len(found.level), np.int64)
    came_to = np.bincount(found.level, minlength=steps + 1)[:0:-1].cumsum()[::-1]
    cuts, micros, whose = waits(_NOTHING, code[:0], steps, plan.between)
    return Part(
        n=bucket.n_journeys,
        units=np.array([bucket.n_journeys], np.int64),
        newest=bucket.newest,
        counts=came_to.astype(np.int64)[None],
        wait_cuts=cuts,
        wait_us=micros,
        wait_code=whose,
        persons=bucket.persons,
        owner=found.owner if bucket.owner is None else bucket.owner[found.owner],
        level=found.level,
        code=code,
        entered=found.entered,
        ended=found.ended,
        excluded=0,
    )


def _entries(bucket: Bucket, plan: Plan) -> tuple[Entries, int]:
    """Return the ways in, and µs of the newest event."""
    key, steps, stops = _tables(bucket, plan)
    spans, rules = (bucket.begin, bucket.end), plan.rules
    entries, left = None, None
    if plan.quick:
        entries, left, newest = _quickly(bucket, plan, key, (coded(steps, stops, rules.steps), stops))
        if not len(left):
            return entries, newest
        spans = (bucket.begin[left], bucket.end[left])
    at = bucket.at if plan.resolution == 1 else bucket.at // plan.resolution * plan.resolution
    events = matched(spans, key, (steps, stops), at, _clock(bucket, plan, at))
    if entries is not None and left is not None:
        owner, level, cuts, rows = walk(events, rules)
        return together(entries, timed((left[owner], level, cuts, rows), bucket.at)), newest
    if plan.question.order != "any":
        return timed(walk(events, rules), bucket.at), bucket.newest
    found = in_any_order(
        events, rules.steps, int(rules.windows[0]),
        attempts=bool(rules.attempts), first=rules.reentry == FIRST, overlapping=plan.steps.overlapping,
    )  # fmt: skip
    return timed(found, bucket.at), bucket.newest


def _quickly(bucket: Bucket, plan: Plan, key: UInt32, tables: tuple[UInt8, UInt64]) -> tuple[Entries, Int64, int]:
    """Return the ways in that the quick kernels find, the journeys left to `walk`, and µs of the newest event."""
    spans, rules, (codes, stops) = (bucket.begin, bucket.end), plan.rules, tables
    tables = codes, stops if len(rules.first) else stops[:0]
    if not is_plain(rules, plan.resolution):
        return quick(spans, bucket.at, key, tables, rules, plan.resolution)
    entries, left = plain(spans, bucket.at, key, codes, rules)
    if len(left) and rules.ties == STORED:
        spans = (bucket.begin[left], bucket.end[left])
        others, _, _ = quick(spans, bucket.at, key, tables, rules, plan.resolution)
        entries, left = together(entries, others._replace(owner=left[others.owner])), left[:0]
    return entries, left, bucket.newest


def _tables(bucket: Bucket, plan: Plan) -> tuple[UInt32, UInt64, UInt64]:
    """Return a key an event, and the steps and the exclusions of each key."""
    if plan.steps.by_signature and plan.stops.by_signature:
        return bucket.signature, _by_signature(plan.steps), _by_signature(plan.stops)
    key = np.arange(len(bucket.at), dtype=np.uint32)
    return key, plan.steps.of_events(bucket), plan.stops.of_events(bucket)


def _by_signature(selection: Selection) -> UInt64:
    return selection.bits[selection.of_signature]


def _clock(bucket: Bucket, plan: Plan, at: Int64) -> Int64:
    """Return what windows are measured with: time, or the ordinal of each event's session."""
    if not plan.session_us:
        return at
    begin, end, _ = sessions(bucket.begin, bucket.end, bucket.at, plan.session_us, np.zeros(0, np.bool_))
    return spread(begin, end, np.arange(len(begin)), len(bucket.at))


def _without(entries: Entries, keep: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Entries:
    """Return the entries kept; those left out have no rows."""
    ends = np.append(entries.cuts[:-1][keep], entries.cuts[-1])
    return Entries(entries.owner[keep], entries.level[keep], ends, entries.rows, entries.at)


def _codes(bucket: Bucket, plan: Plan, entries: Entries, labels: Int64 | None) -> tuple[Int64, Int64]:
    """Return the number of journeys of each breakdown code, and the code of each entry."""
    journeys = bucket.n_journeys
    if plan.by is None:
        return np.array([journeys], np.int64), np.zeros(len(entries.level), np.int64)
    size = len(plan.by.values)
    if labels is None and plan.attribution < 0:
        labels = touch(bucket, plan.by.of_events(bucket), last=plan.attribution == LAST_TOUCH)
    if labels is not None:
        return np.bincount(labels, minlength=size).astype(np.int64), labels[entries.owner]
    step = plan.attribution
    there = np.diff(entries.cuts) > step
    rows = entries.rows[np.minimum(entries.cuts[:-1] + step, max(len(entries.rows) - 1, 0))] if len(there) else there
    there &= np.asarray(rows, np.int64) >= 0
    found = np.asarray(plan.by.of_events(bucket), np.int64)[np.where(there, rows, 0)] if len(there) else rows
    code = np.where(there & (found > 0), found, -1).astype(np.int64)
    return np.bincount(code[code >= 0], minlength=size).astype(np.int64), code
