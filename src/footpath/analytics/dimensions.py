"""Which properties of events journeys can be broken down by, and the code of each of their values."""

from collections.abc import Iterable, Sequence

import duckdb
import pyarrow as pa
from msgspec import Struct

COLUMNS = {"device": "device", "region": "region", "campaign": "campaign", "channel": "channel"}
ACCOUNT = "account"  # a column too, where any event has one; there may be more accounts than two bytes can tell apart
MOST_VALUES = 65_000  # codes are two bytes; rarer values share one code
OTHER = "(other)"
MOST_PROPERTIES = 12  # of one source, so that a large one does not crowd out the small
MOST_TOGETHER = 30
FEW_VALUES = 50
MANY = tuple(f"(value {number})" for number in range(FEW_VALUES + 1))  # in place of more values, which nobody needs
_SAMPLE_ROWS = 5_000  # lines of each source that are looked at to find properties


class Sampled(Struct, frozen=True):
    """A property among the first lines of a source: how many have it, and its values, `MANY` where they are many."""

    source: str
    name: str
    n: int
    values: tuple[str, ...]


class Found(Struct, frozen=True):
    """What decides which dimensions there are; adds up over files.

    Attributes:
        sampled: properties in the first lines of each source.
        columns: values of each column that always is a dimension.
        properties: values of each candidate in all events, `MANY` where they are many.
    """

    sampled: tuple[Sampled, ...]
    columns: dict[str, tuple[str, ...]]
    properties: dict[str, tuple[str, ...]]

    def dimensions(self) -> dict[str, tuple[str, ...]]:
        """Return the dimensions and their values by code; "" is code 0."""
        few = {name: values for name, values in self.properties.items() if 2 <= len(values) <= FEW_VALUES}
        return {name: ("", *values) for name, values in (self.columns | few).items()}


def find(con: duckdb.DuckDBPyConnection, scan: str) -> Found:
    """Look for dimensions in the events of a FROM clause: the columns always, and the properties with few values."""
    columns = {name: _values(con, scan, sql) for name, sql in COLUMNS.items()}
    accounts = _values(con, scan, "account_id", most=1 << 31)
    sampled = sample(con, scan)
    names = candidates(sampled)
    properties = dict(zip(names, _property_values(con, scan, names), strict=True))
    return Found(sampled, columns | ({ACCOUNT: accounts} if accounts else {}), properties)


def more(con: duckdb.DuckDBPyConnection, scan: str, known: Found) -> Found | None:
    """Return what is found with the events of a FROM clause added; None when old events must be looked at again.

    New values come after the known ones.
    """
    sampled = _joined(known.sampled, sample(con, scan))
    accounts = _values(con, scan, "account_id", most=1 << 31)
    if not set(candidates(sampled)) <= set(known.properties) or (accounts and ACCOUNT not in known.columns):
        return None
    names = list(known.properties)
    new = _property_values(con, scan, names)
    properties = {name: _few(_both(known.properties[name], values)) for name, values in zip(names, new, strict=True)}
    kept = {name: values for name, values in properties.items() if name in set(candidates(sampled))}
    columns = {name: _capped(known.columns[name], _values(con, scan, sql)) for name, sql in COLUMNS.items()}
    if ACCOUNT in known.columns:
        columns[ACCOUNT] = _both(known.columns[ACCOUNT], accounts)
    return Found(sampled, columns, kept)


def _both(known: Sequence[str], new: Iterable[str]) -> tuple[str, ...]:
    there = set(known)
    return (*known, *(value for value in new if value not in there))


