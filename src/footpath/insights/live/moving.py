"""What moved lately: figures of the last days beside those of as many days before, where chance is not the reason."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
from msgspec import Struct, structs

from footpath.analytics import Journeys
from footpath.core.errors import Invalid
from footpath.core.stats import difference_interval, discoveries, likelihood_root, upper_tail
from footpath.insights.live.filters import Filters
from footpath.insights.live.measuring import columns_of, measured
from footpath.insights.live.model import LiveColumn
from footpath.maps import Figure, Map, localised

LEAST = 20  # persons before and now: fewer say nothing
RATE = 0.05  # of false alarms among what is told (Benjamini and Hochberg, 1995)
MOST = 12
_SHARES = ("reach", "conversion", "conversion_goal", "drop_off", "returns")
_WORDS = {
    "reach": "of people came here",
    "conversion": "of those who came went on to the next step",
    "conversion_goal": "of those who came reached the goal",
    "drop_off": "of those who came left here",
    "returns": "of those who came came back",
}
_GOOD = {"reach": "", "conversion": "up", "conversion_goal": "up", "drop_off": "down", "returns": ""}


class Moved(Struct, frozen=True, kw_only=True):
    """A figure that moved.

    Attributes:
        element, figure: which, as "column:KEY" and its name.
        low, high: 95 % interval of the difference, now less before.
        verdict: better, worse, higher or lower.
        cards: keys of the cards that stand on the column.
        sentence: the same in plain words.
    """

    element: str
    figure: str
    title: str
    before: Figure
    now: Figure
    low: float
    high: float
    verdict: str
    cards: list[str]
    sentence: str


class Moves(Struct, frozen=True, kw_only=True):
    """What moved.

    Attributes:
        days: how many are looked at, and as many before.
        compared: how many figures were compared.
        moved: those that did, the surest first.
        why: why nothing is told, where nothing is.
    """

    version: str
    days: int
    compared: int
    moved: list[Moved]
    why: str = ""


def moved_lately(model: Map, journeys: Journeys, filters: Filters, days: int = 7) -> Moves:
    """Return which shares of a map's columns moved from the days before to the last days of the data.

    Raises:
        NotFound, Invalid: a filter cannot be used; the message names it.
    """
    if not 1 <= days <= 366:
        raise Invalid(f"days: {days} is not between 1 and 366.", hint="Leave it out for a week.")
    all_of_it = measured(model, journeys, filters, "none")
    end = all_of_it.origin.as_of
    if end is None or all_of_it.why:
        return Moves(version=journeys.data_version, days=days, compared=0, moved=[], why=all_of_it.why)
    middle = end - timedelta(days=days)
    ended = end + timedelta(microseconds=1)
    now = _columns(model, journeys, structs.replace(filters, since=middle, until=ended))
    before = _columns(model, journeys, structs.replace(filters, since=middle - timedelta(days=days), until=middle))
    pairs = list(_pairs(now, before))
    found = [_told(model, pairs[place], days) for place in _sure(pairs)]
    why = "" if found else "Nothing moved by more than chance would."
    return Moves(version=journeys.data_version, days=days, compared=len(pairs), moved=found[:MOST], why=why)


def _columns(model: Map, journeys: Journeys, filters: Filters) -> dict[str, LiveColumn]:
    seen = measured(model, journeys, filters, "none")
    return columns_of(seen) if not seen.why else {}


Pair = tuple[str, str, Figure, Figure]


def _pairs(now: dict[str, LiveColumn], before: dict[str, LiveColumn]) -> Iterator[Pair]:
    for key, column in now.items():
        for name in _SHARES:
            one, other = column.figures.get(name), before.get(key, LiveColumn()).figures.get(name)
            if one is not None and other is not None and min(one.n or 0, other.n or 0) >= LEAST:
                yield key, name, other, one


def _sure(pairs: list[Pair]) -> list[int]:
    """Return the places of the pairs that differ, the surest first."""
    if not pairs:
        return []
    b, m = np.array([_counts(now) for _, _, _, now in pairs]).T
    a, n = np.array([_counts(before) for _, _, before, _ in pairs]).T
    z = np.abs(likelihood_root(b, m, (a, n)))
    sure = discoveries(2 * upper_tail(z), rate=RATE)
    return [place for place in np.argsort(-z, kind="stable").tolist() if sure[place]]


def _counts(figure: Figure) -> tuple[float, float]:
    return figure.numerator or 0.0, figure.denominator or 1.0


def _told(model: Map, pair: Pair, days: int) -> Moved:
    key, name, before, now = pair
    (a, n), (b, m) = _counts(before), _counts(now)
    span = difference_interval((b, a), (m, n)) or (0.0, 0.0)
    up = now.value > before.value
    title = next((localised(column.title, model.locale) for column in model.columns if column.key == key), key)
    good = _GOOD[name]
    verdict = ("better" if up == (good == "up") else "worse") if good else ("higher" if up else "lower")
    return Moved(
        element=f"column:{key}", figure=name, title=title, before=before, now=now, low=span[0], high=span[1],
        verdict=verdict, cards=[card.key for card in model.cards if card.at == key],
        sentence=(
            f"{title}: {now.value:.1%} {_WORDS[name]} in the last {days} days, {before.value:.1%} in the {days} days "
            f"before ({'+' if up else '−'}{abs(now.value - before.value) * 100:.1f} points)."
        ),
    )  # fmt: skip
