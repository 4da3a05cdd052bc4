"""The answer to drift."""

from typing import Any

import pyarrow as pa

from footpath.analytics.answer import Answer
from footpath.analytics.plots.dumbbells import Dumbbell, dumbbells
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import figures, heard, phrase, rules_told
from footpath.analytics.ways.figures import length

_SHARES, _TIMES = 14, 6


class DriftAnswer(Answer, frozen=True, kw_only=True):
    """What changed, or differs.

    Attributes:
        titles: what the first and the second are called.
        figures: one row a step (share of journeys that came to it, of those that came to any), a move (share that made
            it, of those that came to where it begins) and a time (median seconds from one step to the next): the first,
            the second, the change with its interval, `longer` (chance that a time of the second is longer than one of
            the first), p, and whether it changed beyond chance; the surest first.
        distances: how far apart the ways are as a whole: "ways in other shares" (total variation: the share of journeys
            that would have to go another way) and "visits to change" (earth mover: the mean share of visits to change
            when one set of ways is turned into the other at least cost, each way taken as the nearest of the 32
            commonest), beside what shuffling gives, and the chance of as much.
        groups: journeys, those on any step, and events of both.
    """

    titles: tuple[str, str]
    figures: pa.Table
    distances: pa.Table
    groups: pa.Table

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        return {"figures": self.figures, "distances": self.distances, "groups": self.groups}

    def changes(self) -> pa.Table:
        """Return the rows of what changed beyond chance."""
        return self.figures.filter(self.figures["changed"])

    def brief(self) -> pa.Table:
        """Return what changed, or the surest ten when nothing did."""
        rows = (self.changes() if self.changes().num_rows else self.figures.slice(0, 10)).to_pylist()
        return pa.Table.from_pylist(
            [
                {
                    "what": f"{row['kind']}: {row['what']}",
                    "first": _shown(row, "first"),
                    "second": _shown(row, "second"),
                    "change": _change(row),
                    "p": row["p"],
                    "changed": "yes" if row["changed"] else "no",
                }
                for row in rows[:40]
            ]
        )

    def plot(self) -> Picture:
        """Return what changed most surely: the first and the second share or time of each, joined."""
        rows = [row for row in self.figures.to_pylist() if row["change"] is not None]
        shown = [row for row in rows if row["changed"]] or rows
        kept = [row for row in shown if row["kind"] != "time"][:_SHARES]
        times = [row for row in shown if row["kind"] == "time"][:_TIMES]
        longest = max((max(row["first"], row["second"]) for row in times), default=0) or 1.0
        drawn = [_dumbbell(row, phrase("Shares of journeys, 0 to 100%"), 1.0) for row in kept]
        drawn += [_dumbbell(row, phrase("Median times, 0 to {time}", time=length(longest)), longest) for row in times]
        note = rules_told(self.rules)
        return dumbbells(drawn, (heard(self.titles[0]), heard(self.titles[1])), title=self._title(), note=note)

    def _title(self) -> str:
        if not self.distances.num_rows:
            return phrase("Drift: one of the two has no journeys")
        one = self.distances.to_pylist()[0]
        told = phrase(
            "{n} of {total} steps, moves and times changed; {share} of journeys would go another way",
            n=f"{self.changes().num_rows:,}",
            total=f"{self.figures.num_rows:,}",
            share=f"{one['value']:.1%}",
        )
        if one["by_chance"] is None:
            return told
        chance = phrase("by chance {share}, p {p}", share=f"{one['by_chance']:.1%}", p=f"{one['p']:.3f}")
        return f"{told} ({chance})"


def _shown(row: dict[str, Any], side: str) -> str:
    if row[side] is None:
        return "–"
    return length(row[side]) if row["unit"] == "s" else figures(f"{row[side]:.1%}")


def _change(row: dict[str, Any]) -> str:
    if row["change"] is None:
        return "–"
    if row["unit"] == "share":
        interval = ""
        if row["low"] is not None:
            low, high = (f"{100 * row[bound]:+.1f}" for bound in ("low", "high"))
            interval = f" ({phrase('{low} to {high}', low=low, high=high)})"
        change = phrase("{n} points", n=f"{100 * row['change']:+.1f}")
        return f"{change}{interval}".replace("-", "−")
    interval = ""
    if row["low"] is not None:
        interval = f" ({phrase('{low} to {high}', low=_signed(row['low']), high=_signed(row['high']))})"
    return f"{_signed(row['change'])}{interval}"


def _signed(seconds: float) -> str:
    return f"{'−' if seconds < 0 else '+'}{length(abs(seconds))}"


def _dumbbell(row: dict[str, Any], group: str, scale: float) -> Dumbbell:
    return Dumbbell(
        label=row["what"],
        ends=(row["first"] / scale, row["second"] / scale),
        words=f"{_shown(row, 'first')} → {_shown(row, 'second')}",
        below=_change(row),
        group=group,
        sure=row["changed"],
    )
