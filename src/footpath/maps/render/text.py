"""Measuring and breaking text with the metrics of the fonts that ship with the package.

Widths are px at the given size. A character that neither font has is drawn by the reader's system: it is taken as a
full em when East Asian or pictographic, else as wide as the average letter plus a margin.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from math import ceil
from pathlib import Path

FONTS = Path(__file__).resolve().parents[1] / "fonts"
ELLIPSIS = "…"
_STYLES = ((450, "Regular"), (550, "Medium"), (650, "SemiBold"), (1000, "Bold"))
_OPENING = set("（〔［｛〈《「『【〖“‘([{«„‚")
_CLOSING = set("）〕］｝〉》」』】〗”’)]}»，。、．：；！？…‥,.;:!?%％～ーっゃゅょッャュョ—·・")
_TIED = ("·", "–", "—", "→", "×", "/", "%", "&")  # between spaces, these stay with the word before them
_COUNT = re.compile(r"[\d.,−–%€$£≈-]{1,7} ")  # a short number stays with what it counts: "17 Dec", "9,800 people"
_PIECES = re.compile(r"[^\s]+|\s+")
_AFTER = re.compile(r"(?<=[-‐–/_@&=?.,;:|\\])(?=[^\W\d_])")  # where a word too long for its line may be parted first


def style(weight: int) -> str:
    """Return the name of the shipped Inter weight nearest to `weight`."""
    return next(name for limit, name in _STYLES if weight < limit)


def wide(char: str) -> bool:
    """Say whether a character belongs to a script written without spaces (Chinese, Japanese)."""
    return "⺀" <= char <= "鿿" or "豈" <= char <= "﫿" or "︰" <= char <= "﹏" or "！" <= char <= "￦"


def chinese(text: str) -> bool:
    """Say whether a text holds Chinese or Japanese letters: such text is never slanted."""
    return any(wide(char) for char in text)


@lru_cache(maxsize=16)
def _advances(file: str) -> tuple[dict[int, int], int]:
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / file, lazy=True) as font:
        metrics = font["hmtx"].metrics
        widths = {code: metrics[glyph][0] for code, glyph in font.getBestCmap().items()}
        return widths, font["head"].unitsPerEm


@lru_cache(maxsize=200_000)
def _char(char: str, face: str) -> float:
    for file in (f"Inter-{face}.ttf", f"NotoSansTC-{'Bold' if 'Bold' in face else 'Regular'}.otf"):
        if file.startswith("Noto") and ord(char) < 0x2000:
            continue
        widths, em = _advances(file)
        if ord(char) in widths:
            return widths[ord(char)] / em
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Cc", "Mn", "Me"):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.68


def width(text: str, size: float, weight: int = 400, *, italic: bool = False) -> float:
    """Return how wide one line of text is, px."""
    face = "Italic" if italic else style(weight)
    return size * sum(_char(char, face) for char in text)


def clean(text: str) -> str:
    """Return text in composed form, on one line, without control or bidirectional-override characters."""
    composed = unicodedata.normalize("NFC", text)
    kept = (" " if char in "\t\n\r\f\v" else char for char in composed)
    return re.sub(
        r"\s+", " ", "".join(c for c in kept if unicodedata.category(c) not in _UNSAFE or c in _JOINERS)
    ).strip()


_UNSAFE = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_JOINERS = "‌‍"


def units(text: str) -> list[str]:
    """Return the pieces a line may not be broken inside: words with the space after them, single Chinese letters.

    A short number stays with the word after it, closing punctuation with what it follows and opening punctuation with
    what follows it.
    """
    pieces: list[str] = []
    for match in _PIECES.finditer(text):
        piece = match.group()
        if piece.isspace() and pieces:
            pieces[-1] += " "
        elif not piece.isspace():
            first, *others = _split(piece)
            if pieces and (piece in _TIED or _COUNT.fullmatch(pieces[-1])):
                pieces[-1] += first
            else:
                pieces.append(first)
            pieces.extend(others)
    return pieces


def _split(word: str) -> list[str]:
    cuts = [0]
    for at, (before, after) in enumerate(pairwise(word), start=1):
        between = (wide(before) or wide(after)) and before not in _OPENING and after not in _CLOSING
        if between and not unicodedata.combining(after):
            cuts.append(at)
    return [word[start:end] for start, end in pairwise([*cuts, len(word)])]


def longest(text: str, size: float, weight: int = 400, *, italic: bool = False) -> float:
    """Return the width of the widest piece of a text that cannot be broken."""
    return max((width(unit.rstrip(), size, weight, italic=italic) for unit in units(text)), default=0.0)


def wrap(
    text: str, room: float, size: float, weight: int = 400, *, italic: bool = False, lines: int = 0
) -> tuple[str, ...]:
    """Break a text into lines at most `room` px wide.

    A word wider than a whole line is parted, after a hyphen or slash where it has one. With `lines` > 0 the last line
    that fits ends in an ellipsis: give the full text in the title of its group then.
    """
    rows: list[str] = []
    row = ""
    for unit in _fitting(clean(text), room, size, weight, italic):
        if row and width((row + unit).rstrip(), size, weight, italic=italic) > room:
            rows.append(row)
            row = ""
        row += unit
    rows.extend([row] if row.strip() else [])
    if lines and len(rows) > lines:
        rest = "".join(rows[lines - 1 : lines + 1])
        return (*(one.rstrip() for one in rows[: lines - 1]), _shortened(rest, room, size, weight, italic))
    return tuple(one.rstrip() for one in rows)


def _fitting(text: str, room: float, size: float, weight: int, italic: bool) -> list[str]:
    fitting: list[str] = []
    for unit in units(text):
        if width(unit.rstrip(), size, weight, italic=italic) <= room:
            fitting.append(unit)
        else:
            fitting.extend(_parted(unit, room, size, weight, italic))
    return fitting


def _parted(word: str, room: float, size: float, weight: int, italic: bool) -> list[str]:
    parts: list[str] = []
    for piece in _AFTER.split(word):
        wide_ = width(piece.rstrip(), size, weight, italic=italic)
        pieces = ceil(wide_ / room) if room > 0 else 1
        even = min(room, wide_ / pieces + size)  # parts of about the same length: no single letter on a line
        part = ""
        for cluster in clusters(piece):
            if part and width((part + cluster).rstrip(), size, weight, italic=italic) > even:
                parts.append(part)
                part = ""
            part += cluster
        parts.append(part)
    return parts


def clusters(text: str) -> list[str]:
    """Return the characters of a text with their combining marks, joiners and modifiers attached."""
    found: list[str] = []
    for char in text:
        joined = unicodedata.combining(char) or char in "‍️" or "🏻" <= char <= "🏿"
        if found and (joined or found[-1].endswith("‍")):
            found[-1] += char
        else:
            found.append(char)
    return found


def _shortened(row: str, room: float, size: float, weight: int, italic: bool) -> str:
    kept = clusters(row)
    while kept and width("".join(kept).rstrip() + ELLIPSIS, size, weight, italic=italic) > room:
        kept.pop()
    return "".join(kept).rstrip(" ,.;:–-") + ELLIPSIS
