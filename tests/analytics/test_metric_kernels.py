"""The passes that metrics are made of, against plain loops."""

from collections import defaultdict
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics.kernels.choosing import chosen, followed, stain
from footpath.analytics.kernels.quantiles import not_above
from footpath.analytics.kernels.tallies import (
    AMOUNT,
    ANSWERED,
    COUNT,
    DID,
    HAS,
    PROMOTED,
    REACHED,
    Frame,
    Parts,
    Track,
    cells_of,
    tally,
    weights_of,
)
from footpath.analytics.metrics.estimates import exact
from footpath.analytics.metrics.quantiles import quantile
from footpath.analytics.periods.clock import clock_of

EDGE = 1.7e308
INTS = np.int64


def spans_of(ways: list[list[int]], gap: int) -> tuple[np.ndarray, np.ndarray]:
    """Where journeys lie that leave `gap` events that are in none before each."""
    lengths = np.array([len(way) for way in ways], INTS)
    end = np.cumsum(lengths + gap)
    return (end - lengths).astype(INTS), end.astype(INTS)


def laid(ways: list[list[int]], gap: int, junk: int) -> np.ndarray:
    return np.array([value for way in ways for value in (*[junk] * gap, *way)], INTS)


stretches = st.lists(st.lists(st.integers(0, 9), max_size=6).map(sorted), max_size=5)


@settings(max_examples=150)
@given(stretches, st.data(), st.integers(0, 2), st.tuples(st.integers(-1, 5), st.integers(3, 11)))
def test_chosen_and_followed(ways: list[list[int]], data: st.DataObject, gap: int, period: tuple[int, int]) -> None:
    keys = [[data.draw(st.integers(0, 3)) for _ in way] for way in ways]
    spans, at = spans_of(ways, gap), laid(ways, gap, 4)
    key = laid(keys, gap, 3).astype(np.uint16)
    table = np.array([0, 1, 2, 3], np.uint8)
    cuts, rows, bits = chosen(spans, at, key, table, period)
    wanted = [
        [(i, key[i]) for i in range(lo, hi) if key[i] and period[0] <= at[i] < period[1]]
        for lo, hi in zip(*spans, strict=True)
    ]
    assert [list(zip(rows[lo:hi], bits[lo:hi], strict=True)) for lo, hi in pairwise(cuts)] == wanted
    for window, only in product((0, 3, 1 << 60), (False, True)):
        found = followed(spans, at, key, table, (window, only, *period))
        naive = [_followed(at, key, span, (window, only, period)) for span in zip(*spans, strict=True)]
        lists = [
            [(int(row), int(bit), wait) for row, bit, wait in zip(*(part[lo:hi] for part in found[1:]), strict=True)]
            for lo, hi in pairwise(found[0])
        ]
        assert repr(lists) == repr(naive)


def _followed(
    at: np.ndarray, key: np.ndarray, span: tuple[int, int], rule: tuple[int, bool, tuple[int, int]]
) -> list[tuple[int, int, np.float64]]:
    window, only, (since, until) = rule
    found = []
    for i in range(*span):
        if key[i] & 1 and since <= at[i] < until:
            later = next((k for k in range(i + 1, span[1]) if key[k] & 2), None)
            near = later is not None and at[later] - at[i] <= window
            found.append((i, 3 if near else 1, np.float64((at[later] - at[i]) / 1e6 if near else np.nan)))
    return found[:1] if only else found


def test_stain_and_cells() -> None:
    key, bits = np.array([0, 1, 2, 1], np.uint16), np.full(4, 99, np.uint16)
    spans = (np.array([0, 3], INTS), np.array([2, 4], INTS))
    stain(spans, key, np.array([False, True, False]), 0, bits)
    stain(spans, key, np.array([True, True, False]), 2, bits)
    assert bits.tolist() == [4, 5, 99, 5]
    clock = clock_of(np.array([0, 10, 20, 30], INTS))
    at = np.array([0, 9, 10, 14, 15, 29], INTS)
    assert cells_of(at, np.arange(6), clock, np.array([15], INTS)).tolist() == [0, 0, 1, 1, 2, 3]


KINDS = (COUNT, DID, AMOUNT, ANSWERED, PROMOTED, REACHED, HAS)
amounts = st.one_of(
    st.integers(-3, 10).map(float), st.just(float("nan")), st.sampled_from([0.1, 2.0000004, 1e-9, 2e12, -2e12, 1e6])
)
parts = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 3)), min_size=1, max_size=3)
event = st.tuples(st.integers(0, 3), st.integers(1, 3), st.integers(1, 2), amounts)
journeys = st.lists(st.tuples(st.integers(0, 1), st.lists(event, max_size=5)), max_size=8)


