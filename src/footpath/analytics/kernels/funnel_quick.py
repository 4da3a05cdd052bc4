"""Funnels by the common rules: no step is optional or direct, windows run from the first step, journeys count once.

For each journey the events asked about are listed; then each of them takes on the newest attempt at the step before.
Whether it does is reckoned without branches, for nothing could predict them: that is what makes it quick. Inner
functions get single arrays, not tuples of them: counting references to those would take longer than all the rest.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import NEVER, Int64, UInt32
from footpath.analytics.kernels.funnel import EXCLUDED, NONE, Entries, Spans, UInt64, longest
from footpath.analytics.kernels.funnel_moves import ANY, FIRST, LONGEST, STORED, Rules
from footpath.analytics.kernels.inner import inner

UInt8 = npt.NDArray[np.uint8]
Grid = npt.NDArray[np.int64]  # two dimensions
Bool = npt.NDArray[np.bool_]
Modes = tuple[int, int, int, int, int]  # steps, leaves, re-entry, what is near, resolution
# cuts by journey; of events their position, where in `times` their time is, times, codes, and the exclusions they hit
Listed = tuple[Int64, Int64, Int64, Int64, UInt8, UInt64]
_BLOCK = 2048
STOPS = 128  # added to the code of an event that hits exclusions
_ONE, _MARKED = np.uint64(1), np.uint64(STOPS)
_START, _BEGUN, _HEAD, _BARRED = 0, 1, 2, 3  # columns of `slots`: first event, its time, last event, whether excluded


def coded(steps: UInt64, stops: UInt64, count: int) -> UInt8:
    """Return a code for each key: 0 = not asked about, k + 1 = step k, and `STOPS` more where it hits exclusions.

    Args:
        steps: bit k = the key is step k, one bit at most.
        stops: bit e = it hits exclusion e.
        count: how many steps.
    """
    code = np.where(stops != 0, np.uint8(STOPS), np.uint8(0))
    for step in range(count):
        code[(steps >> np.uint64(step)) & np.uint64(1) != 0] += step + 1
    return code


def quick(
    spans: Spans, at: Int64, key: UInt32, tables: tuple[UInt8, UInt64], rules: Rules, resolution: int
) -> tuple[Entries, Int64, int]:
    """Return how far each journey got, the journeys left to `walk` as ties matter, and µs of the newest event.

    Args:
        spans: begin and end of each journey.
        key: one an event.
        tables: what `coded` makes of each key, and the exclusions it hits (empty: no key hits any).
        rules: `optional`, `direct`, `previous` and `attempts` are not looked at.
        resolution: µs that times are cut to.
    """
    limits = np.zeros((1 + len(rules.first), max(rules.steps, 2)), np.int64)
    limits[0, : rules.steps] = rules.windows
    limits[1:, 0], limits[1:, 1] = rules.first, rules.last
    near = {STORED: NONE, ANY: rules.grace}.get(rules.ties, 0)
    modes = (rules.steps, rules.leaves, rules.reentry, near, resolution)
    owner, level, cuts, path, times, left, newest = _all(spans, at, key, tables, limits, modes)
    return Entries(owner, level, cuts, path, times), left, newest


@njit(nogil=True, cache=True)
def _all(
    spans: Spans, at: Int64, key: UInt32, tables: tuple[UInt8, UInt64], limits: Grid, modes: Modes
) -> tuple[Int64, npt.NDArray[np.int16], Int64, Int64, Int64, Int64, int]:
    """Go through the journeys in blocks that fit the processor's nearest cache."""
    n, most = len(spans[0]), max(longest(spans), _BLOCK) + 1
    owner, level, ends = np.empty(n, np.int64), np.empty(n, np.int16), np.empty(n + 1, np.int64)
    path, path_at = np.empty(min(len(at), n * modes[0]), np.int64), np.empty(min(len(at), n * modes[0]), np.int64)
    left = np.empty(n, np.int64)
    cuts, rows = np.empty(_BLOCK + 1, np.int64), np.empty(most, np.int64)
    where, times = (np.arange(most), np.empty(most, np.int64)) if modes[4] > 1 else (rows, at)
    codes, marks, parents = np.empty(most, np.uint8), np.empty(most, np.uint64), np.empty(most, np.int64)
    listed = (cuts, rows, where, times, codes, marks)
    best, near = np.empty((_BLOCK, 2), np.int64), np.zeros(_BLOCK, np.bool_)
    ends[0] = cuts[0] = 0
    journey = count = later = int(np.int64(0))  # as in `funnel_plain`
    newest = NEVER
    while journey < n:
        size = _list(journey, spans, key, tables, listed)
        newest = max(newest, _newest(journey, size, spans, at))
        if modes[4] > 1:
            _cut(cuts[size], at, rows, times, modes[4])
        _go((0, size, NONE), listed, (best, parents), limits, modes)
        if modes[2] == LONGEST:
            _earliest(size, listed, (best, parents), limits, modes)
        if modes[3] >= 0:
            _near(size, listed, modes[3], near)
        for here in range(size):
            reached, last = best[here, 0], best[here, 1]
            if near[here]:
                left[later] = journey + here
                later += 1
            elif reached != 0:
                owner[count] = journey + here
                level[count] = reached
                count += 1
                ends[count] = ends[count - 1] + max(reached, 0)
                for place in range(ends[count] - 1, ends[count - 1] - 1, -1):
                    path[place] = rows[last]
                    path_at[place] = at[rows[last]]
                    last = parents[last]
        journey += size
    size = ends[count]
    return owner[:count], level[:count], ends[: count + 1], path[:size], path_at[:size], left[:later], newest


