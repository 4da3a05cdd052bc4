"""Any metric over any small world, by period, value and unit, against plain loops over every person's events."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import ask
from footpath.analytics.calendar import micros_of
from footpath.analytics.metrics.question import MetricQuestion
from footpath.analytics.metrics.windows import Windows, windows_of
from tests.analytics.events_of import Event, events_of
from tests.analytics.who_oracle import with_gaps
from tests.dials import examples

RIGA = ZoneInfo("Europe/Riga")
START = micros_of(datetime(2024, 3, 28, tzinfo=UTC))  # three days before summer time
HOUR = 3600.0
Some = Sequence[Event]
Units = Sequence[Some]


def amount(event: Event) -> float | None:
    text = (event[2] if len(event) > 2 else {}).get("amount")
    return None if text is None else float(text)


def _amounts(units: Units) -> list[float]:
    return [found for unit in units for event in unit if event[0] == "a" and (found := amount(event)) is not None]


def _did(units: Units, *names: str) -> int:
    return sum({event[0] for event in unit} >= set(names) for unit in units)


def _over(top: float, bottom: float) -> float | None:
    return top / bottom if bottom else None


def _scores(units: Units) -> list[float]:
    return [one for one in _amounts(units) if 0 <= one <= 10]


NAIVE: dict[str, Callable[[Units], float | None]] = {
    "count of a": lambda units: sum(event[0] == "a" for unit in units for event in unit),
    "units of a": lambda units: _did(units, "a"),
    "units of anything": len,
    "per unit of a among b": lambda units: _over(sum(e[0] == "a" for unit in units for e in unit), _did(units, "b")),
    "sum of a": lambda units: sum(_amounts(units)),
    "mean of a": lambda units: _over(sum(_amounts(units)), len(_amounts(units))),
    "median of a": lambda units: float(np.median(_amounts(units))) if _amounts(units) else None,
    "p90 of a": lambda units: float(np.percentile(_amounts(units), 90)) if _amounts(units) else None,
    "share of a": lambda units: _over(_did(units, "a"), len(units)),
    "share of a among b": lambda units: _over(_did(units, "a", "b"), _did(units, "b")),
    "arpu of a": lambda units: _over(sum(_amounts(units)), len(units)),
    "arppu of a": lambda units: _over(sum(_amounts(units)), _did(units, "a")),
    "ratio of (sum of a) to (count of b)": lambda units: _over(
        sum(_amounts(units)), sum(event[0] == "b" for unit in units for event in unit)
    ),
    "nps of a": lambda units: _over(
        100 * (sum(s >= 9 for s in _scores(units)) - sum(s <= 6 for s in _scores(units))), len(_scores(units))
    ),
    "csat of a scale 0 to 10": lambda units: _over(sum(s >= 9 for s in _scores(units)), len(_scores(units))),
}

events = st.tuples(
    st.sampled_from("abc"),
    st.integers(0, 150).map(lambda hours: hours * HOUR),
    st.fixed_dictionaries(
        {}, optional={"device": st.sampled_from(["m", "d"]), "amount": st.sampled_from(["0.1", "2.5", "9", "10", "-3"])}
    ),
)
lives = st.lists(events, max_size=7).map(lambda some: sorted(some, key=lambda event: event[1]))
KNOWN: list[Event] = [("a", 0.0, {"device": "m", "amount": "1"}), ("b", 0.0, {"device": "d"}), ("c", 150 * HOUR)]


def local_day(event: Event) -> date:
    return (datetime.fromtimestamp(START / 1e6, UTC) + timedelta(seconds=event[1])).astimezone(RIGA).date()


def sessions(life: Some) -> list[list[Event]]:
    """Visits parted by pauses of more than three hours."""
    found: list[list[Event]] = []
    for event in life:
        if not found or event[1] - found[-1][-1][1] > 3 * HOUR:
            found.append([])
        found[-1].append(event)
    return found


@settings(max_examples=examples(250))
@given(st.lists(lives, max_size=5), st.sampled_from(sorted(NAIVE)), st.booleans(), st.booleans())
def test_any_metric_over_any_world(ways: list[list[Event]], metric: str, by: bool, visits: bool) -> None:
    world = {f"p{place}": way for place, way in enumerate(ways)} | {"zz": KNOWN}
    fields = {"unit": "session", "session_gap": "3 h"} if visits else {}
    answer = ask(
        "metric", with_gaps(events_of(world, start=START)), metric=metric, every="day", tz="Europe/Riga",
        by="device" if by else "", **fields,
    )  # fmt: skip
    units = [unit for life in world.values() for unit in (sessions(life) if visits else [life])]
    values = ["(all)", "m", "d", "(unknown)"] if by else ["(all)"]
    for row in (*answer.table().to_pylist(), *answer.trend.to_pylist()):
        value = row.get("value", "(all)")
        assert value in values
        day = row["from"].astimezone(RIGA).date() if "from" in row else None
        some = [[event for event in unit if _fits(event, value, day)] for unit in units]
        expected = NAIVE[metric]([unit for unit in some if unit])
        assert row["figure"] == (None if expected is None else pytest.approx(expected, rel=1e-9, abs=1e-9))
        if row["low"] is not None and row["figure"] is not None:
            assert row["low"] <= row["figure"] + 1e-9
            assert row["figure"] <= row["high"] + 1e-9
    days = {local_day(event) for life in world.values() for event in life}
    assert len(answer.trend) == ((max(days) - min(days)).days + 1) * (len(answer.table()) if by else 1)


def _fits(event: Event, value: str, day: date | None) -> bool:
    held = (event[2] if len(event) > 2 else {}).get("device", "(unknown)")
    return value in ("(all)", held) and day in (None, local_day(event))


@settings(max_examples=examples(100))
@given(st.lists(lives, max_size=5), st.sampled_from(["1 h", "30 h", ""]))
def test_share_and_time_of_what_follows(ways: list[list[Event]], within: str) -> None:
    world = {f"p{place}": way for place, way in enumerate(ways)} | {"zz": KNOWN}
    made = with_gaps(events_of(world, start=START))
    most = float(within.split(maxsplit=1)[0]) * HOUR if within else float("inf")
    clause = f" within {within}" if within else ""
    waits, begun, followed = [], 0, 0
    for life in world.values():
        gaps = [_wait(life, place) for place, event in enumerate(life) if event[0] == "a"]
        begun += bool(gaps)
        followed += any(gap is not None and gap <= most for gap in gaps)
        waits += [gap for gap in gaps[:1] if gap is not None and gap <= most]
    found = ask("metric", made, metric=f"time to b from a{clause}").table()["figure"].to_pylist()[0]
    assert found == (pytest.approx(float(np.median(waits))) if waits else None)
    if within:
        share = ask("metric", made, metric=f"share of b among a{clause}").table()["figure"].to_pylist()[0]
        assert share == pytest.approx(followed / begun)


def _wait(life: Some, place: int) -> float | None:
    later = [event[1] - life[place][1] for event in life[place + 1 :] if event[0] == "b"]
    return later[0] if later else None


def at(text: str) -> int:
    return micros_of(datetime.fromisoformat(text).replace(tzinfo=RIGA).astimezone(UTC))


def windows(compare: str = "previous", every: str | None = None, **bounds: str) -> Windows:
    fields = {name: datetime.fromisoformat(text) for name, text in bounds.items()}
    question = MetricQuestion(metric="count of a", tz="Europe/Riga", compare=compare, every=every, **fields)  # type: ignore[arg-type]
    return windows_of(question, (at("2023-01-02T09:00"), at("2024-06-15T12:00")), 0)


def test_windows_before_are_as_long_in_days_and_months() -> None:
    def before(since: str, until: str, compare: str = "previous") -> tuple[int, int]:
        return windows(compare, since=since, until=until).spans[1]

    assert before("2024-03-25", "2024-04-01") == (at("2024-03-18"), at("2024-03-25"))  # a week of 167 hours
    assert before("2024-03-01", "2024-04-01") == (at("2024-02-01"), at("2024-03-01"))
    assert before("2024-01-01", "2024-04-01") == (at("2023-10-01"), at("2024-01-01"))
    assert before("2024-03-31T02:00", "2024-03-31T05:00") == (at("2024-03-31T00:00"), at("2024-03-31T02:00"))
    assert before("2024-02-29", "2024-03-01", "year") == (at("2023-02-28"), at("2023-03-01"))
    open_ended = windows(since="2024-06-14")
    assert open_ended.spans[0] == (at("2024-06-14"), at("2024-06-15T12:00") + 1)
    assert open_ended.spans[1] == (at("2024-06-12T12:00") - 1, at("2024-06-14"))


def test_periods_are_cut_where_windows_begin() -> None:
    made = windows(since="2024-05-15", until="2024-06-10", every="month")
    assert [(cell.begin, cell.window, cell.shown, cell.whole) for cell in made.cells] == [
        (at("2024-04-01"), -1, False, False), (at("2024-04-19"), 1, False, False), (at("2024-05-01"), 1, False, False),
        (at("2024-05-15"), 0, True, False), (at("2024-06-01"), 0, True, False),
    ]  # fmt: skip
    assert [cell.before for cell in made.cells if cell.shown] == [-1, -1]
    assert made.looked_at == (at("2024-04-19"), at("2024-06-10"))
    weeks = windows("year", since="2024-06-03", every="week")
    first = next(cell for cell in weeks.cells if cell.shown)
    assert (first.begin, weeks.cells[first.before].begin) == (at("2024-06-03"), at("2023-06-05"))
    assert (weeks.spans[1], weeks.covered) == ((at("2023-06-03"), at("2023-06-15T12:00") + 1), True)
    assert not windows("year", since="2023-12-31", until="2024-02-01").covered
