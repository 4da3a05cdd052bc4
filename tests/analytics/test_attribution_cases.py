"""Attribution: the worked cases of published products, look-back, sessions and several conversions at their bounds."""

from collections.abc import Mapping
from typing import Any, get_args

import pyarrow as pa
import pytest
from msgspec.structs import replace

from footpath.analytics import Journeys, ask
from footpath.analytics.attributing.question import Model
from footpath.core.errors import Invalid, NotFound
from tests.analytics.events_of import Event, events_of
from tests.analytics.ways_of import ways_of

D = 86_400.0
MODELS = get_args(Model)


def channel(name: str, at: float = 0, word: str = "visit") -> Event:
    return (word, at, {"channel": name})


def credit(journeys: Journeys, model: str, figure: str = "conversions", **fields: Any) -> dict[str, float]:
    answer = ask("attribution", journeys, **{"conversions": "order", "models": [model], **fields})
    return {row["value"]: row[figure] for row in answer.table().to_pylist() if row[figure]}


def total(answer: Any) -> Mapping[str, Any]:
    return answer.totals.to_pylist()[0]  # type: ignore[no-any-return]


ADOBE = events_of(
    {
        "p": [
            channel("paid search", 0), channel("social", 3 * D), channel("email", 9 * D), channel("display", 9 * D),
            ("order", 9 * D, {"amount": "50"}),
        ]
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("model", "fields", "expected"),
    [
        ("linear", {}, {"paid search": 12.5, "social": 12.5, "email": 12.5, "display": 12.5}),
        ("linear", {"lookback": "session"}, {"email": 25, "display": 25}),
        ("first", {"lookback": "session"}, {"email": 50}),
        ("j", {}, {"display": 30, "paid search": 10, "social": 5, "email": 5}),
        ("inverse_j", {}, {"paid search": 30, "display": 10, "social": 5, "email": 5}),
        ("time_decay", {}, {"email": 16.88, "display": 16.88, "social": 9.32, "paid search": 6.92}),
    ],
)
def test_a1_fifty_dollars(model: str, fields: Mapping[str, Any], expected: Mapping[str, float]) -> None:
    assert credit(ADOBE, model, "amount", **fields) == pytest.approx(expected, abs=0.005)


def test_a2_u_over_six_touches() -> None:
    world = ways_of({"a>b>c>d>e>f": (1, 0)})
    expected = {"a": 0.4, "b": 0.05, "c": 0.05, "d": 0.05, "e": 0.05, "f": 0.4}
    assert credit(world, "u") == pytest.approx(expected, rel=1e-15)


A3 = {"a>b>c": (2, 1), "a>c": (1, 2), "b": (3, 0), "c>a": (0, 4), "a>b>c>a": (1, 1)}


@pytest.mark.parametrize("buckets", [1, 2, 5])
def test_a3_markov_is_solved_exactly(buckets: int) -> None:
    answer = ask("attribution", ways_of(A3, buckets=buckets), conversions="order", models=["markov"], touch="event")
    effects = {row["value"]: row["effect"] for row in answer.effects.to_pylist()}
    assert effects == pytest.approx({"a": 0.629465, "b": 0.657142, "c": 0.604592}, abs=1e-6)
    got = {row["value"]: row["conversions"] for row in answer.table().to_pylist()}
    assert got == pytest.approx({"a": 2.32987, "b": 2.43232, "c": 2.23781}, abs=6e-6)
    assert sum(got.values()) == pytest.approx(7, rel=1e-14)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("first", {"a": 1}), ("last", {"direct": 1}), ("last_non_direct", {"b": 1}),
        ("linear", {"a": 0.5, "b": 0.25, "direct": 0.25}), ("u", {"a": 0.5, "b": 0.1, "direct": 0.4}),
        ("w", {"a": 0.4, "b": 0.3, "direct": 0.3}), ("participation", {"a": 1, "b": 1, "direct": 1}),
        ("custom", {"a": 0.75, "b": 0.25}), ("shapley", {"a": 1 / 3, "b": 1 / 3, "direct": 1 / 3}),
    ],
)  # fmt: skip
def test_models_by_hand(model: str, expected: Mapping[str, float]) -> None:
    world = ways_of({"a>a>b>direct": (1, 0)})
    assert credit(world, model, touch="event", weights=(1, 1, 0)) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("model", "expected"),
    [("u", (0.5, 0.5)), ("j", (0.25, 0.75)), ("inverse_j", (0.75, 0.25)), ("w", (0.5, 0.5)), ("custom", (0.5, 0.5))],
)
def test_two_touches_share_as_the_ends_stand_to_each_other(model: str, expected: tuple[float, float]) -> None:
    got = credit(ways_of({"a>b": (1, 0)}), model, weights=(0, 1, 0))
    assert (got["a"], got["b"]) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("model", [model for model in MODELS if model != "same_touch"])
