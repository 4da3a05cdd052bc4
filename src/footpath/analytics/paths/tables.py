"""Tables from rows of figures."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from footpath.analytics.paths.versus import PREFIX, Figure


def table_of(rows: Sequence[Mapping[str, Figure]], kinds: Mapping[str, pa.DataType]) -> pa.Table:
    """Return rows as a table: columns of these types, those of the second group likewise, all others float64.

    Without any rows it has the columns in `kinds`.
    """
    names = list(rows[0]) if rows else list(kinds)
    schema = pa.schema([(name, kinds.get(name.removeprefix(PREFIX), pa.float64())) for name in names])
    return pa.Table.from_pylist(rows, schema=schema)
