"""The numbers on a map of real data are those of plain queries over the same facts."""

from pathlib import Path

import duckdb
import pytest

import footpath as fp

SETS = (
    "helpdesk_bpi_sequences/helpdesk.csv",
    "bupar_eventlogs/patients.csv.gz",
    "bupar_eventlogs/traffic_fines.csv.gz",
)


@pytest.mark.parametrize("name", SETS)
def test_events_persons_and_moves_on_the_map_are_those_of_the_facts(name: str, shared_data: Path) -> None:
    store = fp.read(shared_data / name)
    document = store.map()
    live = store.live(document)
    assert len(live.columns) > 3
    names = {one.key: one.where["name"] for one in document.model.touchpoints}
    steps = {column.key: [name for key in column.matches for name in names[key]] for column in document.model.columns}
    with duckdb.connect() as con:
        store.lake.relation(con, "events").create_view("facts")
        for key, step in steps.items():
            if not step:
                continue
            query = "SELECT count(*), count(DISTINCT user_id) FROM facts WHERE list_contains(?, name)"
            figures = live.columns[key].figures
            assert con.execute(query, [step]).fetchone() == (figures["events"].value, figures["reach"].numerator)
        rows = [(name, key) for key, step in steps.items() for name in step]
        con.execute("CREATE TABLE steps (name VARCHAR, step VARCHAR)")
        con.executemany("INSERT INTO steps VALUES (?, ?)", rows)
        moves = dict(con.execute(_MOVES).fetchall())
    told = {f"{edge.frm}>{edge.to}": edge.figures["persons"].value for edge in live.edges}
    assert len(told) > 5
    assert {move: moves[move] for move in told} == told


_MOVES = """
WITH on_map AS (SELECT user_id, "at", "row", step FROM facts JOIN steps USING (name)),
visits AS (
    SELECT * FROM (
        SELECT *, lag(step) OVER w AS before FROM on_map WINDOW w AS (PARTITION BY user_id ORDER BY "at", "row")
    ) WHERE before IS DISTINCT FROM step
),
moves AS (SELECT user_id, step, lead(step) OVER (PARTITION BY user_id ORDER BY "at", "row") AS after FROM visits)
SELECT step || '>' || coalesce(after, ''), count(DISTINCT user_id) FROM moves GROUP BY ALL
"""
