"""The answer to retention: a curve, cohorts, and who was back when."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from footpath.analytics.answer import Answer
from footpath.analytics.periods.written import written
from footpath.analytics.plots.heat import MOST_ROWS, Cell, Row, heat
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import figures, heard, phrase, rules_told

_BRIEFLY = 12


class RetentionAnswer(Answer, frozen=True, kw_only=True):
    """Who is back how many periods after the start.

    Attributes:
        period: what a period is, and how times of cohorts are written.
        figures: the mean over cohorts, one row a period after the start (and value of the breakdown): number and words
            of the period, n (in cohorts for which it is over), returned, share with interval (95 %), number of cohorts.
        cohorts: one row a cohort and period that has begun: (value,) start of the cohort, size, number and words of the
            period, returned, share with interval, and whether the period is over for all of the cohort.
        people: who is in each cohort, when they started, and the periods they were back in; None when not asked for.
    """

    period: str
    figures: pa.Table
    cohorts: pa.Table
    people: pa.Table | None

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name; "matrix" has a row a cohort and a column a period."""
        found = {"figures": self.figures, "cohorts": self.cohorts, "matrix": self.matrix()}
        return found | ({"people": self.people} if self.people is not None else {})

    def matrix(self) -> pa.Table:
        """Return the cohorts with a column for each period: how many returned, null where it has not begun."""
        return pa.Table.from_pylist([self._wide(rows, _returned) for rows in self._by_cohort()], schema=self._schema())

    def brief(self) -> pa.Table:
        """Return the mean and the cohorts with shares by period, "*" where the period is not over."""
        made = [self._means(rows) for rows in _grouped(self.figures.to_pylist(), "value")]
        made += [self._wide(rows, _percent) for rows in self._by_cohort()]
        few = [{key: value for place, (key, value) in enumerate(row.items()) if place < _BRIEFLY + 3} for row in made]
        names = list(dict.fromkeys(name for row in few for name in row))
        return pa.Table.from_pylist([{name: row.get(name, "") for name in names} for row in few])

    def plot(self) -> Picture:
        """Return the cohorts as a heat map, the mean (of each value of the breakdown) on top."""
        by_value, figures = "value" in self.figures.column_names, self.figures.to_pylist()
        shown = figures if by_value else figures + self.cohorts.to_pylist()
        deepest = max([row["share"] for row in shown if row["bracket"] and row["share"] is not None], default=1.0)
        rows = [self._mean_row(means, deepest) for means in _grouped(figures, "value")]
        rows += [] if by_value else self._cohort_rows(MOST_ROWS - len(rows), deepest)
        words = [label.partition(" ")[2] for label in dict.fromkeys(self.figures["label"].to_pylist())]
        empty = "" if self.cohorts.num_rows else phrase("Nobody started in what was looked at.") + " "
        note = f"{empty}{phrase('Dashed and *: not over yet, left out of the mean.')} {rules_told(self.rules)}"
        first = (
            phrase("mean of the cohorts of")
            if by_value
            else phrase("{period} of the start", period=phrase(self.period))
        )
        head = (first, "n")
        title = phrase("Retention: share back, by {periods} after the start", periods=phrase(f"{self.period}s"))
        return heat(rows, words, title=title, head=head, note=note)

    def _by_cohort(self) -> list[list[dict[str, Any]]]:
        return _grouped(self.cohorts.to_pylist(), "value", "cohort")

    def _schema(self) -> pa.Schema:
        fields = [("value", pa.string())] if "value" in self.cohorts.column_names else []
        fields += [("cohort", self.cohorts.schema.field("cohort").type), ("size", pa.int64())]
        return pa.schema(fields + [(label, pa.int64()) for label in dict.fromkeys(self.figures["label"].to_pylist())])

    def _wide(self, rows: list[dict[str, Any]], shown: Any) -> dict[str, Any]:
        first = rows[0]
        start = first["cohort"] if shown is _returned else written(first["cohort"], self.period)
        value = {"value": first["value"]} if "value" in first else {}
        return {**value, "cohort": start, "size": first["size"], **{row["label"]: shown(row) for row in rows}}

    def _means(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        value = {"value": rows[0]["value"]} if "value" in rows[0] else {}
        sizes = self._sizes(rows[0].get("value"))
        return {**value, "cohort": "mean", "size": sizes, **{row["label"]: _percent(row) for row in rows}}

    def _sizes(self, value: str | None) -> int:
        """Return how many are in the cohorts (of a value)."""
        firsts = self.cohorts.filter(pc.equal(self.cohorts["bracket"], 0))
        firsts = firsts.filter(pc.equal(firsts["value"], value)) if value is not None else firsts
        return int(pc.sum(firsts["size"]).as_py() or 0)

    def _mean_row(self, rows: list[dict[str, Any]], deepest: float) -> Row:
        cells = tuple(_cell(row, deepest) for row in rows)
        value = rows[0].get("value")
        return Row(value or phrase("mean"), figures(f"{self._sizes(value):,}"), cells, strong=value is None)

    def _cohort_rows(self, most: int, deepest: float) -> list[Row]:
        """Return the newest cohorts."""
        return [
            Row(
                label=written(rows[0]["cohort"], self.period),
                side=figures(f"{rows[0]['size']:,}"),
                cells=tuple(_cell(row, deepest) for row in rows),
            )
            for rows in self._by_cohort()[-most:]
        ]


def _grouped(rows: list[dict[str, Any]], *keys: str) -> list[list[dict[str, Any]]]:
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(tuple(row.get(key) for key in keys), []).append(row)
    return list(found.values())


def _returned(row: dict[str, Any]) -> int:
    return int(row["returned"])


def _percent(row: dict[str, Any]) -> str:
    if row["share"] is None:
        return "–"
    return f"{row['share']:.1%}" + ("" if row.get("complete", True) else " *")


def _cell(row: dict[str, Any], deepest: float) -> Cell | None:
    if row["share"] is None:
        return None
    share = row["share"]
    over = row.get("complete", True)
    words = f"{share:.0%}" if share >= 0.1 or share == 0 else f"{share:.1%}"
    low, high = row["low"], row["high"]
    interval = f" ({low:.1%}–{high:.1%})" if low is not None else ""
    told = figures(f"{row['returned']:,}, {share:.1%}{interval}")
    hint = f"{heard(row['label'])}: {told}" + ("" if over else ", " + phrase("not over yet"))
    return Cell(share / (deepest or 1.0), figures(words) + ("" if over else "*"), hint, open=not over)
