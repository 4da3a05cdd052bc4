"""Tables from rows of figures."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from footpath.analytics.paths.versus import PREFIX, Figure


def table_of(rows: Sequence[Mapping[str, Figure]], kinds: Mapping[str, pa.DataType]) -> pa.Table:
    """Return rows as a table: columns of these types, those of the second group likewise, all others float64.

    Without any rows it has the columns in `kinds`.
    """
    schema = pa.schema([(name, _kind(name, kinds)) for name in (rows[0] if rows else kinds)])
    return pa.Table.from_pylist(rows, schema=schema)


def columns_of(columns: Mapping[str, Any], kinds: Mapping[str, pa.DataType]) -> pa.Table:
    """Return columns as a table with the types of `table_of`; NaN stands for a figure that is not known."""
    return pa.table({name: pa.array(column, _kind(name, kinds), from_pandas=True) for name, column in columns.items()})


def _kind(name: str, kinds: Mapping[str, pa.DataType]) -> pa.DataType:
    return kinds.get(name.removeprefix(PREFIX), pa.float64())
