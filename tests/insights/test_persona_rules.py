"""The rule of what they did that finds the persons of a group."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from footpath.analytics import Did, Not, Select, condition, size, text_of
from footpath.insights.features import Feature, of_journeys
from footpath.insights.persona_rules import GOOD, Sign, rule_for, signs_of
from footpath.insights.sketch import sketch
from footpath.insights.wish import Wish
from footpath.maps import Column, Touchpoint, localised
from tests.insights.journeys_of import journeys_of, many, no_signals

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
    assert rule_for(np.array([True, True, False, False]), signs) == "did Pay"
    looked_only = rule_for(np.array([False, False, True, False]), signs)
    assert looked_only == 'not did Pay and did "See \\"it\\"" | Search'


def test_a_group_that_nothing_they_did_tells_apart_has_no_rule() -> None:
    signs = signs_of(features([1] * 8, [1] * 8, [4] * 8), COLUMNS, TOUCHPOINTS)
    assert rule_for(np.array([True] * 2 + [False] * 6), signs) == ""
    assert rule_for(np.array([True, False]), []) == ""


def test_every_sign_can_be_read_as_a_condition() -> None:
    for sign in signs_of(features([1, 0, 1], [0, 0, 1], [30, 2, 9]), COLUMNS, TOUCHPOINTS):
        assert condition(text_of(sign.who)) == sign.who


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_a_rule_finds_nearly_the_same_persons(rows: list[tuple[bool, bool, bool]]) -> None:
    inside, one, other = (np.array(column) for column in zip(*rows, strict=True))
    a, b = (Did(select=Select(name=(name,))) for name in "ab")
    signs = [Sign(a, one), Sign(Not(of=a), ~one), Sign(b, other), Sign(Not(of=b), ~other)]
    rule = rule_for(inside, signs)
    if rule:
        true = {text_of(sign.who): sign.true for sign in signs}
        found = np.all([true[part] for part in rule.split(" and ")], axis=0)
        assert 2 * (found & inside).sum() >= GOOD * (found.sum() + inside.sum())


def test_every_sign_is_true_of_those_whom_the_engine_finds_by_its_text() -> None:
    ways = many({"home catalog": 30, "home catalog cart pay_done": 20, "catalog": 9, "home home home home": 7})
    journeys = journeys_of(ways, value={"home": 2.0, "pay_done": 40.0})
    drawn = sketch(journeys, no_signals(), Wish())
    titles = [localised(column.title, "en") for column in drawn.draft.columns]
    signs = signs_of(of_journeys(journeys, drawn.on_steps, titles), drawn.draft.columns, drawn.draft.touchpoints)
    assert {type(sign.who).__name__ for sign in signs} == {"Did", "Not", "Amount"}
    for sign in signs:
        assert size(journeys, text_of(sign.who)).persons == int(sign.true.sum()), text_of(sign.who)
