"""The answer to a metric: the number in all, over time, broken down, and beside the period before."""

from datetime import datetime, time
from typing import Any, Literal

import pyarrow as pa

from footpath.analytics.answer import Answer, shown
from footpath.analytics.calendar import zone
from footpath.analytics.durations import SECOND_US, told
from footpath.analytics.metrics.measure import Look
from footpath.analytics.metrics.metric import Good
from footpath.analytics.metrics.pictures import picture_of
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import figures, phrase
from footpath.core.stats import Interval

Show = Literal["", "trend", "values", "change"]


class MetricAnswer(Answer, frozen=True, kw_only=True):
    """A metric's numbers.

    Attributes:
        metric: what it is called.
        look: how its numbers are printed.
        symbol: what they are in.
        good: whether up or down is good news; empty = neither.
        figures: one row in all, and one a value of the breakdown: figure, its 95 % interval, n (events, answers or
            units that it is of), units (persons or accounts); where compared: before and difference with their
            intervals, change (share of before) and verdict: better, worse, higher, lower, or unclear.
        trend: the same by period, and whether it is complete; None when it was not asked for.
    """

    metric: str
    look: Look
    symbol: str
    good: Good
    figures: pa.Table
    trend: pa.Table | None

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        return {"figures": self.figures} | ({"trend": self.trend} if self.trend is not None else {})

    def brief(self) -> pa.Table:
        """Return the number with its interval in words, in all and by value, or by period where that was asked for."""
        table = self.figures if self.trend is None else self.trend
        return pa.Table.from_pylist([self._brief(row) for row in table.to_pylist()])

    def _brief(self, row: dict[str, Any]) -> dict[str, object]:
        begin = self._begin(row) if "from" in row else ""
        made: dict[str, object] = {"value": row["value"]} if "value" in row else {}
        made |= {"from": begin} if begin else {}
        made |= {"figure": self.said(row["figure"]), "95 %": self._between(row["low"], row["high"])}
        made |= {"n": row["n"], "units": row["units"]}
        if "before" in row:
            low, high = row["difference_low"], row["difference_high"]
            made |= {
                "before": self.said(row["before"]), "difference": self.said(row["difference"], sign=True),
                "95 % of it": self._between(low, high, sign=True), "verdict": row["verdict"],
            }  # fmt: skip
        return made

    def _begin(self, row: dict[str, Any]) -> str:
        when = self.local(row["from"])
        words = f"{when:%Y-%m-%d}" if when.time() == time() else f"{when:%Y-%m-%d %H:%M}"
        return words if row["complete"] else f"{words} (not complete)"

    def local(self, at: datetime) -> datetime:
        """Return an instant in the time zone of the question."""
        return at.astimezone(zone(self.rules["time zone"]))

    def said(self, value: float | None, *, sign: bool = False) -> str:
        """Return a number as people read it."""
        if value is None:
            return "–"
        plus = "+" if sign and value > 0 else ""
        if self.look == "share":
            number = f"{plus}{value * 100:.1f}"
            return phrase("{n} points", n=number) if sign else figures(f"{number}%")
        if self.look == "time":
            return f"{plus if value >= 0 else '−'}{told(abs(value) * SECOND_US)}"
        digits = f"{value:,.0f}" if self.look == "count" and value == round(value) else shown(_short(value))
        return f"{figures(plus + digits)}{' ' + self.symbol if self.symbol else ''}"

    def _between(self, low: float | None, high: float | None, *, sign: bool = False) -> str:
        if low is None or high is None:
            return "too few"
        return f"{self.said(low, sign=sign)} … {self.said(high, sign=sign)}"

    def plot(self, show: Show = "") -> Picture:
        """Return a picture: the line over time, bars by value, or before and after.

        Args:
            show: trend, values or change; empty = what was asked for last: over time, compared, or broken down.
        """
        return picture_of(self, show)


def _short(value: float) -> float:
    """Return a number with as many digits as are of use."""
    return round(value, 1) if abs(value) >= 1000 else round(value, 2) if abs(value) >= 10 else float(f"{value:.3g}")


def direction(interval: Interval | None, good: Good) -> str | None:
    """Return what a difference is: better, worse, higher, lower, or unclear where chance may have made it."""
    if interval is None:
        return None
    if interval[0] <= 0 <= interval[1]:
        return "unclear"
    up = interval[0] > 0
    if not good:
        return "higher" if up else "lower"
    return "better" if up == (good == "up") else "worse"
