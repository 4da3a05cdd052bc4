"""A question of planned against travelled, checked and compiled."""

import re

import numpy as np
from msgspec import Struct

from footpath.analytics.conforming.plan import Bool, Graph, graph_of, in_order
from footpath.analytics.conforming.question import ConformanceQuestion
from footpath.analytics.journeys import Journeys
from footpath.analytics.kernels.fitness import NO_WAY
from footpath.analytics.select import MOST
from footpath.analytics.ways.touchpoints import Touchpoints, grouped
from footpath.core.errors import Invalid

_MOVE = re.compile(r"\s*(start|\d+)\s*(?:-|–|→|->)\s*(end|\d+)\s*")


class Plan(Struct, frozen=True):
    """A plan ready to be held against journeys."""

    question: ConformanceQuestion
    steps: Touchpoints
    graph: Graph


def plan_of(journeys: Journeys, question: ConformanceQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: an event, property or value that there is none of.
    """
    count = len(question.steps)
    if not 1 <= count <= MOST:
        raise Invalid(f"The plan has {count} steps.", hint=f"Give 1 to {MOST}, e.g. --step Home --step Order.")
    for number in question.optional:
        if not 1 <= number <= count:
            raise Invalid(f"optional: there is no step {number}.", hint=f"Steps are 1 to {count}.")
    if len(question.titles) > count:
        raise Invalid(f"There are {len(question.titles)} titles for {count} steps.", hint="Give one for each step.")
    graph = graph_of(_allowed(question, count), to_end=question.to_end)
    if graph.shortest >= NO_WAY:
        raise Invalid(
            "moves: no planned way leads from a start to an end.", hint='Add moves such as "start-1", "3-end".'
        )
    return Plan(question, grouped(journeys, question.steps, question.titles), graph)


def _allowed(question: ConformanceQuestion, count: int) -> Bool:
    pairs = [_move(text, count) for text in question.moves]
    allowed = np.zeros((count + 1, count + 1), np.bool_) if question.only_moves else in_order(count)
    for before, after in pairs:
        allowed[before, after] = True
    if question.only_moves:
        _close(allowed)
    for step in sorted(question.optional):  # whatever leads to it leads past it
        allowed |= np.outer(allowed[:, step], allowed[step])
    return allowed


def _move(text: str, count: int) -> tuple[int, int]:
    match = _MOVE.fullmatch(text)
    numbers = [0 if word in ("start", "end") else int(word) for word in match.groups()] if match else []
    fits = [0 <= number <= count for number in numbers]
    bare = match is not None and "0" in match.groups()
    if match is None or bare or not all(fits):
        raise Invalid(
            f"moves: {text!r} is no move between steps.",
            hint=f'Write two of start, the numbers 1 to {count}, and end, as in "2-1" or "3-end".',
        )
    return numbers[0], numbers[1]


def _close(allowed: Bool) -> None:
    """Let ways start where nothing leads to and end where nothing leads on, unless moves say where."""
    used = allowed[1:, 1:].any(axis=0) | allowed[1:, 1:].any(axis=1)
    if not allowed[0].any():
        allowed[0, 1:] = used & ~allowed[1:, 1:].any(axis=0)
        allowed[0, 1] |= not allowed[0].any()
    if not allowed[:, 0].any():
        allowed[1:, 0] = ~allowed[1:, 1:].any(axis=1) & (used | allowed[0, 1:])
        allowed[-1, 0] |= not allowed[:, 0].any()
