"""What a metric is: a measure of some events, with the direction that is good."""

from typing import Literal, Union

from msgspec import Struct

from footpath.analytics.select import Select

Good = Literal["", "up", "down"]


class Metric(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number that is asked for again and again, defined once.

    Which fields hold depends on the measure: `Measure.uses`.

    Attributes:
        measure: what is measured: count, units, per_unit, sum, mean, percentile, share, ratio, …
        of: the events it is of.
        among: whom or what it is compared with: those who did this (share, per_unit), or where time runs from (time).
        within: length of time up to which `of` may follow `among`, as in "7 d".
        property: property of the events that holds the number, where it is not their amount.
        percent: which percentile; 50 is the median.
        scale: worst and best answer that count, as (0, 10); others are left out.
        over: the metric that `of_metric` is divided by (ratio): a definition or a saved name.
        of_metric: the metric that is divided (ratio).
        good: whether up or down is good news; empty = as the measure has it.
        symbol: what the number is in, as in "€"; printed behind it.
        title: what answers call it; empty = the definition in words.
    """

    measure: str
    of: Select = Select()
    among: Select | None = None
    within: str = ""
    property: str = ""
    percent: float = 50
    scale: tuple[float, float] | None = None
    of_metric: "Reference | None" = None
    over: "Reference | None" = None
    good: Good = ""
    symbol: str = ""
    title: str = ""


Reference = Union[str, Metric]  # noqa: UP007 - a name or a metric, named before it exists
