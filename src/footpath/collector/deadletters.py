"""Refused elements, kept so that they can be looked at and sent again once the cause is mended."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from footpath.collector.records import DeadLetter

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
    folder = store / FOLDER
    folder.mkdir(exist_ok=True)
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


def rewrite(path: Path, kept: list[DeadLetter]) -> None:
    """Put other letters in the place of a file's; without any it is deleted."""
    if not kept:
        path.unlink(missing_ok=True)
        return
    part = path.with_suffix(".part")
    part.write_bytes(_encoder.encode_lines(kept))
    part.replace(path)
