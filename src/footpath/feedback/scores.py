"""Scores people gave: NPS, CSAT, CES and ratings with intervals, and any scale as an emotion from −1 to 1.

An answer outside its scale is a sentinel (blank, "not applicable", "don't know"): it is left out of the number and
counted in `Score.excluded`. Survey weights scale an answer's say; a missing weight is 1.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

from footpath.core.errors import Invalid
from footpath.core.stats import nps_interval, wilson
from footpath.core.weighted import Moments, effective_n, weighted_mean_interval

Floats = NDArray[np.float64]
NPS_SCALE = (0.0, 10.0)
NPS_POINTS = (-100.0, 100.0)
PROMOTER, DETRACTOR = 9.0, 6.0  # ≥ 9 promotes, ≤ 6 detracts, between is passive (Reichheld 2003)


class Score(Struct, frozen=True, kw_only=True):
    """One score with what it rests on.

    Attributes:
        metric: "nps", "csat", "top_two", "ces", "easy", "rating" …
        value: in `unit`; None when nobody answered.
        unit: "points" (NPS, −100…100), "share" (0…1) or "score" (the question's own scale).
        n: answers on the scale.
        excluded: answers off the scale (sentinels) or empty.
        lo, hi: 95 % interval; None where n is too small for one.
        definition: how it was computed, in one sentence.
    """

    metric: str
    value: float | None
    unit: Literal["points", "share", "score"]
    n: int
    excluded: int = 0
    lo: float | None = None
    hi: float | None = None
    definition: str = ""


def expand(counts: Mapping[float, int]) -> Floats:
    """Turn {answer: how often} into one number an answer, ordered by answer."""
    return np.repeat(np.array(sorted(counts), dtype=float), [counts[key] for key in sorted(counts)])


def nps(answers: ArrayLike, weights: ArrayLike | None = None) -> Score:
    """Net Promoter Score: share of 9–10 minus share of 0–6, in points; answers off 0–10 are sentinels."""
    given, weight, excluded = _on_scale(answers, weights, NPS_SCALE)
    signs = _promotion(given)
    promoters, detractors = int((signs > 0).sum()), int((signs < 0).sum())
    if weights is None:
        interval = nps_interval(promoters, len(signs) - promoters - detractors, detractors)
    else:
        interval = _times(weighted_mean_interval(_moments(signs, weight)), 100, NPS_POINTS)
    return Score(
        metric="nps",
        value=None if not len(given) else 100 * _mean(signs, weight),
        unit="points",
        n=len(given),
        excluded=excluded,
        lo=interval[0] if interval else None,
        hi=interval[1] if interval else None,
        definition="share answering 9–10 minus share answering 0–6 of those who answered on 0–10, times 100",
    )


def mean_score(
    answers: ArrayLike, scale: tuple[float, float], weights: ArrayLike | None = None, *, metric: str = "csat"
) -> Score:
    """Mean of the answers on their own scale (CSAT, CES, rating); answers off the scale are sentinels."""
    given, weight, excluded = _on_scale(answers, weights, scale)
    interval = _times(weighted_mean_interval(_moments(given, weight)), 1, scale)
    return Score(
        metric=metric,
        value=None if not len(given) else _mean(given, weight),
        unit="score",
        n=len(given),
        excluded=excluded,
        lo=interval[0] if interval else None,
        hi=interval[1] if interval else None,
        definition=f"mean of answers from {scale[0]:g} to {scale[1]:g}",
    )


def share_from(
    answers: ArrayLike, scale: tuple[float, float], threshold: float, weights: ArrayLike | None = None
) -> Score:
    """Share of answers at or above `threshold`; weighted answers count by their effective number (Kish)."""
    given, weight, excluded = _on_scale(answers, weights, scale)
    share = _mean((given >= threshold).astype(float), weight) if len(given) else 0.0
    counted = effective_n(float(weight.sum()), float((weight * weight).sum()))
    interval = wilson(share * counted, counted)
    return Score(
        metric="share",
        value=None if not len(given) else share,
        unit="share",
        n=len(given),
        excluded=excluded,
        lo=interval[0] if interval else None,
        hi=interval[1] if interval else None,
        definition=f"share of answers of {threshold:g} or more, of answers from {scale[0]:g} to {scale[1]:g}",
    )


def top_two(answers: ArrayLike, scale: tuple[float, float], weights: ArrayLike | None = None) -> Score:
    """CSAT as top-2-box: the share giving one of the two best answers of a scale of whole numbers."""
    return share_from(answers, scale, scale[1] - 1, weights)


def easy(answers: ArrayLike, scale: tuple[float, float] = (1.0, 7.0), weights: ArrayLike | None = None) -> Score:
    """CES as the share who found it easy: answers above the middle of a scale whose best answer means "easy"."""
    return share_from(answers, scale, np.nextafter((scale[0] + scale[1]) / 2, np.inf), weights)


def emotion(answers: ArrayLike, scale: tuple[float, float], *, metric: str = "rating") -> Floats:
    """Answers as emotion from −1 (worst) to 1 (best); NaN for answers off the scale.

    A scale from a to b is stretched linearly: 2 (s − a) / (b − a) − 1, so that 1…5 gives (s − 3) / 2 and 1…7 gives
    (s − 4) / 3. NPS answers become −1 (0–6), 0 (7–8) and 1 (9–10): their mean is the Net Promoter Score / 100.

    Raises:
        Invalid: the scale's ends are not numbers in rising order.
    """
    low, high = scale
    if not low < high:
        raise Invalid(f"A scale from {low:g} to {high:g} has no room.", hint="Give the worst answer first.")
    given = np.asarray(answers, dtype=float)
    inside = (given >= low) & (given <= high)
    stretched = _promotion(given) if metric == "nps" else 2 * (given - low) / (high - low) - 1
    return np.where(inside, stretched, np.nan)


def likely_scale(answers: Sequence[float | None], metric: str | None) -> tuple[float, float] | None:
    """Scale of answers that came without one: from what the metric always uses, else from the range seen.

    NPS is 0–10. Whole-number ratings (csat, rating) reaching at most 5 are 1–5, at most 10 are 1–10 (0–10 when a 0 was
    given), at most 100 are 0–100. CES is 1–7, or 1–5 when nothing above 5 was seen in 30 answers. Sentiment is −1…1.
    None when the metric is unknown or nothing fits: an unknown scale is not guessed.
    """
    given = np.array([answer for answer in answers if answer is not None and np.isfinite(answer)], dtype=float)
    if metric not in _SCALES or not len(given):
        return None
    top, low = float(given.max()), float(given.min())
    return next((found for limit, found in _scales_of(metric, low, len(given)) if top <= limit), None)


_SCALES = ("nps", "sentiment", "ces", "csat", "rating")


def _scales_of(metric: str, low: float, n: int) -> list[tuple[float, tuple[float, float]]]:
    if metric == "nps":
        return [(float("inf"), NPS_SCALE)]
    if low < 0:
        return [(1.0, (-1.0, 1.0))] if low >= -1 else []
    if metric == "sentiment":
        return [(1.0, (-1.0, 1.0))]
    if metric == "ces":
        return [(5.0, (1.0, 5.0))] * (n >= 30) + [(7.0, (1.0, 7.0))]
    return [(5.0, (1.0, 5.0)), (10.0, (0.0, 10.0) if low < 1 else (1.0, 10.0)), (100.0, (0.0, 100.0))]


def _promotion(given: Floats) -> Floats:
    return np.where(given >= PROMOTER, 1.0, np.where(given <= DETRACTOR, -1.0, 0.0))


def _on_scale(answers: ArrayLike, weights: ArrayLike | None, scale: tuple[float, float]) -> tuple[Floats, Floats, int]:
    """Keep the answers on the scale with their weights; also return how many were left out."""
    given = np.asarray(answers, dtype=float)
    weight = np.ones(len(given)) if weights is None else np.nan_to_num(np.asarray(weights, dtype=float), nan=1.0)
    if len(weight) != len(given):
        raise Invalid(f"{len(given)} answers have {len(weight)} weights.", hint="Give one weight an answer.")
    keep = (given >= scale[0]) & (given <= scale[1]) & (weight > 0)
    return given[keep], weight[keep], int(len(given) - keep.sum())


def _mean(values: Floats, weight: Floats) -> float:
    return float((values * weight).sum() / weight.sum())


def _moments(x: Floats, w: Floats) -> Moments:
    square = w * w
    return Moments(
        n=len(x),
        w=float(w.sum()),
        wx=float((w * x).sum()),
        ww=float(square.sum()),
        wwx=float((square * x).sum()),
        wwxx=float((square * x * x).sum()),
    )


def _times(
    interval: tuple[float, float] | None, factor: float, bounds: tuple[float, float]
) -> tuple[float, float] | None:
    """Scale an interval and keep it within what is possible."""
    if interval is None:
        return None
    return max(bounds[0], factor * interval[0]), min(bounds[1], factor * interval[1])
