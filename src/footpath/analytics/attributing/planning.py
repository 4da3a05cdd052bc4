"""A question of attribution checked and compiled: which events are touches and conversions, and of what things."""

from fractions import Fraction

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.attributing.question import DIRECT, TOUCHPOINT, AttributionQuestion
from footpath.analytics.breakdowns import UNKNOWN, By, look_up
from footpath.analytics.journeys import Journeys
from footpath.analytics.kernels.attribution_paths import PathRules
from footpath.analytics.kernels.attribution_tallies import GIVEN, GROUPS, MIDDLE, NOWHERE
from footpath.analytics.select import MOST, Select, Selection, compile_selects
from footpath.core.errors import Invalid, NotFound

EXACT = 20  # things of which every set is tried
IN_A_SET = 57  # things a set can hold, beside the group


class Plan(Struct, frozen=True):
    """Attribution ready to be run.

    Attributes:
        selection: touchpoints, then conversions, then the milestone.
        by: what credit goes to; None = which of the touchpoints it is.
        names: thing → what it is called; thing 0 is none.
        unknown: thing of touches without a value; 0 = those are no touches.
        direct: thing → whether it is direct.
        milestones: where a milestone is looked for.
        weights: of custom: first, between, last.
    """

    question: AttributionQuestion
    selection: Selection
    by: By | None
    names: tuple[str, ...]
    unknown: int
    direct: npt.NDArray[np.bool_]
    rules: PathRules
    milestones: int
    half_life: int
    weights: tuple[Fraction, Fraction, Fraction]

    @property
    def base(self) -> int:
        """Digits of a chain's states: none, things, conversion, no conversion."""
        return len(self.names) + 2

    def asks(self, *models: str) -> bool:
        """Say whether one of the models is asked for."""
        return any(model in self.question.models for model in models)


def plan_of(journeys: Journeys, question: AttributionQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: an event, property or value that there is none of.
    """
    selects = (*question.touchpoints, *question.conversions, *((question.milestone,) if question.milestone else ()))
    if not question.conversions or len(selects) > MOST:
        raise Invalid(
            f"conversions and touchpoints are {len(selects)}.", hint=f'Give 1 to {MOST}: --conversion "Order".'
        )
    by, names = _things(journeys, question)
    known = len(names)
    if question.touchpoints and by is not None:
        names = (*names, UNKNOWN)
    plan = Plan(
        question=question,
        selection=compile_selects(journeys, selects),
        by=by,
        names=names,
        unknown=known if len(names) > known else 0,
        direct=_direct(question, names),
        rules=_rules(question),
        milestones=(GIVEN if question.milestone else MIDDLE) if "w" in question.models else NOWHERE,
        half_life=durations.micros(question.half_life, "half_life"),
        weights=_weights(question),
    )
    _check(plan)
    return plan


def _things(journeys: Journeys, question: AttributionQuestion) -> tuple[By | None, tuple[str, ...]]:
    if question.by != TOUCHPOINT:
        by = look_up(journeys, question.by)
        return by, by.values
    if question.touchpoints:
        return None, ("", *(one.title for one in question.touchpoints))
    by = look_up(journeys, "name")
    return by, by.values


def _direct(question: AttributionQuestion, names: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    for value in question.direct:
        if value not in names:
            there = ", ".join(name for name in names[:12] if name)
            raise NotFound(f"direct: no {question.by} is called {value!r}.", hint=f"There are: {there}.")
    wanted = question.direct or tuple(name for name in names if name.lower() in DIRECT)
    return np.isin(np.array(names), np.array(wanted)) if wanted else np.zeros(len(names), np.bool_)


def _rules(question: AttributionQuestion) -> PathRules:
    same_session = question.lookback.strip() == "session"
    return PathRules(
        lookback=durations.FOREVER_US if same_session else durations.micros(question.lookback, "lookback"),
        gap=durations.micros(question.session_gap, "session_gap"),
        same_session=int(same_session),
        restart=int(question.after == "restart"),
        once=int(question.touch == "session"),
        own=int(question.own),
        first_only=int(question.count == "first"),
    )


def _weights(question: AttributionQuestion) -> tuple[Fraction, Fraction, Fraction]:
    if "custom" not in question.models:
        return Fraction(1), Fraction(1), Fraction(1)
    given = question.weights
    if len(given) != 3 or not all(0 <= weight < 1e6 for weight in given) or not sum(given):
        raise Invalid(f"weights are {given}.", hint="Give three: first, between and last, as in 40, 20, 40.")
    first, between, last = (Fraction(repr(weight)).limit_denominator(10**6) for weight in given)
    return first, between, last


def _check(plan: Plan) -> None:
    question = plan.question
    if not question.models or len(set(question.models)) < len(question.models):
        raise Invalid(f"models are {', '.join(question.models) or 'none'}.", hint="Give each model once.")
    if plan.half_life < 1:
        raise Invalid("half_life is nothing.", hint='Write a length of time, as in "7 d".')
    if "markov" in question.models and not 1 <= question.order <= _most_order(plan.base):
        raise Invalid(
            f"order is {question.order}.",
            hint=f"With {len(plan.names) - 1} things it is 1 to {_most_order(plan.base)}.",
        )
    if plan.asks("shapley") and question.worth == "rate" and len(plan.names) - 1 > IN_A_SET:
        raise Invalid(
            f"worth is rate, and there are {len(plan.names) - 1} things; {IN_A_SET} can be told apart.",
            hint="Use worth conversions, or credit something with fewer values.",
        )
    if question.permutations < 2:
        raise Invalid(f"permutations is {question.permutations}.", hint="Give 2 or more, e.g. 500.")


def _most_order(base: int) -> int:
    """Return how many last touches fit a whole number of 62 bits, with the next and the group."""
    order = 0
    while order < 12 and base ** (order + 2) * GROUPS < 1 << 62:
        order += 1
    return order


def titles(selects: tuple[Select, ...]) -> str:
    """Return selections in words."""
    return " or ".join(one.title for one in selects)
