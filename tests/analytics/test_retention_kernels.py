"""Retention's kernels against a naive count of every start and return, over any rules, calendars and spans."""

from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Bucket, Journeys, ask
from footpath.analytics.calendar import instant_of, micros_of, starts
from footpath.analytics.kernels.bits import lowest, transpose
from footpath.analytics.kernels.drawing import drawn
from footpath.analytics.kernels.periods import Rule, active, period_of
from footpath.analytics.periods.clock import clock_of

NAMES = ("start", "return", "both", "other")
H_US = 3_600_000_000
LENGTHS = {"hour": H_US, "day": 24 * H_US, "week": 168 * H_US}
RIGA = ZoneInfo("Europe/Riga")
BASE = micros_of(datetime(2024, 3, 27, 12, tzinfo=UTC))  # summer time begins on 31 March in Riga

Event = tuple[int, int]  # (time in µs, name)
World = list[list[Event]]

times = st.one_of(
    st.integers(0, 300).map(lambda half: half * H_US // 2), st.integers(0, 6).map(lambda d: d * 24 * H_US)
)
events = st.tuples(times.map(lambda t: BASE + t), st.integers(0, 3))
worlds = st.lists(st.lists(events, max_size=9).map(lambda one: sorted(one, key=lambda e: e[0])), min_size=1, max_size=5)


def journeys_of(world: World, fill: int = 2) -> Journeys:
    """Build journeys with `fill` events that belong to nobody before each."""
    at, name, begin = [], [], []
    for way in world:
        at += [BASE - H_US, BASE + 999 * H_US][:fill] + [event[0] for event in way]
        name += [2] * fill + [event[1] for event in way]
        begin.append(len(at) - len(way))
    lengths = np.array([len(way) for way in world], np.int64)
    starts_at = np.array(begin, np.int64)
    bucket = Bucket(
        persons=pa.array([f"p{i}" for i in range(len(world))], pa.string()),
        begin=starts_at,
        end=starts_at + lengths,
        at=np.array(at, np.int64),
        signature=np.array(name, np.uint16),
        value=np.full(len(at), np.nan),
        dimensions={},
    )
    columns = {name: pa.nulls(4, pa.string()) for name in ("source", "type", "channel", "page")}
    return Journeys((bucket,), pa.table({**columns, "name": list(NAMES), "events": [1] * 4}), "test")


def number(t: int, period: str) -> tuple[int, ...]:
    """Return the calendar period of a time in Riga, as something that sorts."""
    local = instant_of(t).astimezone(RIGA)
    if period == "hour":
        return (t // H_US,)
    day = local.date().toordinal()
    return {"day": (day,), "week": ((day - 1) // 7,)}[period]


def expected(world: World, q: dict[str, Any]) -> dict[tuple[int, ...], list[int]]:
    """Count cohorts the slow way: {period of the start: [size, back in bracket 0, 1, …]}."""
    since = q.get("since_us", -(1 << 62))
    offsets = q["offsets"]
    found: dict[tuple[int, ...], list[int]] = defaultdict(lambda: [0] * len(offsets))
    for way in world:
        begun = [i for i, event in enumerate(way) if event[1] in (0, 2)]
        if q["mode"] == "first":
            begun = [i for i in begun[:1] if way[i][0] >= since]
        seen: set[tuple[int, ...]] = set()
        for i in begun:
            cohort = number(way[i][0], q["period"])
            if way[i][0] < since or cohort in seen:
                continue
            seen.add(cohort)
            row = found[cohort]
            row[0] += 1
            for b, back in enumerate(counted(hits(way, i, q), q)):
                row[1 + b] += back
    return dict(found)


def hits(way: list[Event], start: int, q: dict[str, Any]) -> list[bool]:
    """Return whether enough returns lie in each of 400 periods after the start, or the brackets and what is beyond."""
    period, width = q["period"], LENGTHS[q["period"]]
    offsets = q["offsets"] if q["brackets"] else range(400)
    edges = [*offsets, 1 << 40]
    times_back = [0] * (len(edges) - 1)
    born = way[start][0] // q["resolution_us"] * q["resolution_us"]
    for event in way[start + 1 :]:
        if event[1] not in (1, 2):
            continue
        later = number(event[0], period)[0] - number(way[start][0], period)[0]
        k = (event[0] - born) // width if q["aligned"] == "birth" else later
        for b, (low, high) in enumerate(pairwise(edges)):
            times_back[b] += low <= k < high
    return [n >= q["least"] for n in times_back]


def counted(hit: list[bool], q: dict[str, Any]) -> list[bool]:
    everyone = q["period_0"] == "all" and q["offsets"][0] == 0
    own = everyone or hit[0]
    later = hit[1:] if everyone else hit
    first = 1 if everyone else 0
    result = []
    for b in range(len(q["offsets"]) - 1):
        upto, beyond = later[: max(0, b + 1 - first)], later[max(0, b - first) :]
        answers = {
            "on": hit[b] if b or not everyone else True,
            "on_or_after": any(beyond),
            "on_or_before": any(upto),
            "streak": all(upto),
        }
        result.append((b == 0 and own) or answers[q["when"]])
    return result


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    brackets = draw(st.sampled_from(["", "", "0,1,3,7", "1,2,4", "0,2,90"]))
    periods = draw(st.sampled_from([0, 1, 4, 70]))
    return {
        "mode": draw(st.sampled_from(["first", "recurring"])),
        "when": draw(st.sampled_from(["on", "on_or_after", "on_or_before", "streak"])),
        "period": draw(st.sampled_from(["hour", "day", "week"])),
        "aligned": draw(st.sampled_from(["calendar", "calendar", "birth"])),
        "resolution_us": draw(st.sampled_from([1, H_US])),
        "least": draw(st.sampled_from([1, 1, 2])),
        "period_0": draw(st.sampled_from(["all", "returned"])),
        "brackets": brackets,
        "offsets": [int(one) for one in brackets.split(",")] if brackets else list(range(periods + 2)),
        "since_us": draw(st.sampled_from([-(1 << 62), BASE + 60 * H_US])),
    }


@settings(max_examples=250, deadline=None)
@given(worlds, rules())
def test_cohorts_are_those_of_a_naive_count(world: World, q: dict[str, Any]) -> None:
    fields = {name: q[name] for name in ("mode", "when", "period", "aligned", "least", "period_0", "brackets")}
    fields |= {"resolution": f"{q['resolution_us']} us", "periods": len(q["offsets"]) - 2, "tz": "Europe/Riga"}
    if q["since_us"] > 0:
        fields["since"] = instant_of(q["since_us"])
    told = expected(world, q)
    for people in (False, True):
        answer = ask(
            "retention", journeys_of(world), starts="start|both", returns="return|both", people=people, **fields
        )
        found: dict[tuple[int, ...], list[int]] = {}
        for row in answer.cohorts.to_pylist():
            if row["size"]:
                key = number(micros_of(row["cohort"]), q["period"])
                found.setdefault(key, [row["size"]]).append(row["returned"])
        assert {key: row[: len(found[key])] for key, row in told.items() if key in found} == found
        # what is not shown has not begun: nobody can have been back in it
        unseen = {key: row[len(found.get(key, [0])) :] for key, row in told.items()}
        assert fields["when"] == "on_or_before" or not any(map(any, unseen.values()))


@pytest.mark.parametrize(
    ("period", "days"), [("hour", 20), ("day", 500), ("week", 900), ("month", 3000), ("year", 9000)]
)
@pytest.mark.parametrize("zone", ["UTC", "Europe/Riga", "Asia/Kathmandu", "America/New_York"])
def test_the_clock_agrees_with_a_search(period: Any, days: int, zone: str) -> None:
    bounds = starts(BASE, BASE + days * 24 * H_US, period, zone)
    clock = clock_of(bounds)
    drawn_at = np.random.default_rng(1).integers(bounds[0], bounds[-1], 500)
    for t in [*bounds[:-1], *(bounds[1:] - 1), *drawn_at]:
        assert period_of(t, clock) == np.searchsorted(bounds, t, side="right") - 1


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 1 << 52) | st.integers(1, 9), st.integers(1, 300), st.integers(-(1 << 57), 1 << 57), st.data())
def test_the_clock_of_equally_long_periods(length: int, periods: int, first: int, data: st.DataObject) -> None:
    bounds = first + length * np.arange(periods + 1)
    at = data.draw(st.integers(0, length * periods - 1))
    for since in {at, at // length * length, at // length * length + length - 1}:
        assert period_of(first + since, clock_of(bounds)) == since // length


@settings(max_examples=60, deadline=None)
@given(worlds, st.sampled_from([1, 2]), st.tuples(st.sampled_from([0, 1]), st.booleans()), st.sampled_from([24, 1]))
def test_active_periods_are_those_of_a_naive_count(world: World, least: int, how: tuple[int, bool], hours: int) -> None:
    first, every = how
    bucket = journeys_of(world).buckets[0]
    bounds = np.arange(BASE, BASE + 400 * H_US, hours * H_US)
    since = BASE + 30 * H_US
    if every:
        world = [[(at, 2) for at, _ in way] for way in world]
        bucket = journeys_of(world).buckets[0]
    marks = (bucket.signature, np.array([1, 2, 3, 0], np.uint8))
    rule = Rule(since, least, first, int(every))
    found = active((bucket.begin, bucket.end), bucket.at, marks, clock_of(bounds), rule)
    for person, way in enumerate(world):
        held: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for t, name in way:
            if t >= since:
                held[(t - BASE) // (hours * H_US)][0] += name in (0, 2)
                held[(t - BASE) // (hours * H_US)][1] += name in (1, 2)
        before = any(t < since and name in (0, 2) for t, name in way)
        begun = sorted(period for period, n in held.items() if n[0])
        assert found.before[person] == before
        assert bits(found.starts[person]) == (([] if before else begun[:1]) if first else begun)
        assert bits(found.returns[person]) == sorted(period for period, n in held.items() if n[1] >= least)


def bits(words: np.ndarray[Any, Any]) -> list[int]:
    return [64 * w + b for w, word in enumerate(words.tolist()) for b in range(64) if word >> b & 1]


def test_rows_and_columns_change_places() -> None:
    rows = np.random.default_rng(2).integers(0, 1 << 64, 64, dtype=np.uint64)
    columns = rows.copy()
    transpose(columns)
    there = (rows[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)
    assert (((columns[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)) == there.T).all()


def test_many_persons_fill_several_blocks_of_columns() -> None:
    rng = np.random.default_rng(3)
    world = [sorted((int(t), 2) for t in BASE + rng.integers(0, 100, 5) * 24 * H_US) for _ in range(300)]
    q = {"mode": "recurring", "when": "on", "period": "day", "aligned": "calendar", "resolution_us": 1, "least": 1}
    told = expected(world, {**q, "period_0": "all", "brackets": "", "offsets": list(range(102))})
    answer = ask("retention", journeys_of(world), mode="recurring", period="day", periods=100, tz="Europe/Riga")
    found = {number(micros_of(row["cohort"]), "day"): row for row in answer.matrix().to_pylist() if row["size"]}
    assert found.keys() == told.keys()
    for key, row in found.items():
        begun = [n for n in list(row.values())[2:] if n is not None]
        assert [row["size"], *begun] == told[key][: 1 + len(begun)]


def test_one_person_in_eight_is_drawn_and_always_the_same() -> None:
    names = pa.array([f"user:{i}" for i in range(8000)])
    _, offsets, letters = names.buffers()
    chosen = drawn(np.frombuffer(offsets, np.int32)[:8001], np.frombuffer(letters, np.uint8), 3)
    assert 900 < chosen.sum() < 1100
    _, offsets, letters = pa.array(["x", "user:7", ""]).buffers()
    assert drawn(np.frombuffer(offsets, np.int32)[:4], np.frombuffer(letters, np.uint8), 3)[1] == chosen[7]


@given(st.lists(st.lists(st.integers(0, 191), max_size=4), min_size=1, max_size=5))
def test_the_lowest_bit_of_several_words(places: list[list[int]]) -> None:
    words = np.zeros((len(places), 3), np.uint64)
    for row, held in enumerate(places):
        for place in held:
            words[row, place // 64] |= np.uint64(1) << np.uint64(place % 64)
    assert lowest(words).tolist() == [min(held, default=-1) for held in places]
