from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from footpath.maps.crdt.order import DIGITS, between, kept, rising, spread

_INNER = st.text(DIGITS, min_size=0, max_size=4)
PLACES = st.builds(lambda head, last: head + last, _INNER, st.sampled_from(DIGITS[1:]))


@given(PLACES, PLACES)
def test_between_two_places_there_is_always_another(one: str, other: str) -> None:
    low, high = sorted((one, other))
    made = between(low, high)
    assert low < made
    assert made < high or low == high
    assert made[-1] != "0"
    assert "" < between("", low) < low < between(low, "")


def test_a_thousand_insertions_at_one_spot_stay_in_order() -> None:
    low, high = "V", "W"
    for number in range(1000):
        made = between(low, high)
        assert low < made < high
        low, high = (made, high) if number % 2 else (low, made)


def test_places_spread_evenly_are_short_and_in_order() -> None:
    assert spread(3) == ["F", "V", "k"]
    assert spread(0) == []
    many = spread(5000)
    assert many == sorted(set(many))
    assert max(map(len, many)) == 3


@given(st.lists(st.one_of(PLACES, st.just(""), st.sampled_from(["?", "a0"])), max_size=12))
def test_as_many_places_as_can_stay_do(places: list[str]) -> None:
    made = kept(places)
    assert made == sorted(set(made))
    assert len(made) == len(places)
    good = [place for place in places if place and place[-1] != "0" and place.isalnum()]
    assert sum(one == other for one, other in zip(made, places, strict=True)) >= len(rising(good))


def test_one_that_moves_to_the_front_is_the_only_one_with_another_place() -> None:
    assert kept(["k", "F", "V"]) == [between("", "F"), "F", "V"]


@given(st.lists(st.integers(0, 9), max_size=9))
def test_a_longest_rising_run_is_as_long_as_the_slow_way_finds(values: list[int]) -> None:
    best = 0
    for chosen in range(2 ** len(values)):
        run = [value for place, value in enumerate(values) if chosen >> place & 1]
        if all(a < b for a, b in pairwise(run)):
            best = max(best, len(run))
    found = rising(values)
    assert len(found) == best
    assert [values[place] for place in found] == sorted({values[place] for place in found})
