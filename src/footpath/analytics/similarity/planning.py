"""A question of journeys like one, checked and compiled."""

from difflib import get_close_matches

import numpy as np
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics.journeys import Bucket, Journeys, UInt16
from footpath.analytics.kernels.edits import masks
from footpath.analytics.kernels.variants import UInt64
from footpath.analytics.kernels.way_visits import visits_in
from footpath.analytics.paths.labels import Labels, labels_of
from footpath.analytics.scope import view
from footpath.analytics.select import Selection, compile_selects
from footpath.analytics.similarity.question import LONGEST, SimilarQuestion
from footpath.analytics.ways.persons import find, position_in
from footpath.analytics.ways.variants import ARROW
from footpath.core.errors import Invalid, NotFound


class Plan(Struct, frozen=True):
    """A question ready to be run.

    Attributes:
        person: whole name of the one whose journey is wanted; empty for a way.
        wanted: the way that others are compared with.
        masks: `kernels.edits.masks` of it.
    """

    question: SimilarQuestion
    touchpoints: Labels
    person: str
    wanted: UInt16
    masks: UInt64
    goal: Selection | None


def plan_of(journeys: Journeys, question: SimilarQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: there is no such person, touchpoint or event; the hint names the nearest.
    """
    if bool(question.person) == bool(question.way):
        raise Invalid("Either person or way says what journeys should be like.", hint="Give one: --person u-17.")
    if question.count < 1:
        raise Invalid(f"count is {question.count}.", hint="Ask for at least one journey.")
    touchpoints = labels_of(journeys, question)
    if question.way:
        person, found = "", _named(question.way, touchpoints)
    else:
        bucket, person = find(journeys, question.person)
        found = _way_of(bucket, person, question, touchpoints)
    wanted = found[:LONGEST]
    goal = compile_selects(journeys, (question.goal,)) if question.goal is not None else None
    return Plan(question, touchpoints, person, wanted, masks(wanted, touchpoints.k), goal)


def _way_of(bucket: Bucket, person: str, question: SimilarQuestion, touchpoints: Labels) -> UInt16:
    """Return the way of a person within the period, whoever else is looked at."""
    place = position_in(bucket, person)
    mine = np.flatnonzero(bucket.owners() == place)
    alone = replace(bucket, begin=bucket.begin[mine], end=bucket.end[mine], owner=bucket.owners()[mine], home="")
    # accounts have been merged already where they are what is counted
    unit = "person" if question.unit == "account" else question.unit
    _, cut = view(Journeys((alone,), pa.table({}), ""), replace(question, who="", unit=unit))
    part = cut(alone)
    key, lookup = touchpoints.keyed(part)
    visits = visits_in((part.begin[-1:], part.end[-1:]), key, lookup, touchpoints.k)
    if not len(visits.codes):
        raise Invalid(
            f"{person!r} has been at none of the touchpoints in what is looked at.",
            hint="Widen the period, or leave --touchpoint out to compare by names of events.",
        )
    return visits.codes


def _named(way: tuple[str, ...], touchpoints: Labels) -> UInt16:
    names = [name.strip() for text in way for name in text.split(ARROW.strip())]
    places = {title: code for code, title in enumerate(touchpoints.names) if code}
    for name in names:
        if name not in places:
            near = get_close_matches(name, places, n=3, cutoff=0.4) or sorted(places)[:8]
            hint = f"Nearest: {', '.join(map(repr, near))}." if near else "There are no touchpoints."
            raise NotFound(f"way: no touchpoint is called {name!r}.", hint=hint)
    codes = [places[name] for name in names]
    return np.array([code for place, code in enumerate(codes) if not place or codes[place - 1] != code], np.uint16)