@inner
def _list(journey: int, spans: Spans, key: UInt32, tables: tuple[UInt8, UInt64], listed: Listed) -> int:
    """List the events asked about of as many journeys as there is room for; return how many."""
    (begin, end), (code, stops), (cuts, rows, _, _, codes, marks) = spans, tables, listed
    size, count = 0, np.uint64(0)
    while size < len(cuts) - 1 and journey < len(begin) and cuts[size] + end[journey] - begin[journey] < len(rows):
        for i in range(np.uint64(begin[journey]), np.uint64(end[journey])):
            this = code[key[i]]
            rows[count] = i
            codes[count] = this
            count += np.uint64(this != 0)
        size += 1
        journey += 1
        cuts[size] = count
    if len(stops) > 0:
        for x in range(cuts[size]):
            marks[x] = stops[key[rows[x]]]
    return size


@inner
def _newest(journey: int, size: int, spans: Spans, at: Int64) -> int:
    """Return the time of the last event of some journeys, while they are at hand."""
    newest = NEVER
    for place in range(journey, journey + size):
        if spans[1][place] > spans[0][place]:
            newest = max(newest, at[spans[1][place] - 1])
    return newest


@inner
def _cut(count: int, at: Int64, rows: Int64, times: Int64, resolution: int) -> None:
    """Cut the times of the events listed to the resolution."""
    for x in range(count):
        t = at[rows[x]]
        times[x] = t - t % resolution


@inner
def _near(size: int, listed: Listed, near: int, found: Bool) -> None:
    """Mark journeys where two events are so near, or one is so much at once, that stored order may not decide."""
    cuts, _, where, times, codes, _ = listed
    for journey in range(size):
        before, close = times[where[cuts[journey]]] - near - 1 if cuts[journey] < cuts[journey + 1] else 0, False
        for x in range(cuts[journey], cuts[journey + 1]):
            t = times[where[x]]
            close |= (t - before <= near) | (codes[x] > STOPS)
            before = t
        found[journey] = close


