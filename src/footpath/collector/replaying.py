"""Dead letters again: those that can be read now go into the lake, the others stay."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from footpath.collector import deadletters
from footpath.collector.draining import drain
from footpath.collector.intake import PROTOCOLS, records_of
from footpath.collector.privacy import Door
from footpath.collector.protocol import Request
from footpath.collector.records import DeadLetter, Reading, Refused
from footpath.collector.spool import Spool
from footpath.events import Lake, writing

_LIMIT = 1_000_000_000


class Replayed(Struct, frozen=True):
    """What a replay did: letters that went into the lake, and letters that still cannot be read."""

    taken: int
    left: int


def letters(store: Path) -> Iterator[DeadLetter]:
    """Yield every dead letter of a store once, oldest first."""
    return deadletters.letters(store)


def replay(store: Path, ids: tuple[str, ...] = ()) -> Replayed:
    """Try dead letters again, all or those with some ids; times are corrected as when they first came.

    A letter leaves its file only after the lake has its rows, and these carry its id: dying on the way doubles none.
    """
    lake, door = Lake.open(store), Door(store)
    taken = left = 0
    with writing(_own(store / deadletters.FOLDER)):
        for path in deadletters.files(store):
            found = {letter.id: letter for letter in deadletters.read(path)}
            rows = {one: _again(letter, door) for one, letter in found.items() if not ids or one in ids}
            good = {one: row for one, row in rows.items() if row is not None}
            if good:
                _bring(lake, b"".join(good.values()))
                deadletters.remove(path, lambda letter, gone=good: letter.id in gone)  # type: ignore[misc]
            taken += len(good)
            left += len(found) - len(good)
    return Replayed(taken, left)


def _own(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def _again(letter: DeadLetter, door: Door) -> bytes | None:
    """Return the framed rows of a letter, None when it still cannot be read."""
    if letter.protocol not in PROTOCOLS:
        return None
    request = Request(method="POST", path=letter.path, body=letter.body.encode(), received_at=letter.at)
    try:
        reading: Reading = PROTOCOLS[letter.protocol]().read(request)
    except Refused:
        return None
    if reading.problems:
        return None
    door.admit(reading, letter.source)
    return records_of(reading, letter.source, letter.id)


def _bring(lake: Lake, records: bytes) -> None:
    if not records:
        return  # the rules of privacy left nothing of them
    spool = Spool.claim(lake.folder / "spool", _LIMIT)
    try:
        spool.write(records)
        spool.seal()
        drain(spool, lake)
    finally:
        spool.close()
