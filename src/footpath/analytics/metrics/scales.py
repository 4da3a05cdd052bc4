"""Scales that answers are given on, and the answers that come as signals."""

from footpath.analytics.metrics.metric import Metric
from footpath.analytics.select import Select
from footpath.core.errors import Invalid

METRIC = "metric"  # dimension of answers: what they are answers to


def scale_of(metric: Metric, usual: tuple[float, float]) -> tuple[float, float]:
    """Return the worst and the best answer that count.

    Raises:
        Invalid: the scale's ends are not in rising order.
    """
    low, high = metric.scale or usual
    if not low < high:
        hint = 'Give the worst answer first: "csat of Rated scale 1 to 5".'
        raise Invalid(f"scale runs from {low:g} to {high:g}.", hint=hint)
    return low, high


def answers_to(question: str) -> Select:
    """Return the selection of all answers to a question such as "nps"."""
    return Select(where={METRIC: (question,)})


def check_percent(metric: Metric) -> None:
    """Raise Invalid for a percentile that there is none of."""
    if not 0 < metric.percent < 100:
        raise Invalid(f"percent is {metric.percent:g}.", hint='Give a number between 0 and 100: "p90 of Order".')
