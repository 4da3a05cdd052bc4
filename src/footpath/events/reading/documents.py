"""JSON documents on the stage: lines, an array, or an object around one; and nested objects as flat columns."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from footpath.core.errors import Invalid
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, ident, lines_of, quoted
from footpath.events.rejects import Reject

_MOST_KEYS = 150
_MOST_COLUMNS = 400
_MOST_WHOLE = 256 << 20
_REMEDY = "Mend the line and import again."


def first_documents(source: Source) -> list[dict[str, Any]]:
    """Return the first few JSON objects of a file, whatever surrounds them; empty when it is no JSON."""
    text = source.text.lstrip()
    if not text.startswith(("{", "[")):
        return []
    found = []
    for line in text.split("\n", 6)[:6]:
        try:
            found.append(json.loads(line))
        except (ValueError, RecursionError):
            break
    if not found or any(not isinstance(document, dict) for document in found) or len(found) == 1:
        found = list(_salvage(text, at_most=6))
    return [document for document in found if isinstance(document, dict)]


def is_lines(source: Source) -> bool:
    """Tell whether each line is a document of its own."""
    text = source.text.lstrip()
    line = text.split("\n", 1)[0]
    try:
        return isinstance(json.loads(line), dict) and bool(text[len(line) :].strip())
    except (ValueError, RecursionError):
        following = text[len(line) :].lstrip().split("\n", 1)[0]
        return text.startswith("{") and following.startswith("{") and following.rstrip().endswith("}")


def stage_documents(source: Source, stage: Stage) -> tuple[str, list[Reject]]:
    """Put a file's JSON objects on the stage, one a row.

    Returns:
        SQL that gives the columns `n` (line or element number, from 1) and `json`, and the lines that are no JSON.
    """
    path = source.utf8(stage.scratch(".json"))
    if is_lines(source):
        kept = stage.keep(lines_of(str(path)))
        scan = f"(SELECT file_row_number + 1 AS n, line FROM read_parquet({quoted(str(kept))}, file_row_number = true))"
        bad = stage.con.execute(f"SELECT n, line[1:300] FROM {scan} WHERE NOT json_valid(line)").fetchall()
        rejects = [Reject(line, "", text, "not a JSON object", _REMEDY) for line, text in bad]
        return f"(SELECT n, line AS json FROM {scan} WHERE json_valid(line))", rejects
    try:
        kept = stage.keep(f"SELECT json::VARCHAR AS json FROM read_json_objects({quoted(str(path))}, format = 'array')")
        rejects = []
    except duckdb.Error:
        kept, rejects = _by_hand(source, stage, str(path))
    scan = f"read_parquet({quoted(str(kept))}, file_row_number = true)"
    return f"(SELECT file_row_number + 1 AS n, json FROM {scan})", rejects


def _by_hand(source: Source, stage: Stage, path: str) -> tuple[Any, list[Reject]]:
    """Read one object around an array, or the whole part of an array that breaks off."""
    with Path(path).open(encoding="utf-8") as file:
        text = file.read(_MOST_WHOLE)
    documents = list(_salvage(text.lstrip()))
    if not documents:
        raise Invalid(f"{source.name} is not whole JSON.", hint="Export it again.")
    lines = [json.dumps(document, ensure_ascii=False) for document in documents]
    table = pa.table({"json": pa.array(lines, pa.string())})
    whole = text.rstrip().endswith(("]", "}"))
    reason, remedy = "the file breaks off; what is whole was read", "Export it again."
    return stage.keep_batches(table.schema, table.to_batches()), [] if whole else [Reject(None, "", "", reason, remedy)]


def _salvage(text: str, at_most: int | None = None) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    start = text.find("[") if not text.startswith("{") else _longest_list(text)
    if start < 0:
        try:
            yield decoder.raw_decode(text)[0]
        except (ValueError, RecursionError):
            return
        return
    position, count = start + 1, 0
    while position < len(text) and (at_most is None or count < at_most):
        while position < len(text) and text[position] in " \t\r\n,":
            position += 1
        try:
            document, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        count += 1
        yield document


def _longest_list(text: str) -> int:
    """Return where the list of objects inside an object starts; -1 when there is none."""
    for key in ("data", "events", "batch", "records", "results", "items", "rows", "hits"):
        at = text.find(f'"{key}"')
        opening = text.find("[", at) if 0 <= at < 100_000 else -1
        if opening >= 0 and text[at + len(key) + 2 : opening].strip() == ":":
            return opening
    return -1


def flat_columns(stage: Stage, documents: str) -> dict[str, str]:
    """Return column → SQL over `json` for every leaf of the documents; lists stay JSON text."""
    structure = stage.one(f"SELECT json_group_structure(json::JSON)::VARCHAR FROM {documents}")
    tree = json.loads(structure) if structure else {}
    if not isinstance(tree, dict):
        return {"value": "json_extract_string(json, '$')"}
    leaves = list(_leaves(tree, ()))[:_MOST_COLUMNS]
    pointers = ", ".join(quoted("/" + "/".join(_escaped(key) for key in leaf)) for leaf in leaves)
    array = f"json_extract_string(json, [{pointers}])"
    return {".".join(leaf): f"{array}[{position}]" for position, leaf in enumerate(leaves, 1)} if leaves else {}


def _leaves(tree: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for key, node in tree.items():
        if isinstance(node, dict) and 0 < len(node) <= _MOST_KEYS and len(path) < 6:
            yield from _leaves(node, (*path, key))
        else:
            yield (*path, key)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def stage_flat(stage: Stage, documents: str, columns: dict[str, str]) -> Any:
    """Write the flat columns and the number `n` as a Parquet file, in order."""
    chosen = ", ".join(f"{sql} AS {ident(name)}" for name, sql in columns.items())
    return stage.keep(f"SELECT {chosen} FROM {documents} ORDER BY n")
