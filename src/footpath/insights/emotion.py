"""How people felt, column by column: the mean of what they said there, with n and interval."""

import json
import re
from collections.abc import Sequence
from math import sqrt

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.core.stats import design_effect
from footpath.core.weighted import Moments, weighted_mean_interval
from footpath.insights.attach import Placed, place
from footpath.insights.draft import Draft
from footpath.insights.facets import MOST_VALUES, Facet, coded
from footpath.insights.recalled import implied, last_known_of
from footpath.insights.types import Bool, Float64
from footpath.insights.world import Frame, World

FEW = 10  # answers under which a point is flagged as too few
VALLEY_N = 30
MOST_LEVELS = 6


class Voices(Struct, frozen=True):
    """What people said, with where it belongs and how it felt.

    Attributes:
        emotion: −1…1, NaN where neither score nor text tells.
        weight: survey weight, 1 where none was given.
        text, lang, kind, channel, source: "" where unknown.
        frame: facets, persons and periods of the signals.
    """

    table: pa.Table
    placed: Placed
    emotion: Float64
    weight: Float64
    text: tuple[str, ...]
    lang: tuple[str, ...]
    frame: Frame

    def at_column(self, code: int) -> Bool:
        """Mark the signals that belong to a column."""
        return np.asarray(self.placed.column == code)

    @property
    def felt(self) -> Bool:
        """Mark the signals whose emotion is known."""
        return ~np.isnan(self.emotion)


class Point(Struct, frozen=True):
    """Emotion at one column: mean of n signals; `lo`, `hi` are None where n is too few for an interval."""

    code: int
    mean: float
    n: int
    lo: float | None
    hi: float | None

    @property
    def few(self) -> bool:
        """Say whether the point rests on too few answers to be trusted."""
        return self.n < FEW


def listen(draft: Draft, world: World, scored: pa.Table) -> Voices:
    """Place the signals and gather what they say."""
    placed = place(draft, world, scored)
    n = len(scored)
    emotion = _floats(scored, "emotion", n)
    weight = np.nan_to_num(_floats(scored, "weight", n), nan=1.0)
    lang = _strings(scored, "language") if "language" in scored.column_names else _strings(scored, "lang")
    frame = Frame(_facets(world, placed, scored), placed.person, world.calendar.codes(placed.at))
    return Voices(scored, placed, emotion, weight, _strings(scored, "text"), lang, frame)


def points(voices: Voices, width: int, among: Bool | None = None) -> list[Point]:
    """Return a point for each column about which somebody felt something, in reading order.

    Args:
        voices: what was said.
        width: number of leaf columns.
        among: only these signals (a persona's).
    """
    held = voices.felt if among is None else voices.felt & among
    found = []
    for code in range(1, width + 1):
        here = held & (voices.placed.column == code)
        if here.any():
            found.append(mean_of(voices, here, code))
    return found


def mean_of(voices: Voices, here: Bool, code: int) -> Point:
    """Return the mean emotion of the marked signals.

    The interval is wider where persons say several things each, by the design effect: their answers hang together.
    """
    x, w = voices.emotion[here], voices.weight[here]
    if w.sum() <= 0:
        w = np.ones(len(x))
    moments = Moments(len(x), *(float(v.sum()) for v in (w, w * x, w * w, w * w * x, w * w * x * x)))
    span = weighted_mean_interval(moments)
    mean = moments.wx / moments.w
    wider = sqrt(design_effect(voices.placed.person[here], x))
    if span is None:
        return Point(code, mean, len(x), None, None)
    lo, hi = max(-1.0, mean - wider * (mean - span[0])), min(1.0, mean + wider * (span[1] - mean))
    return Point(code, mean, len(x), lo, hi)


def valley(found: Sequence[Point]) -> Point | None:
    """Return the lowest point worth naming: enough answers, below neutral, and lower than the mean of the others."""
    solid = [point for point in found if point.n >= VALLEY_N and point.hi is not None]
    if len(solid) < 2:
        return None
    lowest = min(solid, key=lambda point: (point.mean, point.code))
    others = [point for point in solid if point is not lowest]
    level = sum(point.mean * point.n for point in others) / sum(point.n for point in others)
    return lowest if lowest.hi is not None and lowest.hi < level and lowest.mean < 0 else None


def _floats(table: pa.Table, name: str, n: int) -> Float64:
    if name not in table.column_names:
        return np.full(n, np.nan)
    return np.asarray(table[name].cast(pa.float64()).fill_null(np.nan).to_numpy(), dtype=np.float64)


def _strings(table: pa.Table, name: str) -> tuple[str, ...]:
    if name not in table.column_names:
        return ("",) * len(table)
    return tuple(value or "" for value in table[name].to_pylist())


def _facets(world: World, placed: Placed, scored: pa.Table) -> tuple[Facet, ...]:
    """Return what tells the signals apart.

    Their own channel and properties, what those imply (a product its category), and what is known of the person then:
    of the event before, else of what the organisation last did for them (what they bought, how it was sent).
    """
    own = {
        facet.name: facet for facet in [coded("channel", _strings(scored, "channel"), core=True), *_properties(scored)]
    }
    last = last_known_of(world, placed)
    for facet in world.frame.facets:
        if facet.name not in own and facet.name != "channel":
            codes = implied(world, own, facet)
            for events in last:
                codes = np.where((codes == 0) & (events >= 0), facet.codes[np.maximum(events, 0)], codes)
            own[facet.name] = Facet(facet.name, codes.astype(np.int32), facet.values, facet.core)
    return tuple(own[name] for name in sorted(own) if (own[name].codes > 0).any())


def _numbers(values: tuple[str, ...]) -> bool:
    """Say whether a property counts or measures, so that its single values are no groups of people."""
    different = {value for value in values if value}
    return len(different) > MOST_LEVELS and all(re.fullmatch(r"-?\d+([.,]\d+)?", value) for value in different)


def _properties(scored: pa.Table) -> list[Facet]:
    rows = [json.loads(text) if text else {} for text in _strings(scored, "properties")]
    names = sorted({name for row in rows for name, value in row.items() if isinstance(value, str)})
    found = []
    for name in names:
        values = tuple(str(row.get(name) or "") for row in rows)
        if 1 < len(set(values) - {""}) <= MOST_VALUES and not _numbers(values):
            found.append(coded(name, values))
    return found
