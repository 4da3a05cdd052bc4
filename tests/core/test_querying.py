"""Small questions share an instance of DuckDB, and nothing else."""

import subprocess
import sys
import threading

import duckdb
import pytest

from footpath.core.querying import querying


def test_what_one_makes_another_does_not_see_and_is_gone_afterwards() -> None:
    with querying() as one, querying() as other:
        one.execute("CREATE TEMP TABLE known AS SELECT 1 AS a")
        other.execute("CREATE TEMP TABLE known AS SELECT 2 AS a")
        assert (one.sql("FROM known").fetchall(), other.sql("FROM known").fetchall()) == ([(1,)], [(2,)])
    with querying() as later, pytest.raises(duckdb.CatalogException):
        later.sql("FROM known")


def test_instants_are_in_utc() -> None:
    with querying() as con:
        con.execute("SET TimeZone = 'Asia/Taipei'")
    with querying() as con:
        assert con.sql("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]


def test_threads_ask_at_once() -> None:
    found: list[int] = []

    def ask(number: int) -> None:
        with querying() as con:
            con.execute(f"CREATE TEMP TABLE mine AS FROM range({number})")
            found.append(con.sql("SELECT count(*) FROM mine").fetchall()[0][0])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(1, 21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(1, 21))


def test_after_a_failure_inside_duckdb_the_next_gets_an_instance_that_works() -> None:
    with pytest.raises(duckdb.FatalException), querying():
        raise duckdb.FatalException("database has been invalidated")
    with querying() as con:
        assert con.sql("SELECT 1").fetchall() == [(1,)]


def test_a_process_ends_without_a_word() -> None:
    code = "from footpath.core.querying import querying\nwith querying() as con: con.execute('SELECT 1')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
