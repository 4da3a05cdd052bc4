"""Rows that could not be read, one CSV file an import, so that a person can mend them."""

import csv
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from msgspec import Struct

COLUMNS = ("line", "field", "value", "reason", "remedy")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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
            writer.writerow([row.line, *map(_harmless, (row.field, row.value, row.reason, row.remedy))])
            written += 1
    return written


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
