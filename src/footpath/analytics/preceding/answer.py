"""The answer to precursors: the sequences that precede loss more than elsewhere."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from footpath.analytics.answer import Answer
from footpath.analytics.plots.picture import Picture
from footpath.analytics.plots.sequences import Row, sequences
from footpath.analytics.telling import figures, heard, phrase, rules_told


class PrecursorsAnswer(Answer, frozen=True, kw_only=True):
    """Which sequences of touches precede loss more than elsewhere. Association, not cause.

    Attributes:
        lost, kept, neither: how many journeys are so.
        tried: how many sequences enough of those lost hold.
        top: how many `brief` and `plot` show.
        figures: one row a sequence that precedes loss beyond chance and says more than its parts, strongest evidence
            first: its steps, how many lost and kept journeys hold it and their shares, the risk (share lost of those
            who hold it) with interval (Wilson, 95 %), lift (risk over that of all) with interval, p (likelihood root,
            one-sided, the greatest of those against all and against each part), and q (the rate of false findings at
            which it holds).
        alone: the same of single touches, whether or not they hold.
    """

    lost: int
    kept: int
    neither: int
    tried: int
    top: int
    figures: pa.Table
    alone: pa.Table

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        return {"figures": self.figures, "alone": self.alone}

    def brief(self) -> pa.Table:
        """Return the strongest sequences."""
        rows = self.figures.slice(0, self.top).to_pylist()
        return pa.Table.from_pylist([_brief(row) for row in rows], schema=_BRIEF)

    def plot(self) -> Picture:
        """Return the strongest sequences as chips, with the shares of those lost and those kept as bars."""
        rows = [
            Row(
                steps=tuple(row["steps"]),
                shares=(row["lost_share"], row["kept_share"]),
                words=figures(f"×{row['lift']:.2f} ({row['lift_low']:.2f}–{row['lift_high']:.2f})"),
            )
            for row in self.figures.slice(0, self.top).to_pylist()
        ]
        note = rules_told(self.rules)
        title = phrase("What precedes loss: {lost} lost, {kept} kept", lost=f"{self.lost:,}", kept=f"{self.kept:,}")
        lead = phrase("Lift of the risk of loss. Association, not cause.") if rows else heard(self.why_empty())
        names = (phrase("of those lost"), phrase("of those kept"))
        return sequences(rows, title=title, names=names, note=f"{lead} {note}")

    def why_empty(self) -> str:
        """Say why there is nothing to show."""
        if not self.lost or not self.kept:
            return "Nobody was lost." if not self.lost else "Nobody was kept."
        return "No sequence precedes loss beyond chance and says more than its parts; `alone` has single touches."


def _brief(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "sequence": row["sequence"],
        "of lost": f"{row['lost_share']:.1%}",
        "of kept": f"{row['kept_share']:.1%}",
        "risk": f"{row['risk']:.1%} ({row['low']:.1%}–{row['high']:.1%})",
        "lift": f"×{row['lift']:.2f}",
        "q": f"{row['q']:.2g}",
    }


_BRIEF = pa.schema([(name, pa.string()) for name in ("sequence", "of lost", "of kept", "risk", "lift", "q")])
