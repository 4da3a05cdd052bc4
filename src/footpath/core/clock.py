"""The only reader of wall time, so that a test can stop it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_frozen: list[datetime] = []


def now() -> datetime:
    """Return the present instant, UTC and aware."""
    return _frozen[-1] if _frozen else datetime.now(UTC)  # noqa: TID251 - the one place allowed to


@contextmanager
def freeze(at: datetime) -> Iterator[None]:
    """Make `now` return `at` (aware) inside the block."""
    _frozen.append(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()
