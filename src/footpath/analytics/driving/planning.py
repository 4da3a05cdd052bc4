"""A question of drivers checked and compiled: starts and goals, and what may drive."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.accounts import ACCOUNT
from footpath.analytics.breakdowns import TRAIT, By, look_up
from footpath.analytics.driving.question import DriversQuestion
from footpath.analytics.journeys import NEVER, Journeys
from footpath.analytics.kernels.contrasts import Terms
from footpath.analytics.scope import bounds
from footpath.analytics.select import MOST, Selection, compile_selects
from footpath.core.errors import Invalid

MOST_VALUES = 200  # of a property or trait that is tried without being named
MOST_TIMES = 100


class Plan(Struct, frozen=True):
    """Drivers ready to be sought.

    Attributes:
        selection: starts, then goals.
        candidates: what may drive.
    """

    question: DriversQuestion
    selection: Selection
    candidates: tuple[By, ...]
    terms: Terms


def plan_of(journeys: Journeys, question: DriversQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: an event, property or value that there is none of.
    """
    if not question.starts or not question.goals or len(question.starts) + len(question.goals) > MOST:
        raise Invalid("starts and goals must be given.", hint="--start Home --goal Order.")
    if not 1 <= question.times <= MOST_TIMES:
        raise Invalid(f"times is {question.times}.", hint=f"Give 1 to {MOST_TIMES}.")
    if not 0 < question.rate < 1:
        raise Invalid(f"rate is {question.rate}.", hint="Give a share, as in 0.05.")
    return Plan(
        question=question,
        selection=compile_selects(journeys, (*question.starts, *question.goals)),
        candidates=tuple(look_up(journeys, name) for name in question.candidates or _all(journeys)),
        terms=_terms(journeys, question),
    )


def _terms(journeys: Journeys, question: DriversQuestion) -> Terms:
    window, after = durations.micros(question.window, "window"), durations.micros(question.after, "after")
    if after > window:
        raise Invalid("after is longer than window.", hint="Give a longer window.")
    return Terms(
        window=window,
        after=after,
        first=durations.micros(question.first, "first"),
        whole=int(question.up_to == "window"),
        newest=_newest(journeys, question, window),
    )


def _newest(journeys: Journeys, question: DriversQuestion, window: int) -> int:
    """Return the µs up to which there is data; the greatest number where windows need not be waited for."""
    if question.unfinished == "in" or question.unit == "session" or window >= durations.FOREVER_US:
        return int(np.iinfo(np.int64).max)
    return min(max((bucket.newest for bucket in journeys.buckets), default=NEVER), bounds(question)[1])


def _all(journeys: Journeys) -> tuple[str, ...]:
    """Return everything that may drive: names, pages, properties, and traits with few values."""
    first = next(iter(journeys.buckets), None)
    dimensions = first.dimensions if first is not None else {}
    few = [name for name, one in sorted(dimensions.items()) if name != ACCOUNT and len(one.values) <= MOST_VALUES]
    columns = [name for name in ("channel",) if name not in dimensions]
    return ("name", "page", *columns, *few, *_traits(journeys.traits))


def _traits(traits: pa.Table | None) -> list[str]:
    if traits is None or not traits.num_rows:
        return []
    counts = traits.group_by("trait").aggregate([("value", "count_distinct")])
    few = counts.filter(pc.less_equal(counts["value_count_distinct"], MOST_VALUES))
    return [TRAIT + name for name in sorted(few["trait"].to_pylist())]
