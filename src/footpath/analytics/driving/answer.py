"""The answer to drivers: what goes with converting, and what goes with dropping."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from footpath.analytics.answer import Answer
from footpath.analytics.plots.diverging import Bar, diverging
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import heard, phrase, rules_told


class DriversAnswer(Answer, frozen=True, kw_only=True):
    """What those who converted did more or less than those who dropped. Association, not cause.

    Attributes:
        converted, dropped, unfinished: how many started and did so.
        top: how many of each side `brief` and `plot` show.
        figures: one row a candidate that enough did: what it is, how many of those who converted and of those who
            dropped did it and their shares, odds ratio with interval (95 %), correlation (phi, −1…1), p (likelihood
            root, two-sided), q (the rate of false findings at which it holds), and whether it holds; those that go with
            converting first, strongest first, then those that go with dropping, strongest last.
        thresholds: for each candidate how many times tell the two best apart: times, who did it that often, share of
            those who converted of them with interval, correlation, p (times the number of thresholds tried), q, holds.
    """

    converted: int
    dropped: int
    unfinished: int
    top: int
    figures: pa.Table
    thresholds: pa.Table

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        return {"figures": self.figures, "thresholds": self.thresholds}

    def brief(self) -> pa.Table:
        """Return the strongest that hold on each side."""
        return pa.Table.from_pylist([_brief(row) for row in self._strongest()], schema=_BRIEF)

    def plot(self) -> Picture:
        """Return the strongest that hold on each side as bars to the right (converted) and to the left (dropped)."""
        made = [
            Bar(
                label=_label(row),
                ratio=row["odds"],
                interval=(row["odds_low"], row["odds_high"]),
                words=phrase(
                    "{odds} · {share} against {other}",
                    odds=f"×{_ratio(row['odds'])}",
                    share=f"{row['converted_share']:.1%}",
                    other=f"{row['dropped_share']:.1%}",
                ),
            )
            for row in self._strongest()
        ]
        note = rules_told(self.rules)
        return diverging(
            made,
            title=phrase(
                "What {n} who converted did more or less than {other} who dropped",
                n=f"{self.converted:,}",
                other=f"{self.dropped:,}",
            ),
            sides=(phrase("← those who dropped did it more"), phrase("those who converted did it more →")),
            note=f"{phrase('Odds ratios. Association, not cause.') if made else heard(self.why_empty())} {note}",
        )

    def why_empty(self) -> str:
        """Say why nothing is shown, and what would help."""
        wait = f"{self.unfinished:,} who started are still in their window: shorten it, or set unfinished to in."
        if not self.converted and not self.dropped:
            return wait if self.unfinished else "Nobody started."
        if not self.converted or not self.dropped:
            lacking = "Nobody who started converted." if self.dropped else "Nobody who started dropped."
            return f"{lacking} {wait}" if self.unfinished else lacking
        return "Nothing that was tried tells those who converted from those who dropped beyond chance."

    def _strongest(self) -> list[dict[str, Any]]:
        rows = [row for row in self.figures.to_pylist() if row["holds"]]
        more, less = [row for row in rows if row["odds"] > 1], [row for row in rows if row["odds"] <= 1]
        return more[: self.top] + less[max(len(less) - self.top, 0) :]


def _ratio(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.3g}"


def _label(row: Mapping[str, Any]) -> str:
    return row["value"] if row["kind"] == "name" else f"{row['kind']}: {row['value']}"


def _brief(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "what": _label(row),
        "odds ratio": f"{_ratio(row['odds'])} ({_ratio(row['odds_low'])}–{_ratio(row['odds_high'])})",
        "of converted": f"{row['converted_share']:.1%}",
        "of dropped": f"{row['dropped_share']:.1%}",
        "correlation": f"{row['phi']:+.3f}",
        "q": f"{row['q']:.2g}",
    }


_BRIEF = pa.schema(
    [(name, pa.string()) for name in ("what", "odds ratio", "of converted", "of dropped", "correlation", "q")]
)
