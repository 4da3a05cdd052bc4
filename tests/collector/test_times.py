from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.collector.records import Refused
from footpath.collector.times import SECOND, happened, instant, skew

HOUR = 3600 * SECOND


def at(text: str) -> int:
    return round(datetime.fromisoformat(f"2026-03-01T{text}+00:00").timestamp()) * SECOND


@pytest.mark.parametrize(
    ("now", "sent_at", "then", "result"),
    [
        ("12:00:00", "12:10:00", "11:00:00", "10:52:30"),
        ("12:00:00", "11:50:00", "11:00:00", "11:07:30"),
        ("12:00:40", "12:00:00", "11:00:00", "11:00:00"),
        ("12:00:00", None, "11:00:00", "11:00:00"),
    ],
)
def test_a_wrong_clock_is_corrected_by_what_transit_cannot_explain(
    now: str, sent_at: str | None, then: str, result: str
) -> None:
    ahead = skew(at(sent_at) if sent_at else None, at(now))
    assert happened(at(then), ahead, at(now)) == at(result)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_correction_begins_at_150_seconds_and_never_jumps(sign: int) -> None:
    assert skew(sign * 149 * SECOND, 0) == 0
    assert skew(sign * 151 * SECOND, 0) == sign * SECOND
    assert skew(sign * 2 * HOUR, 0) == sign * (2 * HOUR - 150 * SECOND)


def test_times_that_cannot_be() -> None:
    assert happened(None, 0, at("12:00:00")) == at("12:00:00")
    assert happened(at("12:00:00") + 23 * HOUR + 1, 0, at("12:00:00")) == at("12:00:00")
    assert happened(-70_000_000_000 * SECOND, 0, at("12:00:00")) == 0


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T12:00:00Z", "2026-03-01T15:00:00+03", "2026-03-01 12:00:00", "2026-03-01T12:00:00.000Z",
        "Sun, 01 Mar 2026 12:00:00 GMT", "1772366400", 1772366400, 1772366400000, 1772366400.0, 1772366400000000,
    ],
)  # fmt: skip
def test_one_instant_in_many_notations(text: str | float) -> None:
    assert instant(text, "at") == at("12:00:00")


def test_a_date_alone_is_its_midnight_and_nothing_is_none() -> None:
    assert instant("2026-03-01", "at") == at("00:00:00")
    assert instant(None, "at") is None


@pytest.mark.parametrize("wrong", ["soon", True, [], {}, float("nan"), 1e30, "2026-13-01"])
def test_what_is_no_time_is_refused_by_name(wrong: object) -> None:
    with pytest.raises(Refused, match="sent_at: it is no time"):
        instant(wrong, "sent_at")


@given(st.datetimes(timezones=st.just(UTC)))
def test_iso_instants_keep_their_microseconds(moment: datetime) -> None:
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    assert instant(moment.isoformat(), "at") == (since.days * 86400 + since.seconds) * SECOND + since.microseconds
