"""A question of precursors checked and compiled: losses, goals and touches, and what sequences are of."""

from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.breakdowns import TRAIT, By, look_up
from footpath.analytics.journeys import NEVER, Journeys
from footpath.analytics.kernels.patterns import Ends
from footpath.analytics.preceding.question import PrecursorsQuestion
from footpath.analytics.scope import bounds
from footpath.analytics.select import MOST, Selection, compile_selects
from footpath.core.errors import Invalid

LONGEST, MOST_TOUCHES = 4, 100


class Plan(Struct, frozen=True):
    """Precursors ready to be sought.

    Attributes:
        selection: touchpoints, losses, goals.
        by: what sequences are of.
    """

    question: PrecursorsQuestion
    selection: Selection
    by: By
    ends: Ends


def plan_of(journeys: Journeys, question: PrecursorsQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: an event, property or value that there is none of.
    """
    selects = (*question.touchpoints, *question.losses, *question.goals)
    if len(selects) > MOST:
        raise Invalid(f"touchpoints, losses and goals are {len(selects)}.", hint=f"Give {MOST} at most.")
    if question.by.startswith(TRAIT):
        raise Invalid("by is a trait, which does not change on the way.", hint="Use name, page or a property.")
    if not 1 <= question.shortest <= question.longest <= LONGEST:
        raise Invalid(
            f"sequences of {question.shortest} to {question.longest} touches.",
            hint=f"shortest and longest: 1 to {LONGEST}.",
        )
    if not question.longest <= question.last <= MOST_TOUCHES:
        raise Invalid(f"last is {question.last}.", hint=f"Give {question.longest} to {MOST_TOUCHES}.")
    for name, share in (("support", question.support), ("rate", question.rate)):
        if not 0 < share < 1:
            raise Invalid(f"{name} is {share}.", hint="Give a share, as in 0.05.")
    return Plan(
        question=question,
        selection=compile_selects(journeys, selects),
        by=look_up(journeys, question.by),
        ends=_ends(journeys, question),
    )


def _ends(journeys: Journeys, question: PrecursorsQuestion) -> Ends:
    newest = max((bucket.newest for bucket in journeys.buckets), default=NEVER)
    newest = min(newest, bounds(question)[1])
    inactive = durations.micros(question.inactive, "inactive")
    if not question.losses and inactive >= durations.FOREVER_US:
        raise Invalid("inactive is any time.", hint='Write how long silence is a loss, as in "30 d", or give losses.')
    return Ends(
        losses=int(bool(question.losses)),
        goals=int(bool(question.goals)),
        silent=newest - inactive if newest > NEVER + inactive else NEVER,
        within=durations.micros(question.within, "within"),
        last=question.last,
        collapse=int(question.collapse),
    )
