"""The answer to journeys like one."""

from typing import Any

import pyarrow as pa
from msgspec import Struct

from footpath.analytics.answer import Answer
from footpath.analytics.plots.chips import Chip, Lane, chips
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import figures, phrase, rules_told
from footpath.analytics.ways.figures import length, percent


class Example(Struct, frozen=True):
    """A journey in full: what of it was compared, what of that is shared, and what came after."""

    way: tuple[str, ...]
    shared: tuple[str, ...]
    after: tuple[str, ...]


class SimilarAnswer(Answer, frozen=True, kw_only=True):
    """The journeys most alike, and how they went on.

    Attributes:
        wanted: the way they were compared with.
        figures: one row a journey, nearest first: person, distance, visits to change, the way that was compared, what
            it shares with the wanted one, what came next, how it went on, whether it came to the goal.
        next: what came right after, with shares; None when whole journeys were compared.
        outcome: how many of the nearest, and of all others, came to the goal; None without one.
        distances: how many journeys are how far, by tenths, and how many of them came to the goal.
        examples: the nearest in full, as the picture shows them.
    """

    wanted: tuple[str, ...]
    figures: pa.Table
    next: pa.Table | None
    outcome: pa.Table | None
    distances: pa.Table
    examples: tuple[Example, ...]

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        found = {"figures": self.figures, "next": self.next, "outcome": self.outcome, "distances": self.distances}
        return {name: table for name, table in found.items() if table is not None}

    def brief(self) -> pa.Table:
        """Return the nearest ten with what they went on to."""
        return pa.Table.from_pylist(
            [
                {
                    "person": row["person"],
                    "distance": row["distance"],
                    "way": row["way"],
                    **({} if row["next"] is None else {"next": row["next"]}),
                    **({} if row["reached_goal"] is None else {"goal": "yes" if row["reached_goal"] else "no"}),
                    "took": length(row["took_s"]),
                }
                for row in self.figures.slice(0, 10).to_pylist()
            ]
        )

    def plot(self) -> Picture:
        """Return the wanted way and, under it, the nearest: what is shared stands out, what came next follows."""
        lanes = [Lane(phrase("wanted"), "", [Chip(name, "strong") for name in self.wanted])]
        rows = self.figures.slice(0, len(self.examples)).to_pylist()
        lanes += [_lane(row, example) for row, example in zip(rows, self.examples, strict=True)]
        note = rules_told(self.rules)
        return chips(lanes, title=self._title(), note=note)

    def _title(self) -> str:
        found = phrase("{n} journeys most alike, of {total}", n=f"{self.figures.num_rows:,}", total=f"{self.n:,}")
        if self.outcome is None:
            return found
        near, others = self.outcome.to_pylist()
        reached = phrase("{share} reached the goal, {other} of the others", share=percent(near), other=percent(others))
        return f"{found}: {reached}"


def _lane(row: dict[str, Any], example: Example) -> Lane:
    shared = list(example.shared)
    made = []
    for name in example.way:
        held = shared[:1] == [name]
        made.append(Chip(name, "soft" if held else "plain"))
        shared = shared[1:] if held else shared
    goal = ""
    if row["reached_goal"] is not None:
        goal = " · " + (phrase("goal") if row["reached_goal"] else phrase("no goal"))
    after = [Chip(name, "next") for name in example.after]
    return Lane(row["person"], figures(f"{row['distance']:.2f}") + goal, [*made, *after])
