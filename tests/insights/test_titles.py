"""What steps, ways, personas and maps are called."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest
from msgspec.structs import replace

from footpath.analytics import Bucket
from footpath.insights import words
from footpath.insights.draw import Facts, draw_map
from footpath.insights.features import Feature
from footpath.insights.heading import LONGEST
from footpath.insights.naming import step_titles
from footpath.insights.persona_names import Apart, persona_names
from footpath.insights.reshaping import settled
from footpath.insights.steps import fold
from footpath.insights.storylines import way_titles
from footpath.insights.structure import find_structure
from footpath.insights.touchpoints import find_things
from footpath.insights.wish import Wish
from footpath.maps import Column, Map
from tests.insights.journeys_of import journeys_of, many, no_signals, no_traits

DAY_US = 86_400_000_000


def drawn(ways: dict[str, str], wish: Wish | None = None) -> Map:
    return draw_map(Facts(journeys=journeys_of(ways), signals=no_signals(), traits=no_traits()), wish or Wish())


def titles_of(ways: dict[str, int], *groups: tuple[str, ...]) -> list[str]:
    found = find_things(journeys_of(many(ways)))
    codes = {thing.names[0]: code for code, thing in enumerate(found.things, start=1)}
    return step_titles(found, [[codes[name] for name in group] for group in groups])


def test_a_step_is_called_after_its_strongest_thing_where_one_stands_out() -> None:
    assert titles_of({"product": 60, "product search": 20}, ("product", "search")) == ["Product"]


def test_a_step_of_equals_is_called_what_all_of_them_mean() -> None:
    ways = {"chat_started": 30, "ticket_opened": 28, "support_call": 25, "order_refunded": 20, "return_requested": 18}
    groups = ("chat_started", "ticket_opened", "support_call"), ("order_refunded", "return_requested")
    assert titles_of(ways, *groups) == ["Contact support", "Returns"]


def test_no_two_steps_have_one_title() -> None:
    ways = {"chat_started": 30, "ticket_opened": 28, "support_call": 25, "faq_read": 24}
    names = titles_of(ways, ("chat_started", "ticket_opened"), ("support_call", "faq_read"))
    assert names == ["Contact support", "Support call"]


def test_names_of_several_things_mean_the_family_they_stand_for() -> None:
    for key in words.families():
        name = words.step_name(key, "en")
        assert not name or words.family(name) == key


def test_rare_steps_beside_common_ones_are_folded_unless_they_tell_of_trouble() -> None:
    ways = many({"start check decide end": 970, "start recount end": 15, "start complaint end": 15})
    titles = [step.title for step in fold(find_things(journeys_of(ways))).steps]
    assert "Complaint" in titles
    assert "Recount" not in titles


def test_a_rare_bad_end_is_not_taken_into_a_good_one() -> None:
    ways = many({"new code_ok billed": 980, "new code_nok": 20})
    found = find_things(journeys_of(ways))
    steps = [{found.things[code - 1].title for code in step.things} for step in fold(found).steps]
    assert {"Code ok"} in steps


def test_numbers_before_most_titles_are_left_out() -> None:
    ways = {f"p{number}": ["T01 Take", "T02 Check", "T03 Tell"] for number in range(40)}
    assert [step.title for step in find_structure(journeys_of(ways), Wish()).steps] == ["Take", "Check", "Tell"]


COLUMNS = [Column(key=name.lower(), title=name) for name in ("Home", "Product", "Compare", "Cart", "Order")]


@pytest.mark.parametrize(
    ("ways", "titles"),
    [
        (([1, 2, 4, 5], [1]), ["Straight from home to order", "Only home, then leaves"]),
        (([1, 2, 4, 5], [1, 2, 3, 2, 4]), ["Straight from home to order", "Via compare, leaves at cart"]),
        (([1, 2, 1, 2, 1, 2],), ["Comes back to home again and again, leaves at product"]),
        (([1, 2, 4, 5], [1, 4, 5]), ["Straight from home to order", "Without product, reaches order"]),
    ],
)
def test_ways_say_what_tells_them_apart(ways: tuple[list[int], ...], titles: list[str]) -> None:
    assert way_titles([np.array(way, np.uint16) for way in ways], COLUMNS, goal=5) == titles


def test_equal_ways_still_get_different_titles() -> None:
    way = np.array([1, 2], np.uint16)
    assert len(set(way_titles([way, way, way], COLUMNS, goal=5))) == 3


def test_a_map_says_what_people_are_up_to() -> None:
    shop = drawn(many({"home product cart payment pay_done": 30, "home product cart": 20}))
    assert shop.title == "Buying: from home to pay done"
    log = drawn(many({"check_the_papers_of_the_applicant approve_the_request_of_the_applicant close_the_case": 30}))
    assert len(str(log.title)) <= LONGEST
    assert log.title == "From check the papers of the applicant to close the case"


def test_typical_ways_are_drawn_and_an_empty_emotion_lane_says_why() -> None:
    model = drawn(many({"home product cart pay_done": 30, "home product": 20}))
    lanes = {lane.key: lane for lane in model.lanes}
    assert lanes["ways"].props["paths"] == [path.key for path in model.paths]
    assert lanes["emotion"].props["empty"].startswith("No answers")
    assert "personas" not in lanes


def test_who_comes_back_is_shown_from_one_percent() -> None:
    columns = drawn(many({"home cart pay_done": 150, "home cart home cart pay_done": 1})).columns
    assert all("returns" not in column.figures for column in columns)


def test_personas_stand_on_the_map_each_with_its_way() -> None:
    model = drawn(many({"home catalog": 60, "home catalog cart delivery pay_done": 40}), Wish(personas=2))
    lanes = {lane.key: lane for lane in model.lanes}
    assert lanes["personas"].type == "persona"
    assert lanes["ways"].props["paths"] == [persona.typical for persona in model.personas]
    assert all(len(persona.traits) <= 3 and len(str(persona.name)) <= 28 for persona in model.personas)


def test_personas_that_go_equally_far_are_told_apart_by_something_else() -> None:
    first = np.array([True, True, False, False])
    reach = Feature("reach", "Catalog", "", "journey", np.ones(4))
    events = Feature("amount", "events", "", "volume", np.array([9.0, 9, 1, 1]))
    groups = [(first, [Apart(events, True)]), (~first, [Apart(events, False)])]
    assert persona_names(groups, [reach, events], "") == ["Browsers who do a lot", "Browsers in a few steps"]


def test_what_only_a_day_is_known_of_comes_after_what_was_done_on_that_day() -> None:
    journeys = journeys_of({"ann": ["contact", "visit", "order", "contact"]})
    day = round(datetime(2025, 3, 1, tzinfo=UTC).timestamp() * 1_000_000)
    bucket: Bucket = replace(journeys.buckets[0], at=np.array([day, day + 5, day + 9, day + 3 * DAY_US], np.int64))
    moved, notes = settled(replace(journeys, buckets=(bucket,)))
    names = pa.array(journeys.signatures.column("name")).take(pa.array(moved.buckets[0].signature)).to_pylist()
    assert names == ["visit", "order", "contact", "contact"]
    assert moved.buckets[0].at.tolist() == [day + 5, day + 9, day + 9, day + 3 * DAY_US]
    assert "Contact" in str(notes[0].text)


def test_where_all_times_are_days_nothing_moves() -> None:
    journeys = journeys_of({"ann": "a b"})
    bucket = replace(journeys.buckets[0], at=np.array([0, DAY_US], np.int64))
    days = replace(journeys, buckets=(bucket,))
    assert settled(days) == (days, ())
