"""Parquet files, as other systems write them."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa
import pyarrow.parquet as pq

from footpath.core.errors import Invalid
from footpath.events.connectors import Connector
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, Table, as_text, ident, quoted, unique_names


class Parquet(Connector):
    """Parquet files, as other systems write them; nested structs become a.b columns."""

    name: ClassVar[str] = "parquet"
    summary: ClassVar[str] = "Parquet files, as other systems write them; nested structs become a.b columns."

    @classmethod
    def recognise(cls, source: Source) -> float:
        """Starts with Parquet's mark."""
        return 1.0 if source.head.startswith(b"PAR1") else 0.0

    def read(self, source: Source, stage: Stage) -> Iterator[Table]:
        """Yield the one table."""
        path = source.plain(stage.scratch(".parquet"))
        try:
            schema = pq.read_schema(path)
        except (pa.ArrowException, OSError) as problem:
            raise Invalid(f"{source.name} is a broken Parquet file: {problem}", hint="Write it again.") from problem
        leaves = dict(_leaves(schema))
        if not leaves:
            raise Invalid(f"{source.name} has no columns.", hint="Write it again.")
        scan = f"read_parquet({quoted(str(path))})"
        types = ", ".join(f"typeof(any_value({sql}))" for sql in leaves.values())
        kinds = stage.con.execute(f"SELECT {types} FROM (SELECT * FROM {scan} LIMIT 1000)").fetchall()[0]
        names = unique_names(list(leaves))
        expressions = {name: _text(sql, kind) for name, sql, kind in zip(names, leaves.values(), kinds, strict=True)}
        view, columns, rows = stage.view(path, expressions)
        yield Table(name=source.name, view=view, columns=columns, rows=rows, notes=("Parquet",))


def _text(sql: str, kind: str) -> str:
    return as_text("x", kind).replace('"x"', sql)


def _leaves(fields: pa.Schema | pa.StructType, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for field in fields:
        here = (*path, field.name)
        if pa.types.is_struct(field.type) and len(path) < 5:
            yield from _leaves(field.type, here)
        else:
            yield ".".join(here), ".".join(ident(name) for name in here)
