"""The answer to lifecycle: who comes, stays, comes back and leaves, period by period."""

import pyarrow as pa
import pyarrow.compute as pc

from footpath.analytics.answer import Answer
from footpath.analytics.periods.written import written
from footpath.analytics.plots.columns import Column, Share, columns
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import phrase, rules_told

STATES = ("new", "returning", "resurrecting", "dormant")
_INKS = ("accent", "third", "second", "pain")


class LifecycleAnswer(Answer, frozen=True, kw_only=True):
    """Who is new, returning, resurrecting or dormant.

    Attributes:
        period: what a period is.
        figures: one row a period (and value of the breakdown): (value,) its beginning, active, new, returning,
            resurrecting, dormant (active in the period before, and not now), the share of those active before that are
            kept with its interval (95 %), how many came for each who left (quick ratio), whether the period is over.
        people: who was in which state in which period; None when not asked for.
    """

    period: str
    figures: pa.Table
    people: pa.Table | None

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        return {"figures": self.figures} | ({"people": self.people} if self.people is not None else {})

    def brief(self) -> pa.Table:
        """Return (value,) period, the four states, and the share kept with its interval."""
        rows = []
        for row in self.figures.to_pylist():
            kept = "–" if row["kept"] is None else f"{row['kept']:.1%} ({row['low']:.1%}–{row['high']:.1%})"
            rows.append(
                {
                    **({"value": row["value"]} if "value" in row else {}),
                    self.period: written(row["from"], self.period) + ("" if row["complete"] else " *"),
                    **{state: row[state] for state in STATES},
                    "kept": kept,
                }
            )
        return pa.Table.from_pylist(rows)

    def plot(self) -> Picture:
        """Return bars up for who is there and down for who has gone, of all values of a breakdown together."""
        figures = self.figures
        keys = ["from", "complete"]
        sums = figures.group_by(keys, use_threads=False).aggregate([(state, "sum") for state in STATES])
        made = []
        for row in sums.sort_by("from").to_pylist():
            shares = [Share(row[f"{state}_sum"], phrase(state), ink) for state, ink in zip(STATES, _INKS, strict=True)]
            made.append(Column(written(row["from"], self.period), tuple(shares[:3]), (shares[3],), not row["complete"]))
        some = bool(pc.any(pc.greater(figures["active"], 0)).as_py())
        note = "" if some else phrase("Nobody was active in what was looked at.") + " "
        note += phrase("Faint and *: not over yet.") + " "
        note += rules_told(self.rules)
        return columns(made, title=phrase("Lifecycle by {period}", period=phrase(self.period)), note=note)
