"""How a delimited text is written: its delimiter, quotes, where its header is, or that its columns stand in line."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from io import StringIO

from msgspec import Struct

from footpath.events.reading.names import is_known

DELIMITERS = (",", ";", "\t", "|")
WORDS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "spaces"}
SAMPLE = 1 << 18
_VALUE = re.compile(r"^[\s\-+$€£]*\d[\d\s.,:/%TZ+\-]*$")


class Dialect(Struct, frozen=True):
    """How a text is written.

    Attributes:
        delimiter: one character; a blank means columns separated by any run of blanks.
        quote: '"' or "".
        skip: lines before the header or, without one, before the first row.
        header: the header's cells; None when the first line is already data.
        width: number of columns.
        share: share of the sampled lines that have that many.
    """

    delimiter: str
    quote: str
    skip: int
    header: tuple[str, ...] | None
    width: int
    share: float


def sniff(text: str, *, delimiter: str | None = None, header: bool | None = None) -> Dialect | None:
    """Return how a text's first part is written; None when it holds no line."""
    sample = _whole_lines(text)
    if not sample.strip():
        return None
    candidates = [
        _try(sample, sign, quote) for sign in ([delimiter] if delimiter else DELIMITERS) for quote in ('"', "")
    ]
    found = [entry for entry in candidates if entry]
    best = max(found, key=lambda entry: entry[0], default=None)
    aligned = None if delimiter not in {None, " "} else _aligned(sample)
    if aligned and (best is None or best[1].width == 1 or best[1].share < 0.9):
        best = aligned
    if best is None:
        return None
    return _with_header(best[1], best[2], asked=header)


def _whole_lines(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    cut = text[:SAMPLE]
    return cut[: cut.rfind("\n") + 1] or cut


Found = tuple[float, Dialect, list[list[str]]]


def _try(sample: str, delimiter: str, quote: str) -> Found | None:
    try:
        if quote:
            rows = list(csv.reader(StringIO(sample), delimiter=delimiter, quotechar=quote))
        else:
            rows = list(csv.reader(StringIO(sample), delimiter=delimiter, quoting=csv.QUOTE_NONE))
    except csv.Error:
        return None
    counts = Counter(len(row) for row in rows if row)
    if not counts:
        return None
    width, lines = max(counts.items(), key=lambda entry: (entry[1] if entry[0] > 1 else entry[1] / 2, entry[0]))
    share = lines / sum(counts.values())
    skip = next(index for index, row in enumerate(rows) if len(row) == width)
    tall = sum("\n" in cell for row in rows[:-1] for cell in row) / len(rows) if quote else 0.0
    cells = [cell for row in rows for cell in row if '"' in cell] if not quote else []
    paired = [cell for cell in cells if len(cell) > 1 and cell.startswith('"') and cell.endswith('"')]
    lone = any(cell.startswith('"') for cell in cells if cell not in paired) or not paired
    stray = (-0.1 if lone and share > 0.995 else 0.3) if cells else 0.0
    score = (share if width > 1 else 0.05) + min(width, 20) / 200 + (0.02 if quote else 0) - 0.3 * (tall > 2) - stray
    return score, Dialect(delimiter, quote, min(skip, 50), None, width, share), rows[skip:]


def _aligned(sample: str) -> Found | None:
    lines = [line for line in sample.split("\n") if line.strip()]
    rows = [line.split() for line in lines]
    counts = Counter(len(row) for row in rows)
    width, most = counts.most_common(1)[0]
    body = rows[1:] or rows
    values = sum(bool(_VALUE.match(cell)) for row in body for cell in row) / max(1, sum(map(len, body)))
    if width < 2 or most < 0.95 * len(rows) or values < 0.5:
        return None
    return 1.0, Dialect(" ", "", 0, None, width, most / len(rows)), rows


def _with_header(dialect: Dialect, rows: list[list[str]], *, asked: bool | None) -> Dialect:
    first, body = rows[0], [row for row in rows[1:] if len(row) == dialect.width][:500]
    names = asked if asked is not None else looks_like_header(first, body)
    cells = tuple(first) if names else None
    return Dialect(dialect.delimiter, dialect.quote, dialect.skip, cells, dialect.width, dialect.share)


def looks_like_header(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row names the columns below it rather than being one of their rows."""
    cells = [cell.strip() for cell in first]
    filled = [cell for cell in cells if cell]
    if not filled or len({cell.lower() for cell in filled}) < 0.6 * len(filled):
        return False
    if any(_VALUE.match(cell) or len(cell) > 120 for cell in filled):
        return False
    if any(is_known(cell) for cell in filled) or not body:
        return True
    return any(_names(cell, [row[index].strip() for row in body]) for index, cell in enumerate(cells) if cell)


def _names(cell: str, column: list[str]) -> bool:
    """A name differs from its column: those are values, or one of few words that it is not, or all much longer."""
    filled = [value for value in column if value]
    if not filled:
        return False
    values = sum(bool(_VALUE.match(value)) for value in filled) / len(filled)
    few = len(filled) > 5 and len(set(filled)) <= len(filled) / 3
    return values > 0.8 or (few and cell not in filled)
