"""Events and traits of some files of a store as numbers: whose, when, and in which order where times are equal."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from footpath.analytics import dimensions
from footpath.events import Snapshot

TRAITS = pa.schema(
    [("node", pa.int64()), ("trait", pa.string()), ("value", pa.string()), ("at", pa.int64()), ("seq", pa.int64())]
)


class Files(Struct, frozen=True):
    """Some files of one table.

    Attributes:
        paths: where they are, in order of storing.
        firsts: number of the first row of each; a row's number is that and its place in the file.
        skip: how many of a file's first rows are not meant, by its name.
    """

    paths: tuple[str, ...]
    firsts: tuple[int, ...]
    skip: dict[str, int] = {}

    @property
    def seq(self) -> str:
        """The SQL of a row's number."""
        firsts = ", ".join(map(str, self.firsts)) or "0"
        return f"([{firsts}]::BIGINT[])[file_index + 1] + file_row_number"


def files_of(paths: Sequence[str], first: int, skip: dict[str, int] | None = None) -> tuple[Files, dict[str, int]]:
    """Return files whose rows are numbered from `first` on, and the number of rows of each by its name.

    Args:
        paths: of the files.
        first: number of the first row.
        skip: how many of a file's first rows are not meant, by its name.
    """
    without = skip or {}
    rows = {Path(path).name: int(pq.read_metadata(path).num_rows) - without.get(Path(path).name, 0) for path in paths}
    firsts = []
    for path in paths:
        firsts.append(first - without.get(Path(path).name, 0))
        first += rows[Path(path).name]
    return Files(tuple(paths), tuple(firsts), without), rows


def events(files: Files, coded: str, whose: tuple[str, str], breakdowns: dimensions.Breakdowns) -> str:
    """Return the SELECT of the events that are somebody's: who, at, signature, value, rank, row, seq, d0, d1, …

    Args:
        files: which.
        coded: SQL of the hash that `_coded` is looked up by.
        whose: joins, and the SQL of `who`, from `ids.declare_ids`.
        breakdowns: dimensions.
    """
    joins, who = whose
    codes = "".join(f", {sql} AS d{position}" for position, sql in enumerate(breakdowns.codes))
    return f"""
        SELECT * FROM (
            SELECT {who} AS who, epoch_us(t."at") AS "at", code::UINTEGER AS signature,
                coalesce(value, 'nan'::DOUBLE) AS value, rank, t."row" AS "row", {files.seq} AS seq{codes}
            FROM {breakdowns.scan} AS t JOIN _coded ON _coded.h = {coded} {joins}
        ) WHERE who IS NOT NULL
    """


def traits(con: duckdb.DuckDBPyConnection, snapshot: Snapshot, files: Files, whose: tuple[str, str]) -> pa.Table:
    """Return the newest value of every trait of every id: node, trait, value, at (µs, smallest = always), seq."""
    joins, who = whose
    return (
        con.sql(f"""
        SELECT node::BIGINT AS node, trait, value, "at", seq FROM (
            SELECT node, pair.key AS trait, json_extract_string(pair.value, '$') AS value, "at", seq FROM (
                SELECT {who} AS node, traits, coalesce(epoch_us(t."at"), {NO_TIME}) AS "at", {files.seq} AS seq
                FROM {snapshot.scan("traits", files.paths, files.skip)} AS t {joins}
            ), json_each(traits) AS pair
            WHERE node IS NOT NULL AND pair.type <> 'NULL'
        ) QUALIFY row_number() OVER (PARTITION BY node, trait ORDER BY "at" DESC, seq DESC) = 1
        ORDER BY node, trait
    """)
        .to_arrow_table()
        .cast(TRAITS)
    )


NO_TIME = -(1 << 62)
