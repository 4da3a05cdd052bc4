"""What is known of a theme: who says it, how it feels, in which words, and which quotes show it best."""

from collections.abc import Sequence
from datetime import datetime
from math import sqrt
from typing import Any

import numpy as np
from msgspec import Struct

from footpath.core.stats import design_effect, mean_interval, wilson
from footpath.feedback import Spoken, phrases
from footpath.mining.model import ThemeFacts

NEUTRAL = 0.15  # from which a feeling is upset or glad
_FEW = 10  # quotes under which a mean has no interval
_BEST = 3
_READ = 400  # quotes whose words are counted
_SCALE = 127
Floats = np.ndarray[tuple[Any, ...], np.dtype[np.float64]]


class Heard(Struct, frozen=True, kw_only=True):
    """A quote as it is mined; `who` numbers its speaker, negative = unknown."""

    ref: str
    text: str
    lang: str
    who: int
    column: str
    emotion: float
    source: str
    at: datetime | None


class Said(Struct, frozen=True):
    """Where and how a theme is said, and what it means."""

    column: str
    encoder: str
    middle: tuple[int, ...]


def found_of(heard: Sequence[Heard], members: Sequence[int], here: Sequence[int], said: Said) -> ThemeFacts:
    """Return what is known of a theme whose quotes are `members`, best first, of those that were heard `here`."""
    who, everybody = _voices(heard, members), _voices(heard, here)
    interval = wilson(len(who), len(everybody))
    emotion, lo, hi, n_felt = _emotion(heard, members)
    times = [one for one in (heard[at].at for at in members) if one is not None]
    return ThemeFacts(
        words=_words(heard, members, here), column=said.column, guessed=False, side=_side(emotion), n=len(members),
        speakers=len(who), of=len(everybody), share=len(who) / len(everybody),
        lo=interval[0] if interval else None, hi=interval[1] if interval else None,
        emotion=emotion, emotion_lo=lo, emotion_hi=hi, n_felt=n_felt, newest_at=max(times, default=None),
        sources=tuple(sorted({heard[at].source for at in members})), best=_best(heard, members),
        encoder=said.encoder, middle=said.middle,
    )  # fmt: skip


def _side(emotion: float | None) -> int:
    return 0 if emotion is None or abs(emotion) < NEUTRAL else int(np.sign(emotion))


def _voices(heard: Sequence[Heard], rows: Sequence[int]) -> set[int]:
    """Return who speaks; of each quote of unknown origin, somebody else."""
    return {heard[at].who if heard[at].who >= 0 else -1 - at for at in rows}


def _emotion(heard: Sequence[Heard], members: Sequence[int]) -> tuple[float | None, float | None, float | None, int]:
    """Return the mean feeling with its interval, wider where persons say several things, and n."""
    felt = [at for at in members if not np.isnan(heard[at].emotion)]
    if not felt:
        return None, None, None, 0
    x = np.array([heard[at].emotion for at in felt])
    mean = float(x.mean())
    span = mean_interval(float(x.sum()), float((x * x).sum()), len(x)) if len(x) >= _FEW else None
    if span is None:
        return mean, None, None, len(x)
    wider = sqrt(design_effect(np.array([heard[at].who for at in felt], np.int32), x))
    return mean, max(-1.0, mean - wider * (mean - span[0])), min(1.0, mean + wider * (span[1] - mean)), len(x)


def _words(heard: Sequence[Heard], members: Sequence[int], here: Sequence[int]) -> tuple[str, ...]:
    inside = set(members)
    mine, others = members[:_READ], [at for at in here if at not in inside][:_READ]
    against = Spoken(texts=[heard[at].text for at in others], languages=[heard[at].lang for at in others])
    found = phrases(
        [heard[at].text for at in mine], [heard[at].lang for at in mine], against=against if others else None, limit=8
    )
    return tuple(one.text for one in found if one.n > 1)[:4]


def _best(heard: Sequence[Heard], members: Sequence[int]) -> tuple[str, ...]:
    """Return the most central quotes, of different people and in different words where there are such."""
    chosen: list[int] = []
    for strict in (True, False):
        for at in members:
            fresh = all(
                heard[at].text != heard[one].text and (heard[at].who < 0 or heard[at].who != heard[one].who)
                for one in chosen
            )
            if at not in chosen and len(chosen) < _BEST and (fresh or not strict):
                chosen.append(at)
    return tuple(heard[at].ref for at in chosen)


def whole(vector: Floats) -> tuple[int, ...]:
    """Return a vector as small whole numbers, precise enough to know it again."""
    return tuple(int(one) for one in np.round(vector / max(float(np.abs(vector).max()), 1e-9) * _SCALE))


def unit(numbers: Sequence[int]) -> Floats:
    """Return the unit vector that `whole` wrote down."""
    vector = np.array(numbers, np.float64)
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9))
