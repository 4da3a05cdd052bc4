"""Limits of ids a person may have, for ever or in any stretch of days, beside a plain search for the same."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.events.lakes import add, new_lake
from tests.events.persons_in import persons_in

from footpath.core.errors import Invalid
from footpath.events import write_rules
from footpath.events.grouping import Hand, Linked, grouped, merges
from footpath.events.identity_rules import Rules, rules_of

DAY = 86_400_000_000
KIND = np.array([0, 0, 0, 2, 2, 2, 2, 2, 2, 2], np.uint8)  # users, then cookies
Pair = tuple[int, int, int]
NOBODY = Hand(np.zeros(0, np.int64), np.zeros(0, np.int64))


def naive(pairs: list[Pair], rules: Rules) -> list[int]:
    """Return the smallest id of each id's person, pair after pair, with all sets written out."""
    born: dict[int, int] = {}
    for at, left, right in sorted(pairs, reverse=True):
        born[left] = born[right] = at
    whose = {one: {one} for one in range(len(KIND))}
    for at, left, right in sorted(pairs):
        one, other = whose[left], whose[right]
        both = one | other
        if not (rules.alias and KIND[left] == KIND[right]) and not _fits(one, other, at, born, rules):
            continue
        for each in both:
            whose[each] = both
    return [min(whose[one]) for one in range(len(KIND))]


def _fits(one: set[int], other: set[int], at: int, born: dict[int, int], rules: Rules) -> bool:
    for kind, most in rules.limits.items():
        mine, theirs = ({each for each in side if rules.kinds[KIND[each]] == kind} for side in (one, other))
        since = at - rules.within[kind] * DAY if kind in rules.within else -(10**18)
        if mine and theirs and sum(born[each] > since for each in mine | theirs) > most:
            return False
    return True


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9), st.integers(0, 9)), max_size=30),
    st.dictionaries(st.sampled_from(["user", "anonymous"]), st.integers(1, 3), min_size=1),
    st.dictionaries(st.sampled_from(["user", "anonymous"]), st.integers(1, 5)),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_persons_are_those_of_a_plain_search(
    given_pairs: list[tuple[int, int, int]], limits: dict[str, int], within: dict[str, int], alias: bool
) -> None:
    within = {kind: days for kind, days in within.items() if kind in limits}
    rules = Rules(limits=limits, within=within, alias=alias)
    pairs = [(at * DAY, min(ends), max(ends)) for at, *ends in given_pairs if ends[0] != ends[1]]
    columns = np.array(sorted(pairs, key=lambda pair: pair[1]), np.int64).reshape(-1, 3)  # in whatever order
    linked = Linked(KIND, columns[:, 1].copy(), columns[:, 2].copy(), columns[:, 0].copy())
    nothing = np.zeros(len(KIND), np.bool_)
    expected = naive(pairs, rules)
    assert grouped(linked, nothing, NOBODY, rules).person.tolist() == expected
    taken = merges(linked, nothing, NOBODY, rules)
    assert len(taken.left) == len(KIND) - len(set(expected))


def test_a_person_may_come_to_more_ids_than_the_limit_in_more_than_its_time(tmp_path: Path) -> None:
    def cookies(folder: str, preset: str, days: int) -> list[str]:
        lake = new_lake(tmp_path / folder)
        write_rules(lake.folder, preset)
        rows: list[dict[str, Any]] = [
            {"anonymous_id": f"a{n}", "user_id": "u", "at": n * days * 86_400} for n in range(7)
        ]
        add(lake, rows)
        return sorted(persons_in(lake))

    assert cookies("daily", "preset: segment", 1) == ["anonymous:a5", "anonymous:a6", "user:u"]  # a0 is six days old
    assert cookies("every other day", "preset: segment", 2) == ["user:u"]
    ever = "{preset: segment, within: {}}"
    assert cookies("ever", ever, 2) == ["anonymous:a5", "anonymous:a6", "user:u"]


@pytest.mark.parametrize(
    ("text", "field"), [("within: {user: 7}", "within"), ("{limits: {email: 3}, within: {email: 0}}", "within")]
)
def test_a_time_without_a_limit_is_refused(text: str, field: str) -> None:
    with pytest.raises(Invalid, match=field):
        rules_of(text)
