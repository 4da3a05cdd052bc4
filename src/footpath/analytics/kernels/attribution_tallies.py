"""What attribution adds up over journeys: whole numbers by thing, place on the journey, and group of persons.

Persons fall into groups by a hash of their id; leaving out one group after another gives the intervals.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.cells import MICROS, Cells, add, empty, packed, place_of, roomy

GROUPS = 32
ROLES = 32  # codes of places on a journey
PLAIN, FIRST, LAST, MILE = 0, 1, 2, 3  # + 4 × where the milestone is: 0 nowhere, 1 first, 2 last, 3 between
LAST_NON_DIRECT, SAME = 16, 17
NOWHERE, GIVEN, MIDDLE = 0, 1, 2  # where a milestone is looked for
UNIT = 1 << 32  # shares of decayed credit are whole numbers of 1/UNIT of a conversion
Int32 = npt.NDArray[np.int32]


class Ways(NamedTuple):
    """Journeys with what they are worth, as the tallies read them.

    Attributes:
        low, high: touches of each journey, `high` not included.
        group: of the person.
        whole, micro: amount of the conversion, in ones and in 10⁻⁶.
        mile, same: as in `attribution_paths.Paths`.
        converted: whether it ends in a conversion.
    """

    low: Int64
    high: Int64
    group: Int64
    whole: Int64
    micro: Int64
    mile: Int64
    same: Int64
    converted: npt.NDArray[np.bool_]


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
    """Return conversions and amounts by length of the journey, place on it, thing and group; see `position_key`.

    Args:
        touch: thing of each touch.
        direct: thing → it is nobody's doing, such as direct traffic.
        milestones: NOWHERE, GIVEN (`ways.mile`) or MIDDLE of the journey.
    """
    return packed(_positions(touch, ways, direct, milestones, empty(3)))


@njit(nogil=True, cache=True)
def _positions(touch: Int32, ways: Ways, direct: npt.NDArray[np.bool_], milestones: int, cells: Cells) -> Cells:
    keys, sums = cells
    used, one, size = int(np.int64(0)), int(np.int64(1)), len(direct)
    for way in range(len(ways.low)):
        if not ways.converted[way]:
            continue
        low, high, group = ways.low[way], ways.high[way], ways.group[way]
        whole, micro = ways.whole[way], ways.micro[way]
        if ways.same[way] != 0:
            keys, sums = roomy(keys, sums, used)
            used = add((keys, sums), used, (SAME * size + ways.same[way]) * GROUPS + group, one, whole, micro)
        if low == high:
            continue
        length, mile = high - low, _milestone(ways, way, milestones)
        shape = 0 if mile < low else 1 if mile == low else 2 if mile == high - 1 else 3
        last = high - 1
        while last > low and direct[touch[last]]:
            last -= 1
        last = high - 1 if direct[touch[last]] else last
        keys, sums = roomy(keys, sums, used)
        used = add((keys, sums), used, (LAST_NON_DIRECT * size + touch[last]) * GROUPS + group, one, whole, micro)
        for i in range(low, high):
            role = FIRST if i == low else LAST if i == high - 1 else MILE if i == mile else PLAIN
            key = ((length * ROLES + shape * 4 + role) * size + touch[i]) * GROUPS + group
            keys, sums = roomy(keys, sums, used)
            used = add((keys, sums), used, key, one, whole, micro)
    return keys, sums


@njit(nogil=True, cache=True)
def _milestone(ways: Ways, way: int, milestones: int) -> int:
    length = ways.high[way] - ways.low[way]
    if milestones == GIVEN:
        return int(ways.mile[way])
    return int(ways.low[way] + length // 2) if milestones == MIDDLE and length > 2 else -1


def takers(touch: Int32, ways: Ways, size: int) -> Cells:
    """Return conversions and amounts by number of different things on the journey, thing and group.

    The key is (different things × size + thing) × GROUPS + group; each thing counts once a journey.
    """
    return packed(_takers(touch, ways, size, empty(3)))


@njit(nogil=True, cache=True)
def _takers(touch: Int32, ways: Ways, size: int, cells: Cells) -> Cells:
    keys, sums = cells
    used, one = int(np.int64(0)), int(np.int64(1))
    seen = np.full(size, -1, np.int64)
    things = np.empty(size, np.int64)
    for way in range(len(ways.low)):
        if not ways.converted[way]:
            continue
        count = 0
        for i in range(ways.low[way], ways.high[way]):
            if seen[touch[i]] != way:
                seen[touch[i]] = way
                things[count] = touch[i]
                count += 1
        for place in range(count):
            keys, sums = roomy(keys, sums, used)
            key = (count * size + things[place]) * GROUPS + ways.group[way]
            used = add((keys, sums), used, key, one, ways.whole[way], ways.micro[way])
    return keys, sums


def moves(touch: Int32, ways: Ways, base: int, order: int) -> Cells:
    """Return how often, and with what amounts, journeys move on from their last `order` touches.

    The key is (last touches as a number with `order` digits, oldest first × base + next) × GROUPS + group. Digits are 0
    before the first touch, things, then base − 2 for the conversion and base − 1 for none.
    """
    return packed(_moves(touch, ways, base, order, empty(3)))


@njit(nogil=True, cache=True)
def _moves(touch: Int32, ways: Ways, base: int, order: int, cells: Cells) -> Cells:
    keys, sums = cells
    used, one, zero, states = int(np.int64(0)), int(np.int64(1)), int(np.int64(0)), base**order
    for way in range(len(ways.low)):
        if ways.low[way] == ways.high[way]:
            continue
        state, group = 0, ways.group[way]
        for i in range(ways.low[way], ways.high[way]):
            keys, sums = roomy(keys, sums, used)
            used = add((keys, sums), used, (state * base + touch[i]) * GROUPS + group, one, zero, zero)
            state = (state * base + touch[i]) % states
        keys, sums = roomy(keys, sums, used)
        goal = base - 2 if ways.converted[way] else base - 1
        paid = np.int64(ways.converted[way])
        key = (state * base + goal) * GROUPS + group
        used = add((keys, sums), used, key, one, paid * ways.whole[way], paid * ways.micro[way])
    return keys, sums


def coalitions(touch: Int32, ways: Ways) -> Cells:
    """Return conversions, amounts and journeys to none by the set of things on the journey, and group.

    The key is set × GROUPS + group; bit i of the set = thing i + 1. Columns: conversions, whole, micro, none.
    """
    return packed(_coalitions(touch, ways, empty(4)))


@njit(nogil=True, cache=True)
def _coalitions(touch: Int32, ways: Ways, cells: Cells) -> Cells:
    keys, sums = cells
    used, one, zero = int(np.int64(0)), int(np.int64(1)), int(np.int64(0))
    for way in range(len(ways.low)):
        things = 0
        for i in range(ways.low[way], ways.high[way]):
            things |= 1 << (touch[i] - 1)
        if things == 0:
            continue
        keys, sums = roomy(keys, sums, used)
        key = things * GROUPS + ways.group[way]
        if ways.converted[way]:
            used = add((keys, sums), used, key, one, ways.whole[way], ways.micro[way])
        else:
            used = add((keys, sums), used, key, zero, zero, zero)
            sums[place_of(keys, key), 3] += 1
    return keys, sums


def decays(touches: tuple[Int32, Int64], ways: Ways, half_life: float) -> Cells:
    """Return credit, in 1/UNIT conversions, that halves every `half_life` µs back in time, by thing × GROUPS + group.

    The credit of each conversion is one, and its amount is handed out whole, to the last 10⁻⁶: what rounding leaves
    goes to the last touch.

    Args:
        touches: thing and µs of each touch.
    """
    return packed(_decays(touches, ways, half_life, empty(3)))


@njit(nogil=True, cache=True)
def _decays(touches: tuple[Int32, Int64], ways: Ways, half_life: float, cells: Cells) -> Cells:
    touch, touch_at = touches
    keys, sums = cells
    used = int(np.int64(0))
    weight = np.empty(1024, np.float64)
    for way in range(len(ways.low)):
        low, high = ways.low[way], ways.high[way]
        if not ways.converted[way] or low == high:
            continue
        if high - low > len(weight):
            weight = np.empty(2 * (high - low), np.float64)
        _weigh(touch_at[low:high], half_life, weight)
        units, micros = UNIT, ways.whole[way] * MICROS + ways.micro[way]
        whole_micros = float(micros)
        for i in range(low, high):
            part, amount = int(weight[i - low] * UNIT), int(np.floor(weight[i - low] * whole_micros))
            if i == high - 1:
                part, amount = units, micros
            units -= part
            micros -= amount
            keys, sums = roomy(keys, sums, used)
            key = touch[i] * GROUPS + ways.group[way]
            used = add((keys, sums), used, key, part, amount // MICROS, amount % MICROS)
    return keys, sums


@njit(nogil=True, cache=True)
def _weigh(at: Int64, half_life: float, weight: Float64) -> None:
    """Write the share of each touch; what they are measured from cancels, so the last touch will do."""
    total = 0.0
    for i in range(len(at)):
        weight[i] = 2.0 ** (-(at[-1] - at[i]) / half_life)
        total += weight[i]
    for i in range(len(at)):
        weight[i] /= total