def _capped(known: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    """Add new values as long as codes can tell them apart; what comes later is among the others until a new build."""
    together = _both(known, new)
    if len(together) <= MOST_VALUES or together == known:
        return together
    kept = together[: max(MOST_VALUES, len(known))]
    return kept if OTHER in kept else (*kept, OTHER)


def _joined(known: tuple[Sampled, ...], new: tuple[Sampled, ...]) -> tuple[Sampled, ...]:
    together: dict[tuple[str, str], Sampled] = {}
    for one in (*known, *new):
        key = (one.source, one.name)
        before = together.get(key, Sampled(one.source, one.name, 0, ()))
        values = _few(sorted({*before.values, *one.values}))
        together[key] = Sampled(one.source, one.name, before.n + one.n, values)
    return tuple(together[key] for key in sorted(together))


def candidates(sampled: Iterable[Sampled]) -> list[str]:
    """Return the properties that have few values in the samples, most frequent of each source first."""
    values: dict[str, set[str]] = {}
    for one in sampled:
        values.setdefault(one.name, set()).update(one.values)
    few = {name for name, found in values.items() if 2 <= len(found) <= FEW_VALUES and name not in (*COLUMNS, ACCOUNT)}
    best: dict[str, tuple[int, int]] = {}  # name → (place in its best source, −events)
    for source in sorted({one.source for one in sampled}):
        ranked = sorted((one for one in sampled if one.source == source and one.name in few), key=_frequent)
        for place, one in enumerate(ranked[:MOST_PROPERTIES]):
            there = best.get(one.name, (place, 0))
            best[one.name] = (min(there[0], place), there[1] - one.n)
    return sorted(best, key=lambda name: (*best[name], name))[:MOST_TOGETHER]


def _frequent(one: Sampled) -> tuple[int, str]:
    return -one.n, one.name


def sample(con: duckdb.DuckDBPyConnection, scan: str) -> tuple[Sampled, ...]:
    """Return the properties among the first lines of each source."""
    rows = con.execute(
        f"""
        WITH pairs AS (
            SELECT source, pair.key AS name, json_extract_string(pair.value, '$') AS value FROM (
                SELECT source, properties FROM {scan} WHERE properties IS NOT NULL AND "row" <= {_SAMPLE_ROWS}
            ), json_each(properties) AS pair
            WHERE pair.type NOT IN ('OBJECT', 'ARRAY', 'NULL')
        )
        SELECT source, name, count(*)::BIGINT, list_sort(list(DISTINCT value))[:{FEW_VALUES + 1}] FROM pairs
        GROUP BY source, name ORDER BY source, name
        """
    ).fetchall()
    return tuple(Sampled(source, name, n, _few(values)) for source, name, n, values in rows)


def _few(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(values) if len(values) <= FEW_VALUES else MANY


def forgotten(found: Found, nobodys: dict[str, set[str]]) -> Found:
    """Return what was found without the values, by dimension, that no event has any longer; codes stay as they are."""

    def blank(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        gone = nobodys.get(name, set())
        return tuple(f"(erased {place})" if value in gone else value for place, value in enumerate(values))

    return Found(
        tuple(
            Sampled(one.source, one.name, one.n, tuple(v for v in one.values if v not in nobodys.get(one.name, set())))
            for one in found.sampled
        ),
        {name: blank(name, values) for name, values in found.columns.items()},
        {name: blank(name, values) for name, values in found.properties.items()},
    )


class Breakdowns(Struct, frozen=True):
    """Dimensions ready to be coded: the FROM clause over which `codes` holds, and the SQL of each dimension's code."""

    scan: str
    codes: tuple[str, ...]


def declare(con: duckdb.DuckDBPyConnection, scan: str, dimensions: dict[str, tuple[str, ...]]) -> Breakdowns:
    """Make the types on a connection with which the events of a FROM clause are coded."""
    always = {**COLUMNS, ACCOUNT: "account_id"}
    names = [name for name in dimensions if name not in always]
    codes = []
    for position, (name, values) in enumerate(dimensions.items()):
        con.register(
            "_values_in_order", pa.table({"value": pa.array(values[1:], pa.string()), "code": range(len(values) - 1)})
        )
        con.execute(
            f"CREATE OR REPLACE TYPE _dimension_{position} AS ENUM (SELECT value FROM _values_in_order ORDER BY code)"
        )
        con.unregister("_values_in_order")
        sql = f"nullif({always[name]}, '')" if name in always else f"nullif(_p[{names.index(name) + 1}], '')"
        known = f"enum_code(TRY_CAST({sql} AS _dimension_{position}))::BIGINT + 1"
        other = values.index(OTHER) if OTHER in values else 0
        width = "UINTEGER" if name == ACCOUNT else "USMALLINT"
        codes.append(f"CASE WHEN {sql} IS NULL THEN 0 ELSE coalesce({known}, {other}) END::{width}")
    return Breakdowns(_wider(scan, names), tuple(codes))


def _wider(scan: str, names: Sequence[str]) -> str:
    """Return the FROM clause with the texts of some properties as the list `_p`."""
    if not names:
        return scan
    paths = ", ".join(_text(_pointer(name)) for name in names)
    return f"(SELECT *, json_extract_string(properties, [{paths}]) AS _p FROM {scan})"


def _values(con: duckdb.DuckDBPyConnection, scan: str, column: str, most: int = 0) -> tuple[str, ...]:
    most = most or MOST_VALUES
    rows = (
        con.sql(
            f"SELECT nullif({column}, '') AS word FROM {scan} WHERE word IS NOT NULL GROUP BY word "
            f"ORDER BY count(*) DESC, word LIMIT {most + 1}"
        )
        .to_arrow_table()["word"]
        .to_pylist()
    )
    kept = rows if len(rows) <= most else {*rows[:most], OTHER}
    return tuple(sorted(kept))


def _property_values(con: duckdb.DuckDBPyConnection, scan: str, names: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the values of each property in order, in one pass over all events; few more than FEW_VALUES at most."""
    if not names:
        return []
    count = len(names)
    short = [f"p{position}" for position in range(count)]
    columns = ", ".join(f"nullif(_p[{position + 1}], '') AS {name}" for position, name in enumerate(short))
    sets = ", ".join(f"({name})" for name in short)
    rows = con.execute(
        f"SELECT which, value FROM ("
        f"SELECT grouping({', '.join(short)}) AS which, coalesce({', '.join([*short, 'NULL'])}) AS value "
        f"FROM (SELECT {columns} FROM {_wider(scan, names)} WHERE properties IS NOT NULL) "
        f"GROUP BY GROUPING SETS ({sets})"
        f") WHERE value IS NOT NULL QUALIFY row_number() OVER (PARTITION BY which ORDER BY value) <= {FEW_VALUES + 1} "
        f"ORDER BY which, value"
    ).fetchall()
    # grouping() has one bit a column, the first the highest, and 0 for the column a row is grouped by.
    by_mask: dict[int, list[str]] = {}
    for mask, value in rows:
        by_mask.setdefault(int(mask), []).append(str(value))
    everything = (1 << count) - 1
    return [_few(by_mask.get(everything ^ (1 << (count - 1 - position)), [])) for position in range(count)]


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
