"""DuckDB's side: a table in memory, in order of person and time, codes in their smallest types."""

from collections.abc import Callable
from typing import Any

import duckdb

from benchmarks import log
from benchmarks.log import Log
from benchmarks.questions import EDGE, FIVE, MONDAY_US, PAUSE_US, WEEK_US
from benchmarks.warm import Forms

_PERSON = "(PARTITION BY person ORDER BY t)"


class Side:
    """Answers by SQL, over a table that was loaded once."""

    def __init__(self, data: Log) -> None:
        self._con = duckdb.connect(config={"temp_directory": str(data.folder / "spill")})
        self._con.execute(
            'CREATE TABLE log AS SELECT person, "at" AS t, name, channel, device, value '
            f"FROM read_parquet('{log.parquet(data)}') ORDER BY person, t"
        )

    def _form(self, query: str, read: Callable[[list[Any]], Any] = sorted) -> tuple[Any, Any]:
        return (lambda: self._con.execute(query).fetchall()), (lambda rows: read([list(map(int, row)) for row in rows]))

    def follows(self) -> Forms:
        pair = f"before::USMALLINT * {EDGE} + name AS pair, count(*)"
        by_person = f"SELECT name, lag(name) OVER {_PERSON} AS before FROM log"
        stored = "SELECT name, person, lag(name) OVER () AS before, lag(person) OVER () AS who FROM log"
        return {
            "lag by person": self._form(f"SELECT {pair} FROM ({by_person}) WHERE before IS NOT NULL GROUP BY pair"),
            "lag over rows as stored": self._form(f"SELECT {pair} FROM ({stored}) WHERE who = person GROUP BY pair"),
        }

    def follows_times(self) -> Forms:
        figures = "count(*), count(DISTINCT person), quantile_cont(wait, 0.5), quantile_cont(wait, 0.9)"
        wait = f"before::USMALLINT * {EDGE} + name AS pair, person, t - since AS wait"
        by_person = f"SELECT *, lag(name) OVER {_PERSON} AS before, lag(t) OVER {_PERSON} AS since FROM log"
        stored = "SELECT *, lag(name) OVER () AS before, lag(t) OVER () AS since, lag(person) OVER () AS who FROM log"
        return {
            name: self._form(
                f"SELECT pair, {figures} FROM (SELECT {wait} FROM ({moves}) WHERE {is_move}) GROUP BY pair"
            )
            for name, moves, is_move in (
                ("lag by person", by_person, "before IS NOT NULL"),
                ("lag over rows as stored", stored, "who = person"),
            )
        }

    def funnel(self) -> Forms:
        """Carry along, event by event, the newest start that got to each step in time."""
        table = f"(SELECT person, t, name FROM log WHERE name IN {FIVE})"
        inner = f"SELECT *, max(CASE WHEN name = {FIVE[0]} THEN t END) OVER {_PERSON} AS s1 FROM {table}"
        for k, step in enumerate(FIVE[1:], 1):
            inner = (
                f"SELECT *, max(CASE WHEN name = {step} AND t - s{k} <= {WEEK_US} THEN s{k} END) OVER {_PERSON} "
                f"AS s{k + 1} FROM ({inner})"
            )
        levels = ", ".join(f"count(DISTINCT CASE WHEN s{k + 1} IS NOT NULL THEN person END)" for k in range(len(FIVE)))
        ends = ", ".join(f"max(s{k + 1}) AS s{k + 1}" for k in range(len(FIVE)))
        counts = ", ".join(f"count(s{k + 1})" for k in range(len(FIVE)))
        return {
            "running maxima": self._form(f"SELECT {levels} FROM ({inner})", lambda rows: rows[0]),
            "running maxima by person": self._form(
                f"SELECT {counts} FROM (SELECT {ends} FROM ({inner}) GROUP BY person)", lambda rows: rows[0]
            ),
        }

    def retention(self) -> Forms:
        bits = (
            f"SELECT bit_or(1::UBIGINT << ((t - {MONDAY_US}) // {WEEK_US})::INTEGER) AS weeks FROM log GROUP BY person"
        )
        firsts = f"SELECT weeks, bit_count(xor(weeks, weeks - 1)) - 1 AS first FROM ({bits})"
        by_bits = (
            "SELECT first, week - first AS later, sum(n) FROM (SELECT *, unnest(range(53)) AS week FROM "
            f"(SELECT weeks, first, count(*) AS n FROM ({firsts}) "
            "GROUP BY ALL)) WHERE (weeks >> week) & 1 = 1 GROUP BY ALL"
        )
        weeks = f"SELECT DISTINCT person, (t - {MONDAY_US}) // {WEEK_US} AS week FROM log"
        by_pairs = (
            "SELECT first, week - first AS later, count(*) FROM "
            f"(SELECT week, min(week) OVER (PARTITION BY person) AS first FROM ({weeks})) GROUP BY ALL"
        )
        return {"bit_or of weeks": self._form(by_bits), "distinct weeks": self._form(by_pairs)}

    def sessions(self) -> Forms:
        stored = (
            f"SELECT who IS DISTINCT FROM person OR t - since > {PAUSE_US} AS fresh, "
            f"next IS DISTINCT FROM person OR later - t > {PAUSE_US} AS last FROM (SELECT person, t, "
            "lag(t) OVER () AS since, lag(person) OVER () AS who, lead(person) OVER () AS next, "
            "lead(t) OVER () AS later FROM log)"
        )
        query = f"SELECT count(*) FILTER (fresh), count(*) FILTER (fresh AND last), count(*) FROM ({stored})"
        return {"lag over rows as stored": self._form(query)}