@inner
def _go(span: tuple[int, int, int], listed: Listed, found: tuple[Grid, Int64], limits: Grid, modes: Modes) -> None:
    """Go along journeys; write the furthest level (−1 = excluded there) and the event that came to it.

    Args:
        span: first journey, end, the only event that may start an attempt (−1: any).
        listed: as from `_list`.
        found: level and last event of each journey; for each event the one of the step before it in its attempt.
        limits: row 0: windows; row e + 1: first and last step of exclusion e.
        modes: steps; 1 = exclusions make persons leave; 1 = only the first start of a journey counts.
    """
    (cuts, _, where, times, codes, marks), (best, parents), (steps, leaves, reentry, _, _) = listed, found, modes
    first, end, only = span
    slots = np.empty((steps + 1, 4), np.int64)
    for k in range(steps + 1):
        slots[k, _START] = slots[k, _HEAD] = slots[k, _BARRED] = NONE
    for journey in range(first, end):
        base = cuts[journey] if only < 0 else only
        level, last = np.int64(0), np.int64(NONE)
        out, free = level > 0, level == 0
        for place in range(np.uint64(base), np.uint64(cuts[journey + 1])):
            # Unsigned places need no check whether they are counted from the end.
            x, t, c = np.int64(place), times[np.uint64(where[place])], np.uint64(codes[place])
            if c >= _MARKED:
                out |= _hit((marks[place], t, base, level, leaves), slots, limits)
                c -= _MARKED
                if c == 0:
                    continue
            p = c - _ONE
            slots[0, _START], slots[0, _BEGUN] = x, t
            start, begun = slots[p, _START], slots[p, _BEGUN]
            parents[place] = slots[p, _HEAD]
            ok = (start >= base) & (t - begun <= limits[0, p]) & (start != slots[c, _START])
            ok &= (p > 0) | (free & ((only < 0) | (x == only)))
            free &= (p > 0) | (reentry != FIRST)
            reached = np.int64(c)
            better = ok & ((reached > level) | ((reached == level) & out))
            level = reached if better else level
            if leaves:
                if ok & (slots[p, _BARRED] > 0):
                    out |= better
                    continue
                slots[c, _BARRED] = 0 if ok else slots[c, _BARRED]
            slots[c, _START] = start if ok else slots[c, _START]
            slots[c, _BEGUN] = begun if ok else slots[c, _BEGUN]
            slots[c, _HEAD] = x if ok else slots[c, _HEAD]
            last = x if better else last
            out &= not better
            if level == steps and not out:
                break
        best[journey, 0], best[journey, 1] = (EXCLUDED if out else level), last


@inner
def _hit(event: tuple[np.uint64, int, int, np.int64, int], slots: Grid, limits: Grid) -> bool:
    """Let an event stop (or bar) the attempts it excludes; say whether it bars the one that got furthest.

    Args:
        event: exclusions it hits, its time, first event of the journey, level so far, leaves.
    """
    marks, t, base, level, leaves = event
    out = False
    for e in range(1, limits.shape[0]):
        if (marks >> np.uint64(e - 1)) & np.uint64(1) == 0:
            continue
        for k in range(limits[e, 0] + 1, limits[e, 1] + 1):
            if slots[k, _START] < base or t - slots[k, _BEGUN] > limits[0, k]:
                continue
            if leaves:
                out |= (level == k) & (slots[k, _BARRED] <= 0)
                slots[k, _BARRED] = 1
            else:
                slots[k, _START] = NONE
    return out


@inner
def _earliest(size: int, listed: Listed, found: tuple[Grid, Int64], limits: Grid, modes: Modes) -> None:
    """Put in place of the newest attempt that got furthest the one that started earliest."""
    (cuts, _, _, _, codes, _), best = listed, found[0]
    for journey in range(size):
        level = best[journey, 0]
        start = _start(cuts[journey], cuts[journey + 1], codes)
        if level == 1 and limits.shape[0] == 1:
            best[journey, 1] = start
            continue
        while level > 0:
            only = start if start < cuts[journey + 1] else NONE  # no single start comes as far: then the newest
            _go((journey, journey + 1, only), listed, found, limits, modes)
            if only == NONE or best[journey, 0] >= level:
                break
            start = _start(start + 1, cuts[journey + 1], codes)


@inner
def _start(lo: int, hi: int, codes: UInt8) -> int:
    x = lo
    while x < hi and codes[x] & ~np.uint8(STOPS) != 1:
        x += 1
    return x
