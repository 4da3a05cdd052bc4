import numpy as np
import pytest

from footpath.core.errors import NotFound
from footpath.insights.ordering import reading_order
from footpath.insights.stages import find_stages, group_by_meaning
from footpath.insights.steps import MOST_STEPS, fold
from footpath.insights.structure import find_structure
from footpath.insights.touchpoints import contacts, find_things
from footpath.insights.tracks import sums, tracks
from footpath.insights.wish import Wish
from footpath.maps.model import localised
from tests.insights.journeys_of import journeys_of, many

SHOP = many(
    {
        "home catalog product cart delivery_choice payment_choice payment_done": 40,
        "catalog product cart catalog": 40,
        "home catalog": 30,
        "home catalog product cart delivery_choice": 20,
    }
)


def test_near_synonyms_are_one_thing_and_channels_one_touchpoint() -> None:
    journeys = journeys_of({"a": ["add to cart@web", "pay@web"], "b": ["cart_add@app", "pay@app"], "c": ["pay@web"]})
    found = find_things(journeys)
    assert sorted(thing.names for thing in found.things) == [("add to cart", "cart_add"), ("pay",)]
    touchpoints, mixes = contacts(journeys, found)
    assert [(one.key, one.channel, one.where["channel"]) for one in touchpoints] == [
        ("pay", "web, app", ("app", "web")),
        ("add-to-cart", "app, web", ("app", "web")),
    ]
    assert mixes == ({"web": 2, "app": 1}, {"app": 1, "web": 1})


def test_what_has_no_channel_in_places_is_matched_by_name_alone() -> None:
    journeys = journeys_of({"a": ["pay@web"], "b": ["pay"]})
    touchpoints, mixes = contacts(journeys, find_things(journeys))
    assert touchpoints[0].where == {"name": ("pay",)}
    assert mixes == ({"web": 1},)


def test_machinery_assets_and_what_one_person_did_are_left_out_and_named() -> None:
    ways = {f"p{number}": "session_start home pay" for number in range(40)} | {"odd": "home oddity /style.css"}
    found = find_things(journeys_of(ways))
    assert {thing.title for thing in found.things} == {"Home", "Pay"}
    assert {name for out in found.dropped for name in out.names} == {"session_start", "oddity", "/style.css"}


def test_when_there_is_nothing_but_machinery_it_is_the_journey() -> None:
    found = find_things(journeys_of({"a": "session_start session_end"}))
    assert len(found.things) == 2


def test_the_shop_gets_its_stages_and_its_goal() -> None:
    shape = find_structure(journeys_of(SHOP), Wish())
    assert [step.title for step in shape.steps] == [
        "Home",
        "Catalog",
        "Product",
        "Cart",
        "Delivery choice",
        "Payment choice",
        "Payment done",
    ]
    assert shape.steps[shape.goal - 1].title == "Payment done"
    assert 3 <= len(shape.stages) <= 9
    assert [step for stage in shape.stages for step in stage.steps] == list(range(7))


def test_a_template_gives_its_stages_in_its_order() -> None:
    shape = find_structure(journeys_of(SHOP), Wish(template="ecommerce"))
    titles = [localised(stage.title, "en") for stage in shape.stages]
    assert titles == ["Discover", "Consider", "Buy"]
    assert [shape.steps[step].title for step in shape.stages[2].steps] == [
        "Cart",
        "Delivery choice",
        "Payment choice",
        "Payment done",
    ]


def test_a_goal_may_be_given_in_any_spelling_and_a_wrong_one_names_the_nearest() -> None:
    shape = find_structure(journeys_of(SHOP), Wish(goal="Delivery Choice"))
    assert shape.steps[shape.goal - 1].title == "Delivery choice"
    with pytest.raises(NotFound, match="Payment done"):
        find_structure(journeys_of(SHOP), Wish(goal="paymnt dne"))


def test_numbered_names_and_exclusive_alternatives_share_a_step() -> None:
    ways = many(
        {
            "catalog product1 cart delivery_choice delivery_courier pay": 50,
            "catalog product2 cart delivery_choice delivery_pickup pay": 50,
        }
    )
    shape = find_structure(journeys_of(ways), Wish())
    titles = [step.title for step in shape.steps]
    assert "Product" in titles
    assert "Delivery: courier or pickup" in titles


def test_things_that_only_share_what_was_done_to_them_stay_apart() -> None:
    ways = many({"contact_created order_created order_paid": 60, "contact_created": 40})
    titles = [step.title for step in find_structure(journeys_of(ways), Wish()).steps]
    assert titles == ["Contact created", "Order created", "Order paid"]


def test_spaghetti_is_folded_to_columns_that_can_be_read() -> None:
    rng = np.random.default_rng(1)
    names = [f"{kind} {colour}" for kind in ("alpha", "beta", "gamma", "delta") for colour in "abcdefghijklmnopqrst"]
    ways = {f"p{number}": [names[i] for i in rng.integers(0, len(names), 12)] for number in range(200)}
    folded = fold(find_things(journeys_of(ways)))
    assert len(folded.steps) <= MOST_STEPS
    placed = sorted(code for step in folded.steps for code in step.things)
    assert sorted([*placed, *folded.left]) == list(range(1, len(names) + 1))


def test_order_follows_first_meetings_even_when_many_come_back() -> None:
    ways = many({"first second third first second": 30, "second third": 5})
    found = find_things(journeys_of(ways))
    titles = [thing.title for thing in found.things]
    order = [titles[code - 1] for code in reading_order(found.sums, titles)]
    assert order == ["First", "Second", "Third"]


def test_stages_are_between_three_and_nine_with_at_most_five_steps() -> None:
    titles = [f"Thing {letter}" for letter in "abcdefghijklmnop"]
    names = [title.replace(" ", "_") for title in titles]
    journeys = journeys_of(many({" ".join(names): 20}))
    lookup = np.arange(1, 17, dtype=np.uint16)
    total = sums(tracks(journeys, lookup), 16)
    stages = find_stages(total, titles, np.full(15, 60.0))
    assert 3 <= len(stages) <= 9
    assert max(len(stage.steps) for stage in stages) <= 5
    assert [step for stage in stages for step in stage.steps] == list(range(16))


def test_a_long_wait_parts_two_stages() -> None:
    titles = [f"Thing {letter}" for letter in "abcdef"]
    journeys = journeys_of(many({" ".join(title.replace(" ", "_") for title in titles): 20}))
    total = sums(tracks(journeys, np.arange(1, 7, dtype=np.uint16)), 6)
    stages = find_stages(total, titles, np.array([60.0, 60, 6e6, 60, 60]))
    assert 3 in {stage.steps[0] for stage in stages}


def test_questions_group_by_what_they_mean() -> None:
    titles = ["Payment", "Delivery time", "Invoice", "Catalog", "Delivery option", "Weather"]
    stages, order = group_by_meaning(titles)
    assert [titles[place] for place in order] == [
        "Catalog",
        "Delivery time",
        "Delivery option",
        "Payment",
        "Invoice",
        "Weather",
    ]
    assert [len(stage.steps) for stage in stages] == [1, 2, 2, 1]
