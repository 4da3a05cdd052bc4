"""The answer to attribution: what each model credits each thing with, side by side."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from footpath.analytics.answer import Answer
from footpath.analytics.plots.comparison import Cell, Row, comparison
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import figures, heard, phrase, rules_told


class AttributionAnswer(Answer, frozen=True, kw_only=True):
    """What conversions are owed to.

    Attributes:
        models: in the order asked for.
        figures: one row a model and thing: conversions it is credited with, their share of all credited with its
            interval (jackknife over groups of persons, 95 %; none under 20 conversions), the same of the amounts, and
            `error`, half the width of the interval of the share for orders of joining being drawn (none = exact).
        things: one row a thing: touches, and conversions with a touch of it (the n behind its credit).
        totals: one row a model: conversions, those credited and not credited to anything, and their amounts.
        effects: for markov: share of conversions that would be lost without each thing, with interval.
    """

    models: tuple[str, ...]
    figures: pa.Table
    things: pa.Table
    totals: pa.Table
    effects: pa.Table

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        return {"figures": self.figures, "things": self.things, "totals": self.totals, "effects": self.effects}

    def brief(self) -> pa.Table:
        """Return a row each thing and a column each model: conversions credited and their share with its interval."""
        found = self._by_thing()
        rows = [
            {"value": value, **{model: _told(cells[model]) for model in self.models if model in cells}}
            for value, cells in found.items()
        ]
        names = ["value", *self.models]
        return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names]))

    def plot(self) -> Picture:
        """Return shares as small bars, a row each thing and a column each model."""
        rows = [
            Row(value, tuple(_cell(cells.get(model)) for model in self.models))
            for value, cells in self._by_thing().items()
        ]
        names = [heard(model.replace("_", " ")) for model in self.models]
        note = rules_told(self.rules)
        return comparison(names, rows, title=phrase("What conversions are owed to"), note=note)

    def _by_thing(self) -> dict[str, dict[str, Mapping[str, Any]]]:
        found: dict[str, dict[str, Mapping[str, Any]]] = {}
        for row in self.figures.to_pylist():
            found.setdefault(row["value"], {})[row["model"]] = row
        return found


def _told(row: Mapping[str, Any]) -> str:
    if row["share"] is None:
        return f"{row['conversions']:,.1f}"
    interval = f" ({row['low']:.1%}–{row['high']:.1%})" if row["low"] is not None else ""
    return f"{row['conversions']:,.1f} · {row['share']:.1%}{interval}"


def _cell(row: Mapping[str, Any] | None) -> Cell | None:
    if row is None or row["share"] is None:
        return None
    interval = (row["low"], row["high"]) if row["low"] is not None else None
    return Cell(row["share"], figures(f"{row['conversions']:,.1f} · {row['share']:.1%}"), interval)
