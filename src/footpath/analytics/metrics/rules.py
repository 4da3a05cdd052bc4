"""What shapes the numbers of a metric, in words."""

from footpath.analytics.calendar import instant_of
from footpath.analytics.kernels.tallies import AMOUNT
from footpath.analytics.metrics.language import metric_text
from footpath.analytics.metrics.planning import Plan
from footpath.analytics.periods.question import Periodic

_INTERVALS = {
    "total": "of a total as of units that come by chance (compound Poisson)",
    "share": "Wilson",
    "mean": "delta method, Student's t",
    "percentile": "Poisson bootstrap, 400 draws of 256 groups of persons, seeded",
}


def rules_of(plan: Plan, *, tiny: int) -> dict[str, str]:
    """Return every rule, for `Answer.rules`.

    Args:
        tiny: how many amounts were too small to count.
    """
    question = plan.question
    rules = {**question.scope_rules(), "metric": metric_text(plan.metric)}
    if question.every:
        periodic = Periodic(period=question.every, week_start=question.week_start, tz=question.tz)
        rules["over time"] = f"{periodic.period_words}; not complete where data begin or end in it"
    if question.by:
        whose = {"event": "of each event"}.get(question.attribution, f"of each person's {question.attribution}")
        rules["breakdown"] = f"{question.by}, {whose}"
    if question.compare:
        rules["compared with"] = _compared(plan)
    rules["interval"] = f"95 %, {_INTERVALS[plan.recipe.kind]}; all events of a person count as one case"
    if plan.recipe.follow is not None:
        rules["period of"] = "what comes first; what follows may come later"
    low, high = plan.recipe.quantities[-1].scale
    if abs(low) < 1e300:
        rules["scale"] = f"answers from {low:g} to {high:g}; others are left out"
    if any(quantity.what == AMOUNT for quantity in plan.recipe.quantities):
        rules["sums"] = "exact, amounts in millionths" + (f"; {tiny:,} smaller amounts count as 0" if tiny else "")
    return rules


def _compared(plan: Plan) -> str:
    question = plan.question
    words = {"previous": "the period before", "year": "the same period a year before"}[question.compare]
    if len(plan.windows.spans) < 2:
        return words
    begin, end = (instant_of(at) for at in plan.windows.spans[1])
    words = f"{words}: {begin:%Y-%m-%d %H:%M} up to {end:%Y-%m-%d %H:%M} UTC"
    return words if plan.windows.covered else f"{words}; there is no data from its beginning on"
