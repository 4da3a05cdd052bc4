"""Refused elements, kept so that they can be looked at and sent again once the cause is mended."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from footpath.collector.records import DeadLetter
from footpath.events import writing

FOLDER = "deadletters"
_BIGGEST = 8 * 1024 * 1024
_MOST_FILES = 16
_decoder = msgspec.json.Decoder(DeadLetter)
_encoder = msgspec.json.Encoder()


def add(store: Path, name: str, lines: bytes) -> None:
    """Add letters, a JSON object a line, to the newest file; the oldest files go when there are too many.

    Args:
        store: folder of the store.
        name: of the spool they come from, which alone writes to files of that name.
        lines: the letters.
    """
    with _writing(store / FOLDER):
        _add(store / FOLDER, name, lines)


def _add(folder: Path, name: str, lines: bytes) -> None:
    files = sorted(folder.glob(f"{name}-*.ndjson"))
    newest = files[-1] if files else folder / f"{name}-{1:08}.ndjson"
    if newest.exists() and newest.stat().st_size > _BIGGEST:
        newest = folder / f"{name}-{int(newest.stem.rpartition('-')[2]) + 1:08}.ndjson"
    with newest.open("ab") as file:
        file.write(lines)
    for old in files[: max(0, len(files) - _MOST_FILES + 1)]:
        old.unlink(missing_ok=True)


def files(store: Path) -> list[Path]:
    """Return the files that hold letters."""
    return sorted((store / FOLDER).glob("*.ndjson"))


def letters(store: Path) -> Iterator[DeadLetter]:
    """Yield every letter once, oldest file first; a line cut off by a crash is left out."""
    seen: set[str] = set()
    for path in files(store):
        for letter in read(path):
            if letter.id not in seen:
                seen.add(letter.id)
                yield letter


def read(path: Path) -> Iterator[DeadLetter]:
    """Yield the letters of one file."""
    with path.open("rb") as file:
        for line in file:
            try:
                yield _decoder.decode(line)
            except msgspec.DecodeError:
                continue  # a crash cut the line off; the drain that wrote it writes it again


def remove(path: Path, gone: Callable[[DeadLetter], bool]) -> int:
    """Take letters out of a file and return how many; collectors add to it meanwhile, and lose nothing by it."""
    with _writing(path.parent):
        if not path.exists():
            return 0
        everything = list(read(path))
        kept = [letter for letter in everything if not gone(letter)]
        if len(kept) == len(everything):
            return 0
        if kept:
            part = path.with_suffix(".part")
            part.write_bytes(_encoder.encode_lines(kept))
            part.replace(path)
        else:
            path.unlink()
        return len(everything) - len(kept)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Be the only one who writes letters; another lock than a replay's, which drains while it holds that."""
    room = folder / "_writing"
    room.mkdir(parents=True, exist_ok=True)
    with writing(room):
        yield
