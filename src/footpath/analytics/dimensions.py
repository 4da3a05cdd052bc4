"""Which properties of events journeys can be broken down by, and the code of each of their values."""

import duckdb
from msgspec import Struct

ALWAYS = ("device", "region", "campaign", "channel")
MOST_VALUES = 65_000  # codes are two bytes; rarer values share one code
OTHER = "(other)"
MOST_PROPERTIES = 12  # of one source, so that a large one does not crowd out the small
MOST_TOGETHER = 30
FEW_VALUES = 50
_SAMPLE_ROWS = 5_000  # lines of each source that are looked at to find properties


class Breakdown(Struct, frozen=True):
    """A dimension to be: the SQL of its value over `Breakdowns.scan`, and its values by code."""

    name: str
    sql: str
    values: tuple[str, ...]

    def code(self, position: int) -> str:
        """Return the SQL of its code; `declare` must have been called with the same position."""
        known = f"enum_code(TRY_CAST({self.sql} AS _dimension_{position}))::INTEGER + 1"
        other = self.values.index(OTHER) if OTHER in self.values else 0
        return f"CASE WHEN {self.sql} IS NULL THEN 0 ELSE coalesce({known}, {other}) END::USMALLINT"

    def declare(self, con: duckdb.DuckDBPyConnection, position: int) -> None:
        """Make the enum type behind `code` on a connection."""
        con.execute(f"CREATE OR REPLACE TYPE _dimension_{position} AS ENUM ({', '.join(map(_text, self.values[1:]))})")


class Breakdowns(Struct, frozen=True):
    """The dimensions of some events, and the FROM clause over which their SQL holds."""

    scan: str
    found: tuple[Breakdown, ...]

    def values(self) -> dict[str, tuple[str, ...]]:
        """Return each dimension's values by code."""
        return {breakdown.name: breakdown.values for breakdown in self.found}


def find(con: duckdb.DuckDBPyConnection, scan: str) -> Breakdowns:
    """Return the dimensions of the events in `scan`: the columns always, and the properties with few values."""
    columns = [(name, f"nullif(\"{name}\", '')") for name in ALWAYS]
    found = [Breakdown(name, sql, _values(con, scan, sql)) for name, sql in columns]
    names = [name for name in _candidates(con, scan) if name not in ALWAYS]
    if not names:
        return Breakdowns(scan, tuple(found))
    paths = ", ".join(_text(_pointer(name)) for name in names)
    wider = f"(SELECT *, json_extract_string(properties, [{paths}]) AS _p FROM {scan})"
    for position, values in enumerate(_property_values(con, wider, len(names))):
        if 2 <= len(values) <= FEW_VALUES:
            found.append(Breakdown(names[position], f"nullif(_p[{position + 1}], '')", ("", *values)))
    return Breakdowns(wider, tuple(found))


def _values(con: duckdb.DuckDBPyConnection, scan: str, sql: str) -> tuple[str, ...]:
    rows = con.execute(
        f"SELECT {sql} AS word FROM {scan} WHERE word IS NOT NULL GROUP BY word ORDER BY count(*) DESC, word "
        f"LIMIT {MOST_VALUES + 1}"
    ).fetchall()
    values = [str(row[0]) for row in rows]
    kept = values if len(values) <= MOST_VALUES else {*values[:MOST_VALUES], OTHER}
    return ("", *sorted(kept))


def _candidates(con: duckdb.DuckDBPyConnection, scan: str) -> list[str]:
    """Return the properties that have few values among the first lines of each source, most frequent of each first."""
    rows = con.execute(
        f"""
        WITH pairs AS (
            SELECT source, pair.key AS name, pair.value AS value FROM (
                SELECT source, properties FROM {scan} WHERE properties IS NOT NULL AND "row" <= {_SAMPLE_ROWS}
            ), json_each(properties) AS pair
            WHERE pair.type NOT IN ('OBJECT', 'ARRAY', 'NULL')
        ), few AS (
            SELECT name FROM pairs GROUP BY name HAVING count(DISTINCT value) BETWEEN 2 AND {FEW_VALUES}
        ), placed AS (
            SELECT name, count(*) AS n, row_number() OVER (PARTITION BY source ORDER BY count(*) DESC, name) AS place
            FROM pairs SEMI JOIN few USING (name) GROUP BY source, name
        )
        SELECT name FROM placed WHERE place <= {MOST_PROPERTIES}
        GROUP BY name ORDER BY min(place), sum(n) DESC, name LIMIT {MOST_TOGETHER}
        """
    ).fetchall()
    return [str(row[0]) for row in rows]


def _property_values(con: duckdb.DuckDBPyConnection, scan: str, count: int) -> list[list[str]]:
    """Return the values of each property in order, in one pass over all events; few more than FEW_VALUES at most."""
    names = [f"p{position}" for position in range(count)]
    columns = ", ".join(f"nullif(_p[{position + 1}], '') AS {name}" for position, name in enumerate(names))
    sets = ", ".join(f"({name})" for name in names)
    rows = con.execute(
        f"SELECT which, value FROM ("
        f"SELECT grouping({', '.join(names)}) AS which, coalesce({', '.join([*names, 'NULL'])}) AS value "
        f"FROM (SELECT {columns} FROM {scan} WHERE properties IS NOT NULL) GROUP BY GROUPING SETS ({sets})"
        f") WHERE value IS NOT NULL QUALIFY row_number() OVER (PARTITION BY which ORDER BY value) <= {FEW_VALUES + 1} "
        f"ORDER BY which, value"
    ).fetchall()
    # grouping() has one bit a column, the first the highest, and 0 for the column a row is grouped by.
    by_mask: dict[int, list[str]] = {}
    for mask, value in rows:
        by_mask.setdefault(int(mask), []).append(str(value))
    everything = (1 << count) - 1
    return [by_mask.get(everything ^ (1 << (count - 1 - position)), []) for position in range(count)]


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
