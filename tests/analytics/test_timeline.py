"""One person's events, by hand."""

from datetime import timedelta
from typing import Any

import pytest

from footpath.analytics import Journeys, ask
from footpath.analytics.calendar import instant_of
from footpath.core.errors import Invalid, NotFound
from tests.analytics.events_of import START_US, events_of, in_order

H = 3600.0
START = instant_of(START_US)


def world() -> Journeys:
    return events_of(
        {
            "ann": [
                ("visit", 0, {"device": "app", "account": "acme"}), ("cart", 90, {"device": "web"}), ("pay", 90),
                ("visit", 5 * H), ("pay", 5 * H + 10, {"amount": "12.5"}),
            ],
            "anna": [("visit", 30, {"account": "acme"})],
            "bob": [("cart", 60)],
        },
        buckets=3,
    )  # fmt: skip


def of(person: str, **fields: Any) -> Any:
    return ask("timeline", world(), person=person, **fields)


def test_events_stand_in_order_with_pauses_and_sessions() -> None:
    answer = of("ann")
    figures = answer.table()
    assert figures["name"].to_pylist() == ["visit", "cart", "pay", "visit", "pay"]
    assert figures["at"].to_pylist() == [START + timedelta(seconds=s) for s in (0, 90, 90, 5 * H, 5 * H + 10)]
    assert figures["gap_s"].to_pylist() == [None, 90, 0, 5 * H - 90, 10]
    assert figures["session"].to_pylist() == [1, 1, 1, 2, 2]
    assert figures["device"].to_pylist() == ["app", "web", None, None, None]
    assert figures["value"].to_pylist() == [None, None, None, None, 12.5]
    assert (answer.n, answer.as_of) == (1, START + timedelta(seconds=5 * H + 10))


def test_sessions_and_touchpoints_are_summed_up() -> None:
    answer = of("ann")
    first, second = answer.sessions.to_pylist()
    assert (first["events"], first["first"], first["last"], first["pause_s"], first["value"]) == (
        3, "visit", "pay", None, None,
    )  # fmt: skip
    assert (second["from"], second["pause_s"], second["value"]) == (START + timedelta(hours=5), 5 * H - 90, 12.5)
    assert [(row["name"], row["times"]) for row in answer.touchpoints.to_pylist()] == [
        ("pay", 2), ("visit", 2), ("cart", 1),
    ]  # fmt: skip
    assert of("ann", session_gap="6 h").sessions.num_rows == 1


def test_the_scope_cuts_the_timeline() -> None:
    assert of("ann", since=START + timedelta(hours=1)).table()["gap_s"].to_pylist() == [None, 10]
    assert of("ann", who="did cart | pay", unit="session").table().equals(of("ann").table())
    nothing = of("ann", until=START)
    assert (nothing.n, nothing.figures.num_rows, nothing.sessions.num_rows, nothing.as_of) == (0, 0, 0, None)
    assert nothing.plot().svg
    account = of("acme", unit="account")
    assert account.table()["name"].to_pylist() == ["visit", "visit", "cart", "pay", "visit", "pay"]


def test_who_is_unknown_is_told_who_is_called_alike() -> None:
    for wrong, alike in (("an", "'ann', 'anna'"), ("Bobby", "'bob'"), ("xyz", "'ann', 'bob', 'anna'")):
        with pytest.raises(NotFound) as caught:
            of(wrong)
        assert alike in caught.value.hint
    with pytest.raises(Invalid, match="No person is named"):
        of("")
    with pytest.raises(NotFound, match="Nobody"):
        ask("timeline", Journeys((), in_order({"p": "a"}).signatures, "none"), person="p")


def test_an_id_alone_is_enough() -> None:
    made = in_order(
        {"user:ann": "a", "email:ann@b.c": "b", "user:one.csv#3": "c", "user:two.csv#4": "d", "user:x.csv#4": "e"}
    )
    for given, whole in (("ann", "user:ann"), ("ann@b.c", "email:ann@b.c"), ("3", "user:one.csv#3")):
        assert ask("timeline", made, person=given).person == whole
    with pytest.raises(NotFound) as caught:
        ask("timeline", made, person="4")
    assert "'user:two.csv#4', 'user:x.csv#4'" in caught.value.hint
    assert ask("similar", made, person="ann").n == 4


def test_the_picture_names_every_event_and_cuts_long_journeys() -> None:
    assert of("ann").plot().svg.count("<circle") == 5
    long = events_of({"p": [(f"a very long name of an event & <more> {n}", float(n)) for n in range(100)]})
    picture = ask("timeline", long, person="p").plot()
    assert picture.svg.count("<circle") == 60
    assert "newest 60" in picture.svg
