"""The answer to one person's timeline."""

from collections.abc import Sequence
from datetime import tzinfo
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from footpath.analytics.answer import Answer
from footpath.analytics.calendar import zone
from footpath.analytics.plots.picture import Picture
from footpath.analytics.plots.timeline import Moment, timeline
from footpath.analytics.telling import day, figures, phrase, rules_told
from footpath.analytics.timelines.running import Plan
from footpath.analytics.ways.figures import INSTANT, length, types_of

_MOST_DRAWN = 60


class TimelineAnswer(Answer, frozen=True, kw_only=True):
    """What one person did.

    Attributes:
        person: whose events these are.
        figures: one row an event, in order: when, number of its session, seconds since the one before, name, channel,
            page, type, source, value, and whatever else is known of some of them.
        sessions: one row a session: when it began and ended, seconds since the one before, events, first and last
            event, sum of values.
        touchpoints: one row a name of events: how often, first and last time.
        tz: time zone times are told in.
    """

    person: str
    figures: pa.Table
    sessions: pa.Table
    touchpoints: pa.Table
    tz: str

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        return {"figures": self.figures, "sessions": self.sessions, "touchpoints": self.touchpoints}

    def brief(self) -> pa.Table:
        """Return when, after how long, what and where."""
        here = zone(self.tz)
        return pa.Table.from_pylist(
            [
                {
                    "session": row["session"],
                    "at": f"{row['at'].astimezone(here):%Y-%m-%d %H:%M:%S}",
                    "after": length(row["gap_s"]),
                    "name": row["name"],
                    "channel": row["channel"] or "–",
                    "page": row["page"] or "–",
                    "value": row["value"],
                }
                for row in self.figures.to_pylist()
            ]
        )

    def plot(self) -> Picture:
        """Return the newest events, one below the other, with the pauses between."""
        first = max(0, self.figures.num_rows - _MOST_DRAWN)
        rows = self.figures.slice(first).to_pylist()
        here = zone(self.tz)
        moments = [
            Moment(
                at=f"{row['at'].astimezone(here):%H:%M:%S}",
                words=row["name"],
                aside=" · ".join(part for part in (row["channel"], row["page"], _amount(row)) if part),
                group=row["channel"] or "",
                pause=length(row["gap_s"]) if row["gap_s"] else "",
                heading=_heading(row, here) if begins else "",
            )
            for row, begins in zip(rows, _begins(rows), strict=True)
        ]
        many, sessions = f"{self.figures.num_rows:,}", f"{self.sessions.num_rows:,}"
        title = phrase("{person}: {n} events in {sessions} sessions", person=self.person, n=many, sessions=sessions)
        cut = phrase("The newest {n} events are shown.", n=_MOST_DRAWN) + " " if first else ""
        ends = rules_told({"session ends": self.rules["session ends"]})
        return timeline(moments, title=title, note=f"{cut}{phrase('Times in {zone}', zone=self.tz)}; {ends}")


def _heading(row: dict[str, Any], here: tzinfo) -> str:
    return f"{phrase('Session {n}', n=row['session'])} · {day(row['at'].astimezone(here), year=True)}"


def _begins(rows: Sequence[dict[str, Any]]) -> list[bool]:
    return [True, *(a["session"] != b["session"] for a, b in pairwise(rows))] if rows else []


def _amount(row: dict[str, Any]) -> str:
    return "" if row["value"] is None else figures(f"{row['value']:,.2f}".removesuffix(".00"))


def answer_of(state: Sequence[pa.Table], plan: Plan) -> TimelineAnswer:
    """Put a person's events into tables."""
    figures = state[0] if state else _FIGURES.empty_table()
    return TimelineAnswer(
        rules=plan.question.rules(),
        n=1 if figures.num_rows else 0,
        as_of=figures["at"][-1].as_py() if figures.num_rows else None,
        person=plan.person,
        figures=figures,
        sessions=_sessions(figures),
        touchpoints=_touchpoints(figures),
        tz=plan.question.tz,
    )


_FIGURES = pa.schema(
    {
        "at": INSTANT,
        **types_of("session gap_s name channel page type source value", whole="session", parts="gap_s value"),
    }.items()
)


def _sessions(figures: pa.Table) -> pa.Table:
    kept = pc.ScalarAggregateOptions(skip_nulls=False)
    ends = [(column, side, kept) for column in ("at", "gap_s", "name") for side in ("first", "last")]
    found = figures.group_by("session", use_threads=False).aggregate([*ends, ("name", "count"), ("value", "sum")])
    names = {
        "session": "session", "at_first": "from", "at_last": "to", "gap_s_first": "pause_s", "name_count": "events",
        "name_first": "first", "name_last": "last", "value_sum": "value",
    }  # fmt: skip
    return found.select(list(names)).rename_columns(list(names.values()))


def _touchpoints(figures: pa.Table) -> pa.Table:
    found = figures.group_by("name", use_threads=False).aggregate([("at", "count"), ("at", "min"), ("at", "max")])
    found = found.select(["name", "at_count", "at_min", "at_max"]).rename_columns(["name", "times", "first", "last"])
    return found.take(pc.sort_indices(found, [("times", "descending"), ("name", "ascending")]))
