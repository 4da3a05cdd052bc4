"""What is asked of a store and what is answered, as both travel between the server, its workers and the browser."""

from datetime import datetime
from typing import Any, Literal

import msgspec
import pyarrow as pa
from msgspec import Struct, field

from footpath.core import errors
from footpath.core.errors import FootpathError

State = Literal["waiting", "running", "done", "failed", "cancelled"]
SHOWN = 2_000  # rows of a table that an answer shows; exports hold more
_WHOLE = 200_000  # rows that a table is kept up to
_CODES = {
    kind.code: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, FootpathError) and kind is not errors.TooMany
}


class Asked(Struct, frozen=True, kw_only=True):
    """A question.

    Attributes:
        analysis: name of it.
        fields: of its question, as `ask` takes them: selections and conditions may be text.
        like: product whose published rules hold for what is not said.
        map_id: a map whose columns are the steps or touchpoints.
        channel, source: only events of these are on the map's columns.
    """

    analysis: str
    fields: dict[str, Any] = field(default_factory=dict)
    like: str = ""
    map_id: str = ""
    channel: str = ""
    source: str = ""


class Column(Struct, frozen=True):
    """A column of a table: text, number, whole, time, flag or other."""

    name: str
    type: str


class Table(Struct, frozen=True, kw_only=True):
    """A table of an answer.

    Attributes:
        rows: the first of them.
        total: how many there are.
    """

    columns: list[Column]
    rows: list[list[Any]]
    total: int


class Replied(Struct, frozen=True, kw_only=True):
    """An answer, or how it goes.

    Attributes:
        question: the fields that were used.
        progress: share done, while it runs.
        rules: every rule that shapes the numbers, in words.
        n: how many persons, accounts or sessions were looked at.
        as_of: instant of the newest event looked at.
        version: of the data.
        explain: what it shows, and what not to conclude.
        chart: the kind of picture that shows it.
        tables: by name; "figures" is the main one.
        withheld: tables of persons that one may not see.
        cached: whether it was answered before.
        problem, hint: why it failed, and what to do about it.
    """

    id: str
    state: State
    analysis: str
    question: dict[str, Any]
    map_id: str = ""
    progress: float = 0.0
    rules: dict[str, str] = field(default_factory=dict)
    n: int = 0
    as_of: datetime | None = None
    version: str = ""
    took_ms: int = 0
    explain: str = ""
    chart: str = ""
    tables: dict[str, Table] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()
    cached: bool = False
    problem: str = ""
    hint: str = ""


class Work(Struct, frozen=True, kw_only=True):
    """A question for a worker.

    Attributes:
        store: folder of it.
        asked: the question; None = only make ready for one.
        map: the map in full.
        version: of the data as it was when it was asked; a worker that holds it need not look for newer.
    """

    store: str
    asked: Asked | None
    map: dict[str, Any] | None = None
    version: str = ""


class Worked(Struct, frozen=True, kw_only=True):
    """An answer from a worker: whole without its tables, to be drawn of, and these in Arrow's own format."""

    rules: dict[str, str]
    n: int
    as_of: datetime | None
    version: str
    answer: bytes
    tables: dict[str, bytes]
    totals: dict[str, int]

    @property
    def size(self) -> int:
        """Bytes it takes."""
        return len(self.answer) + sum(map(len, self.tables.values()))


class Told(Struct, frozen=True, kw_only=True):
    """What a worker says: how far it is, what came out, or what is wrong."""

    share: float = 0.0
    worked: Worked | None = None
    code: str = ""
    problem: str = ""
    hint: str = ""


def packed(table: pa.Table) -> bytes:
    """Return a table in Arrow's format, not longer than is kept."""
    sink = pa.BufferOutputStream()
    cut = table.slice(0, _WHOLE)
    with pa.ipc.new_stream(sink, cut.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(cut)
    return bytes(sink.getvalue().to_pybytes())


def unpacked(table: bytes) -> pa.Table:
    """Return a table from Arrow's format."""
    return pa.ipc.open_stream(table).read_all()


def shown_table(table: pa.Table, total: int, most: int = SHOWN) -> Table:
    """Return a table as the browser gets it."""
    columns = [Column(one.name, type_of(one.type)) for one in table.schema]
    first = table.slice(0, most)
    values = [column.to_pylist() for column in first.columns]
    return Table(columns=columns, rows=[list(row) for row in zip(*values, strict=True)], total=total)


def type_of(kind: pa.DataType) -> str:
    """Return what a column holds, in a word."""
    if pa.types.is_dictionary(kind):
        return type_of(kind.value_type)
    checks = (
        (pa.types.is_boolean, "flag"), (pa.types.is_integer, "whole"), (pa.types.is_floating, "number"),
        (pa.types.is_decimal, "number"), (pa.types.is_timestamp, "time"), (pa.types.is_date, "time"),
        (pa.types.is_string, "text"), (pa.types.is_large_string, "text"),
    )  # fmt: skip
    return next((word for check, word in checks if check(kind)), "other")


def of_persons(table: pa.Table) -> bool:
    """Say whether the rows of a table are persons."""
    return "person" in table.column_names


def failed(told: Told) -> FootpathError:
    """Return the error that a worker met."""
    return _CODES.get(told.code, FootpathError)(told.problem, hint=told.hint)


def canonical(asked: Asked) -> bytes:
    """Return a question as bytes that are the same for the same question."""
    return msgspec.json.encode(asked, order="sorted")
