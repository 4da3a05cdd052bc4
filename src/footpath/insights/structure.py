"""The structure of a map: which columns, in which order, in which stages, and which of them is the goal."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics import Journeys, UInt16
from footpath.insights import words
from footpath.insights.aligning import align
from footpath.insights.figures import waits_between
from footpath.insights.goal import Goal, find_goal, second_time
from footpath.insights.ordering import reading_order
from footpath.insights.stages import Stage, find_stages
from footpath.insights.steps import Folded, Step, fold
from footpath.insights.tongue import phrase
from footpath.insights.touchpoints import Things, find_things
from footpath.insights.tracks import compose, sums, tracks
from footpath.insights.wish import Wish
from footpath.insights.wording import count
from footpath.maps import Note, localised

LONG_PREFIX = 2  # words that most titles begin with are left out from this number on


class Structure(Struct, frozen=True):
    """What the columns are.

    Attributes:
        things: all kinds of contact.
        steps: leaf columns in reading order.
        stages: over positions of `steps`.
        lookup: signature → position in `steps` + 1, 0 = on no column.
        goal: position + 1 of the step that counts as success, 0 = none; `how` it was found.
        left: codes of things that got no column.
        notes: how it was derived.
    """

    things: Things
    steps: tuple[Step, ...]
    stages: tuple[Stage, ...]
    lookup: UInt16
    goal: int
    left: tuple[int, ...]
    notes: tuple[Note, ...]


def find_structure(journeys: Journeys, wish: Wish, *, counted: bool = False) -> Structure:
    """Return the columns of the map of `journeys`.

    Args:
        journeys: everybody's events.
        wish: goal, template and locale asked for.
        counted: the contacts are the 1st, 2nd, … time of one thing: each is a stage, and the 2nd is the goal.

    Raises:
        NotFound: no event is called `wish.goal`, or no template is called `wish.template`.
    """
    found = find_things(journeys)
    aim = second_time(found) if counted and not wish.goal else find_goal(journeys, found, wish.goal)
    folded = fold(found, keep=aim.code, locale=wish.locale)
    steps = _ordered(journeys, found, folded)
    lookup = compose(found.lookup, _onto(steps, len(found.things)))
    on_steps = tracks(journeys, lookup)
    total = sums(on_steps, len(steps))
    titles = [step.title for step in steps]
    if counted:
        stages, how = tuple(Stage(title, (place,)) for place, title in enumerate(titles)), phrase(_HOW_COUNTED)
    elif wish.template:
        stages, how = align(titles, wish.template, wish.locale)
    else:
        stages, how = find_stages(total, titles, waits_between(on_steps, len(steps))), phrase(_HOW_STAGES)
    named = _shortened(_without_codes(steps), [localised(stage.title, wish.locale) for stage in stages])
    at = next((place + 1 for place, step in enumerate(steps) if aim.code in step.things), 0)
    notes = (*_step_notes(found, folded), Note(topic=phrase("Stages"), text=how), _goal_note(aim, at, named))
    return Structure(found, named, stages, lookup, at, folded.left, notes)


_HOW_STAGES = (
    "Steps stand in the order in which most persons first meet them. Neighbouring steps form a stage when their names "
    "mean the same part of a journey, when persons mostly go between them, and when little time lies between."
)
_HOW_COUNTED = "Every time it happens again is a stage of its own."


def _ordered(journeys: Journeys, found: Things, folded: Folded) -> tuple[Step, ...]:
    lookup = compose(found.lookup, _onto(folded.steps, len(found.things)))
    total = sums(tracks(journeys, lookup), len(folded.steps))
    order = reading_order(total, [step.title for step in folded.steps])
    return tuple(folded.steps[code - 1] for code in order)


def _onto(steps: Sequence[Step], things: int) -> UInt16:
    onto = np.zeros(things + 1, np.uint16)
    for position, step in enumerate(steps):
        onto[list(step.things)] = position + 1
    return onto


def _without_codes(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Leave out the numbers that most titles begin with ("T02 Check receipt"), where titles stay different."""
    short = [words.human(words.without_code(step.title)) for step in steps]
    coded = sum(title != step.title for title, step in zip(short, steps, strict=True))
    if coded * 2 <= len(steps) or len(set(short)) < len(short):
        return tuple(steps)
    return tuple(replace(step, title=title) for step, title in zip(steps, short, strict=True))


def _shortened(steps: Sequence[Step], stage_titles: Sequence[str]) -> tuple[Step, ...]:
    """Leave out the words with which most titles begin ("Request for payment …"), where two words or more."""
    texts = [step.title.split() for step in steps]
    best: tuple[str, ...] = ()
    for text in texts:
        for size in range(LONG_PREFIX, len(text)):
            prefix = tuple(text[:size])
            holders = sum(tuple(other[:size]) == prefix and len(other) > size for other in texts)
            if holders * 2 > len(texts) and size > len(best):
                best = prefix
    if not best:
        return tuple(steps)
    short = [
        words.human(" ".join(text[len(best) :]))
        if tuple(text[: len(best)]) == best and len(text) > len(best)
        else " ".join(text)
        for text in texts
    ]
    taken = {*stage_titles}
    if len(set(short)) < len(short) or taken & set(short) == set(short):
        return tuple(steps)
    return tuple(replace(step, title=title) for step, title in zip(steps, short, strict=True))


def _step_notes(found: Things, folded: Folded) -> tuple[Note, ...]:
    many = [step for step in folded.steps if len(step.things) > 1]
    notes = []
    if many:
        shown = "; ".join(
            f"{step.title} = {_listed([found.things[code - 1].title for code in step.things])}" for step in many[:6]
        )
        shown += "; …" if len(many) > 6 else ""
        text = phrase(
            "Contacts that are alike in name, and in what comes before and after, share a step: {shown}.", shown=shown
        )
        notes.append(Note(topic=phrase("Steps"), text=text))
    if folded.left:
        titles = [found.things[code - 1].title for code in folded.left]
        events = int(found.sums.reach.events[list(folded.left)].sum())
        text = phrase(
            "{n} rare kinds of contact ({events} events) got no column: {shown}.",
            n=count(len(titles)), events=count(events), shown=_listed(titles, 6),
        )  # fmt: skip
        notes.append(Note(topic=phrase("Left out"), text=text))
    return tuple(notes)


def _goal_note(aim: Goal, at: int, steps: Sequence[Step]) -> Note:
    return Note(topic=phrase("Goal"), text=f"{steps[at - 1].title}. {aim.how}" if at else aim.how)


def _listed(titles: Sequence[str], most: int = 4) -> str:
    more = len(titles) - most
    return ", ".join(titles[:most]) + (" " + phrase("and {n} more", n=count(more)) if more > 0 else "")
