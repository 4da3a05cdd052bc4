"""The answer to sessions: how many, how long, where they begin and end."""

from typing import Any

import pyarrow as pa

from footpath.analytics.answer import Answer, shown
from footpath.analytics.durations import SECOND_US, told
from footpath.analytics.periods.written import written
from footpath.analytics.plots.columns import Column, Share, columns
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import figures, phrase, rules_told


class SessionsAnswer(Answer, frozen=True, kw_only=True):
    """How many sessions there are, how long they last, and where they begin and end.

    Attributes:
        period: what a period of the trend is.
        figures: one row (a value of the breakdown): units with a session, sessions a unit (mean, with interval, 95 %),
            sessions, events (mean, median), duration in seconds (mean, median with interval, p90), bounces and, where
            there is a goal, sessions with it: number, share, interval.
        per_unit: number of sessions, how many have so many, share with interval.
        lengths: duration in seconds: from, to, number of sessions.
        entries: first events: sessions, share with interval; share of bounces and of the goal among them.
        exits: last events: sessions, share with interval.
        trend: the figures by period of the first event; None when not asked for.
        people: every session; None when not asked for.
    """

    period: str
    figures: pa.Table
    per_unit: pa.Table
    lengths: pa.Table
    entries: pa.Table
    exits: pa.Table
    trend: pa.Table | None
    people: pa.Table | None

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        names = ("figures", "per_unit", "lengths", "entries", "exits", "trend", "people")
        found = {name: getattr(self, name) for name in names}
        return {name: table for name, table in found.items() if table is not None}

    def brief(self) -> pa.Table:
        """Return (value,) sessions, a unit, events, median duration, and shares of bounces and of the goal."""
        return pa.Table.from_pylist([_brief(row) for row in self.figures.to_pylist()])

    def plot(self) -> Picture:
        """Return sessions by period where a trend was asked for, else by how long they last."""
        row = self.figures.to_pylist()[0] if "value" not in self.figures.column_names else {}
        words = [f"{phrase(name)} {figures(shown(value))}" for name, value in _brief(row).items()] if row else []
        note = "; ".join([*words, rules_told(self.rules)])
        if self.trend is not None:
            return columns(
                [self._period(one) for one in self.trend.to_pylist()], title=phrase("Sessions over time"), note=note
            )
        made = [
            Column(_span(one["from_s"]), (Share(one["count"], phrase("sessions")),), words=figures(f"{one['count']:,}"))
            for one in self.lengths.to_pylist()
        ]
        return columns(made, title=phrase("Sessions by duration"), axis=phrase("from … on"), note=note)

    def _period(self, row: dict[str, Any]) -> Column:
        rest = Share(row["sessions"] - row["bounces"], phrase("sessions of more"), "accent")
        parts = (rest, Share(row["bounces"], phrase("bounces"), "second"))
        return Column(
            written(row["from"], self.period), parts, open=not row["complete"], words=figures(f"{row['sessions']:,}")
        )


def _span(seconds: float) -> str:
    return told(seconds * SECOND_US) if seconds else "0 s"


def _brief(row: dict[str, Any]) -> dict[str, object]:
    def share(name: str) -> str:
        if row[f"{name}_share"] is None:
            return "–"
        return f"{row[f'{name}_share']:.1%} ({row[f'{name}_low']:.1%}–{row[f'{name}_high']:.1%})"

    found: dict[str, object] = {"value": row["value"]} if "value" in row else {}
    found |= {"sessions": row["sessions"], "each": row["per_unit"], "events": row["events_mean"]}
    found["median"] = "–" if row["median_s"] is None else _span(row["median_s"])
    found["bounces"] = share("bounce")
    return found | ({"goal": share("goal")} if "goal_share" in row else {})
