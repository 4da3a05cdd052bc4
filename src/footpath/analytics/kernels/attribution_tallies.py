"""What attribution adds up over journeys: whole numbers by thing, place on the journey, and group of persons.

Persons fall into groups by a hash of their id; leaving out one group after another gives the intervals.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.cells import MICROS, Cells, Sums, add, count, filled, lacks, place_of
from footpath.analytics.kernels.inner import inner

GROUPS = 32
ROLES = 32  # codes of places on a journey
PLAIN, FIRST, LAST, MILE = 0, 1, 2, 3  # + 4 × where the milestone is: 0 nowhere, 1 first, 2 last, 3 between
LAST_NON_DIRECT, SAME = 16, 17
NOWHERE, GIVEN, MIDDLE = 0, 1, 2  # where a milestone is looked for
_ROOM = 1 << 14  # moves that each have a place in a table, whatever the number of touches
UNIT = 1 << 32  # shares of decayed credit are whole numbers of 1/UNIT of a conversion
Int32 = npt.NDArray[np.int32]


class Ways(NamedTuple):
    """Journeys with what they are worth, as the tallies read them; those of a group together, for the cache's sake.

    Attributes:
        low, high: touches of each journey, `high` not included.
        group: of the person.
        whole, micro: amount of the conversion, in ones and in 10⁻⁶.
        mile, same: as in `attribution_paths.Paths`.
        converted: whether it ends in a conversion; known: … of which the amount is known.
    """

    low: Int64
    high: Int64
    group: Int64
    whole: Int64
    micro: Int64
    mile: Int64
    same: Int64
    converted: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]


@njit(nogil=True, cache=True)
def groups_of(offsets: npt.NDArray[np.int32], letters: npt.NDArray[np.uint8]) -> Int64:
    """Return the group of each text, by the FNV-1a hash of its letters."""
    found = np.empty(len(offsets) - 1, np.int64)
    for text in range(len(found)):
        mixed = np.uint64(0xCBF29CE484222325)
        for i in range(offsets[text], offsets[text + 1]):
            mixed = (mixed ^ np.uint64(letters[i])) * np.uint64(0x100000001B3)
        mixed ^= mixed >> np.uint64(33)
        mixed *= np.uint64(0xFF51AFD7ED558CCD)
        found[text] = np.int64(mixed >> np.uint64(59))
    return found


def positions(touch: Int32, ways: Ways, direct: npt.NDArray[np.bool_], milestones: int) -> Cells:
    """Return conversions and amounts by length of the journey, place on it, thing and group.

    The key is ((length × ROLES + role) × size + thing) × GROUPS + group.

    Args:
        touch: thing of each touch.
        direct: thing → it is nobody's doing, such as direct traffic.
        milestones: NOWHERE, GIVEN (`ways.mile`) or MIDDLE of the journey.
    """
    return filled(lambda keys, sums, walk: _positions(touch, ways, direct, milestones, (keys, sums), walk), 3)


@njit(nogil=True, cache=True)
def _positions(
    touch: Int32, ways: Ways, direct: npt.NDArray[np.bool_], milestones: int, cells: Cells, walk: Int64
) -> bool:
    keys, sums = cells
    used, one, size = walk[1], int(np.int64(1)), len(direct)
    for way in range(walk[0], len(ways.low)):
        if not ways.converted[way]:
            continue
        low, high, group = ways.low[way], ways.high[way], ways.group[way]
        if lacks(keys, used, min(high - low, 4 * size) + 2):
            walk[0], walk[1] = way, used
            return False
        worth = (one, ways.whole[way], ways.micro[way])
        if ways.same[way] != 0:
            used = add(keys, sums, used, (SAME * size + ways.same[way]) * GROUPS + group, worth)
        if low == high:
            continue
        length, mile = high - low, _milestone(ways, way, milestones)
        shape = 0 if mile < low else 1 if mile == low else 2 if mile == high - 1 else 3
        last = high - 1
        while last > low and direct[touch[last]]:
            last -= 1
        last = high - 1 if direct[touch[last]] else last
        used = add(keys, sums, used, (LAST_NON_DIRECT * size + touch[last]) * GROUPS + group, worth)
        for i in range(low, high):
            role = FIRST if i == low else LAST if i == high - 1 else MILE if i == mile else PLAIN
            key = ((length * ROLES + shape * 4 + role) * size + touch[i]) * GROUPS + group
            used = add(keys, sums, used, key, worth)
    return True


@inner
def _milestone(ways: Ways, way: int, milestones: int) -> int:
    length = ways.high[way] - ways.low[way]
    if milestones == GIVEN:
        return int(ways.mile[way])
    return int(ways.low[way] + length // 2) if milestones == MIDDLE and length > 2 else -1


def takers(touch: Int32, ways: Ways, size: int) -> Cells:
    """Return conversions and amounts by number of different things on the journey, thing and group.

    The key is (different things × size + thing) × GROUPS + group; each thing counts once a journey.
    """
    room = np.full(size, -1, np.int64), np.empty(size, np.int64)
    return filled(lambda keys, sums, walk: _takers(touch, ways, room, (keys, sums), walk), 3)


@njit(nogil=True, cache=True)
def _takers(touch: Int32, ways: Ways, room: tuple[Int64, Int64], cells: Cells, walk: Int64) -> bool:
    keys, sums = cells
    seen, things = room
    used, one = walk[1], int(np.int64(1))
    for way in range(walk[0], len(ways.low)):
        if not ways.converted[way]:
            continue
        if lacks(keys, used, min(ways.high[way] - ways.low[way], len(seen))):
            walk[0], walk[1] = way, used
            return False
        different = 0
        for i in range(ways.low[way], ways.high[way]):
            if seen[touch[i]] != way:
                seen[touch[i]] = way
                things[different] = touch[i]
                different += 1
        worth = (one, ways.whole[way], ways.micro[way])
        for place in range(different):
            key = (different * len(seen) + things[place]) * GROUPS + ways.group[way]
            used = add(keys, sums, used, key, worth)
    return True


def moves(touch: Int32, ways: Ways, base: int, order: int) -> Cells:
    """Return how often, and with what amounts, journeys move on from their last `order` touches.

    The key is (last touches as a number with `order` digits, oldest first × base + next) × GROUPS + group. Digits are 0
    before the first touch, things, then base − 2 for the conversion and base − 1 for none.
    """
    rule = (base, order, base**order)
    if base ** (order + 1) <= max(_ROOM, len(touch) // 8):
        return _by_group(touch, ways, rule)
    return filled(lambda keys, sums, walk: _moves(touch, ways, rule, (keys, sums), walk), 3)


def _by_group(touch: Int32, ways: Ways, rule: tuple[int, int, int]) -> Cells:
    """Count one group after the other in a table with a place for every move."""
    base, _, states = rule
    keys, sums = [], []
    cuts = np.searchsorted(ways.group, np.arange(GROUPS + 1))
    for group, (first, end) in enumerate(pairwise(cuts.tolist())):
        if first == end:
            continue
        times, paid = np.zeros(states * base, np.int64), np.zeros((states, 2), np.int64)
        _count_moves(touch, ways, rule, (first, end), (times, paid))
        found = np.flatnonzero(times)
        amounts = np.where((found % base == base - 2)[:, None], paid[found // base], 0)
        keys.append(found * GROUPS + group)
        sums.append(np.column_stack([times[found], amounts]))
    if not keys:
        return np.zeros(0, np.int64), np.zeros((0, 3), np.int64)
    return np.concatenate(keys), np.concatenate(sums)


@njit(nogil=True, cache=True)
def _count_moves(
    touch: Int32, ways: Ways, rule: tuple[int, int, int], part: tuple[int, int], table: tuple[Int64, Sums]
) -> None:
    base, order, states = rule
    times, paid = table
    for way in range(part[0], part[1]):
        low, high = ways.low[way], ways.high[way]
        if low == high:
            continue
        state = int(np.int64(0))
        for i in range(low, high):
            state = state * base + touch[i]
            times[state] += 1
            if i - order >= low:
                state -= touch[i - order] * states
        if ways.converted[way]:
            times[state * base + base - 2] += 1
            paid[state, 0] += ways.whole[way]
            paid[state, 1] += ways.micro[way]
        else:
            times[state * base + base - 1] += 1


@njit(nogil=True, cache=True)
def _moves(touch: Int32, ways: Ways, rule: tuple[int, int, int], cells: Cells, walk: Int64) -> bool:
    keys, sums = cells
    base, order, states = rule
    used, one = walk[1], int(np.int64(1))
    for way in range(walk[0], len(ways.low)):
        low, high, group = ways.low[way], ways.high[way], ways.group[way]
        if low == high:
            continue
        if lacks(keys, used, min(high - low + 1, base * states)):
            walk[0], walk[1] = way, used
            return False
        state = int(np.int64(0))
        for i in range(low, high):
            state = state * base + touch[i]
            used = count(keys, sums, used, state * GROUPS + group)
            if i - order >= low:
                state -= touch[i - order] * states
        if ways.converted[way]:
            key = (state * base + base - 2) * GROUPS + group
            used = add(keys, sums, used, key, (one, ways.whole[way], ways.micro[way]))
        else:
            used = count(keys, sums, used, (state * base + base - 1) * GROUPS + group)
    return True


def coalitions(touch: Int32, ways: Ways) -> Cells:
    """Return conversions, amounts and journeys to none by the set of things on the journey, and group.

    The key is set × GROUPS + group; bit i of the set = thing i + 1. Columns: conversions, whole, micro, none.
    """
    return filled(lambda keys, sums, walk: _coalitions(touch, ways, (keys, sums), walk), 4)


@njit(nogil=True, cache=True)
def _coalitions(touch: Int32, ways: Ways, cells: Cells, walk: Int64) -> bool:
    keys, sums = cells
    used, one, zero = walk[1], int(np.int64(1)), int(np.int64(0))
    for way in range(walk[0], len(ways.low)):
        things = 0
        for i in range(ways.low[way], ways.high[way]):
            things |= 1 << (touch[i] - 1)
        if things == 0:
            continue
        if lacks(keys, used, 1):
            walk[0], walk[1] = way, used
            return False
        key = things * GROUPS + ways.group[way]
        if ways.converted[way]:
            used = add(keys, sums, used, key, (one, ways.whole[way], ways.micro[way]))
        else:
            used = add(keys, sums, used, key, (zero, zero, zero))
            sums[place_of(keys, key), 3] += 1
    return True


def decays(touches: tuple[Int32, Int64], ways: Ways, half_life: float, size: int) -> Cells:
    """Return credit, in 1/UNIT conversions, that halves every `half_life` µs back in time, by thing × GROUPS + group.

    The credit of each conversion is one, and its amount is handed out whole, to the last 10⁻⁶: what rounding leaves
    goes to the last touch.

    Args:
        touches: thing and µs of each touch.
        size: number of things, "none" included.
    """
    weight = np.empty(int((ways.high - ways.low).max(initial=0)), np.float64)
    rule = (half_life, size)
    return filled(lambda keys, sums, walk: _decays(touches, ways, rule, weight, (keys, sums), walk), 3)


@njit(nogil=True, cache=True)
def _decays(
    touches: tuple[Int32, Int64], ways: Ways, rule: tuple[float, int], weight: Float64, cells: Cells, walk: Int64
) -> bool:
    keys, sums = cells
    touch, touch_at = touches
    half_life, size = rule
    used = walk[1]
    for way in range(walk[0], len(ways.low)):
        low, high = ways.low[way], ways.high[way]
        if not ways.converted[way] or low == high:
            continue
        if lacks(keys, used, min(high - low, size)):
            walk[0], walk[1] = way, used
            return False
        total = 0.0  # measured from the last touch: what they are measured from cancels
        for i in range(low, high):
            weight[i - low] = 2.0 ** (-(touch_at[high - 1] - touch_at[i]) / half_life)
            total += weight[i - low]
        units, micros = UNIT, ways.whole[way] * MICROS + ways.micro[way]
        whole_micros = float(micros)
        for i in range(low, high):
            share = weight[i - low] / total
            part, amount = int(share * UNIT), int(np.floor(share * whole_micros))
            if i == high - 1:
                part, amount = units, micros
            units -= part
            micros -= amount
            key = touch[i] * GROUPS + ways.group[way]
            used = add(keys, sums, used, key, (part, amount // MICROS, amount % MICROS))
    return True
