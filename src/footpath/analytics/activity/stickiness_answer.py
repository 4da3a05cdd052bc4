"""The answer to stickiness: how many people are active in how many periods."""

import pyarrow as pa
from msgspec.structs import replace

from footpath.analytics.answer import Answer
from footpath.analytics.plots.columns import Column, Share, columns
from footpath.analytics.plots.picture import SERIES, Picture
from footpath.analytics.telling import figures, phrase, rules_told


class StickinessAnswer(Answer, frozen=True, kw_only=True):
    """How many are active in how many periods.

    Attributes:
        period: what a period is.
        figures: one row a number of active periods (and value of the breakdown): (value,) number, how many are active
            in exactly (or at least) that many, n active in any, share with interval (95 %).
        people: who is active in how many periods; None when not asked for.
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
        """Return number of active periods, how many are, and their share with its interval."""
        rows = []
        for row in self.figures.to_pylist():
            share = "–" if row["share"] is None else f"{row['share']:.1%} ({row['low']:.1%}–{row['high']:.1%})"
            value = {"value": row["value"]} if "value" in row else {}
            number = {f"active {self.period}s": row["active_periods"]}
            rows.append({**value, **number, "count": row["count"], "share": share})
        return pa.Table.from_pylist(rows)

    def plot(self) -> Picture:
        """Return a column a number of active periods, the values of a breakdown stacked in it."""
        parts: dict[int, dict[str, Share]] = {}
        rows = self.figures.to_pylist()
        values = list(dict.fromkeys(row.get("value", phrase(self.period)) for row in rows))
        for row in rows:
            name, ink = _shown(row.get("value", phrase(self.period)), values)
            held = parts.setdefault(row["active_periods"], {})
            held[name] = Share(row["count"] + (held[name].amount if name in held else 0), name, ink)
        made = [_column(k, tuple(held.values())) for k, held in parts.items()]
        if len(values) == 1:
            bounds = [(row["low"] * row["n"], row["high"] * row["n"]) if row["n"] else None for row in rows]
            made = [replace(one, interval=bound) for one, bound in zip(made, bounds, strict=True)]
        empty = (
            ""
            if any(one.amount for held in parts.values() for one in held.values())
            else phrase("Nobody was active.") + " "
        )
        note = empty + rules_told(self.rules)
        periods = phrase(f"{self.period}s")
        title = phrase("Stickiness: people by number of active {periods}", periods=periods)
        return columns(made, title=title, axis=phrase("active {periods}", periods=periods), note=note)


def _shown(value: str, values: list[str]) -> tuple[str, str]:
    """Return what a value is called in the picture, and its colour; from the fifth on they are one."""
    place = values.index(value)
    return (value, SERIES[place]) if place < 4 or len(values) <= len(SERIES) else (phrase("(more)"), "ink-2")


def _column(k: int, parts: tuple[Share, ...]) -> Column:
    return Column(f"{k:,}", parts, words=figures(f"{sum(part.amount for part in parts):,.0f}"))
