"""Which step of the journey counts as success."""

from collections.abc import Sequence
from difflib import get_close_matches

import numpy as np
from msgspec import Struct

from footpath.analytics import Float64, Journeys, UInt16
from footpath.core.errors import NotFound
from footpath.insights import words
from footpath.insights.tongue import figure_words, phrase
from footpath.insights.touchpoints import Things

ENOUGH = 0.5  # below this score no thing is called the goal
LEAST_REACH = 0.005  # of all persons
_PARTS_OF_ORDERING = ("pay", "cart", "delivery", "receive", "close")
LEAST_REACH_UNNAMED = 0.25  # where only ending there speaks for it


class Goal(Struct, frozen=True):
    """The thing that counts as success (code, 0 = none) and how that was found."""

    code: int
    how: str


def find_goal(journeys: Journeys, found: Things, wanted: str = "") -> Goal:
    """Return the goal: the thing called `wanted`, else the one that most sounds, ends and pays like one.

    The score adds what the name means (0…1), how often it is its persons' last event (0…0.5) and whether it carries
    money (0…0.4); names of bad ends (cancelled, rejected) never are the goal.

    Raises:
        NotFound: nothing is called `wanted`; the hint names what comes nearest.
    """
    if wanted:
        return Goal(_called(found, wanted), phrase("It was given."))
    if not found.things:
        return Goal(0, phrase("Nothing was found that could be one."))
    total = found.sums
    persons = np.maximum(total.reach.persons[1:], 1)
    means = np.array([max(words.goal_strength(name) for name in thing.names) for thing in found.things])
    ends = total.reach.ends[1:] / persons
    money = _carries_money(journeys, found.lookup, len(found.things))
    bad = np.array([any(words.bad_end(name) for name in thing.names) for thing in found.things])
    score = means + 0.5 * ends + 0.4 * money * (means > 0) + 0.1 * total.place[1:]
    least = np.where(means > 0, LEAST_REACH, LEAST_REACH_UNNAMED) * total.persons
    score[bad | (persons < least) | ((means == 0) & (ends < 0.5))] = 0
    best = int(np.argmax(score))
    if score[best] >= ENOUGH:
        return Goal(best + 1, _why(float(means[best]), float(ends[best]), float(money[best])))
    return _usual_end(found, bad)


def aim(goal: str, titles: Sequence[str]) -> str:
    """Return the family of a goal among all columns' titles; in a shop, which has a cart, paying is ordering."""
    key = words.family(goal) if goal else ""
    shop = "cart" in {words.family(title) for title in titles}
    return "order" if shop and key in _PARTS_OF_ORDERING else key


def second_time(found: Things) -> Goal:
    """Return the goal of journeys in which one thing happens again and again: its second time."""
    if len(found.things) < 2:
        return Goal(0, phrase("Nobody comes a second time."))
    return Goal(2, phrase("Coming a second time is the first sign that persons come back."))


def _why(means: float, ends: float, money: float) -> str:
    reasons = [
        phrase("its name says that something was achieved") if means > 0 else "",
        phrase("{share} of the journeys that have it end with it", share=figure_words(f"{ends:.0%}"))
        if ends >= 0.3
        else "",
        phrase("it carries money") if money >= 0.5 else "",
    ]
    return phrase("It was found: {reasons}.", reasons=phrase(", and ").join(reason for reason in reasons if reason))


def _usual_end(found: Things, bad: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Goal:
    ends = found.sums.reach.ends[1:].copy()
    ends[bad] = 0
    best = int(np.argmax(ends))
    share = ends[best] / max(1, found.sums.persons)
    late = found.sums.place[best + 1] >= 0.5
    if len(found.things) > 1 and late and share >= 0.25:
        return Goal(
            best + 1,
            phrase(
                "No name sounds like a goal; {share} of all journeys end with this.", share=figure_words(f"{share:.0%}")
            ),
        )
    return Goal(
        0, phrase("Nothing in the data sounds like a goal and journeys end in many places; name one with --goal.")
    )


def _called(found: Things, wanted: str) -> int:
    plain = wanted.strip().casefold()
    for code, thing in enumerate(found.things, start=1):
        if plain in {thing.title.casefold(), *(name.casefold() for name in thing.names)}:
            return code
    identity = words.same_thing(wanted)
    for code, thing in enumerate(found.things, start=1):
        if identity == thing.identity:
            return code
    titles = [thing.title for thing in found.things]
    near = get_close_matches(words.human(wanted), titles, n=3, cutoff=0.4) or titles[:5]
    raise NotFound(
        f"No event or page is called {wanted!r}.", hint=f"Nearest: {', '.join(near)}. Without --goal it is found."
    )


def _carries_money(journeys: Journeys, lookup: UInt16, k: int) -> Float64:
    """Return per code the share of its events with an amount above 0."""
    with_amount = np.zeros(k + 1, np.int64)
    events = np.zeros(k + 1, np.int64)
    for bucket in journeys.buckets:
        codes = lookup[bucket.signature]
        events += np.bincount(codes, minlength=k + 1)
        with_amount += np.bincount(codes[np.nan_to_num(bucket.value) > 0], minlength=k + 1)
    return np.asarray(with_amount[1:] / np.maximum(events[1:], 1))