def test_an_only_touch_gets_all(model: str) -> None:
    assert credit(ways_of({"a": (3, 2)}), model, weights=(40, 20, 40)) == {"a": 3}


def test_w_gives_to_the_touch_before_the_milestone() -> None:
    visits = [channel(name, place) for place, name in enumerate("abcd")]
    world = events_of({"p": [*visits[:2], ("lead", 1.5), *visits[2:], ("order", 9)]})
    assert credit(world, "w", milestone="lead") == pytest.approx({"a": 0.3, "b": 0.3, "c": 0.1, "d": 0.3})
    early = events_of({"p": [visits[0], ("lead", 0.5), *visits[1:], ("order", 9)]})
    assert credit(early, "w", milestone="lead") == pytest.approx({"a": 0.6, "b": 0.05, "c": 0.05, "d": 0.3})
    never = events_of({"p": [*visits, ("order", 9)], "q": [("lead", 0)]})
    assert credit(never, "w", milestone="lead") == pytest.approx({"a": 3 / 7, "b": 0.5 / 7, "c": 0.5 / 7, "d": 3 / 7})


def test_nothing_but_direct_is_owed_to_direct() -> None:
    world = ways_of({"direct>Direct": (1, 0), "ads>direct>Direct": (1, 0)})
    assert credit(world, "last_non_direct") == {"Direct": 1, "ads": 1}
    assert credit(world, "last_non_direct", direct="ads") == {"Direct": 2}


def test_same_touch_is_the_converting_event_itself() -> None:
    world = events_of({"p": [channel("a"), channel("b", 1, "order")], "q": [channel("a"), ("order", 1)]})
    answer = ask("attribution", world, conversions="order", models=["same_touch"])
    assert {row["value"]: row["conversions"] for row in answer.table().to_pylist()} == {"b": 1, "a": 0}
    assert (total(answer)["credited"], total(answer)["uncredited"]) == (1, 1)


def test_a_converting_event_is_its_own_touch_only_when_asked() -> None:
    world = events_of({"p": [channel("a"), channel("b", 1, "order")]})
    assert credit(world, "last") == {"a": 1}
    assert credit(world, "last", own=True) == {"b": 1}


def test_the_bound_of_the_look_back_is_inside() -> None:
    world = events_of({"p": [channel("a", 0), channel("b", 1), ("order", 30 * D)]})
    assert credit(world, "first") == {"a": 1}
    assert credit(world, "first", lookback="29 d") == {}
    assert credit(events_of({"p": [channel("a", 0), channel("b", 1), ("order", 30 * D + 1)]}), "first") == {"b": 1}
    assert credit(events_of({"p": [channel("a", 0), ("order", 999 * D)]}), "first", lookback="") == {"a": 1}


def test_journeys_restart_after_a_conversion_or_overlap() -> None:
    world = events_of({"p": [channel("a", 0), ("order", 10), channel("b", 20), ("order", 30)]})
    assert credit(world, "first") == {"a": 1, "b": 1}
    assert credit(world, "first", after="overlap") == {"a": 2}
    assert credit(world, "first", count="first") == {"a": 1}
    assert credit(world, "linear", after="overlap") == {"a": 1.5, "b": 0.5}


