"""Retention: the worked cases of published products, calendars, windows from the start, and who is counted."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from footpath.analytics import Journeys, ask, build_journeys
from footpath.analytics.calendar import micros_of
from footpath.core.errors import Invalid, NotFound
from footpath.core.stats import wilson
from tests.analytics.events_of import Event, events_of

H = 3600.0
D = 86_400.0
JUNE = micros_of(datetime.fromisoformat("2020-06-10T00:00+00:00"))


def days(**people: str) -> Journeys:
    """Build journeys from days: {"p1": "0 1 2"}; "buy3" is the event "buy" on day 3, "3" is "visit"."""

    def event(word: str) -> Event:
        name = word.rstrip("0123456789") or "visit"
        return name, int(word.removeprefix(name) if name != "visit" else word) * D

    return events_of({person: [event(word) for word in text.split()] for person, text in people.items()}, start=JUNE)


def retention(journeys: Journeys, **fields: Any) -> Any:
    return ask("retention", journeys, **{"period": "day", "mode": "recurring", "periods": 10, **fields})


def rows(answer: Any) -> list[list[int]]:
    """Return how many of each cohort returned, period by period."""
    names = answer.figures["label"].to_pylist()
    return [[row[name] for name in names if row[name] is not None] for row in answer.matrix().to_pylist()]


def shares(answer: Any) -> list[float | None]:
    return answer.figures["share"].to_pylist()


POSTHOG = {"p1": "0 1 2 5 5 6", "p2": "1 2 3 6"}


@pytest.mark.parametrize("people", [False, True])
def test_recurring_by_day(people: bool) -> None:
    assert rows(retention(days(**POSTHOG), people=people)) == [
        [1, 1, 1, 0, 0, 1, 1], [2, 2, 1, 0, 1, 2], [2, 1, 0, 1, 2], [1, 0, 0, 1], [0, 0, 0], [1, 1], [2],
    ]  # fmt: skip


@pytest.mark.parametrize("people", [False, True])
def test_two_returns_needed(people: bool) -> None:
    assert rows(retention(days(**POSTHOG), least=2, people=people)) == [
        [1, 0, 0, 0, 0, 1, 0], [2, 0, 0, 0, 1, 0], [2, 0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0], [1, 0], [2],
    ]  # fmt: skip


@pytest.mark.parametrize("people", [False, True])
def test_starts_and_returns_may_differ(people: bool) -> None:
    world = days(p1="0 1 2 3 buy5 buy6", p2="0 1 2 3 buy5", p3="5")
    answer = retention(world, starts="visit", returns="buy", people=people)
    # PostHog's last row, [0], is the day after the last start: no cohort
    assert rows(answer) == [[2, 0, 0, 0, 0, 2, 1], [2, 0, 0, 0, 2, 1], [2, 0, 0, 2, 1], [2, 0, 2, 1], [0, 0, 0], [1, 0]]


def test_by_month() -> None:
    at = ["2020-01", "2020-02", "2020-03", "2020-05", "2020-06", "2020-09"]
    bt = ["2020-01", "2020-02", "2020-03", "2020-06", "2020-07", "2020-11"]
    start = micros_of(datetime.fromisoformat("2020-01-10T00:00+00:00"))

    def of(months: Sequence[str]) -> list[Event]:
        return [("v", (datetime.fromisoformat(f"{m}-10") - datetime(2020, 1, 10)).total_seconds()) for m in months]  # noqa: DTZ001

    answer = retention(events_of({"p1": of(at), "p2": of(bt)}, start=start), period="month")
    assert rows(answer)[:5] == [
        [2, 2, 2, 0, 1, 2, 1, 0, 1, 0, 1], [2, 2, 0, 1, 2, 1, 0, 1, 0, 1], [2, 0, 1, 2, 1, 0, 1, 0, 1],
        [0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 0, 0, 1, 0, 0],
    ]  # fmt: skip
    assert answer.matrix()["cohort"][1].as_py().isoformat() == "2020-02-01T00:00:00+00:00"


def test_first_time_is_the_same_with_any_return_as_with_the_one_there_is() -> None:
    world = days(**POSTHOG)
    any_return = rows(retention(world, mode="first", starts="visit"))
    assert any_return == rows(retention(world, mode="first", starts="visit", returns="visit"))
    assert any_return == [[1, 1, 1, 0, 0, 1, 1], [1, 1, 1, 0, 0, 1]]


def test_ids_that_turn_out_to_be_one_person_are_retained_as_one(tmp_path: Path) -> None:
    from tests.events.lakes import add, new_lake

    lake = new_lake(tmp_path)
    rows_of = [{"user_id": None, "anonymous_id": "ab"[month % 2], "at": month * 31 * D} for month in range(6)]
    add(lake, rows_of)
    split = rows(retention(build_journeys(lake), period="month"))
    assert split[0] == [1, 0, 1, 0, 1, 0]
    add(lake, [{"user_id": "u", "anonymous_id": key, "at": 5 * 31 * D, "row": 9} for key in "ab"], import_id="i2")
    assert rows(retention(build_journeys(lake), period="month")) == [[1] * left for left in range(6, 0, -1)]


@pytest.mark.parametrize("people", [False, True])
@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("on", [[2, 1, 1, 0, 1], [1, 1, 0, 1]]),
        ("on_or_after", [[2, 2, 2, 1, 1], [1, 1, 1, 1]]),
        ("on_or_before", [[2, 1, 2, 2, 2], [1, 1, 1, 1]]),
        ("streak", [[2, 1, 0, 0, 0], [1, 1, 0, 0]]),
    ],
)
def test_what_counts_as_back(when: str, expected: list[list[int]], people: bool) -> None:
    world = days(p1="0 1 4", p2="0 2", p3="1 2 4")
    assert rows(retention(world, mode="first", when=when, people=people)) == expected


def test_who_returns_in_the_period_of_the_start() -> None:
    world = events_of({"p1": [("v", 0), ("v", 60), ("v", D)], "p2": [("v", 0), ("v", 2 * D)]}, start=JUNE)
    assert rows(retention(world, mode="first")) == [[2, 1, 1]]
    assert rows(retention(world, mode="first", period_0="returned")) == [[1, 1, 1]]
    assert rows(retention(world, mode="first", period_0="returned", when="on_or_before")) == [[1, 1, 2]]
    assert rows(retention(world, mode="first", period_0="returned", when="streak")) == [[1, 1, 0]]
    assert rows(retention(world, mode="first", period_0="returned", when="on_or_after")) == [[2, 2, 1]]


def test_amplitude_cuts_the_start_to_the_hour() -> None:
    start = micros_of(datetime.fromisoformat("2023-12-01T17:59+00:00"))
    world = events_of({"p": [("v", 0), ("v", 23 * H + 60)], "later": [("v", 9 * D)]}, start=start)
    assert rows(retention(world, like="amplitude"))[0][1] == 1
    assert rows(retention(world, like="amplitude", resolution="1 us"))[0][1] == 0
    assert rows(retention(world, aligned="calendar"))[0][1] == 1


def test_days_from_the_start_are_24_hours_long() -> None:
    world = events_of({"p": [("v", 23 * H), ("v", 25 * H), ("v", 47 * H - 1e-6), ("v", 47 * H)]}, start=JUNE)
    back = retention(world, mode="first", aligned="birth", period_0="returned", people=True).people["back"]
    assert back.to_pylist() == [[0, 1]]
    calendar = retention(world, mode="first", period_0="returned", people=True).people["back"]
    assert calendar.to_pylist() == [[1]]


def test_recurring_windows_run_from_the_first_start_in_each_period() -> None:
    world = events_of({"p": [("v", 0), ("v", 30 * H), ("v", 47 * H), ("v", 53 * H)]}, start=JUNE)
    # starts on day 0 at 00:00, day 1 at 06:00, day 2 at 05:00; from the first: +30 h, +47 h (day 1), +53 h (day 2)
    assert rows(retention(world, aligned="birth"))[0] == [1, 1, 1]
    assert rows(retention(world, aligned="birth", period_0="returned")) == [[0, 1, 1], [1, 0], [0]]


def test_mixpanel_counts_who_is_back_on_the_day_or_later() -> None:
    world = events_of({"p": [("a", 0), ("b", 3.5 * D)], "q": [("a", 0), ("b", 60)], "z": [("a", 0), ("c", 9 * D)]})
    answer = ask("retention", world, like="mixpanel", starts="a", returns="b", period="day", periods=4)
    assert [row["returned"] for row in answer.figures.to_pylist()] == [2, 1, 1, 1, 0]


@pytest.mark.parametrize("aligned", ["calendar", "birth"])
def test_brackets_put_periods_together(aligned: str) -> None:
    world = days(p1="0 2", p2="0 6 7", p3="0 13 29", p4="0 30", p5="0 40")
    answer = retention(world, mode="first", brackets="0,1,3,7,14,30", aligned=aligned)
    assert answer.figures["label"].to_pylist() == ["day 0", "days 1–2", "days 3–6", "days 7–13", "days 14–29"]
    assert rows(answer) == [[5, 1, 1, 2, 1]]
    assert rows(retention(world, mode="first", brackets=(0, 1, 3, 7, 14, 30), when="on_or_after")) == [[5, 5, 4, 4, 3]]
    assert rows(retention(world, mode="first", brackets="0,1,8", least=2)) == [[5, 1]]


def test_weeks_begin_on_the_day_asked_for() -> None:
    world = events_of({"p": [("v", 0), ("v", 3 * D), ("v", 4 * D)], "z": [("v", 0), ("v", 30 * D)]}, start=JUNE)
    # 10 June 2020 is a Wednesday, day 4 a Sunday, which begins another week in America only
    cohorts = retention(world, mode="first", period="week").matrix().to_pylist()
    assert (cohorts[0]["cohort"].date().isoformat(), cohorts[0]["week 1"]) == ("2020-06-08", 0)
    cohorts = retention(world, mode="first", period="week", week_start="sunday").matrix().to_pylist()
    assert (cohorts[0]["cohort"].date().isoformat(), cohorts[0]["week 1"]) == ("2020-06-07", 1)


def test_days_follow_the_clock_of_the_zone() -> None:
    start = micros_of(datetime.fromisoformat("2024-03-31T00:00+02:00"))  # in Riga, 23 hours long
    world = events_of({"p": [("v", 0), ("v", 23 * H)], "q": [("v", 0), ("v", 23 * H - 1)]}, start=start)
    assert rows(retention(world, mode="first", tz="Europe/Riga")) == [[2, 1]]
    assert rows(retention(world, mode="first", tz="UTC")) == [[2, 2]]  # the first is at 22:00 the day before


def test_a_day_that_a_zone_skipped_is_no_day() -> None:
    start = micros_of(datetime.fromisoformat("2011-12-29T12:00-10:00"))  # Samoa had no 30 December 2011
    world = events_of({"p": [("v", 0), ("v", D), ("v", 2 * D)]}, start=start)
    answer = retention(world, tz="Pacific/Apia")
    assert rows(answer) == [[1, 1, 1], [1, 1], [1]]


def test_the_first_start_ever_must_be_looked_at() -> None:
    world = days(old="0 4 5", new="4 5", odd="0")
    assert rows(retention(world, mode="first", since="2020-06-13")) == [[1, 1]]
    assert rows(retention(world, mode="recurring", since="2020-06-13")) == [[2, 2], [2]]
    assert retention(world, mode="first", since="2020-06-13").n == 2
    assert rows(retention(world, mode="first", since="2020-06-13", people=True)) == [[1, 1]]


def test_nothing_from_the_end_on_counts_but_tells_that_periods_are_over() -> None:
    world = days(p1="0 1", p2="0 2")
    answer = retention(world, mode="first", until="2020-06-12")
    assert rows(answer) == [[2, 1]]
    assert answer.cohorts["complete"].to_pylist() == [True, True]
    assert answer.as_of == datetime.fromisoformat("2020-06-11T00:00+00:00")


def test_incomplete_periods_are_marked_and_left_out_of_the_mean() -> None:
    answer = retention(days(p1="0 1", p2="0", p3="1 2", p4="1"), mode="first")
    # the newest event is the first instant of day 2: days 0 and 1 are over, day 2 is not
    found = answer.cohorts.select(["size", "bracket", "returned", "complete"]).to_pylist()
    assert [tuple(row.values()) for row in found] == [
        (2, 0, 2, True), (2, 1, 1, True), (2, 2, 0, False), (2, 0, 2, True), (2, 1, 1, False),
    ]  # fmt: skip
    figures = answer.figures.to_pylist()
    assert [(row["n"], row["returned"], row["cohorts"]) for row in figures[:3]] == [(4, 4, 2), (2, 1, 1), (0, 0, 0)]
    assert (figures[1]["low"], figures[1]["high"]) == wilson(1, 2)
    assert "*" in answer.plot().svg
    assert "50.0% *" in str(answer.brief().to_pylist())


def test_incomplete_windows_from_the_start_are_those_of_the_last_person_of_the_cohort() -> None:
    world = events_of({"p": [("v", 0)], "z": [("v", 0), ("v", 2 * D)]}, start=JUNE)
    assert retention(world, mode="first", aligned="birth").cohorts["complete"].to_pylist() == [True, False, False]
    assert retention(world, mode="first").cohorts["complete"].to_pylist() == [True, True, False]


def test_those_asked_about_being_away_does_not_make_periods_open() -> None:
    world = days(p1="0 1", p2="0", p3="buy9")
    answer = retention(world, mode="first", who="did visit", periods=3)
    assert answer.cohorts["complete"].to_pylist() == [True, True, True, True]


def test_means_weigh_cohorts_by_size_or_all_the_same() -> None:
    world = days(a="0 1", b="0", c="0", d="0", e="1 2", z="9")
    assert shares(retention(world, mode="first"))[1] == pytest.approx(2 / 5)
    assert shares(retention(world, mode="first", mean="simple"))[1] == pytest.approx((1 / 4 + 1) / 2)


def test_shares_of_the_period_before() -> None:
    world = days(a="0 1 2", b="0 1", c="0 2", d="0", z="9")
    answer = retention(world, mode="first", when="streak", relative="previous", until="2020-06-13")
    assert shares(answer)[:3] == [1, 0.5, 0.5]
    assert answer.figures["n"].to_pylist()[:3] == [4, 4, 2]
    assert answer.figures["low"].to_pylist()[2] == wilson(1, 2)[0]
    later = retention(world, mode="first", relative="previous", until="2020-06-13").figures.to_pylist()[2]
    assert (later["share"], later["low"]) == (1, None)  # c is back on day 2, but was not on day 1: no part of those


def test_a_person_in_many_cohorts_widens_the_interval() -> None:
    habit = {f"p{i}": " ".join(map(str, range(10))) for i in range(10)}
    others = {f"q{i}": " ".join(map(str, range(0, 10, 2))) for i in range(10)}
    row = retention(days(**habit, **others)).figures.to_pylist()[1]
    assert (row["n"], row["returned"]) == (10 * 8 + 10 * 4, 80)  # days 0 to 7 have a day after them that is over
    gaps = np.repeat([8 * (1 - 2 / 3), 4 * (0 - 2 / 3)], 10)
    worth = 120 / ((gaps**2).sum() / (80 * (1 / 3) ** 2 + 40 * (2 / 3) ** 2))
    assert (row["low"], row["high"]) == pytest.approx(wilson(worth * 2 / 3, worth))


def test_cohorts_by_a_property() -> None:
    ads, mail = {"c": "ads"}, {"c": "mail"}
    world = events_of(
        {
            "p1": [("v", 0, ads), ("v", D, mail)], "p2": [("v", 0, ads)],
            "p3": [("v", 0), ("v", 3 * H, mail), ("v", D)], "z": [("v", 9 * D)],
        },
        start=JUNE,
    )  # fmt: skip

    def by(**fields: Any) -> dict[str, list[int]]:
        found = retention(world, mode="first", by="c", periods=1, **fields).figures.to_pylist()
        names = dict.fromkeys(row["value"] for row in found)
        return {name: [row["returned"] for row in found if row["value"] == name] for name in names}

    assert by(until="2020-06-13") == {"ads": [2, 1], "mail": [1, 1]}
    assert by(attribution="last touch", until="2020-06-13") == {"mail": [2, 2], "ads": [1, 0]}
    same = {"ads": [2, 0], "mail": [2, 0], "(unknown)": [1, 1]}
    assert by(attribution="same", until="2020-06-13") == same
    assert by(attribution="same", until="2020-06-13", people=True) == same
    assert by(values=1) == {"ads": [2, 1], "(other)": [1, 1]}
    matrix = retention(world, mode="first", by="c", periods=1).matrix().to_pylist()
    assert [(row["value"], row["size"]) for row in matrix] == [("ads", 2), ("(unknown)", 1), ("mail", 1)]


def test_who_is_in_a_cohort_and_when_they_were_back() -> None:
    people = retention(days(ann="0 2 5", bob="1"), mode="first", people=True).people.to_pylist()
    assert [(row["person"], row["cohort"].day, row["started_at"].day, row["back"]) for row in people] == [
        ("ann", 10, 10, [0, 2, 5]), ("bob", 11, 11, [0]),
    ]  # fmt: skip
    assert retention(days(ann="0")).people is None


def test_accounts_are_retained_when_any_member_returns() -> None:
    acme = {"account": "acme"}
    world = events_of({"p": [("v", 0, acme)], "q": [("v", D, acme)], "z": [("v", 0, {"account": "zed"})]}, start=JUNE)
    assert rows(retention(world, mode="first", unit="account")) == [[2, 1]]


def test_the_answer_says_its_rules() -> None:
    rules = retention(days(p="0"), like="mixpanel", aligned="birth", resolution="1 h", least=2).rules
    assert rules["periods"] == "from the start cut to 1 h, 24 h each"
    assert rules["back"] == "in the period or later"
    assert rules["returns needed"] == "2 in a period"


@pytest.mark.parametrize("fields", [{}, {"aligned": "birth"}, {"people": True}, {"when": "streak"}, {"by": "device"}])
def test_degenerate_input_is_answered(fields: dict[str, Any]) -> None:
    world = events_of({"p": [("v", 0, {"device": "x"}), ("v", 0)]})
    nobody = retention(world, since="2030-01-01", **fields)
    assert (nobody.n, nobody.as_of, rows(nobody)) == (0, None, [])
    assert "Retention" in nobody.plot().svg
    assert nobody.brief().num_rows == 1
    one = retention(world, **fields)
    assert (one.n, rows(one)) == (1, [[1]])
    assert shares(one)[0] is None  # the day is not over
    empty = retention(Journeys((), world.signatures, "none"), **{**fields, "by": ""})
    assert (empty.n, empty.cohorts.num_rows) == (0, 0)


def test_what_cannot_be_asked_says_why() -> None:
    world = days(p="0 4000")
    for error, fields in (
        (NotFound, {"starts": "visits"}),
        (Invalid, {"brackets": "3,1"}),
        (Invalid, {"brackets": "soon"}),
        (Invalid, {"least": 0}),
        (Invalid, {"periods": -1}),
        (Invalid, {"period": "hour"}),  # 96 000 hours
        (Invalid, {"periods": 9000}),
        (NotFound, {"by": "colour"}),
        (Invalid, {"like": "openpanel"}),
    ):
        with pytest.raises(error) as caught:
            retention(world, **fields)
        assert caught.value.hint
    with pytest.raises(Invalid, match="years"):
        retention(events_of({"p": [("v", 0)]}, start=-(1 << 62)))
