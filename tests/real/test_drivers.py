"""Drivers and precursors of 10,000 real traffic fines, held to plain queries."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

import footpath as fp
from footpath.analytics import Journeys, ask

SET = "bupar_eventlogs/traffic_fines.csv.gz"
LOSS = "Send for Credit Collection"


@pytest.fixture(scope="module")
def journeys(shared_data: Path) -> Journeys:
    return fp.read(shared_data / SET).journeys()


@pytest.fixture(scope="module")
def log(journeys: Journeys) -> duckdb.DuckDBPyConnection:
    """The events in the order journeys have them in: a table of person, place and name."""
    names = journeys.signatures.column("name").to_pylist()
    persons, places, words = [], [], []
    for number, bucket in enumerate(journeys.buckets):
        for journey, (begin, end) in enumerate(zip(bucket.begin.tolist(), bucket.end.tolist(), strict=True)):
            persons += [f"{number}-{journey}"] * (end - begin)
            places += range(begin, end)
            words += [names[row] for row in bucket.signature[begin:end]]
    con = duckdb.connect()
    con.register("rows", pa.table({"person": persons, "place": places, "name": words}))
    con.execute("CREATE TABLE log AS SELECT * FROM rows")
    return con


def test_drivers_are_counted_as_a_plain_query_counts(journeys: Journeys, log: duckdb.DuckDBPyConnection) -> None:
    answer = ask(
        "drivers",
        journeys,
        starts="Create Fine",
        goals="Payment",
        window="",
        candidates="name",
        least=1,
        unfinished="in",
    )
    ends = """WITH starts AS (SELECT person, min(place) AS begin FROM log WHERE name = 'Create Fine' GROUP BY person),
        goals AS (SELECT person, min(place) AS stop FROM log JOIN starts USING (person)
                  WHERE name = 'Payment' AND place > begin GROUP BY person),
        units AS (SELECT person, begin, stop FROM starts LEFT JOIN goals USING (person))"""
    sizes = log.execute(f"{ends} SELECT count(stop), count(*) - count(stop) FROM units").fetchall()
    assert [(answer.converted, answer.dropped)] == sizes
    expected = log.execute(
        f"""{ends} SELECT name, count(DISTINCT CASE WHEN stop IS NOT NULL THEN person END),
            count(DISTINCT CASE WHEN stop IS NULL THEN person END)
        FROM log JOIN units USING (person) WHERE place > begin AND (stop IS NULL OR place < stop) GROUP BY name"""
    ).fetchall()
    got = {row["value"]: (row["converted"], row["dropped"]) for row in answer.table().to_pylist()}
    assert got == {name: (converted, dropped) for name, converted, dropped in expected}
    assert next(row for row in answer.table().to_pylist() if row["value"] == LOSS)["odds_high"] < 0.1


def test_precursors_are_counted_as_a_plain_query_counts(journeys: Journeys, log: duckdb.DuckDBPyConnection) -> None:
    answer = ask("precursors", journeys, losses=LOSS, within="", last=100, rate=0.999999, longest=2, least=1)
    expected = log.execute(
        f"""WITH ends AS (
            SELECT person, min(CASE WHEN name = '{LOSS}' THEN place END) AS stop FROM log GROUP BY person
        ), seen AS (
            SELECT person, place, name, stop FROM log JOIN ends USING (person) WHERE stop IS NULL OR place < stop
        )
        SELECT a.name, b.name, count(DISTINCT CASE WHEN a.stop IS NOT NULL THEN person END),
            count(DISTINCT CASE WHEN a.stop IS NULL THEN person END)
        FROM seen a JOIN seen b USING (person) WHERE a.place < b.place AND a.name <> b.name GROUP BY ALL"""
    ).fetchall()
    counts = {(a, b): (lost, kept) for a, b, lost, kept in expected}
    assert (answer.lost, answer.lost + answer.kept) == (3387, 10_000)
    found = answer.table().to_pylist()
    assert "Send Fine › Add penalty" in {row["sequence"] for row in found}
    assert all(counts[tuple(row["steps"])] == (row["lost"], row["kept"]) for row in found)
