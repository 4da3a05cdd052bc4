"""The words customers use about a trouble."""

import numpy as np

from footpath.feedback import Spoken, phrases
from footpath.insights.detector import Context
from footpath.insights.emotion import Voices
from footpath.insights.masking import MASK, mask
from footpath.insights.types import Bool

LEAST_TEXTS = 5
LEAST_SAYING = 3
CONSIDERED = 3000
MOST = 3
SHORTEST = 4


def said_about(context: Context, here: Bool, name: str) -> tuple[str, ...]:
    """Return the phrases that the marked signals about `name` use more than all others, most telling first.

    None where fewer than five texts say anything, or a phrase is used by fewer than three.
    """
    voices = context.voices
    spoken = np.array([bool(text) for text in voices.text], dtype=bool)
    mine, others = _spread(np.flatnonzero(here & spoken)), _spread(np.flatnonzero(~here & spoken))
    if len(mine) < LEAST_TEXTS:
        return ()
    texts, langs = _texts(voices, mine)
    rest = Spoken(texts=_texts(voices, others)[0], languages=_texts(voices, others)[1])
    found = phrases(texts, langs, against=rest, limit=2 * MOST)
    kept = [phrase.text for phrase in found if phrase.n >= LEAST_SAYING and _tells(phrase.text, name)]
    return tuple(kept[:MOST])


def _tells(phrase: str, name: str) -> bool:
    """Say whether a phrase adds to the name of the step, and gives nobody away."""
    short = len(phrase) < SHORTEST and phrase.isascii()
    return not short and phrase.lower() not in name.lower() and MASK not in mask(phrase)


def _spread(rows: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> list[int]:
    """Return at most 3,000 of the rows, evenly spread."""
    if not len(rows):
        return []
    picked = np.unique(np.linspace(0, len(rows) - 1, min(CONSIDERED, len(rows))).astype(int))
    return [int(row) for row in rows[picked]]


def _texts(voices: Voices, rows: list[int]) -> tuple[list[str], list[str]]:
    return [voices.text[row] for row in rows], [voices.lang[row] or "unknown" for row in rows]
