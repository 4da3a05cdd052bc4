"""One table of facts on disk: a Delta table whose Parquet files DuckDB writes and one log entry makes visible."""

import json
import os
import re
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.transaction import AddAction, RemoveAction

from footpath.core import clock
from footpath.core.errors import Conflict, Invalid

STAGING = "_staging"
MERGED = "_merged"  # names of files that others took the place of, and since when
MERGED_FOR_MS = 300_000
ERASED = re.compile(r"-e\d+\.parquet$")
_SPAN = re.compile(r"part-(\d+)(?:-c(\d{8})-\d+)?")
REPLACED = "_replaced"  # names of files that are to be deleted, written before they leave the table
_SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMPTZ",
}


def sql_type(field: pa.Field) -> str:
    """Return DuckDB's name for the type of a column of events/schema.py."""
    return "BLOB" if pa.types.is_fixed_size_binary(field.type) else _SQL_TYPES[field.type]


def quoted(text: str) -> str:
    """Return `text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def span(name: str) -> tuple[int, int]:
    """Return the numbers of the first and the last of the files that one is made of; its own twice for most."""
    found = _SPAN.match(name)
    if found is None:
        return -1, -1
    return int(found[1]), int(found[2] or found[1])


def force(path: Path) -> None:
    """Force a file, or a folder's list of files, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Facts:
    """One Delta table.

    Args:
        folder: the table's folder.
        schema: its columns.
    """

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self.folder = folder
        self.schema = schema
        self._table: DeltaTable | None = None

    def create(self) -> None:
        """Make the empty table unless it is there."""
        DeltaTable.create(self.folder, schema=self.schema, mode="ignore", name=self.folder.name)

    def open(self) -> DeltaTable:
        """Return the table at its newest version."""
        table = DeltaTable(self.folder)
        if table.protocol().min_reader_version > 1:
            raise Conflict(
                f"The table {self.folder} uses Delta features that Footpath does not read.",
                hint="Another tool changed it: turn deletion vectors and column mapping off and rewrite the table.",
            )
        return table

    def _newest(self) -> DeltaTable:
        """Return the table for the holder of the lock, who has to read only what was logged since the last time."""
        if self._table is None:
            self._table = self.open()
        else:
            self._table.update_incremental()
        return self._table

    def live(self) -> list[str]:
        """Return the paths of the files of the newest version, in a fixed order; for the holder of the lock."""
        return self.files(self._newest())

    def staging(self) -> Path:
        """Return an empty folder for files that are not part of the table yet; only for the holder of the lock."""
        folder = self.folder / STAGING
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def commit(self, staged: Path, *, import_id: str) -> str:
        """Make one staged Parquet file part of the table: after this call all its rows are there, before it none.

        Returns:
            Its name.
        """
        table = self._newest()
        action = self._add_action(staged, f"part-{table.version() + 1:08}-{import_id}.parquet")
        force(staged)
        staged.replace(self.folder / action.path)
        table.create_write_transaction([action], "append", table.schema())
        log = self.folder / "_delta_log"
        # Whoever deletes what the rows came from must not lose them to a power cut.
        for path in (log / f"{table.version() + 1:020}.json", log, self.folder):
            force(path)
        return action.path

    def replace(self, old: str, staged: Path | None) -> str:
        """Put a staged file in the place of one of the table's, in its order too, and delete that one for good.

        Args:
            old: name of the file.
            staged: what comes in its place; None = nothing.

        Returns:
            Name of the new file, "" when there is none.
        """
        table = self._newest()
        actions: list[AddAction | RemoveAction] = [RemoveAction(old, True, int(clock.now().timestamp() * 1000))]
        name = ""
        if staged is not None:
            # The number in front, which orders the files, stays.
            stem = re.sub(r"-e\d+$", "", old.removesuffix(".parquet"))
            name = f"{stem}-e{table.version() + 1}.parquet"
            actions.append(self._add_action(staged, name))
            staged.replace(self.folder / name)
        with (self.folder / REPLACED).open("a") as file:
            file.write(f"{old}\n")
        table.create_write_transaction(actions, "append", table.schema())
        self._delete_replaced()
        return name

    def merge(self, old: Sequence[str], staged: Path) -> str:
        """Put one staged file with the rows of some neighbours in their place; these stay on disk for a while.

        Returns:
            Name of the new file, which says which ones it is made of.
        """
        table = self._newest()
        erased = "-e0" if any(ERASED.search(name) for name in old) else ""
        name = f"part-{span(old[0])[0]:08}-c{span(old[-1])[1]:08}-{table.version() + 1}{erased}.parquet"
        force(staged)
        staged.replace(self.folder / name)
        force(self.folder)
        now = int(clock.now().timestamp() * 1000)
        actions: list[AddAction | RemoveAction] = [RemoveAction(one, False, now) for one in old]
        actions.append(self._add_action(self.folder / name, name))
        with (self.folder / MERGED).open("a") as file:
            file.write("".join(f"{one} {now}\n" for one in old))
        table.create_write_transaction(actions, "append", table.schema())
        self.delete_merged(MERGED_FOR_MS)
        return name

    def delete_merged(self, age_ms: int = 0) -> None:
        """Delete the files that were put together with others, those that were longer ago than `age_ms`."""
        merged = self._merged()
        if not merged:
            return
        now, live = int(clock.now().timestamp() * 1000), {Path(file).name for file in self.live()}
        # A clock that was set back must not keep files for years: what is in the future is old.
        stay = {name: at for name, at in merged.items() if 0 <= now - at < age_ms and name not in live}
        for name in merged.keys() - stay.keys() - live:
            (self.folder / name).unlink(missing_ok=True)
        part = self.folder / f"{MERGED}.part"
        part.write_text("".join(f"{name} {at}\n" for name, at in stay.items()))
        part.replace(self.folder / MERGED)

    def _merged(self) -> dict[str, int]:
        """Return the files that were put together and are still there, and when, milliseconds since 1970."""
        path = self.folder / MERGED
        lines = [line.split() for line in path.read_text().splitlines()] if path.is_file() else []
        return {line[0]: int(line[1]) for line in lines if len(line) == 2}

    def _delete_replaced(self) -> None:
        """Delete the files that were replaced, unless the table still has them."""
        path = self.folder / REPLACED
        if path.is_file():
            live = {Path(file).name for file in self.live()}
            for name in path.read_text().split():
                if name not in live:
                    (self.folder / name).unlink(missing_ok=True)
            path.unlink()

    def _add_action(self, staged: Path, name: str) -> AddAction:
        metadata = pq.read_metadata(staged)
        nulls, lowest, highest = _column_stats(metadata)
        for field in self.schema:
            if not field.nullable and nulls.get(field.name, 0):
                raise Invalid(
                    f"{nulls[field.name]} rows for {self.folder.name!r} have no {field.name!r}.",
                    hint=f"Put rows without {field.name!r} among the rejects before appending.",
                )
        stats = {
            "numRecords": metadata.num_rows,
            "minValues": {column: lowest[column] for column in ("source", "at") if column in lowest},
            "maxValues": {column: highest[column] for column in ("source", "at") if column in highest},
            "nullCount": nulls,
        }
        state = staged.stat()
        return AddAction(name, state.st_size, {}, int(state.st_mtime * 1000), True, json.dumps(stats))

    def files(self, table: DeltaTable) -> list[str]:
        """Return the paths of the files of one version, in a fixed order."""
        return sorted(str(self.folder / Path(uri).name) for uri in table.file_uris())

    def rows(self) -> dict[str, int]:
        """Return the names of the files of the newest version, in a fixed order, and how many rows each has."""
        actions = pa.table(self.open().get_add_actions(flatten=True)).select(["path", "num_records"])
        return {row["path"]: int(row["num_records"] or 0) for row in actions.sort_by("path").to_pylist()}

    def files_of(self, sources: tuple[str, str]) -> list[str]:
        """Return the files of the newest version that may hold a source between the two given, inclusive."""
        first, last = sources
        actions = pa.table(self._newest().get_add_actions(flatten=True))
        if "min.source" not in actions.column_names:
            return [str(self.folder / path) for path in actions["path"].to_pylist()]
        rows = actions.select(["path", "min.source", "max.source"]).to_pylist()
        return sorted(
            str(self.folder / row["path"])
            for row in rows
            if row["min.source"] is None or (row["min.source"] <= last and row["max.source"] >= first)
        )

    def clean(self) -> None:
        """Delete what a killed import left behind; only for the holder of the write lock."""
        shutil.rmtree(self.folder / STAGING, ignore_errors=True)
        self._delete_replaced()
        known = {*(Path(path).name for path in self.live()), *self._merged()}
        orphans = [path for path in self.folder.glob("part-*.parquet") if path.name not in known]
        if not orphans:
            return
        # A file that another tool's compaction replaced is still named in the log and stays for time travel.
        log = "".join(path.read_text() for path in (self.folder / "_delta_log").glob("*.json"))
        for path in orphans:
            if path.name not in log:
                path.unlink()


def _column_stats(metadata: Any) -> tuple[dict[str, int], dict[str, str], dict[str, str]]:
    """Return nulls, lowest and highest value by column over all row groups."""
    nulls: dict[str, int] = {}
    lowest: dict[str, Any] = {}
    highest: dict[str, Any] = {}
    for group in range(metadata.num_row_groups):
        for position in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(position)
            name, stats = chunk.path_in_schema, chunk.statistics
            if stats is None:
                continue
            nulls[name] = nulls.get(name, 0) + (stats.null_count or 0)
            if stats.has_min_max and name in ("source", "at"):
                lowest[name] = min(lowest.get(name, stats.min), stats.min)
                highest[name] = max(highest.get(name, stats.max), stats.max)
    return nulls, {key: _as_text(value) for key, value in lowest.items()}, {k: _as_text(v) for k, v in highest.items()}


def _as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return str(value)
