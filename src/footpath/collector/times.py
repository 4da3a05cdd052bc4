"""When something happened, from what senders write: many notations, and clocks that are wrong."""

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from footpath.collector.records import Refused

SECOND = 1_000_000
DEAD_BAND = 150 * SECOND  # transit and batching look like skew; below this nothing is corrected
LATEST = 23 * 3600 * SECOND  # a time further ahead than any time zone can explain is the sender's mistake
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST, _END = -62_135_596_800 * SECOND, 253_402_300_800 * SECOND  # years 1 to 9999
_MILLISECONDS_FROM, _MICROSECONDS_FROM = 1e11, 1e14


def instant(value: Any, field: str) -> int | None:
    """Return microseconds since 1970 UTC of a time as senders write it, None where there is none.

    Takes ISO 8601 with any offset (none = UTC, a blank for the T, a date alone), RFC 2822, and numbers: seconds,
    milliseconds or microseconds, told apart by size.

    Raises:
        Refused: it is no time.
    """
    if value is None or value == "":
        return None
    if type(value) is not str:
        return _from_number(value, field)
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return _from_text(value.strip(), field)
    return _micros(at)


def _micros(at: datetime) -> int:
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    since = at - _EPOCH
    return since.days * 86_400 * SECOND + since.seconds * SECOND + since.microseconds


def _from_text(text: str, field: str) -> int:
    try:
        return _from_number(float(text), field)
    except ValueError:
        pass
    try:
        return _micros(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        raise _no_time(field) from None


def _from_number(value: Any, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _no_time(field)
    size = abs(value)
    unit = 1 if size >= _MICROSECONDS_FROM else 1000 if size >= _MILLISECONDS_FROM else SECOND
    if size * unit >= _END:
        raise _no_time(field)
    return round(value * unit)


def _no_time(field: str) -> Refused:
    return Refused(field, "it is no time", "Write it like 2026-03-01T12:00:00Z, or as seconds since 1970")


def skew(sent_at: int | None, received_at: int) -> int:
    """Return by how much the sender's clock is ahead, microseconds, beyond what transit explains.

    Only the part beyond 150 s is taken, so the correction never jumps.
    """
    if sent_at is None:
        return 0
    ahead = sent_at - received_at
    if ahead > DEAD_BAND:
        return ahead - DEAD_BAND
    if ahead < -DEAD_BAND:
        return ahead + DEAD_BAND
    return 0


def happened(at: int | None, ahead: int, received_at: int) -> int:
    """Return when it happened: the sender's time without its clock's skew; the arrival where that cannot be.

    Args:
        at: the sender's time, None = not said.
        ahead: the skew (see `skew`).
        received_at: when the request came.
    """
    if at is None:
        return received_at
    corrected = at - ahead
    if corrected > received_at + LATEST:
        return received_at
    return corrected if _EARLIEST <= corrected < _END else 0
