"""Rows that could not be read, one CSV file an import, so that a person can mend them."""

import csv
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from msgspec import Struct

from footpath.core.spreadsheets import harmless

COLUMNS = ("line", "field", "value", "reason", "remedy")


class Reject(Struct, frozen=True):
    """One row that was left out.

    Attributes:
        line: line or element number in the source, from 1; None when the whole file is meant.
        field: column the trouble is in; empty when it is the whole row.
        value: what stood there.
        reason: what is wrong with it.
        remedy: what to do about it.
    """

    line: int | None
    field: str
    value: str
    reason: str
    remedy: str


def write(path: Path, rows: Iterable[Reject]) -> int:
    """Add rows to the rejects file and return how many; a spreadsheet that opens it runs no formula from it.

    Without rows no file is made.
    """
    left = iter(rows)
    first = next(left, None)
    if first is None:
        return 0
    new = not path.exists()
    written = 0
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(COLUMNS)
        for row in chain([first], left):
            writer.writerow([row.line, *map(harmless, (row.field, row.value, row.reason, row.remedy))])
            written += 1
    return written


def remove(path: Path, gone: Callable[[str], bool]) -> int:
    """Take out of a rejects file the rows whose value is asked for, whole or not at all; return how many."""
    with path.open(newline="", encoding="utf-8") as file:
        head, *lines = list(csv.reader(file)) or [[]]
    place = COLUMNS.index("value")
    kept = [line for line in lines if len(line) <= place or not gone(line[place])]
    if len(kept) < len(lines):
        part = path.with_suffix(".part")
        with part.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([head, *kept])
        part.replace(path)
    return len(lines) - len(kept)
