"""Steps: the events of a journey that a question asks about, one after the other, repeats taken as one if wanted."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt16

Room = tuple[Int64, Int64, UInt16]
Float32 = npt.NDArray[np.float32]


def room_for(spans: tuple[Int64, Int64], collapse: bool) -> Room:
    """Return room for the steps of the longest journey: first µs, last µs, label of each.

    One room is used for every journey of a bucket, so that no memory is taken per event. Where repeats are not taken
    as one, first and last are the same array.
    """
    size = int((spans[1] - spans[0]).max(initial=0)) + 1
    first = np.empty(size, np.int64)
    return first, np.empty(size, np.int64) if collapse else first, np.empty(size, np.uint16)


@njit(nogil=True, cache=True)
def gather(
    span: tuple[int, int], at: Int64, key: np.ndarray, lookup: UInt16, rule: tuple[bool, int], room: Room
) -> int:
    """Write the steps of one journey into the room and return how many there are.

    Args:
        span: begin and end of the journey in `at` and `key`.
        at: µs, ascending.
        key: uint16 or uint32 an event, row of `lookup`.
        lookup: key → label, 0 = leave out.
        rule: whether repeats one after the other are one step, and after how many steps to stop (0 = never).
    """
    collapse, most = rule
    first, last, codes = room
    write, before = 0, np.int64(0)
    for i in range(span[0], span[1]):
        code = np.int64(lookup[key[i]])
        if code == 0:
            continue
        if collapse and code == before:
            last[write - 1] = at[i]
            continue
        if write == most and most > 0:
            break
        first[write] = at[i]
        last[write] = at[i]
        codes[write] = code
        before = code
        write += 1
    return write


@njit(nogil=True, cache=True)
def parted(spans: tuple[Int64, Int64], at: Int64, key: np.ndarray, lookup: UInt16, pause: int) -> tuple[Int64, Int64]:
    """Return begin and end of the parts that journeys fall into where at least `pause` µs lie between two steps.

    Args:
        spans, at, key, lookup: as in `gather`; events without a label neither begin nor end a part.
    """
    begin, end = spans
    count = 0
    for journey in range(len(begin)):
        before, steps = np.int64(0), 0
        for i in range(begin[journey], end[journey]):
            if lookup[key[i]] != 0:
                count += 1 if steps == 0 or at[i] - before >= pause else 0
                before = at[i]
                steps += 1
    first, last = np.empty(count, np.int64), np.empty(count, np.int64)
    write = -1
    for journey in range(len(begin)):
        before, steps = np.int64(0), 0
        for i in range(begin[journey], end[journey]):
            if lookup[key[i]] != 0:
                if steps == 0 or at[i] - before >= pause:
                    write += 1
                    first[write] = i
                last[write] = i + 1
                before = at[i]
                steps += 1
    return first, last
