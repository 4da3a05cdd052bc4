"""What a table's columns hold: how many values, how often they repeat, what they look like."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from footpath.events.reading import times
from footpath.events.reading.names import roles_of
from footpath.events.reading.numbers import is_number
from footpath.events.reading.stage import ROW, Stage, Table, ident
from footpath.events.reading.times import TimeGuess

_COUNTED_ROWS = 1_000_000
_CELLS = 600_000
_EMAIL = re.compile(r"^[^\s@]+@[^\s@]+\.[^\s@]+$")
_PAGE = re.compile(r"^(https?://\S+|/\S*)$")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Column:
    """One column as it was found.

    Attributes:
        name: its name.
        position: from 0.
        roles: what the name suggests, and how strongly.
        rows, filled, distinct: counted over the first million rows (distinct is approximate).
        counts: sampled value → how often, trimmed, empty ones left out.
    """

    def __init__(self, name: str, position: int, numbers: tuple[int, int, int], counts: Mapping[str, int]) -> None:
        self.name = name
        self.position = position
        self.roles = roles_of(name)
        self.rows, self.filled, self.distinct = numbers
        self.counts = counts
        self.sampled = sum(counts.values())

    @property
    def share_filled(self) -> float:
        """Share of the rows that hold something."""
        return self.filled / self.rows if self.rows else 0.0

    @cached_property
    def is_unique(self) -> bool:
        """Whether every row seems to have a value of its own."""
        once = len(self.counts) >= (0.98 if self.rows > 50 else 1) * self.sampled
        return self.filled > 0 and once and self.distinct >= 0.9 * self.filled and self.share_filled > 0.95

    @cached_property
    def repeats(self) -> float:
        """Rows a value, on average."""
        return self.filled / max(1, self.distinct)

    def share(self, test: re.Pattern[str]) -> float:
        """Share of the sampled values that match."""
        return sum(n for value, n in self.counts.items() if test.match(value)) / self.sampled if self.sampled else 0.0

    @cached_property
    def numeric(self) -> float:
        """Share of the sampled values that are numbers."""
        return sum(n for value, n in self.counts.items() if is_number(value)) / self.sampled if self.sampled else 0.0

    @cached_property
    def whole(self) -> bool:
        """Whether the sampled values are bare digits."""
        return self.sampled > 0 and self.share(re.compile(r"^-?\d+$")) > 0.98

    @cached_property
    def emails(self) -> float:
        """Share of the sampled values that are e-mail addresses."""
        return self.share(_EMAIL)

    @cached_property
    def pages(self) -> float:
        """Share of the sampled values that are URLs or paths."""
        return self.share(_PAGE)

    @cached_property
    def length(self) -> float:
        """Average length of the sampled values; a Han character counts for three."""
        total = sum((len(value) + 2 * len(_HAN.findall(value[:400]))) * n for value, n in self.counts.items())
        return total / self.sampled if self.sampled else 0.0

    @cached_property
    def is_prose(self) -> bool:
        """Whether the values read like sentences rather than codes or categories."""
        if self.numeric > 0.2 or self.emails > 0.2 or self.pages > 0.5 or self.time is not None:
            return False
        several = sum(n for value, n in self.counts.items() if " " in value or _HAN.search(value)) / max(
            1, self.sampled
        )
        varied = len(self.counts) / max(1, self.sampled)
        return several > 0.5 and (
            (self.length >= 25 and varied > 0.3) or (self.length >= 12 and "text" in self.roles and varied > 0.02)
        )

    @cached_property
    def time(self) -> TimeGuess | None:
        """How its instants are written; None when it holds none."""
        return times.guess(
            list(self.counts)[:400], named=max(self.roles.get("time", 0), self.roles.get("plan", 0)) >= 0.75
        )


def profile(stage: Stage, table: Table) -> list[Column]:
    """Return the table's columns with what they hold."""
    counted = _counted(stage, table)
    sampled = _sampled(stage, table)
    return [Column(name, position, counted[position], sampled[position]) for position, name in enumerate(table.columns)]


def _counted(stage: Stage, table: Table) -> list[tuple[int, int, int]]:
    parts = []
    for name in table.columns:
        value = f"nullif(trim({ident(name)}), '')"
        parts.append(f"count({value}), approx_count_distinct({value})")
    if not parts or not table.rows:
        return [(0, 0, 0)] * len(table.columns)
    query = f"SELECT {', '.join(parts)} FROM {table.view} WHERE {ROW} <= {_COUNTED_ROWS}"
    found = stage.con.execute(query).fetchall()[0]
    rows = min(table.rows, _COUNTED_ROWS)
    return [(rows, int(found[2 * i]), int(found[2 * i + 1])) for i in range(len(table.columns))]


def _sampled(stage: Stage, table: Table) -> list[Counter[str]]:
    size = max(60, min(6000, _CELLS // max(1, len(table.columns))))
    middle, last = table.rows // 2, table.rows - size // 6
    where = f"{ROW} <= {size * 2 // 3} OR {ROW} BETWEEN {middle} AND {middle + size // 6} OR {ROW} > {last}"
    data = stage.con.sql(f"SELECT * EXCLUDE ({ROW}) FROM {table.view} WHERE {where}").to_arrow_table()
    return [
        Counter(value for text in column.to_pylist() if text and (value := text.strip())) for column in data.columns
    ]
