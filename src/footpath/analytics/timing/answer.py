"""The answer to how long it takes from one touchpoint to another."""

from typing import Any

import pyarrow as pa

from footpath.analytics.answer import Answer
from footpath.analytics.durations import SECOND_US, told
from footpath.analytics.plots.columns import Column, Share, columns
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import figures, phrase, rules_told


class TimeBetweenAnswer(Answer, frozen=True, kw_only=True):
    """How long it takes from one touchpoint to another.

    Attributes:
        between: titles of start and end.
        period: what a period of the trend is.
        figures: one row (a value of the breakdown): n starts, how many reached the end and how many never did (in the
            window), their share with interval (95 %), and how long it took those who did, in seconds: median, p90 and
            mean, each with its interval.
        histogram: time in seconds: from, to, count.
        trend: the figures by period of the start, and whether the window after it is over; None when not asked for.
        people: every start: who, when, how long it took; None when not asked for.
    """

    between: tuple[str, str]
    period: str
    figures: pa.Table
    histogram: pa.Table
    trend: pa.Table | None
    people: pa.Table | None

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        found = {"figures": self.figures, "histogram": self.histogram, "trend": self.trend, "people": self.people}
        return {name: table for name, table in found.items() if table is not None}

    def brief(self) -> pa.Table:
        """Return (value,) n, never, share, and median, p90 and mean in words with their intervals."""
        return pa.Table.from_pylist([_brief(row) for row in self.figures.to_pylist()])

    def plot(self) -> Picture:
        """Return how many took how long, as columns."""
        rows = self.histogram.to_pylist()
        made = [
            Column(_span(row), (Share(row["count"], phrase("starts")),), words=figures(f"{row['count']:,}"))
            for row in rows
        ]  # fmt: skip
        words = "; ".join(
            phrase(
                "{value} median {time}, 9 in 10 within {most}, never {n} of {total}",
                value=row.get("value", ""),
                time=_time(row["median_s"]),
                most=_time(row["p90_s"]),
                n=f"{row['never']:,}",
                total=f"{row['n']:,}",
            ).strip()
            for row in self.figures.to_pylist()[:6]
        )
        title = phrase("Time from {start} to {end}", start=self.between[0], end=self.between[1])
        return columns(made, title=title, axis=phrase("from … on"), note=f"{words}. {rules_told(self.rules)}")


def _span(row: dict[str, Any]) -> str:
    return "0 s" if not row["from_s"] else told(row["from_s"] * SECOND_US)


def _time(seconds: float | None) -> str:
    return "–" if seconds is None else told(seconds * SECOND_US)


def _brief(row: dict[str, Any]) -> dict[str, object]:
    def around(name: str) -> str:
        low, high = row[f"{name}_low_s"], row[f"{name}_high_s"]
        return _time(row[f"{name}_s"]) + (f" ({_time(low)}–{_time(high)})" if low is not None else "")

    share = "–" if row["share"] is None else f"{row['share']:.1%} ({row['low']:.1%}–{row['high']:.1%})"
    value = {"value": row["value"]} if "value" in row else {}
    times = {name: around(name) for name in ("median", "p90", "mean")}
    return {**value, "starts": row["n"], "never": row["never"], "reached": share, **times}
