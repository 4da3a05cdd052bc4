"""A search of every file of a store for a person: inside tables and archives, and through the bytes of the rest."""

import gzip
import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from msgspec import Struct

from footpath.events import SCHEMAS
from footpath.privacy.needles import ID_COLUMNS, Needles

_PIECE = 8 * 1024 * 1024
_OURS = ("secret.key", "write.lock")


class Trace(Struct, frozen=True):
    """A place where something of a person was found.

    Attributes:
        file: inside the store.
        where: column, archive member, or "bytes".
        count: rows or places.
    """

    file: str
    where: str
    count: int


class Scan(Struct, frozen=True):
    """What a search found.

    Attributes:
        files, bytes: how many were read, to the last byte.
        traces: what is left of the person.
        mentions: facts of others in which an id of the person stands as part of a text.
        hashes: sha256 of each file that was read.
    """

    files: int
    bytes: int
    traces: tuple[Trace, ...]
    mentions: tuple[Trace, ...]
    hashes: dict[str, str]


def scan(store: Path, needles: Needles) -> Scan:
    """Search every file of a store.

    Args:
        store: its folder.
        needles: what to look for.
    """
    with duckdb.connect(config={"threads": 2}) as con:
        con.register("_names", pa.table({"name": pa.array(sorted(needles.names), pa.string())}))
        con.register("_wording", pa.table({"text": pa.array(sorted(needles.wording), pa.string())}))
        return _scanned(store, needles, con)


def _scanned(store: Path, needles: Needles, con: duckdb.DuckDBPyConnection) -> Scan:
    traces: list[Trace] = []
    mentions: list[Trace] = []
    hashes: dict[str, str] = {}
    size = 0
    for path in sorted(store.rglob("*")):
        name = str(path.relative_to(store))
        if path.name in _OURS or not path.is_file():
            continue
        try:
            hashed, count, length = _through(path, needles)
            found = list(_inside(path, needles, con))
        except FileNotFoundError:
            continue  # replaced meanwhile: what came in its place is in the lake, which is searched under its name
        hashes[name], size = hashed, size + length
        mentioning = path.parent.name in SCHEMAS and path.suffix == ".parquet"
        # What was found inside explains what was found in the bytes.
        for where, number in found or ([("bytes", count)] if count else []):
            by_the_way = mentioning and where not in (*ID_COLUMNS, "text", "bytes")
            (mentions if by_the_way else traces).append(Trace(name, where, number))
    return Scan(len(hashes), size, tuple(traces), tuple(mentions), hashes)


def _through(path: Path, needles: Needles) -> tuple[str, int, int]:
    """Return the sha256 of a file, how often anything looked for stands in its bytes, and its length."""
    with path.open("rb") as file:
        return _pieces(file, needles)


def _pieces(file: IO[bytes] | gzip.GzipFile, needles: Needles) -> tuple[str, int, int]:
    hashed, count, length, before = hashlib.sha256(), 0, 0, b""
    while piece := file.read(_PIECE):
        hashed.update(piece)
        length += len(piece)
        searched = before + piece
        if needles.in_bytes is not None:
            ends = (found.end() for found in needles.in_bytes.finditer(searched))
            count += sum(end > len(before) for end in ends)
        count += needles.addressed(searched)
        before = searched[-needles.longest :]
    return hashed.hexdigest(), count, length


def _inside(path: Path, needles: Needles, con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, int]]:
    """Yield where in a compressed file something is, and how often."""
    if path.suffix == ".parquet":
        yield from _in_parquet(path, needles, con)
    elif path.suffix == ".arrow":
        yield from _in_arrow(path, needles)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                with archive.open(member) as file:
                    count = _pieces(file, needles)[1]
                if count:
                    yield member, count
    elif path.suffix == ".gz":
        with gzip.open(path) as file:
            count = _pieces(file, needles)[1]
        if count:
            yield "contents", count


def _in_parquet(path: Path, needles: Needles, con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, int]]:
    schema = pq.read_schema(path)
    columns = [field.name for field in schema if pa.types.is_string(field.type)]
    tests = ", ".join(f"count(*) FILTER (WHERE {_test(column, needles)})" for column in columns)
    if columns:
        counts = con.execute(f"SELECT {tests} FROM read_parquet(?)", [str(path)]).fetchall()[0]
        yield from ((column, int(count)) for column, count in zip(columns, counts, strict=True) if count)


def _test(column: str, needles: Needles) -> str:
    """Return the SQL condition that a column holds something looked for."""
    if column == "ids":
        return "EXISTS (SELECT 1 FROM _names WHERE contains(ids, concat('\"', name, '\"')))"
    if column in ID_COLUMNS:
        return f'"{column}" IN (SELECT name FROM _names)'
    parts = [f'"{column}" IN (SELECT text FROM _wording)']
    if needles.in_words:
        pattern = needles.in_words.replace("'", "''")
        parts.append(f"regexp_matches(\"{column}\", '{pattern}')")
    return " OR ".join(parts)


def _in_arrow(path: Path, needles: Needles) -> Iterator[tuple[str, int]]:
    with pa.memory_map(str(path)) as source:
        table = pa.ipc.open_file(source).read_all()
        for name, column in zip(table.column_names, table.columns, strict=True):
            texts = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
            if not pa.types.is_string(texts.type) and not pa.types.is_large_string(texts.type):
                continue
            found = pc.is_in(texts, value_set=pa.array(sorted(needles.wording), texts.type))
            if name in ID_COLUMNS:
                found = pc.or_(found, pc.is_in(texts, value_set=pa.array(sorted(needles.names), texts.type)))
            if needles.in_words:
                found = pc.or_(found, pc.fill_null(pc.match_substring_regex(texts, needles.in_words), False))
            count = pc.sum(found).as_py() or 0
            if count:
                yield name, int(count)