def test_who_goes_on_after_a_conversion_is_a_journey_to_none_when_journeys_restart() -> None:
    world = events_of({"p": [channel("a", 0), ("order", 10), channel("b", 20)], "q": [channel("b", 0), ("order", 1)]})
    assert credit(world, "shapley", worth="rate") == pytest.approx({"a": 1.75, "b": 0.25})
    # overlapping, nobody ended without a conversion
    assert credit(world, "shapley", worth="rate", after="overlap") == pytest.approx({"a": 1, "b": 1})


def test_a_channel_counts_once_a_session_or_with_every_event() -> None:
    world = events_of({"p": [channel("a", 0), channel("b", 1), channel("a", 2), channel("a", 7200), ("order", 7201)]})
    assert credit(world, "linear") == pytest.approx({"a": 2 / 3, "b": 1 / 3})
    assert credit(world, "linear", touch="event") == pytest.approx({"a": 0.75, "b": 0.25})
    assert credit(world, "linear", session_gap="3 h") == pytest.approx({"a": 0.5, "b": 0.5})


def test_touchpoints_pages_and_traits_are_credited_too() -> None:
    world = events_of({"p": [("ad", 0), ("mail", 1), ("order", 2)], "q": [("mail", 0), ("order", 2)]})
    traits = pa.table({"person": ["p", "q"], "trait": ["plan", "plan"], "value": ["pro", "free"]})
    assert credit(world, "last", touchpoints=["ad", "mail"], by="touchpoint") == {"mail": 2}
    assert credit(world, "first", touchpoints=["ad", "mail"], by="touchpoint") == {"ad": 1, "mail": 1}
    assert credit(world, "first", by="touchpoint") == {"ad": 1, "mail": 1}
    assert credit(world, "first", by="name") == {"ad": 1, "mail": 1}
    assert credit(replace(world, traits=traits), "first", by="trait plan") == {"pro": 1, "free": 1}


def test_touches_without_the_property_are_unknown_when_they_are_asked_for() -> None:
    world = events_of({"p": [channel("a", 0), ("visit", 1), ("order", 2)]})
    assert credit(world, "last") == {"a": 1}
    assert credit(world, "last", touchpoints="visit") == {"(unknown)": 1}


def test_selections_may_look_at_properties_and_amounts() -> None:
    ads = [("ad", place, {"campaign": name}) for place, name in enumerate("ab")]
    world = events_of(
        {"p": [*ads, ("order", 2, {"amount": "5"}), ("ad", 2, {"campaign": "a"}), ("order", 3, {"amount": "50"})]}
    )
    assert credit(world, "last", by="campaign", conversions="order & value >= 10") == {"b": 1}
    assert credit(world, "first", by="campaign", touchpoints="campaign = b") == {"b": 1}
    both = ["campaign = b", "campaign = a"]
    assert credit(world, "last", touchpoints=both, by="touchpoint") == {"campaign = b": 1, "campaign = a": 1}


def test_amounts_go_where_the_conversions_go() -> None:
    world = events_of(
        {
            "p": [channel("a", 0), channel("b", 1), ("order", 2, {"amount": "0.1"})],
            "q": [channel("a", 0), ("order", 1, {"amount": "0.2"})],
            "r": [channel("b", 0), ("order", 1)],
        }
    )
    for model in MODELS:
        answer = ask("attribution", world, conversions="order", models=[model], weights=[1, 1, 1])
        if model not in ("participation", "same_touch"):
            assert total(answer)["credited_amount"] == pytest.approx(0.3, rel=1e-12), model
            assert total(answer)["credited"] == pytest.approx(3, rel=1e-12), model
    assert credit(world, "linear", "amount") == pytest.approx({"a": 0.25, "b": 0.05}, rel=1e-15)


