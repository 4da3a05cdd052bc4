"""The rule of what they did that finds the persons of a group."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from footpath.analytics import condition
from footpath.insights.features import Feature
from footpath.insights.persona_rules import GOOD, Sign, rule_for, signs_of
from footpath.maps import Column, Touchpoint

TOUCHPOINTS = (
    Touchpoint(key="look", title="Look", where={"name": ('See "it"', "Search"), "channel": ("web",)}),
    Touchpoint(key="pay", title="Pay", where={"name": ("Pay",)}),
)
COLUMNS = (Column(key="look", title="Look", matches=("look",)), Column(key="pay", title="Pay", matches=("pay",)))


def features(looked: list[int], paid: list[int], events: list[int]) -> list[Feature]:
    return [
        Feature("reach", "Look", "", "journey", np.array(looked, float)),
        Feature("reach", "Pay", "", "journey", np.array(paid, float)),
        Feature("amount", "events", "", "volume", np.array(events, float)),
    ]


def test_what_everybody_of_a_group_did_and_nobody_else_is_its_rule() -> None:
    signs = signs_of(features([1, 1, 1, 0], [1, 1, 0, 0], [9, 8, 2, 1]), COLUMNS, TOUCHPOINTS)
    assert rule_for(np.array([True, True, False, False]), signs) == 'did "Pay"'
    looked_only = rule_for(np.array([False, False, True, False]), signs)
    assert looked_only == 'not did "Pay" and did "See \\"it\\"" | "Search"'


def test_a_group_that_nothing_they_did_tells_apart_has_no_rule() -> None:
    signs = signs_of(features([1] * 8, [1] * 8, [4] * 8), COLUMNS, TOUCHPOINTS)
    assert rule_for(np.array([True] * 2 + [False] * 6), signs) == ""
    assert rule_for(np.array([True, False]), []) == ""


def test_every_sign_can_be_read_as_a_condition() -> None:
    for sign in signs_of(features([1, 0, 1], [0, 0, 1], [30, 2, 9]), COLUMNS, TOUCHPOINTS):
        condition(sign.text)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_a_rule_finds_nearly_the_same_persons(rows: list[tuple[bool, bool, bool]]) -> None:
    inside, one, other = (np.array(column) for column in zip(*rows, strict=True))
    signs = [Sign("a", one), Sign("not a", ~one), Sign("b", other), Sign("not b", ~other)]
    rule = rule_for(inside, signs)
    if rule:
        true = {sign.text: sign.true for sign in signs}
        found = np.all([true[part] for part in rule.split(" and ")], axis=0)
        assert 2 * (found & inside).sum() >= GOOD * (found.sum() + inside.sum())
