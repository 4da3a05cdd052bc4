"""The answer to frequency: how often, how long ago, for how much."""

import pyarrow as pa

from footpath.analytics.answer import Answer
from footpath.analytics.plots.heat import Cell, Row, heat
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import cell_told, figures, phrase, rules_told


class FrequencyAnswer(Answer, frozen=True, kw_only=True):
    """How often people do something, how long ago they last did, and for how much.

    Attributes:
        figures: one row (a value of the breakdown): n looked at, how many did it (with share and interval, 95 %),
            events, mean number of those who did it (with interval), median, p90 and the most, median of days since the
            last, amount in all and of each of those who did it.
        distribution: number of events, how many people have just so many, share of all with interval.
        often: the same by classes of frequency.
        recency: by classes of the time since the last event, of those who did it.
        grid: recency by frequency: people, share of those who did it, events, amount in all and a person.
        people: everyone who did it, with their classes; None when not asked for.
    """

    figures: pa.Table
    distribution: pa.Table
    often: pa.Table
    recency: pa.Table
    grid: pa.Table
    people: pa.Table | None

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        found = {
            "figures": self.figures,
            "distribution": self.distribution,
            "often": self.often,
            "recency": self.recency,
            "grid": self.grid,
        }
        return found | ({"people": self.people} if self.people is not None else {})

    def brief(self) -> pa.Table:
        """Return the figures without the intervals of the share, amounts only where there are some."""
        kept = [name for name in self.figures.column_names if name not in ("low", "high", "mean_low", "mean_high")]
        some = any(amount is not None for amount in self.figures["amount"].to_pylist())
        return self.figures.select([name for name in kept if some or not name.endswith("amount")])

    def plot(self) -> Picture:
        """Return recency by frequency as a heat map of people, with the mean amount where there is one."""
        rows = self.grid.to_pylist()
        most = max((row["people"] for row in rows), default=0)
        often, recent = (list(dict.fromkeys(row[name] for row in rows)) for name in ("frequency", "recency"))
        made = []
        for label in recent:
            mine = [row for row in rows if row["recency"] == label]
            many = figures(f"{sum(row['people'] for row in mine):,}")
            made.append(Row(cell_told("recency", label), many, tuple(_cell(row, most) for row in mine)))
        empty = "" if most else phrase("Nobody did it in what was looked at.") + " "
        note = f"{empty}{phrase('Across: number of events; cells: people.')} {rules_told(self.rules)}"
        across = [words.replace(" or more", "+") for words in often]
        return heat(
            made,
            across,
            title=phrase("Frequency and recency"),
            head=(phrase("since the last one"), phrase("people")),
            note=note,
        )


def _cell(row: dict[str, object], most: int) -> Cell:
    people, mean = int(str(row["people"])), row["mean_amount"]
    amount = ", " + phrase("{n} each", n=f"{mean:,.2f}") if isinstance(mean, float) else ""
    told = phrase(
        "{often} events, {recent}: {n} people",
        often=cell_told("frequency", str(row["frequency"])),
        recent=cell_told("recency", str(row["recency"])),
        n=f"{people:,}",
    )
    hint = told + amount
    return Cell(people / max(most, 1), _short(people), hint)


def _short(number: int) -> str:
    """Return a number in at most five letters: 12345 is 12k."""
    for size, unit in ((1_000_000_000, "G"), (1_000_000, "M"), (10_000, "k")):
        if number >= size:
            return f"{number / (1000 if unit == 'k' else size):.3g}{unit}"
    return f"{number:,}"