def _weights(kind: int, bits: int, mask: int, value: float) -> int:
    scale = (-EDGE, EDGE) if kind == AMOUNT else (0, 10)
    if not bits & mask or kind == DID:
        return 0
    if kind == COUNT:
        return 1
    if not scale[0] <= value <= scale[1]:
        return 0
    score = (value >= 9) - (value <= 6)
    return {AMOUNT: round(value * 1e6), PROMOTED: score, REACHED: int(value >= 4)}.get(kind, 1)


@settings(max_examples=300)
@given(journeys, parts, st.booleans(), st.booleans(), st.booleans())
def test_tally(
    lives: list[tuple[int, list[tuple[int, int, int, float]]]], quantities: list[tuple[int, int]], groups: bool,
    trend: bool, compare: bool,
) -> None:  # fmt: skip
    """Four cells, the first in no window, the second in window 1, the others in window 0."""
    window, slots = np.array([-1, 1, 0, 0], INTS), 3 if groups else 1
    before = np.full(6 * slots, -1, INTS)
    for slot in range(slots):
        before[3 * slots + slot], before[4 * slots + slot] = 1 * slots + slot, 5 * slots + slot
    frame = Frame(window, before if compare else before[:0], slots, 2, trend)
    what = np.array([(kind, mask, 0) for kind, mask in quantities], INTS)
    scale = np.array([(-EDGE, EDGE, 4.0) if kind == AMOUNT else (0.0, 10.0, 4.0) for kind, _ in quantities])
    given_parts = Parts(what, scale)
    # The number of a person goes up or stays: sessions of one lie next to each other.
    owner = np.cumsum([step for step, _ in lives]).astype(INTS)
    flat = [one for _, life in lives for one in sorted(life, key=lambda one: one[0])]
    cuts = np.cumsum([0, *(len(life) for _, life in lives)]).astype(INTS)
    numbers = np.array([[one[3] for one in flat]], float).reshape(1, -1)
    bits = np.array([one[1] for one in flat], np.uint8)
    slot = np.array([one[2] if groups else 0 for one in flat], np.int32)
    weights, lost = weights_of(numbers, np.arange(len(flat)), bits, given_parts)
    track = Track(owner, cuts, np.array([one[0] for one in flat], np.int32), bits, slot)
    found = tally(weights, track, frame, given_parts)
    clusters = _clusters(lives, owner.tolist(), quantities, (groups, trend))
    products, crossed = _sums(clusters, before if compare else np.zeros(0, INTS), len(quantities))
    for row in range(6 * slots):
        assert [exact(limbs) for limbs in found.products[row].tolist()] == products[row]
        if compare:
            assert [exact(limbs) for limbs in found.crossed[row].tolist()] == crossed[row]
    small = sum(
        kind == AMOUNT and bool(one[1] & mask) and 0 < abs(one[3]) < 5e-7 for one in flat for kind, mask in quantities
    )
    assert lost[0] == small


def _clusters(
    lives: list[tuple[int, list[tuple[int, int, int, float]]]], owner: list[int], quantities: list[tuple[int, int]],
    how: tuple[bool, bool],
) -> dict[int, dict[int, list[int]]]:  # fmt: skip
    """Return cluster → row → quantities, one event of one journey after the other."""
    groups, trend = how
    slots, window = 3 if groups else 1, [-1, 1, 0, 0]
    clusters: dict[int, dict[int, list[int]]] = defaultdict(dict)
    for (_, life), whose in zip(lives, owner, strict=True):
        here: dict[int, list[tuple[int, int, int, float]]] = defaultdict(list)
        for one in life:
            for slot in {0, one[2]} if groups else {0}:
                if trend:
                    here[one[0] * slots + slot].append(one)
                if window[one[0]] >= 0:
                    here[(4 + window[one[0]]) * slots + slot].append(one)
        for row, some in here.items():
            sums = clusters[whose].setdefault(row, [0] * len(quantities))
            for place, (kind, mask) in enumerate(quantities):
                total = sum(_weights(kind, one[1], mask, one[3]) for one in some)
                met = int(np.bitwise_or.reduce([one[1] for one in some]))
                flag = {DID: int(met & mask == mask), HAS: int(total > 0)}
                sums[place] += flag.get(kind, total)
    return clusters


