"""ClickHouse's side, inside this process by way of chDB: a MergeTree sorted by person and time, on disk."""

from collections.abc import Callable
from typing import Any

import msgspec
from chdb.session import Session

from benchmarks import log
from benchmarks.log import Log
from benchmarks.questions import DEPTH, EDGE, FIVE, MONDAY_US, PAUSE_US, SHOWN, STOPS, TWENTY, WEEK_US
from benchmarks.warm import Forms

_SORTED = "SETTINGS optimize_aggregation_in_order = 1"
_PERSON = "OVER (PARTITION BY person ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
_STORED = "OVER (ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)"
_PAIR = f"before * toUInt16({EDGE}) + name AS pair"


class Side:
    """Answers by SQL, over a table that was loaded once."""

    def __init__(self, data: Log) -> None:
        folder = data.folder / "chdb"
        fresh = not (folder / "loaded").exists()
        self._session = Session(str(folder / "data"))
        if fresh:
            source = log.parquet(data)
            self._run("DROP TABLE IF EXISTS log")
            self._run(
                "CREATE TABLE log (person UInt32, at UInt64, name UInt8, channel UInt8, device UInt8, value Float64) "
                "ENGINE = MergeTree ORDER BY (person, at)"
            )
            self._run(
                f"INSERT INTO log SELECT person, at, name, channel, device, ifNull(value, nan) FROM file('{source}')"
            )
            self._run("OPTIMIZE TABLE log FINAL")
            (folder / "loaded").touch()

    def _run(self, query: str) -> list[list[Any]]:
        text = self._session.query(query, "JSONCompactEachRow").bytes()
        return [msgspec.json.decode(line) for line in bytes(text).splitlines() if line]

    def _form(self, query: str, read: Callable[[list[list[Any]]], Any] = lambda rows: rows) -> tuple[Any, Any]:
        return (lambda: self._run(query)), (lambda rows: read([[int(one) for one in row] for row in rows]))

    def follows(self) -> Forms:
        paired = f"arrayMap((a, b) -> a * toUInt16({EDGE}) + b, arrayPopBack(names), arrayPopFront(names))"
        arrays = "SELECT groupArray(name) AS names FROM log GROUP BY person"
        by_person = f"SELECT name, lagInFrame(name, 1, 255) {_PERSON} AS before FROM log"
        who = f"lagInFrame(person, 1, 4294967295) {_STORED} AS who"
        stored = f"SELECT name, person, lagInFrame(name) {_STORED} AS before, {who} FROM log"
        queries = {
            "groupArray in order": f"SELECT arrayJoin({paired}) AS pair, count() FROM ({arrays}) GROUP BY pair "
            f"{_SORTED}",
            "lagInFrame by person": f"SELECT {_PAIR}, count() FROM ({by_person}) WHERE before != 255 GROUP BY pair",
            "lagInFrame over rows as stored": f"SELECT {_PAIR}, count() FROM ({stored}) WHERE who = person "
            "GROUP BY pair SETTINGS max_threads = 1",
        }
        return {name: self._form(query, sorted) for name, query in queries.items()}

    def follows_times(self) -> Forms:
        times = ", ".join(f"round(quantileExactInclusive({share})(at - since))" for share in (0.5, 0.9))
        before = f"lagInFrame(name, 1, 255) {_PERSON} AS before, lagInFrame(at) {_PERSON} AS since"
        moves = f"SELECT person, name, at, {before} FROM log"
        query = f"SELECT {_PAIR}, count(), uniqExact(person), {times} FROM ({moves}) WHERE before != 255 GROUP BY pair"
        return {"lagInFrame by person": self._form(query, sorted)}

    def funnel(self) -> Forms:
        return self._funnel(FIVE)

    def funnel_of(self, count: int) -> Forms:
        return self._funnel(tuple(range(count)))

    def _funnel(self, steps: tuple[int, ...]) -> Forms:
        level = f"windowFunnel({WEEK_US})(at, {', '.join(f'name = {step}' for step in steps)})"
        whole, some = "FROM log GROUP BY person", f"FROM log WHERE name IN {steps} GROUP BY person"
        inner = {
            "windowFunnel in order": (whole, _SORTED),
            "windowFunnel, hashed": (whole, ""),
            "windowFunnel of the steps alone, in order": (some, _SORTED),
            "windowFunnel of the steps alone, hashed": (some, ""),
        }
        counted = f"SELECT level, count() FROM (SELECT {level} AS level {{}}) WHERE level > 0 GROUP BY level {{}}"

        def read(rows: list[list[int]]) -> list[int]:
            return [sum(n for level, n in rows if level >= step) for step in range(1, len(steps) + 1)]

        return {name: self._form(counted.format(*parts), read) for name, parts in inner.items()}

    def funnel_rich(self) -> Forms:
        device = "argMinIf(device, at, device != 0)"
        steps = ", ".join(f"name = {step}" for step in TWENTY)
        parts = f"SELECT person, at, name, device, sum(name IN {STOPS}) {_PERSON} AS part FROM log"
        firsts = f"{device} AS first, minIf(at, device != 0) AS since"
        stretches = f"windowFunnel({WEEK_US})(at, {steps}) AS reached, {firsts}"
        by_window = (
            "SELECT person, max(reached) AS level, argMinIf(first, since, first != 0) AS device FROM "
            f"(SELECT person, {stretches} FROM ({parts}) GROUP BY person, part) GROUP BY person"
        )
        conditions = ", ".join(f"arrayMap(one -> one.2 = {step}, part)" for step in TWENTY)
        reduced = f"arrayReduce('windowFunnel({WEEK_US})', arrayMap(one -> one.1, part), {conditions})"
        split = f"arraySplit(one -> one.2 IN {STOPS}, events)"
        by_array = (
            f"SELECT arrayMax(arrayMap(part -> {reduced}, {split})) AS level, device "
            f"FROM (SELECT groupArray((at, name)) AS events, {device} AS device FROM log GROUP BY person)"
        )
        outer = "SELECT device, level, count() FROM ({}) WHERE level > 0 GROUP BY device, level {}"
        return {
            "windowFunnel of stretches by window": self._form(outer.format(by_window, ""), _reached_by),
            "windowFunnel of stretches by window, in order": self._form(outer.format(by_window, _SORTED), _reached_by),
            "windowFunnel of stretches by arraySplit": self._form(outer.format(by_array, _SORTED), _reached_by),
        }

    def retention(self) -> Forms:
        week = f"intDiv(at - {MONDAY_US}, {WEEK_US})"
        bits = f"SELECT groupBitOr(bitShiftLeft(toUInt64(1), {week})) AS weeks FROM log GROUP BY person"
        counted = "SELECT first, arrayJoin(bitPositionsToArray(weeks)) - first AS later, count() FROM "
        lowest = "toUInt8(log2(bitAnd(weeks, -weeks))) AS first"
        by_bits = f"{counted} (SELECT weeks, {lowest} FROM ({bits})) GROUP BY first, later"
        first = f"SELECT person, min({week}) AS first FROM log GROUP BY person"
        by_bitmap = (
            f"SELECT first, week - first AS later, bitmapCardinality(groupBitmapState(person)) FROM "
            f"(SELECT person, {week} AS week, first FROM log JOIN ({first}) AS f USING person) GROUP BY first, later"
        )
        return {
            "groupBitOr of weeks, in order": self._form(f"{by_bits} {_SORTED}", sorted),
            "groupBitOr of weeks, hashed": self._form(by_bits, sorted),
            "groupBitmap": self._form(by_bitmap, sorted),
        }

    def tree(self) -> Forms:
        ways = f"SELECT groupArray({DEPTH})(name) AS way, count() AS n FROM log GROUP BY person"
        whole = f"SELECT way, count() AS n FROM ({ways}) GROUP BY way"
        query = (
            f"SELECT arraySlice(way, 1, depth) AS node, sum(n) AS total FROM ({whole}) "
            f"ARRAY JOIN arrayEnumerate(way) AS depth GROUP BY node ORDER BY total DESC, node LIMIT {SHOWN} "
        )
        read = lambda rows: [[list(map(int, way)), int(n)] for way, n in rows]  # noqa: E731
        return {
            "groupArray in order": ((lambda: self._run(query + _SORTED)), read),
        }

    def variants(self) -> Forms:
        query = (
            "SELECT count(), sum(n = 1), arraySort(groupArray(n)) FROM (SELECT way, count() AS n FROM (SELECT "
            "groupArray(name) AS way FROM log GROUP BY person) GROUP BY way) "
        )
        read = lambda rows: [int(rows[0][0]), [int(n) for n in rows[0][2][-SHOWN:]]]  # noqa: E731
        shorter = query.replace("arraySort(groupArray(n))", f"arraySort(groupArraySorted({SHOWN})(-toInt64(n)))")
        negative = lambda rows: [int(rows[0][0]), sorted(-int(n) for n in rows[0][2])]  # noqa: E731
        return {
            "groupArray in order": ((lambda: self._run(query + _SORTED)), read),
            "groupArray in order, largest kept": ((lambda: self._run(shorter + _SORTED)), negative),
        }

    def sessions(self) -> Forms:
        fresh = f"lagInFrame(at) {_PERSON} + {PAUSE_US} < at"
        by_window = (
            f"SELECT count(), sum(n = 1), sum(n) FROM (SELECT count() AS n FROM (SELECT person, sum(fresh) OVER "
            f"(PARTITION BY person ORDER BY at) AS visit FROM (SELECT person, at, {fresh} AS fresh FROM log)) "
            "GROUP BY person, visit)"
        )
        split = f"arraySplit((x, pause) -> pause > {PAUSE_US}, times, arrayDifference(times))"
        by_array = (
            f"SELECT sum(length(visits)), sum(arrayCount(visit -> length(visit) = 1, visits)), "
            f"sum(arraySum(visit -> length(visit), visits)) FROM (SELECT {split} AS visits FROM "
            "(SELECT groupArray(toInt64(at)) AS times FROM log GROUP BY person))"
        )
        return {
            "arraySplit in order": self._form(f"{by_array} {_SORTED}"),
            "window": self._form(by_window),
        }


def _reached_by(rows: list[list[int]]) -> list[list[int]]:
    """Return how many came to each step at least, for each device."""
    return [
        [sum(n for device, level, n in rows if device == this and level >= step) for step in range(1, len(TWENTY) + 1)]
        for this in range(6)
    ]
