"""A funnel's question checked and compiled: tables of steps and exclusions, and the rules as numbers."""

import re

import numpy as np
from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.breakdowns import By, look_up
from footpath.analytics.funnels.question import FunnelQuestion, length_of, sessions_of
from footpath.analytics.journeys import Journeys
from footpath.analytics.kernels.funnel_moves import ANY, FIRST, LATER, LONGEST, NEWEST, STORED, Rules
from footpath.analytics.select import MOST, Selection, compile_selects
from footpath.core.errors import Invalid

_TIES = {"stored": STORED, "later": LATER, "any": ANY}
_REENTRY = {"first": FIRST, "newest": NEWEST, "longest": LONGEST}


class Plan(Struct, frozen=True):
    """A funnel ready to be run.

    Attributes:
        attribution: step whose value counts, from 0; −1 first touch, −2 last touch, −3 all steps.
        between: the steps the histogram is of, from 0.
        resolution: µs.
        session_us: pause that ends a session, where windows are sessions; else 0.
    """

    question: FunnelQuestion
    steps: Selection
    stops: Selection
    rules: Rules
    by: By | None
    attribution: int
    between: tuple[int, int]
    resolution: int
    session_us: int

    @property
    def quick(self) -> bool:
        """Whether the common rules hold, for which there is a quick way."""
        rules = self.rules
        usual = self.question.order == "ordered" and not (rules.attempts or self.session_us or self.steps.overlapping)
        return usual and not (rules.optional or rules.direct or rules.previous)


_MOST_GRACE_US = 366 * 86_400 * durations.SECOND_US
FIRST_TOUCH, LAST_TOUCH, ALL_STEPS = -1, -2, -3


def plan_of(journeys: Journeys, question: FunnelQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: an event, property or value that there is none of.
    """
    count = len(question.steps)
    if not 1 <= count <= MOST:
        raise Invalid(f"The funnel has {count} steps.", hint=f"Give 1 to {MOST}, e.g. --step Home --step Order.")
    if question.order == "any" and (question.optional or question.directly or question.anchor == "previous"):
        raise Invalid("Steps in any order are not optional, direct or timed one by one.", hint="Use order ordered.")
    return Plan(
        question=question,
        steps=compile_selects(journeys, question.steps),
        stops=compile_selects(journeys, question.exclude),
        rules=_rules(question),
        by=look_up(journeys, question.by) if question.by else None,
        attribution=_attribution(question),
        between=_between(question.between, "between", count),
        resolution=max(1, durations.micros(question.resolution, "resolution")),
        session_us=durations.micros(question.session_gap, "session_gap") if sessions_of(question.window) else 0,
    )


def _rules(question: FunnelQuestion) -> Rules:
    count = len(question.steps)
    spans = [_between(text, "exclude_between", count) for text in question.exclude_between]
    spans += [(0, count - 1)] * (len(question.exclude) - len(spans))
    if len(spans) > len(question.exclude):
        raise Invalid("exclude_between has more entries than exclude.", hint="Give one for each exclusion at most.")
    direct = _bits(question.directly, "directly", count)
    return Rules(
        steps=count,
        ties=_TIES[question.ties],
        grace=min(durations.micros(question.grace, "grace"), _MOST_GRACE_US),
        previous=int(question.anchor == "previous"),
        leaves=int(question.excluded == "leave"),
        reentry=_REENTRY[question.reentry],
        attempts=int(question.count == "attempt"),
        optional=_bits(question.optional, "optional", count),
        direct=np.uint64(2**count - 2) if question.order == "strict" else direct,
        windows=_windows(question),
        first=np.array([span[0] for span in spans], np.int64),
        last=np.array([span[1] for span in spans], np.int64),
    )


def _windows(question: FunnelQuestion) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    usual = length_of(question.window, "window")
    count = len(question.steps)
    given = question.step_windows
    if given and len(given) != count - 1:
        raise Invalid(f"step_windows has {len(given)} entries.", hint=f"Give {count - 1}: one from the second step on.")
    if given and sessions_of(question.window):
        raise Invalid("step_windows and a window in sessions do not go together.", hint="Give the window as a time.")
    own = [length_of(one, "step_windows") if one else usual for one in given] or [usual] * (count - 1)
    return np.array([usual, *own], np.int64)


def _bits(numbers: tuple[int, ...], field: str, count: int) -> np.uint64:
    for number in numbers:
        if not 2 <= number <= count:
            raise Invalid(f"{field}: there is no step {number} after the first.", hint=f"Steps are 2 to {count}.")
    return np.uint64(sum(1 << (number - 1) for number in set(numbers)))


def _between(text: str, field: str, count: int) -> tuple[int, int]:
    """Return the steps, from 0, of a text such as "1-3"; first and last when it is empty."""
    if not text:
        return 0, count - 1
    match = re.fullmatch(r"\s*(\d+)\s*[-–]\s*(\d+)\s*", text)
    first, last = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= first < last <= count:
        raise Invalid(f"{field} is {text!r}.", hint=f'Write two of the steps 1 to {count}, as in "1-2".')
    return first - 1, last - 1


def _attribution(question: FunnelQuestion) -> int:
    text = question.attribution.strip().lower()
    known = {"first touch": FIRST_TOUCH, "last touch": LAST_TOUCH, "all steps": ALL_STEPS}
    match = re.fullmatch(r"step (\d+)", text)
    if text in known:
        return known[text]
    if match and 1 <= int(match[1]) <= len(question.steps):
        return int(match[1]) - 1
    raise Invalid(f"attribution is {text!r}.", hint='Write "first touch", "last touch", "all steps" or "step 2".')
