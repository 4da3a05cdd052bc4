"""Text that fits: how wide words are, about, and words cut to a width."""

from unicodedata import east_asian_width

_WIDE, _USUAL = 1.0, 0.56  # of the size of the letters


def width_of(words: str, size: float = 12) -> float:
    """Return about how many px a line of text takes."""
    return sum(size * (_WIDE if east_asian_width(letter) in "WF" else _USUAL) for letter in words)


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
