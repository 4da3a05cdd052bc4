"""How each pull is doing: when it last ran, what it brought, what went wrong; one small file each."""

from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

_FILE = "status.json"


class Status(Struct, frozen=True, kw_only=True):
    """The last run of a pull.

    Attributes:
        began_at, ended_at: when; no end = it runs, or died.
        rows: rows fetched.
        events, signals, traits: rows added.
        duplicates: rows that were there already.
        rejected: rows left out.
        problem: what went wrong; "" = nothing.
    """

    began_at: datetime
    ended_at: datetime | None = None
    rows: int = 0
    events: int = 0
    signals: int = 0
    traits: int = 0
    duplicates: int = 0
    rejected: int = 0
    problem: str = ""


def status_of(state: Path) -> Status | None:
    """Return the last run of the pull whose state is in a folder, None where it never ran."""
    try:
        return msgspec.json.decode((state / _FILE).read_bytes(), type=Status)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def write_status(state: Path, status: Status) -> None:
    """Write down how a run goes."""
    part = state / f"{_FILE}.part"
    part.write_bytes(msgspec.json.encode(status))
    part.replace(state / _FILE)
