"""Who goes on from a column: to the next one, to any later one, to the goal; and how long that takes."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64, UInt16


@njit(nogil=True, cache=True)
def onward(offsets: Int64, at: Int64, codes: UInt16, k: int, goal: int) -> tuple[Int64, Int64, Int64, Int64, Int64]:
    """Return (next, goal, lost, wait code, wait µs) for columns 1…k in reading order.

    next[c]: persons who, after first reaching c, reached c + 1.
    goal[c]: persons who, from first reaching c, reached the goal (the goal column itself counts all who reached it).
    lost[c]: persons whose last event is in c and who never reached the goal (any last event when `goal` is 0).
    wait: one entry for every person and column after which a later column was reached, with the time from the first
    event in the column to the first event of a later column after it.
    The first three add over buckets; concatenate the last two.
    """
    to_next = np.zeros(k + 1, np.int64)
    to_goal = np.zeros(k + 1, np.int64)
    lost = np.zeros(k + 1, np.int64)
    wait_code = np.empty(len(codes), np.int64)
    wait_micros = np.empty(len(codes), np.int64)
    write = 0
    seen = np.full(k + 2, -1, np.int64)  # last person who reached the column
    next_done = np.full(k + 1, -1, np.int64)
    goal_done = np.full(k + 1, -1, np.int64)
    open_at = np.zeros(k + 1, np.int64)
    waiting = np.zeros(k + 1, np.bool_)
    for person in range(len(offsets) - 1):
        begin, end = offsets[person], offsets[person + 1]
        if begin == end:
            continue
        waiting[:] = False
        for position in range(begin, end):
            code = np.int64(codes[position])
            for earlier in range(1, code):
                if waiting[earlier]:
                    waiting[earlier] = False
                    wait_code[write] = earlier
                    wait_micros[write] = at[position] - open_at[earlier]
                    write += 1
            if seen[code] != person:
                seen[code] = person
                waiting[code] = True
                open_at[code] = at[position]
            if code > 1 and seen[code - 1] == person and next_done[code - 1] != person:
                next_done[code - 1] = person
                to_next[code - 1] += 1
            if code == goal:
                for reached in range(1, k + 1):
                    if seen[reached] == person and goal_done[reached] != person:
                        goal_done[reached] = person
                        to_goal[reached] += 1
        if goal == 0 or seen[goal] != person:
            lost[codes[end - 1]] += 1
    return to_next, to_goal, lost, wait_code[:write].copy(), wait_micros[:write].copy()
