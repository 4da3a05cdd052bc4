"""SQL of analysts: what it may look at, and everything it must not get at."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import footpath as fp
from footpath.core.errors import Invalid, NotFound
from footpath.exploring import NewQuery, console, querying
from footpath.exploring.console import Query, Result
from tests.team.rooms_of import owner_of, team_in

ROWS = ["p1,Home,2026-03-01T10:00:00Z", "p1,Order,2026-03-02T10:00:00Z", "p2,Home,2026-03-01T11:00:00Z"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("console")
    (folder / "shop.csv").write_text("\n".join(["user_id,event,timestamp", *ROWS]))
    fp.read(folder / "shop.csv", store=folder / "store")
    return folder / "store"


@pytest.fixture(autouse=True)
def unfenced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the limits of the process out, which would hold for the tests after these."""
    monkeypatch.setattr(console, "fence", lambda _: None)


def asked(store: Path, sql: str, limit: int = 100) -> Result:
    return console.run(Query(store=str(store), sql=sql, limit=limit, memory_mb=64, seconds=20))


def test_a_select_sees_events_persons_traits_signals_and_facts(store: Path) -> None:
    found = asked(store, "SELECT person, name, nth, happened_at FROM events ORDER BY person, nth")
    assert [row[:3] for row in found.rows] == [["user:p1", "Home", 1], ["user:p1", "Order", 2], ["user:p2", "Home", 1]]
    assert [column.type for column in found.columns] == ["text", "text", "whole", "time"]
    assert asked(store, "SELECT person, events FROM persons ORDER BY 1").rows == [["user:p1", 2], ["user:p2", 1]]
    assert asked(store, "FROM traits").rows == []
    assert asked(store, "SELECT count(*) FROM signals").rows == [[0]]
    assert asked(store, "SELECT user_id, name FROM facts WHERE name = 'Order'").rows == [["p1", "Order"]]
    cut = asked(store, "SELECT name FROM events -- a comment at the end", limit=2)
    assert (len(cut.rows), cut.truncated) == (2, True)
    assert asked(store, "SELECT 1.5::DECIMAL(9,2), 'a'::BLOB, sum(nth) FROM events").rows == [[1.5, "61", 4]]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1; SELECT 2",
        "COPY events TO 'out.csv'",
        "CREATE TABLE t AS SELECT 1",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '1TB'",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "EXPORT DATABASE 'out'",
        "IMPORT DATABASE 'out'",
        "CREATE SECRET s (TYPE s3)",
        "DROP VIEW events",
        "DELETE FROM events",
        "PREPARE q AS SELECT 1",
        "",
        "no sql at all",
    ],
)
def test_what_is_not_one_select_is_refused(store: Path, sql: str) -> None:
    with pytest.raises(Invalid, match="query: "):
        asked(store, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/proc/self/environ')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_json('/etc/hostname')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_parquet('STORE/events/*.parquet')",
        "SELECT * FROM parquet_metadata('STORE/events/x.parquet')",
        "SELECT * FROM read_parquet('https://example.org/a.parquet')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT getenv('HOME')",
        "SELECT * FROM query('COPY events TO ''/tmp/out.csv''')",
        "SELECT * FROM repeat('x', 10) AS (VALUES (read_text('/etc/passwd')))",
        "SELECT * FROM os",
        "SELECT * FROM journeys",
        "SELECT list(i) FROM range(1000000000) t(i)",
    ],
)
def test_a_select_gets_at_nothing_but_the_views(store: Path, sql: str) -> None:
    with pytest.raises(Invalid, match="query: "):
        asked(store, sql.replace("STORE", str(store)))


def test_what_a_select_can_learn_of_the_machine_is_no_path_of_it(store: Path) -> None:
    for sql in ("FROM duckdb_settings()", "FROM duckdb_views()", "FROM duckdb_databases()", "FROM duckdb_tables()"):
        assert str(store.parent) not in str(asked(store, sql, limit=1000).rows), sql


def test_the_process_can_write_no_file_and_its_memory_ends(tmp_path: Path) -> None:
    program = (
        "from footpath.exploring.console import *\n"
        f"fence(Query(store={str(tmp_path)!r}, sql='', limit=1, memory_mb=64, seconds=5))\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "for work in (lambda: open('out.txt', 'w').write('x' * 9999), lambda: bytearray(1 << 34)):\n"
        "    try:\n        work(); print('done')\n"
        "    except (OSError, MemoryError) as problem:\n        print(type(problem).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["OSError", "MemoryError"]


def test_a_query_is_stopped_by_its_name_and_ends_when_it_takes_too_long(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = team_in(tmp_path / "data", store=store)
    actor, workspace = owner_of(team)
    endless = NewQuery(query="SELECT count(*) FROM range(100000000000) a, range(100000) b WHERE a.range = -1", id="q")
    found = ThreadPoolExecutor(1).submit(team.queries.run, actor, workspace, endless)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            team.queries.stop(actor, workspace, "q")
            break
        except NotFound:
            time.sleep(0.05)
    with pytest.raises(Invalid, match="it was stopped"):
        found.result(30)
    monkeypatch.setattr(querying, "LIMIT_S", 0.3)
    with pytest.raises(Invalid, match="it took more than"):
        team.queries.run(actor, workspace, endless)
    team.close()
