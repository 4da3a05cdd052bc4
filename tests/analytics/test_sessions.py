"""Sessions: what ends them, what a bounce is, where they begin and end, and a naive count."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Journeys, ask
from footpath.analytics.calendar import micros_of, starts
from footpath.analytics.kernels.sittings import Asked, Breaks, Sums, sittings
from footpath.analytics.periods.clock import clock_of
from footpath.core.errors import Invalid, NotFound
from footpath.core.stats import mean_interval, wilson
from tests.analytics.events_of import Event, events_of

MIN, H, D = 60.0, 3600.0, 86_400.0
START = micros_of(datetime(2024, 3, 31, 12, tzinfo=UTC))


def sessions(journeys: Journeys, **fields: Any) -> Any:
    return ask("sessions", journeys, **fields)


def figures(journeys: Journeys, **fields: Any) -> dict[str, Any]:
    return sessions(journeys, **fields).figures.to_pylist()[0]


WORLD = events_of(
    {
        "ann": [("home", 0), ("item", 5 * MIN), ("order", 20 * MIN), ("home", 3 * H)],
        "bob": [("home", 0), ("item", 30 * MIN), ("item", 60.5 * MIN)],
    },
    start=START,
)


def test_a_pause_longer_than_the_gap_ends_a_session() -> None:
    row = figures(WORLD)
    assert (row["sessions"], row["units"], row["per_unit"]) == (4, 2, 2)  # 30 min is no longer than 30 min, 30.5 is
    assert (row["per_unit_low"], row["per_unit_high"]) == mean_interval(4, 8, 2)
    assert (row["events_mean"], row["events_median"]) == (7 / 4, 1.5)
    assert (row["mean_s"], row["median_s"]) == (50 * MIN / 4, 10 * MIN)
    assert figures(WORLD, session_gap="31 min")["sessions"] == 3


def test_a_session_of_one_event_is_a_bounce_unless_rules_say_otherwise() -> None:
    assert (figures(WORLD)["bounces"], figures(WORLD)["bounce_share"]) == (2, 0.5)
    assert figures(WORLD, bounce_events=3)["bounces"] == 3
    assert figures(WORLD, bounce_events=3, bounce_time="25 min")["bounces"] == 2
    assert figures(WORLD, goal="home")["bounces"] == 1
    quick = events_of({"p": [("a", 0)], "q": [("a", 0), ("b", 11)]})
    assert figures(quick, like="ga4", bounce_events=3)["bounces"] == 1


def test_how_many_come_to_a_goal() -> None:
    row = figures(WORLD, goal="order")
    assert (row["goals"], row["goal_share"], row["goal_low"]) == (1, 0.25, wilson(1, 4)[0])
    assert "goals" not in figures(WORLD)


def test_sessions_can_be_made_of_some_events_only() -> None:
    row = figures(WORLD, events="home")
    assert (row["sessions"], row["events_mean"]) == (3, 1)
    row = figures(WORLD, events="home", goal="order")  # the goal is looked at too
    assert (row["sessions"], row["goals"], row["events_mean"]) == (3, 1, 4 / 3)


def test_midnight_and_campaigns_end_sessions() -> None:
    late = 9 * H - 10 * MIN  # 23:50 in Riga, in summer time
    ways: list[Event] = [("a", late), ("a", late + 20 * MIN, {"campaign": "x"}), ("a", late + 25 * MIN)]
    ways += [("a", late + 30 * MIN, {"campaign": "x"}), ("a", late + 35 * MIN, {"campaign": "y"})]
    world = events_of({"p": ways}, start=START)
    assert figures(world)["sessions"] == 1
    assert figures(world, session_breaks="midnight", tz="Europe/Riga")["sessions"] == 2
    assert figures(world, session_breaks="midnight", tz="UTC")["sessions"] == 1
    assert figures(world, session_breaks="campaign")["sessions"] == 3
    assert figures(world, session_breaks=["midnight", "campaign"], tz="Europe/Riga")["sessions"] == 3
    assert figures(world, like="mixpanel", tz="Europe/Riga")["sessions"] == 2


def test_where_sessions_begin_and_end() -> None:
    answer = sessions(WORLD, goal="order")
    assert answer.entries.select(["value", "entries", "bounces", "goals"]).to_pylist() == [
        {"value": "home", "entries": 3, "bounces": 1, "goals": 1},
        {"value": "item", "entries": 1, "bounces": 1, "goals": 0},
    ]
    assert answer.exits.select(["value", "exits"]).to_pylist() == [
        {"value": "item", "exits": 2}, {"value": "home", "exits": 1}, {"value": "order", "exits": 1},
    ]  # fmt: skip
    assert sessions(WORLD, top=1).exits["value"].to_pylist() == ["item", "(other)"]
    assert sessions(WORLD, ends="channel").entries["value"].to_pylist() == ["web"]


def test_sessions_count_where_they_begin() -> None:
    assert figures(WORLD, since="2024-03-31T12:10:00")["sessions"] == 2  # those of 15:00 and 13:00:30
    row = figures(WORLD, until="2024-03-31T12:10:00")
    assert (row["sessions"], row["median_s"]) == (2, 2.5 * MIN)  # cut at the end: ann's lasts 5 min, bob's 0


def test_how_many_have_how_many_and_how_long_they_last() -> None:
    answer = sessions(WORLD)
    assert answer.per_unit.select(["sessions", "units", "share"]).to_pylist() == [
        {"sessions": 2, "units": 2, "share": 1},
    ]  # fmt: skip
    lengths = {row["from_s"]: row["count"] for row in answer.lengths.to_pylist() if row["count"]}
    assert lengths == {0: 2, 20 * MIN: 1, 30 * MIN: 1}
    assert "30 min" in answer.plot().svg


def test_values_of_the_first_event_and_periods() -> None:
    world = events_of(
        {
            "p": [("a", 0, {"c": "x"}), ("a", 60, {"c": "y"}), ("a", D, {"c": "y"})],
            "q": [("a", 0, {"c": "x"}), ("a", 3 * D)],
        },
        start=START,
    )
    answer = sessions(world, by="c", trend=True, period="day")
    rows = [(row["value"], row["units"], row["sessions"], row["bounces"]) for row in answer.figures.to_pylist()]
    assert rows == [("x", 2, 2, 1), ("(unknown)", 1, 1, 1), ("y", 1, 1, 1)]
    trend = [(row["from"].day, row["sessions"], row["complete"]) for row in answer.trend.to_pylist()]
    assert trend == [(31, 2, True), (1, 1, True), (2, 0, True), (3, 1, False)]
    assert "Sessions over time" in answer.plot().svg
    assert answer.brief()["value"].to_pylist() == ["x", "(unknown)", "y"]


def test_several_sessions_of_a_person_widen_the_intervals() -> None:
    def way(events: int) -> list[Event]:
        return [("a", day * D + k) for day in range(10) for k in range(events)]

    world = events_of({**{f"p{i}": way(1) for i in range(6)}, **{f"q{i}": way(2) for i in range(6)}})
    row = figures(world)
    assert (row["sessions"], row["bounce_share"]) == (120, 0.5)
    assert (row["bounce_low"], row["bounce_high"]) == pytest.approx(wilson(6, 12))  # as good as twelve persons


def test_every_session_as_a_list() -> None:
    rows = sessions(WORLD, people=True).people.to_pylist()
    assert [(row["person"], row["duration_s"], row["events"], row["entry"], row["exit"]) for row in rows] == [
        ("ann", 20 * MIN, 3, "home", "order"), ("bob", 30 * MIN, 2, "home", "item"), ("bob", 0, 1, "item", "item"),
        ("ann", 0, 1, "home", "home"),
    ]  # fmt: skip


half_hours = st.integers(0, 200).map(lambda n: n * 900)
events = st.tuples(half_hours, st.integers(0, 3), st.integers(0, 2))
ways_of = st.lists(st.lists(events, max_size=10).map(sorted), min_size=1, max_size=4)
RIGA = ZoneInfo("Europe/Riga")


def day_of(seconds: int) -> date:
    return (datetime.fromtimestamp(START / 1e6, UTC) + timedelta(seconds=seconds)).astimezone(RIGA).date()


@settings(max_examples=150, deadline=None)
@given(ways_of, st.sampled_from([900, 1800, 7200]), st.tuples(st.booleans(), st.booleans(), st.booleans()), half_hours)
def test_sessions_are_those_of_a_naive_count(
    ways: list[list[tuple[int, int, int]]], gap: int, rules: tuple[bool, bool, bool], since: int
) -> None:
    midnight, campaign, some = rules
    flat = [event for way in ways for event in ((0, 3, 2), *way)]  # one event before each journey that is nobody's
    lengths = np.array([len(way) for way in ways], np.int64)
    ends = np.cumsum(lengths + 1)
    begin = ends - lengths
    at = np.array([START + second * 1_000_000 for second, _, _ in flat], np.int64)
    days = starts(int(at.min()), int(at.max()), "day", "Europe/Riga")
    codes = np.array([code for _, _, code in flat], np.uint16)
    # names 0 and 2 are events where only some are, 2 is the goal
    table = np.array([1, 0, 3, 0], np.uint8) if some else np.zeros(0, np.uint8)
    marks, breaks = (
        (np.array([name for _, name, _ in flat], np.uint16), table),
        Breaks(gap * 1_000_000, clock_of(days), int(midnight), codes if campaign else codes[:0]),
    )
    drawn = np.arange(len(ways)) % 2 == 0
    asked = Asked(START + since * 1_000_000, 2, 1 << 60, marks[0], np.arange(4), 4, drawn, 1)
    sums = sittings((begin, ends), at, marks, breaks, asked)
    expected = []
    for person, way in enumerate(ways):
        known, news = 0, []
        for _, _, code in way:
            news.append(bool(code) and code != known)
            known = code or known
        there = [i for i, event in enumerate(way) if not some or event[1] in (0, 2)]
        cuts = [there[:1]] if there else []
        for a, b in pairwise(there):
            pause = way[b][0] - way[a][0] > gap
            other_day = midnight and day_of(way[a][0]) != day_of(way[b][0])
            new = pause or other_day or (campaign and any(news[a + 1 : b + 1]))
            if new:
                cuts.append([b])
            else:
                cuts[-1].append(b)
        base = int(begin[person])
        expected += [
            (base + cut[0], base + cut[-1], len(cut), some and any(way[i][1] == 2 for i in cut), person)
            for cut in cuts
            if way[cut[0]][0] >= since
        ]
    columns = (sums.first, sums.last, sums.goal, sums.journey)
    told = list(zip(*(column.tolist() for column in columns), strict=True))
    assert told == [(first, last, goal, person) for first, last, _, goal, person in expected]
    check_sums(sums, expected, at, [name for _, name, _ in flat])


def check_sums(sums: Sums, expected: list[tuple[int, int, int, bool, int]], at: Any, names: list[int]) -> None:
    lengths = [int(at[last] - at[first]) for first, last, *_ in expected]
    bounces = [events < 2 and not goal for _, _, events, goal, _ in expected]
    assert sums.duration.tolist() == lengths
    assert {k: n for k, n in enumerate(sums.per_session.tolist()) if n} == Counter(row[2] for row in expected)
    people = sorted({row[4] for row in expected})
    n = [sum(row[4] == person for row in expected) for person in people]
    b = [sum(row[4] == person for row, one in zip(expected, bounces, strict=True) if one) for person in people]
    g = [sum(row[4] == person and row[3] for row in expected) for person in people]
    assert sums.per_journey.tolist() == n
    pairs = ((n, n), (n, b), (b, b), (n, g), (g, g))
    assert sums.squares.tolist() == [sum(x * y for x, y in zip(*pair, strict=True)) for pair in pairs] + [
        sum(b),
        sum(g),
    ]
    for code in range(4):
        entered = [(bounce, row[3]) for row, bounce in zip(expected, bounces, strict=True) if names[row[0]] == code]
        left = sum(names[row[1]] == code for row in expected)
        assert sums.ends[code].tolist() == [len(entered), left, sum(x for x, _ in entered), sum(y for _, y in entered)]
    assert sums.drawn.tolist() == [place for place, row in enumerate(expected) if row[4] % 2 == 0]
    assert sums.drawn_journey.tolist() == [row[4] for row in expected if row[4] % 2 == 0]


def test_degenerate_input_is_answered() -> None:
    nobody = sessions(WORLD, since="2030-01-01", goal="order", trend=True, people=True, by="channel")
    assert (nobody.n, nobody.as_of) == (0, None)
    assert [table.num_rows for table in (nobody.entries, nobody.exits, nobody.trend, nobody.people)] == [0] * 4
    assert "Sessions" in nobody.plot().svg
    empty = sessions(WORLD, until="2000-01-01")
    assert (empty.n, empty.as_of, empty.figures["sessions"].to_pylist()) == (0, None, [0])
    same = figures(events_of({"p": [("a", 0)] * 9}))
    assert (same["sessions"], same["median_s"], same["events_median"]) == (1, 0, 9)
    assert sessions(Journeys((), WORLD.signatures, "none")).n == 0


def test_what_cannot_be_asked_says_why() -> None:
    for error, fields in (
        (NotFound, {"goal": "buy"}),
        (NotFound, {"ends": "colour"}),
        (Invalid, {"ends": "trait plan"}),
        (Invalid, {"bounce_events": 0}),
        (Invalid, {"session_gap": "soon"}),
    ):
        with pytest.raises(error) as caught:
            sessions(WORLD, **fields)
        assert caught.value.hint
