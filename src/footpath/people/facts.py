"""The facts that bear a person's ids."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import duckdb
import msgspec
import pyarrow as pa

from footpath.core.querying import querying
from footpath.events import COLUMNS, TABLES, Lake, Rules, id_on, nobody, zero

_NAMES = {"events": "name", "signals": "kind", "traits": "''"}
_OWN_IDS = {"events": "event_id", "signals": "signal_id", "traits": "NULL"}
_HIDDEN = frozenset({"key", "import_id", "row", "ids", "at", "source", "event_id", "signal_id", *COLUMNS.values()})


class Row(NamedTuple):
    """One fact.

    Attributes:
        table: which it is in.
        ids: those on it that are somebody's, the strongest type first.
        content: its columns.
        id: the source's own id of it, or else the store's key.
    """

    table: str
    ids: tuple[tuple[str, str], ...]
    content: dict[str, Any]
    id: str


def rows_with(lake: Lake, ids: Sequence[tuple[str, str]], rules: Rules) -> list[Row]:
    """Return every fact that bears one of some ids, oldest first; those without a time come first."""
    snapshot = lake.snapshot()
    found = []
    with querying() as con:
        kinds, texts = [kind for kind, _ in ids], [text for _, text in ids]
        con.register("_wanted", pa.table({"kind": pa.array(kinds, pa.string()), "id": pa.array(texts, pa.string())}))
        for table in TABLES:
            found += _rows(con, snapshot.scan(table), table, rules)
    return sorted(found, key=_when)


def _rows(con: duckdb.DuckDBPyConnection, scan: str, table: str, rules: Rules) -> list[Row]:
    wanted = " OR ".join(f"{id_on(kind)} IN (SELECT id FROM _wanted WHERE kind = '{kind}')" for kind in rules.kinds)
    # An id further on in a list of `ids` is looked for in the text, which is exact enough: what is found is looked at.
    listed = "(ids IS NOT NULL AND EXISTS (SELECT 1 FROM _wanted WHERE contains(ids, _wanted.id)))"
    valid = ", ".join(f"{_valid(rules, kind)} AS _{kind}" for kind in COLUMNS if kind in rules.kinds)
    columns = ", ".join(f'"{name}"' for name in TABLES[table].names if name != "key")
    rows = con.sql(
        f"SELECT {columns}, coalesce({_OWN_IDS[table]}, lower(hex(key))) AS _id, {valid} FROM {scan} "
        f"WHERE {wanted} OR {listed}"
    ).to_arrow_table()
    return [_row(table, row, rules) for row in rows.to_pylist()]


def _valid(rules: Rules, kind: str) -> str:
    column = COLUMNS[kind]
    return f"CASE WHEN NOT {nobody(rules, kind, column)} AND NOT {zero(column)} THEN {column} END"


def _row(table: str, row: dict[str, Any], rules: Rules) -> Row:
    ids = [(kind, row[f"_{kind}"]) for kind in rules.kinds if row.get(f"_{kind}")]
    ids += [one for one in further(row["ids"]) if one[0] in rules.kinds]
    if not ids and row["user_id"] and row["ids"] is None:
        ids = [("user", row["user_id"])]
    order = {kind: place for place, kind in enumerate(rules.kinds)}
    content = {name: value for name, value in row.items() if not name.startswith("_")}
    return Row(table, tuple(sorted(set(ids), key=lambda one: (order[one[0]], one[1]))), content, row["_id"])


def further(ids: str | None) -> list[tuple[str, str]]:
    """Return type and id of the ids in the column `ids`."""
    if not ids:
        return []
    try:
        found = msgspec.json.decode(ids)
    except msgspec.DecodeError:
        return []
    pairs = []
    for kind, value in found.items() if isinstance(found, dict) else ():
        values = value if isinstance(value, list) else [value]
        pairs += [(kind, str(one)) for one in values if isinstance(one, str | int) and not isinstance(one, bool)]
    return pairs


def owner(row: Row) -> tuple[str, str] | None:
    """Return the id that says whose a fact is."""
    return row.ids[0] if row.ids else None


def detail(row: Row) -> dict[str, Any]:
    """Return what a fact says beside who, when and where; JSON as what it stands for."""
    shown = {name: value for name, value in row.content.items() if name not in _HIDDEN and value is not None}
    for name in ("properties", "traits"):
        if isinstance(shown.get(name), str):
            shown[name] = json_in(shown[name])
    return shown


def json_in(text: str) -> Any:
    """Return what a JSON text stands for; the text where it is none."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def name_of(row: Row) -> str:
    """Return what a fact is called."""
    return str(row.content.get("name") or row.content.get("kind") or "")


def _when(row: Row) -> tuple[bool, Any, str, int, str]:
    at = row.content["at"]
    return at is not None, at or 0, row.content["source"], row.content["row"], row.id
