"""What every answer carries: the rules that were used, how many it is about, and as of when."""

from abc import ABCMeta, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

import pyarrow as pa
from msgspec import Struct, StructMeta

from footpath.analytics.plots.picture import Picture
from footpath.core.errors import Invalid


class _AbstractStruct(StructMeta, ABCMeta):
    """Structs whose methods may be abstract."""


class Answer(Struct, frozen=True, kw_only=True, metaclass=_AbstractStruct):
    """The answer to a question.

    Attributes:
        rules: every parameter that shapes the numbers, in words: {"window": "7 d from the first step", …}.
        n: how many persons (accounts, sessions) were looked at.
        as_of: time of the newest event looked at; None when there was none.
    """

    rules: Mapping[str, str]
    n: int
    as_of: datetime | None

    @abstractmethod
    def table(self) -> pa.Table:
        """Return the main figures, one row each."""

    def tables(self) -> dict[str, pa.Table]:
        """Return every table the answer has, by name; "figures" is the main one."""
        return {"figures": self.table()}

    def brief(self) -> pa.Table:
        """Return the main figures in few columns, for a terminal."""
        return self.table()

    @abstractmethod
    def plot(self) -> Picture:
        """Return the figures as a picture (SVG) that notebooks show and `.save(path)` writes."""

    def to_arrow(self) -> pa.Table:
        """Return `table()`."""
        return self.table()

    def to_pandas(self) -> Any:
        """Return `table()` as a pandas DataFrame; raises Invalid when pandas is not installed."""
        try:
            return self.table().to_pandas()
        except ImportError:
            raise Invalid("pandas is not installed.", hint="pip install pandas, or use .to_arrow().") from None

    def to_polars(self) -> Any:
        """Return `table()` as a Polars DataFrame; raises Invalid when Polars is not installed."""
        try:
            import polars as pl  # type: ignore[import-not-found,unused-ignore]
        except ImportError:
            raise Invalid("polars is not installed.", hint="pip install polars, or use .to_arrow().") from None
        return pl.from_arrow(self.table())

    def _repr_html_(self) -> str:
        """Show picture, figures and rules in a notebook."""
        table = self.table()
        head = "".join(f"<th>{escape(name)}</th>" for name in table.column_names)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(shown(value))}</td>" for value in row.values()) + "</tr>"
            for row in table.slice(0, 50).to_pylist()
        )
        rules = "; ".join(f"{escape(name)}: {escape(text)}" for name, text in self.rules.items())
        return f"{self.plot().svg}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>{rules}</p>"


def shown(value: object) -> str:
    """Return a value of a table as people read it: numbers with at most three digits after the point."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