def test_conversions_without_a_touch_are_credited_to_nothing() -> None:
    answer = ask(
        "attribution", events_of({"p": [("order", 0), channel("a", 1)]}), conversions="order", models=MODELS[:3]
    )
    assert all((row["credited"], row["uncredited"]) == (0, 1) for row in answer.totals.to_pylist())
    assert answer.table()["share"].to_pylist() == [None] * 3


@pytest.mark.parametrize(
    "world", [{}, {"p": []}, {"p": [channel("a")]}, {"p": [("order", 0, {"channel": "x"})]},
              {"p": [channel("a", 0), ("order", 0, {"channel": "a"}), channel("a", 0)] * 3}]
)  # fmt: skip
def test_degenerate_worlds_have_answers(world: Any) -> None:
    journeys = events_of(world)
    if not world.get("p"):
        with pytest.raises(NotFound):
            ask("attribution", journeys, conversions="order")
        return
    if all(event[0] != "order" for event in world["p"]):
        journeys = events_of({**world, "q": [("order", 0)]})
    answer = ask("attribution", journeys, conversions="order", models=MODELS, weights=[1, 1, 1])
    assert answer.plot().svg
    assert answer.brief().num_columns == len(MODELS) + 1
    assert set(answer.tables()) == {"figures", "things", "totals", "effects"}


def test_the_rest_is_put_together() -> None:
    world = ways_of({"a": (30, 0), "b": (20, 0), "c": (6, 0), "d": (5, 0)})
    answer = ask("attribution", world, conversions="order", models=["last", "markov"], values=2)
    assert answer.table()["value"].to_pylist() == ["a", "b", "(other)"] * 2
    assert answer.table()["conversions"].to_pylist() == pytest.approx([30, 20, 11] * 2)
    assert answer.effects["value"].to_pylist() == ["a", "b"]
    shares = answer.table().to_pylist()[0]
    assert 0 < shares["low"] < shares["share"] == 30 / 61 < shares["high"] < 1


def test_few_conversions_have_no_interval() -> None:
    assert ask("attribution", ways_of({"a": (19, 0)}), conversions="order").table()["low"].null_count == 7


def test_rules_say_what_was_used() -> None:
    rules = ask("attribution", ADOBE, conversions="order", like="mixpanel").rules
    assert rules["look-back"] == "30 d, bound included"
    assert rules["journeys"] == "overlap"
    assert ask("attribution", ADOBE, conversions="order", like="ga4").models == ("last_non_direct",)


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"conversions": []}, Invalid, "conversions"),
        ({"conversions": "ordr"}, NotFound, "ordr"),
        ({"by": "colour"}, NotFound, "colour"),
        ({"models": []}, Invalid, "models"),
        ({"models": ["first", "first"]}, Invalid, "models"),
        ({"models": ["custom"]}, Invalid, "weights"),
        ({"models": ["custom"], "weights": [1, -1, 1]}, Invalid, "weights"),
        ({"order": 0}, Invalid, "order"),
        ({"order": 99}, Invalid, "order"),
        ({"direct": "nobody"}, NotFound, "direct"),
        ({"half_life": "0 s"}, Invalid, "half_life"),
        ({"lookback": "long"}, Invalid, "lookback"),
        ({"permutations": 1}, Invalid, "permutations"),
        ({"like": "posthog"}, Invalid, "PostHog"),
    ],
)
def test_what_cannot_be_answered_says_why(fields: Mapping[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        ask("attribution", ADOBE, **{"conversions": "order", **fields})


def test_accounts_and_sessions_are_units_too() -> None:
    world = events_of(
        {
            "p": [("visit", 0, {"channel": "a", "account": "x"})],
            "q": [("order", 1, {"account": "x"}), ("visit", 9999, {"channel": "b", "account": "x"})],
        }
    )
    assert credit(world, "last", unit="account") == {"a": 1}
    assert credit(world, "last") == {}
    assert credit(ADOBE, "linear", unit="session") == {"email": 0.5, "display": 0.5}
