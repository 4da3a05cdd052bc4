"""Text that fits: how wide words are, about, and words cut to a width."""

from textwrap import wrap
from unicodedata import east_asian_width

_WIDE, _USUAL = 1.0, 0.56  # of the size of the letters


def width_of(words: str, size: float = 12) -> float:
    """Return about how many px a line of text takes."""
    return sum(size * (_WIDE if east_asian_width(letter) in "WF" else _USUAL) for letter in words)


def wrapped(words: str, most: int) -> list[str]:
    """Return lines of at most so many letters, of which wide ones count twice."""
    if not any(_wide(letter) for letter in words):
        return wrap(words, most)
    lines, line, long = [], "", 0
    for letter in words:
        long += 2 if _wide(letter) else 1
        if long > most:
            lines.append(line.rstrip())
            line, long = "", 2 if _wide(letter) else 1
        line += letter if line or letter != " " else ""
    return [*lines, line] if line else lines


def _wide(letter: str) -> bool:
    return east_asian_width(letter) in "WF"


def fitted(words: str, width: float, size: float = 12) -> str:
    """Return the words, cut with an ellipsis where they would be wider than `width` px."""
    if width_of(words, size) <= width:
        return words
    kept = words
    while kept and width_of(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def both_ends(words: str, width: float, size: float = 12) -> str:
    """Return the words, cut in the middle where they are too wide: long names often differ at the end alone."""
    if width_of(words, size) <= width:
        return words
    end = words[-1:]
    while width_of(words[-len(end) - 1 :], size) < 0.5 * width:
        end = words[-len(end) - 1 :]
    return fitted(words[: -len(end)], width - width_of(end, size), size) + end.lstrip()