def _sums(
    clusters: dict[int, dict[int, list[int]]], before: np.ndarray, q: int
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    pairs = (q + 1) * (q + 2) // 2
    products: dict[int, list[int]] = defaultdict(lambda: [0] * pairs)
    crossed: dict[int, list[int]] = defaultdict(lambda: [0] * (q * q))
    for rows in clusters.values():
        for row, sums in rows.items():
            new = [1]
            for a in range(q):
                new += [sums[a], *(sums[a] * sums[b] for b in range(a + 1))]
            products[row] = [old + more for old, more in zip(products[row], new, strict=True)]
            if len(before) and before[row] in rows:
                other = rows[int(before[row])]
                both = [x * y for x in sums for y in other]
                crossed[row] = [old + more for old, more in zip(crossed[row], both, strict=True)]
    return products, crossed


def test_amounts_that_cannot_be_added_exactly_are_told() -> None:
    numbers = np.array([[3e12, 1.0, -5.0, 1e-8]])
    given_parts = Parts(np.array([(AMOUNT, 1, 0)], INTS), np.array([(-EDGE, EDGE, 0.0)]))
    bits = np.ones(4, np.uint8)
    _, lost = weights_of(numbers, np.arange(4), bits, given_parts)
    assert lost == (1, 1, 1)
    frame = Frame(np.array([0], INTS), np.zeros(0, INTS), 1, 1, False)
    weights = np.full((4, 1), 2**60, INTS)
    track = Track(np.array([0]), np.array([0, 4]), np.zeros(4, np.int32), bits, np.zeros(4, np.int32))
    with pytest.raises(OverflowError):
        tally(weights, track, frame, given_parts)


def test_many_rounds_part_no_person() -> None:
    """Sixty thousand events in visits of one to three, several visits a person: as one round, and as many."""
    dice = np.random.default_rng(3)
    lengths = dice.integers(1, 4, 30_000)
    owner = np.repeat(np.arange(10_000), 3)
    n = int(lengths.sum())
    cuts = np.concatenate([[0], np.cumsum(lengths)]).astype(INTS)
    frame = Frame(np.array([0], INTS), np.zeros(0, INTS), 1, 1, True)
    given_parts = Parts(np.array([(COUNT, 1, 0), (DID, 1, 0)], INTS), np.full((2, 3), 0.0))
    bits = np.ones(n, np.uint8)
    track = Track(owner, cuts, np.zeros(n, np.int32), bits, np.zeros(n, np.int32))
    weights, _ = weights_of(np.zeros((1, n)), np.arange(n), bits, given_parts)
    found = [exact(limbs) for limbs in tally(weights, track, frame, given_parts).products[1].tolist()]
    per_person = np.add.reduceat(lengths, np.arange(0, 30_000, 3))
    assert found == [10_000, n, int((per_person**2).sum()), 30_000, 3 * n, 90_000]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(-5, 5).map(float), st.integers(0, 3)), max_size=20))
def test_not_above(some: list[tuple[float, int]]) -> None:
    cuts = np.array([-4.0, 0.0, 0.5, 3.0])
    value, share = np.array([one[0] for one in some]), np.array([one[1] for one in some], np.uint8)
    found = not_above(value, share, cuts, 4)
    assert found.tolist() == [[sum(v <= cut and s == group for v, s in some) for cut in cuts] for group in range(4)]


def test_a_percentile_is_exact_and_its_interval_that_of_drawing_persons_anew() -> None:
    dice = np.random.default_rng(5)
    value = dice.lognormal(3, 1, 4000)
    person = np.repeat(np.arange(800), 5)  # a person's amounts are alike
    value = value * np.exp(dice.normal(0, 0.8, 800))[person]
    share = dice.integers(0, 256, 800).astype(np.uint8)[person]
    for percent in (50, 90):
        found = quantile(value, share, percent, 800)
        assert found.value == pytest.approx(np.percentile(value, percent), rel=1e-12)
        assert found.interval is not None
        low, high = found.interval
        assert low < found.value < high
        naive = _drawn_anew(value, person, percent)
        assert (high - low) / (naive[1] - naive[0]) == pytest.approx(1, abs=0.2)
        assert low == pytest.approx(naive[0], rel=0.05)
        assert high == pytest.approx(naive[1], rel=0.05)
    assert quantile(value[:5], share[:5], 50, 1).interval is None
    assert quantile(value[:0], share[:0], 50, 0).value is None
    same = quantile(np.full(50, 2.5), np.arange(50, dtype=np.uint8), 50, 50)
    assert (same.value, same.interval) == (2.5, (2.5, 2.5))


def _drawn_anew(value: np.ndarray, person: np.ndarray, percent: float) -> tuple[float, float]:
    """The interval of the percentile over 600 draws of persons with replacement, done the slow way."""
    dice = np.random.default_rng(11)
    n = int(person.max()) + 1
    by_person = value.reshape(n, -1)
    found = [np.percentile(by_person[dice.integers(0, n, n)].ravel(), percent) for _ in range(600)]
    return float(np.percentile(found, 2.5)), float(np.percentile(found, 97.5))
