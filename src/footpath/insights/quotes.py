"""The quotes that show a column best: typical, clear, short, of both sides where both are strong."""

import re

import numpy as np
from msgspec import Struct

from footpath.feedback import UNKNOWN, phrases
from footpath.insights.attach import instant
from footpath.insights.emotion import Voices, mean_of
from footpath.insights.masking import MASK, mask
from footpath.insights.tongue import spoken
from footpath.insights.types import Bool, Float64, Int64
from footpath.maps import written_day

MOST_PER_COLUMN = 2
SHORTEST, BEST_SHORT, BEST_LONG, LONGEST = 12, 25, 110, 180
BOTH_SIDES = 0.25  # share of the other side from which it must be heard too
CONSIDERED = 2000  # signals of a column looked at, evenly spread over time
READ = 500  # of them, read for what is typical
MOST_PHRASES = 30
MOST_TYPICAL = 0.5
RUDE = re.compile(r"\b(fuck|shit|dick|cunt|bitch|asshole|whore|kurw|chuj|pierdol|jeba|pizd|mauka)", re.IGNORECASE)
_CJK = re.compile(r"[\u3400-\u9fff]")


class Quote(Struct, frozen=True):
    """One thing somebody said, fit to be shown: masked, at most a sentence or two, in its own language.

    Attributes:
        signal: row of the signals table.
        side: −1 upset, 0 neutral, 1 glad.
    """

    signal: int
    column: int
    text: str
    lang: str
    side: int
    origin: str
    at: int


def quotes_of(voices: Voices, column: int, among: Bool | None = None, most: int = MOST_PER_COLUMN) -> list[Quote]:
    """Return the best quotes of a column (or of some of its signals), the stronger side first."""
    here = voices.at_column(column) & voices.felt
    if among is not None:
        here &= among
    spoken = np.flatnonzero(here & np.array([bool(text) for text in voices.text], dtype=bool))
    if len(spoken) == 0:
        return []
    spread = spoken[np.unique(np.linspace(0, len(spoken) - 1, min(CONSIDERED, len(spoken))).astype(int))]
    mean = mean_of(voices, here, column).mean
    chosen: list[Quote] = []
    for side in _sides(voices.emotion[spread], mean)[:most]:
        best = _best(voices, spread, side, {quote.signal for quote in chosen})
        if best is not None:
            chosen.append(_quote(voices, best, column, side))
    return chosen


def _sides(emotion: Float64, mean: float) -> list[int]:
    """Return which sides to hear, the prevailing one first; the other too where a quarter or more are on it."""
    sides = np.sign(np.where(np.abs(emotion) < 0.15, 0, emotion)).astype(int)
    shares = {side: float((sides == side).mean()) for side in (-1, 0, 1)}
    first = max((-1, 1, 0), key=lambda side: (shares[side], -side if mean < 0 else side))
    other = -first if first else 0
    return [first, other] if other and shares[other] >= BOTH_SIDES else [first]


def _best(voices: Voices, rows: Int64, side: int, taken: set[int]) -> int | None:
    weights = _phrase_weights(voices, rows[:: max(1, len(rows) // READ)])
    rated = [(_merit(voices, row, side, weights), -row) for row in rows.tolist() if row not in taken]
    merit, row = max(rated, default=(0.0, 0))
    return -row if merit > 0 else None


def _phrase_weights(voices: Voices, rows: Int64) -> dict[str, float]:
    """Return the phrases that people use here, with the share of them who do: a typical quote holds some."""
    texts = [voices.text[row] for row in rows.tolist()]
    found = phrases(texts, [voices.lang[row] or UNKNOWN for row in rows.tolist()], limit=MOST_PHRASES)
    return {phrase.text.lower(): phrase.n / phrase.of for phrase in found if phrase.n > 1}


def _merit(voices: Voices, row: int, side: int, weights: dict[str, float]) -> float:
    text = clean(voices.text[row])
    emotion = float(voices.emotion[row])
    length = _length(text)
    if not SHORTEST <= length <= LONGEST or _side(emotion) != side:
        return 0.0
    low = text.lower()
    typical = sum(weight for phrase, weight in weights.items() if phrase in low)
    sized = 1.0 if BEST_SHORT <= length <= BEST_LONG else 0.6
    plain = 0.5 if MASK in mask(text) else 1.0
    shouting = 0.7 if text.isupper() or text.count("!") > 2 or text.count("#") > 1 else 1.0
    fit = 0.05 if RUDE.search(text) else 1.0  # a map hangs on a wall
    whole = 1.0 if text[-1:] in ".!?。！？…" else 0.9
    return (0.05 + min(MOST_TYPICAL, typical)) * (0.5 + abs(emotion)) * sized * plain * shouting * whole * fit


def _side(emotion: float) -> int:
    return 0 if abs(emotion) < 0.15 else (1 if emotion > 0 else -1)


def _length(text: str) -> float:
    """Return the length in Latin letters; a Chinese character says about as much as three."""
    return len(text) + 2 * len(_CJK.findall(text))


def clean(text: str) -> str:
    """Return the text on one line without leading mentions; what is too long is cut to its first sentences."""
    line = re.sub(r"\s+", " ", text).strip().strip('"“”')
    line = re.sub(r"^(?:@\w+[\s,:]*)+", "", line)
    if _length(line) <= LONGEST:
        return line
    kept = ""
    for sentence in re.findall(r".+?(?:[.!?]+(?=\s|$)|[。！？]|$)", line):
        if _length(kept + sentence) > LONGEST:
            break
        kept += sentence
    return kept.strip() or line


def _quote(voices: Voices, row: int, column: int, side: int) -> Quote:
    table, at = voices.table, int(voices.placed.at[row])
    parts = [table[name][row].as_py() if name in table.column_names else None for name in ("source", "channel")]
    when = instant(at)
    day = written_day(when, spoken()) if when else None
    origin = " · ".join(str(part) for part in (*parts, day) if part)
    return Quote(row, column, mask(clean(voices.text[row])), voices.lang[row], side, origin, at)
