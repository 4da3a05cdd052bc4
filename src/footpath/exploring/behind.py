"""The persons behind a part of an answer: rows of its table of persons, chosen by what the part says."""

from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct, field

from footpath.core.errors import Invalid
from footpath.exploring.asked import Table, shown_table

_MOST = 5_000


class Part(Struct, frozen=True, kw_only=True):
    """Which persons of an answer.

    Attributes:
        table: the table of persons.
        where: column → its value; of a column of lists, a value that is among them.
        least, below: column → bounds of its number, the upper one not included.
        after: where to begin.
        limit: how many at most.
    """

    table: str = "people"
    where: dict[str, Any] = field(default_factory=dict)
    least: dict[str, float] = field(default_factory=dict)
    below: dict[str, float] = field(default_factory=dict)
    after: int = 0
    limit: int = 50


class Listed(Struct, frozen=True, kw_only=True):
    """Persons of an answer.

    Attributes:
        n: how many there are.
        table: a piece of them.
        next: where the next piece begins; None = this is the last.
    """

    n: int
    table: Table
    next: int | None


def listed(table: pa.Table, part: Part) -> Listed:
    """Return a piece of the rows of a table that fit.

    Raises:
        Invalid: it names a column that the table has not, or compares what is no number.
    """
    kept = np.ones(table.num_rows, np.bool_)
    for name, value in part.where.items():
        kept &= _equal(_column(table, name), value)
    for name, value in part.least.items():
        kept &= _numbers(table, name) >= value
    for name, value in part.below.items():
        kept &= _numbers(table, name) < value
    found = table.filter(pa.array(kept))
    end = part.after + max(1, min(part.limit, _MOST))
    piece = found.slice(max(0, part.after), end - part.after)
    return Listed(
        n=found.num_rows, table=shown_table(piece, found.num_rows, _MOST), next=end if end < found.num_rows else None
    )


def _column(table: pa.Table, name: str) -> pa.ChunkedArray:
    if name not in table.column_names:
        raise Invalid(f"where: the table has no column {name!r}.", hint=f"There are: {', '.join(table.column_names)}.")
    return table[name]


def _numbers(table: pa.Table, name: str) -> Any:
    column = _column(table, name)
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        raise Invalid(f"where: {name} holds no numbers.", hint="Give its value instead of bounds.")
    return column.cast(pa.float64()).to_numpy()  # null is NaN, which is within no bounds


def _equal(column: pa.ChunkedArray, value: Any) -> Any:
    """Return which rows have a value."""
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return np.array([value in (one or ()) for one in column.to_pylist()], np.bool_)
    if value is None:
        return column.is_null().to_numpy()
    if pa.types.is_timestamp(column.type) and isinstance(value, str):
        value = datetime.fromisoformat(value)
    plain = column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
    try:
        same = pc.equal(plain, pa.scalar(value, plain.type))
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return np.zeros(len(column), np.bool_)
    return np.asarray(pc.fill_null(same, fill_value=False).to_numpy())
