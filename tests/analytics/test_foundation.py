"""What all questions share: selections, conditions on persons, scopes, calendars, and how questions are written."""

import itertools
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from footpath.analytics import Journeys, ask
from footpath.analytics.calendar import instant_of, micros_of, starts
from footpath.analytics.durations import micros, told
from footpath.analytics.kernels.cutting import cut, sessions
from footpath.analytics.scope import Scope, view
from footpath.analytics.select import Select, parse
from footpath.analytics.who import condition, save, saved, title
from footpath.core.errors import Invalid, NotFound
from tests.analytics.events_of import START_US, events_of

H = 3600.0


def world() -> Journeys:
    made = events_of(
        {
            "ann": [("visit", 0, {"account": "acme"}), ("order", H)],
            "bob": [("visit", 10), ("visit", 2 * H, {"account": "acme"})],
            "cid": [("visit", 20)],
            "dan": [("order", 30, {"account": "zed"})],
        }
    )
    traits = pa.table({"person": ["ann", "bob"], "trait": ["plan", "plan"], "value": ["pro", "free"]})
    return replace(made, traits=traits)


def those(who: str) -> list[str]:
    units, shaped = view(world(), Scope(who=who))
    buckets = [shaped(bucket) for bucket in units.buckets]
    return sorted(person for bucket in buckets for person in bucket.whose(np.arange(bucket.n_journeys)).to_pylist())


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("did order", ["ann", "dan"]),
        ("not did order", ["bob", "cid"]),
        ("trait plan = pro | free", ["ann", "bob"]),
        ('{"type":"did","select":{"name":["visit"]},"at_least":2}', ["bob"]),
        ('{"type":"did","select":{"name":["visit"]},"at_least":2,"within":"1 h"}', []),
        ('{"type":"did","select":{"name":["visit"]},"at_least":0,"at_most":1}', ["ann", "cid", "dan"]),
        ('{"type":"in_order","selects":[{"name":["visit"]},{"name":["order"]}],"within":"1 h"}', ["ann"]),
        (
            (
                '{"type":"all","of":[{"type":"did","select":{"name":["visit"]}},'
                '{"type":"not","of":{"type":"trait","trait":"plan","values":["free"]}}]}'
            ),
            ["ann", "cid"],
        ),
    ],
)
def test_who(who: str, expected: list[str]) -> None:
    assert those(who) == expected


def test_conditions_are_saved_by_name_and_said_in_words(tmp_path: Path) -> None:
    save(tmp_path, "buyers", "did order & value >= 10")
    assert saved(tmp_path)["buyers"] == condition("did order & value >= 10")
    assert title(saved(tmp_path)["buyers"]) == "did order & value ≥ 10"
    with pytest.raises(Invalid, match="'buyers' is not understood"):
        condition("buyers")


def test_accounts_merge_the_journeys_of_their_members() -> None:
    answer = ask("funnel", world(), steps=["visit", "order"], unit="account")
    assert answer.table()["count"].to_pylist() == [1, 1]
    assert (answer.n, answer.converted()["person"].to_pylist()) == (2, ["acme"])
    with pytest.raises(NotFound, match="account"):
        ask("funnel", events_of({"p": [("a", 0)]}), steps=["a"], unit="account")


def test_a_period_cuts_events_and_leaves_out_who_has_none() -> None:
    start = instant_of(START_US)
    answer = ask("funnel", world(), steps=["visit"], since=start.isoformat(), until=instant_of(START_US + 15_000_000))
    assert (answer.n, answer.table()["count"].to_pylist()) == (2, [2])


def test_sessions_end_at_pauses_at_midnight_and_with_campaigns() -> None:
    midnight = micros_of(datetime(2024, 3, 31, 21, tzinfo=UTC))  # in Riga, in summer time
    made = events_of(
        {"p": [("a", -60, {"campaign": "x"}), ("a", 60), ("a", 120, {"campaign": "y"}), ("a", 3 * H)]}, start=midnight
    )

    def count(**fields: object) -> int:
        return int(ask("funnel", made, steps=["a"], unit="session", **fields).n)

    assert count() == 2
    assert count(session_gap="4 h") == 1
    assert count(session_gap="4 h", session_breaks=["midnight"], tz="Europe/Riga") == 2
    assert count(session_gap="4 h", session_breaks=["midnight"]) == 2  # 00:00 UTC is three hours later
    assert count(session_gap="4 h", session_breaks=["campaign"]) == 2


def test_selections_are_read_from_text() -> None:
    assert parse("Order | Buy & channel = web|app & value >= 3") == Select(
        ("Order", "Buy"), {"channel": ("web", "app")}, value_min=3
    )
    assert parse('{"name": "Order"}') == Select(("Order",))
    assert parse("device = mobile").title == "device = mobile"
    for bad in ("value >= much", "device >= 3", "{]"):
        with pytest.raises(Invalid):
            parse(bad)


def test_questions_say_what_does_not_fit() -> None:
    for error, fields in (
        (NotFound, {"stepps": ["visit"]}),
        (NotFound, {"steps": ["visit"], "like": "matomo"}),
        (NotFound, {"steps": ["visit & colour = red"]}),
        (Invalid, {"steps": ["visit"], "window": "soon"}),
        (Invalid, {"steps": ["visit"], "tz": "Mars/Olympus"}),
        (Invalid, {"steps": ["visit"], "order": "sideways"}),
        (NotFound, {"steps": ["visit"], "by": "colour"}),
    ):
        with pytest.raises(error) as caught:
            ask("funnel", world(), **fields)
        assert caught.value.hint


def test_lengths_of_time() -> None:
    assert [micros(text, "window") for text in ("1.5 h", "2 weeks", "30min", "1 us")] == [
        5_400_000_000, 1_209_600_000_000, 1_800_000_000, 1,
    ]  # fmt: skip
    assert [told(length) for length in (90e6, 7200e6, 1e6)] == ["1.5 min", "2 h", "1 s"]


def test_days_follow_the_clock_of_the_zone() -> None:
    first = micros_of(datetime(2024, 3, 30, 12, tzinfo=UTC))
    days = starts(first, first + 2 * 86_400_000_000, "day", "Europe/Riga")
    assert [(b - a) / 3.6e9 for a, b in itertools.pairwise(days)] == [24, 23, 24]


stretches = st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=6).map(sorted), max_size=4)


@settings(max_examples=80, deadline=None)
@given(stretches, st.integers(0, 4))
def test_cutting(ways: list[list[tuple[int, int]]], window: int) -> None:
    offsets = np.cumsum([0, *(len(way) for way in ways)]).astype(np.int64)
    at = np.array([event[0] for way in ways for event in way], np.int64)
    spans = (offsets[:-1], offsets[1:])
    persons, begin, end = cut(*spans, at, np.ones(len(ways), np.bool_), (2, 7))
    kept = [[i for i in range(offsets[p], offsets[p + 1]) if 2 <= at[i] < 7] for p in range(len(ways))]
    assert persons.tolist() == [p for p, those_kept in enumerate(kept) if those_kept]
    assert [list(range(*span)) for span in zip(begin, end, strict=True)] == [rows for rows in kept if rows]
    visits, ends, owner = sessions(*spans, at, window, np.zeros(0, np.bool_))
    pauses = sum(max(0, len(way) > 0) + sum(b[0] - a[0] > window for a, b in zip(way, way[1:])) for way in ways)  # noqa: B905, RUF007
    assert (len(visits), len(owner), int((ends - visits).sum())) == (pauses, pauses, len(at))
