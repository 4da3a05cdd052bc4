"""The answer to a funnel: figures a step, times to convert, conversion over time, and who got how far."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

import pyarrow as pa

from footpath.analytics.answer import Answer
from footpath.analytics.durations import SECOND_US, told
from footpath.analytics.plots.bars import Bar, bars
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import figures, heard, phrase

_ANY_ORDER = re.compile(r"(\d+) of (\d+) steps")


class FunnelAnswer(Answer, frozen=True, kw_only=True, dict=True):
    """Who got how far.

    Attributes:
        steps: titles of the steps.
        figures: one row a step (and value of the breakdown): count, shares of all, of the first step with their
            intervals (Wilson, 95 %), of the previous step, dropped before it, and how long it took in seconds (n,
            median, mean, p90).
        overall: how long the whole way took those who converted, one row a value of the breakdown.
        histogram: time to convert in seconds: from (bin start), count.
        trend: by period of entry: entered, converted, share with interval, and whether all had the whole window; None
            when it was not asked for.
        list_people: makes `people`, which takes longer than all the rest.
        excluded: how many left the whole funnel because of an exclusion.
    """

    steps: tuple[str, ...]
    figures: pa.Table
    overall: pa.Table
    histogram: pa.Table
    trend: pa.Table | None
    list_people: Callable[[], pa.Table]
    excluded: int

    @cached_property
    def people(self) -> pa.Table:
        """Who got in: person, value of the breakdown, furthest step, when they entered and came furthest."""
        return self.list_people()

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        found = {"figures": self.figures, "overall": self.overall, "histogram": self.histogram, "people": self.people}
        return found | ({"trend": self.trend} if self.trend is not None else {})

    def brief(self) -> pa.Table:
        """Return value of the breakdown, step, count, shares with interval, dropped and median time."""
        return pa.Table.from_pylist([_brief(row) for row in self.figures.to_pylist()])

    def converted(self) -> pa.Table:
        """Return who did every step."""
        return self._people(lambda furthest: furthest == len(self.steps))

    def dropped(self, after: int = 0) -> pa.Table:
        """Return who did not get to the end; with `after`, who got to that step (1 is the first) and no further."""
        return self._people(lambda furthest: furthest == after if after else furthest < len(self.steps))

    def _people(self, keep: Callable[[int], bool]) -> pa.Table:
        mask = [keep(furthest) for furthest in self.people["furthest"].to_pylist()]
        return self.people.filter(pa.array(mask, pa.bool_()))

    def plot(self) -> Picture:
        """Return the funnel as bars, one a step; one group of bars a value of the breakdown."""
        rows = self.figures.to_pylist()
        made = [
            Bar(
                label=f"{row['step']}. {_called(row['name'])}",
                share=row["of_first"] or 0.0,
                words=figures(f"{row['count']:,} · {(row['of_first'] or 0):.1%}"),
                group=str(row.get("value", "")),
                interval=(row["of_first_low"], row["of_first_high"]) if row["of_first_low"] is not None else None,
            )
            for row in rows
        ]
        note = "; ".join(heard(rule) for rule in self.rules.values())
        return bars(made, title=phrase("Funnel of {n} steps", n=len(self.steps)), note=note)


def _called(step: str) -> str:
    """Return what a step is called: of steps in any order it is how many of them were done."""
    found = _ANY_ORDER.fullmatch(step)
    return phrase("{n} of {total} steps", n=found[1], total=found[2]) if found else step


def _brief(row: dict[str, Any]) -> dict[str, object]:
    low, high = row["of_first_low"], row["of_first_high"]
    interval = f" ({low:.1%}–{high:.1%})" if low is not None and row["step"] > 1 else ""
    return {
        **({"value": row["value"]} if "value" in row else {}),
        "step": f"{row['step']}. {row['name']}",
        "count": row["count"],
        "of first": f"{row['of_first']:.1%}{interval}" if row["of_first"] is not None else "–",
        "of previous": f"{row['of_previous']:.1%}" if row["of_previous"] is not None else "–",
        "dropped": row["dropped"],
        "median": told(row["median_s"] * SECOND_US) if row["median_s"] is not None else "–",
    }
