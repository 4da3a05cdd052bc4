"""The parts of a table, found column by column, before it is decided what its rows are."""

from msgspec import Struct

from footpath.events.reading.nouns import Noun
from footpath.events.reading.opinions import Scored
from footpath.events.reading.profile import Column
from footpath.events.reading.roles import Choice, Roles
from footpath.events.reading.stage import Stage, Table, ident
from footpath.events.reading.when import Moment


class Parts(Struct, frozen=True):
    """What was found in a table.

    Attributes:
        moments: columns of instants, surest first.
        texts: columns of prose, the main one first.
        scored: columns of answers, the main one first.
        noun: what the table is about; None when nothing says it.
    """

    table: Table
    columns: list[Column]
    roles: Roles
    moments: list[Moment]
    texts: list[Choice]
    scored: list[Scored]
    noun: Noun | None


def own_id(stage: Stage, parts: Parts) -> str | None:
    """Return the row's own id if it is one: rows with the same id must be the same row."""
    column = parts.roles.column("event_id")
    if column is None or column.repeats > 1.3 or column.share_filled < 0.5:
        return None
    ids, filled = _distinct(stage, parts.table, ident(column.name))
    if ids < filled:
        whole = ", ".join(f"coalesce({ident(name)}, '')" for name in parts.table.columns)
        rows, _ = _distinct(stage, parts.table, f"CASE WHEN {ident(column.name)} IS NOT NULL THEN hash({whole}) END")
        if rows != ids:
            return None
    return column.name


def _distinct(stage: Stage, table: Table, value: str) -> tuple[int, int]:
    """Return how many values differ, and how many there are; by sorted hashes, half the time of counting distinct."""
    query = f"SELECT hash({value}) AS hashed FROM {table.view} WHERE {value} IS NOT NULL"
    hashes = stage.con.execute(query).fetchnumpy()["hashed"]
    hashes.sort()
    return int((hashes[1:] != hashes[:-1]).sum()) + (len(hashes) > 0), len(hashes)
