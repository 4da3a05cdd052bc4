"""Precursors: planted sequences are found, parts of them are not repeated, and mining gives what trying all gives."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Journeys, ask
from footpath.analytics.kernels.patterns import GOAL, KEPT, LOSS, LOST, NEITHER, TOUCH, Ends, ways_before
from footpath.analytics.preceding import mining
from footpath.analytics.preceding.mining import Crowd, frequent, parts_of
from footpath.core.errors import Invalid, NotFound
from tests.analytics.events_of import events_of

D = 86_400.0


def crowd(counts: Mapping[str, int], *, gap_s: float = 60) -> Journeys:
    """Build journeys: so many persons of each way."""
    return events_of(
        {
            f"{way} {number}": [(name, place * gap_s) for place, name in enumerate(way.split())]
            for way, count in counts.items()
            for number in range(count)
        }
    )


def precursors(journeys: Journeys, **fields: Any) -> Any:
    return ask("precursors", journeys, **fields)


PLANTED = {
    "a error help Cancel": 40, "help a error Cancel": 5, "b a Cancel": 20, "a error b": 10, "help b error": 60,
    "b help a": 60, "error a b": 60, "a b help": 60,
}  # fmt: skip


def test_a_planted_sequence_is_found_and_what_it_is_part_of_is_not_repeated() -> None:
    answer = precursors(crowd(PLANTED), losses="Cancel")
    assert (answer.lost, answer.kept, answer.neither, answer.n) == (65, 250, 0, 315)
    found = {row["sequence"]: row for row in answer.table().to_pylist()}
    assert set(found) == {"a › error", "a › help", "error › help"}
    got = found["error › help"]
    assert (got["lost"], got["kept"], got["steps"]) == (40, 0, ["error", "help"])
    assert (got["risk"], got["lift"]) == (1, pytest.approx(315 / 65))
    assert got["lift_low"] < got["lift"] == got["lift_high"]
    assert got["q"] < 1e-20
    alone = {row["sequence"]: (row["lost"], row["kept"]) for row in answer.alone.to_pylist()}
    assert alone == {"a": (65, 190), "error": (45, 130), "help": (45, 180), "b": (20, 250)}
    assert answer.table()["p"].to_pylist() == sorted(answer.table()["p"].to_pylist())


def test_sequences_whose_touches_follow_directly() -> None:
    answer = precursors(
        crowd({"a x b Cancel": 40, "a b x Cancel": 1, "a b x": 50, "x b": 50, "x a": 50}), losses="Cancel", gaps="none"
    )
    assert "a › x" in answer.table()["sequence"].to_pylist()
    assert "a › b" not in answer.table()["sequence"].to_pylist()
    assert "a › b" not in precursors(crowd({"a x b Cancel": 40, "b a": 50}), losses="Cancel", gaps="none").plot().svg


def test_nothing_is_found_where_there_is_nothing() -> None:
    draw = np.random.default_rng(4)
    world = {
        f"p{n}": [(str(name), float(place)) for place, name in enumerate(draw.choice(list("abcdef"), 8))]
        + ([("Cancel", 99.0)] if draw.random() < 0.3 else [])
        for n in range(1500)
    }
    answer = precursors(events_of(world), losses="Cancel")
    assert answer.tried > 250
    assert answer.table().num_rows <= 2
    if not answer.table().num_rows:
        assert "beyond chance" in answer.rules["nothing found"]


def test_silence_is_a_loss_and_who_is_silent_after_the_goal_is_kept() -> None:
    world = {
        "gone": [("x", 0.0), ("y", 1.0)], "here": [("x", 0.0), ("y", 40 * D)], "bought": [("x", 0.0), ("G", 1.0)],
    }  # fmt: skip
    silent = precursors(events_of(world))
    assert (silent.lost, silent.kept, silent.neither) == (2, 1, 0)
    goal = precursors(events_of(world), goals="G")
    assert (goal.lost, goal.kept, goal.neither) == (1, 1, 1)
    both = precursors(events_of(world), goals="G", losses="y")
    assert (both.lost, both.kept, both.neither) == (2, 1, 0)
    assert precursors(events_of(world), inactive="3455998 s").lost == 2
    assert precursors(events_of(world), inactive="3455999 s").lost == 0  # the last event is just inside


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"a", "b"}), ({"within": "9 s"}, {"b"}), ({"last": 4, "longest": 2}, {"a", "b"}),
        ({"last": 2, "longest": 2}, {"b"}), ({"last": 2, "longest": 2, "collapse": False}, {"b"}),
        ({"touchpoints": "a"}, {"a"}),
    ],
)  # fmt: skip
def test_only_the_last_touches_in_time_count(fields: Mapping[str, Any], expected: set[str]) -> None:
    lost = [("a", 0.0), *[("b", float(at)) for at in (1, 2, 3)], ("c", 5.0), ("Cancel", 10.0)]
    kept = [("c", 0.0), ("b", 9.0)]
    world = events_of({**{f"l{n}": lost for n in range(30)}, **{f"k{n}": kept for n in range(30)}})
    answer = precursors(world, losses="Cancel", **fields)
    assert {row["sequence"] for row in answer.alone.to_pylist()} - {"c"} == expected


def test_properties_make_sequences_too() -> None:
    lost = [("e", 0.0, {"page": "/pay"}), ("e", 1.0, {"page": "/help"}), ("Cancel", 2.0)]
    kept = [("e", 0.0, {"page": "/help"}), ("e", 1.0, {"page": "/pay"})]
    world = events_of({**{f"l{n}": lost for n in range(30)}, **{f"k{n}": kept for n in range(30)}})
    assert precursors(world, losses="Cancel", by="page").table()["sequence"].to_pylist() == ["/pay › /help"]


@pytest.mark.parametrize("world", [{"p": [("x", 0)]}, {"p": [("x", 0)] * 9, "q": [("x", 90 * D)]}])
def test_degenerate_worlds_have_answers(world: Any) -> None:
    answer = precursors(events_of(world))
    assert answer.table().num_rows == 0
    assert answer.rules["nothing found"]
    assert answer.plot().svg


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"losses": "nothing"}, NotFound), ({"by": "trait plan"}, Invalid), ({"by": "colour"}, NotFound),
        ({"longest": 5}, Invalid), ({"shortest": 0}, Invalid), ({"shortest": 4, "longest": 3}, Invalid),
        ({"last": 3}, Invalid), ({"support": 0}, Invalid), ({"rate": 1}, Invalid), ({"inactive": ""}, Invalid),
        ({"like": "posthog"}, Invalid),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_why(fields: Mapping[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        precursors(crowd(PLANTED), **fields)


ways = st.lists(st.tuples(st.lists(st.integers(1, 4), max_size=7), st.integers(0, 1)), min_size=1, max_size=12)


def held(way: Sequence[int], longest: int, *, direct: bool) -> set[tuple[int, ...]]:
    """Return every sequence a way holds."""
    n = range(1, longest + 1)
    if direct:
        return {tuple(way[at : at + size]) for size in n for at in range(len(way) - size + 1)}
    return {some for size in n for some in combinations(way, size)}


@settings(max_examples=300, deadline=None)
@given(ways, st.integers(1, 4), st.integers(1, 3), st.booleans())
def test_mining_gives_what_trying_all_gives(
    given_ways: list[tuple[list[int], int]], longest: int, least: int, direct: bool
) -> None:
    lost: Counter[tuple[int, ...]] = Counter()
    kept: Counter[tuple[int, ...]] = Counter()
    for way, outcome in given_ways:
        (lost if outcome == LOST else kept).update(held(way, longest, direct=direct))
    offsets = np.cumsum([0, *(len(way) for way, _ in given_ways)]).astype(np.int64)
    tokens = np.array([thing for way, _ in given_ways for thing in way], np.int32)
    outcomes = np.array([outcome for _, outcome in given_ways], np.int8)
    found, left_out = frequent(Crowd(offsets, tokens, outcomes), longest, least, direct=direct)
    assert left_out == 0
    assert found == {one: (n, kept[one]) for one, n in lost.items() if n >= least}
    for sequence in found:
        assert all(part in found for part in parts_of(sequence, direct=direct) if part)


def test_the_most_frequent_things_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mining, "MOST_THINGS", 2)
    answer = precursors(crowd(PLANTED), losses="Cancel")
    assert {row["sequence"] for row in answer.alone.to_pylist()} == {"a", "error"}
    assert answer.rules["tried"].endswith("of the 2 most frequent names, 2 others left out")


OneEvent = tuple[int, int, int]  # (time, marks, thing)
journeys = st.lists(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 7), st.integers(0, 2)), max_size=8).map(
        lambda one: sorted(one, key=lambda e: e[0])
    ),
    max_size=3,
)
ends = st.builds(
    Ends,
    losses=st.integers(0, 1), goals=st.integers(0, 1), silent=st.integers(0, 12),
    within=st.sampled_from([0, 3, 1 << 60]), last=st.integers(1, 4), collapse=st.integers(0, 1),
)  # fmt: skip


def naive(journey: Sequence[OneEvent], rule: Ends) -> tuple[int, list[int]]:
    asked = LOSS * rule.losses + GOAL * rule.goals
    stop = next((i for i, event in enumerate(journey) if event[1] & asked), None)
    if stop is not None:
        outcome, instant = (LOST if journey[stop][1] & LOSS & asked else KEPT), journey[stop][0]
    elif not journey or (rule.losses and rule.goals):
        return NEITHER, []
    else:
        stop, instant = len(journey), journey[-1][0]
        silent = instant < rule.silent
        outcome = KEPT if rule.losses else LOST if silent else NEITHER if rule.goals else KEPT
    way: list[int] = []
    for at, marks, thing in journey[:stop]:
        if marks & TOUCH and thing and instant - at <= rule.within and not (rule.collapse and way[-1:] == [thing]):
            way.append(thing)
    return outcome, way[-rule.last :] if outcome != NEITHER else []


@settings(max_examples=400, deadline=None)
@given(journeys, ends, st.integers(0, 2))
def test_ways_are_those_of_a_naive_walk(world: list[list[OneEvent]], rule: Ends, gap: int) -> None:
    flat: list[OneEvent] = [(0, 7, 1)] * gap  # events in no journey
    begin = []
    for journey in world:
        begin.append(len(flat))
        flat += [*journey, *[(12, 7, 2)] * gap]
    at, marks, things = (np.array([event[k] for event in flat], np.int64) for k in range(3))
    key = np.arange(len(flat), dtype=np.uint32)
    spans = np.array(begin, np.int64), np.array([b + len(j) for b, j in zip(begin, world, strict=True)], np.int64)
    offsets, tokens, outcome = ways_before(spans, at, (key, marks.astype(np.uint8)), (key, things), rule)
    got = [(int(one), tokens[a:b].tolist()) for one, a, b in zip(outcome, offsets[:-1], offsets[1:], strict=True)]
    assert got == [naive(journey, rule) for journey in world]
