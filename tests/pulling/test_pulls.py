"""Pulls that break: busy services, dropped connections, kills; databases; what is told; when they are due."""

import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from footpath.cli.main import cli
from footpath.core import clock
from footpath.core.errors import Invalid, Transient
from footpath.pulling import PULLS, PullFolder, Scheduler, run_pull, scheduling, status_of
from footpath.pulling.pull import RestPull
from footpath.pulling.pull_files import written_from
from footpath.pulling.scheduling import due
from footpath.pulling.when import fields, interval, next_due
from tests.forking import forking
from tests.pulling.services import Asked, serving
from tests.pulling.world import SECRET, World

ORDERS = {
    "who": {"user": "customer"},
    "leave_out": ["changed"],
    "events": [{"name": "=Order", "at": {"column": "made"}, "value": "total", "event_id": "id"}],
}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


class Shop:
    """A service of orders by page numbers, oldest change first."""

    def __init__(self, number: int, size: int = 10) -> None:
        self.size = size
        self.orders: list[dict[str, Any]] = []
        self.grow(number)

    def grow(self, number: int, *, at: int | None = None) -> None:
        for n in range(len(self.orders), len(self.orders) + number):
            stamp = (
                f"{datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n if at is None else at):%Y-%m-%dT%H:%M:%SZ}"
            )
            self.orders.append({"id": n, "customer": f"c{n % 7}", "made": stamp, "changed": stamp, "total": n / 2})

    def answer(self, asked: Asked) -> Any:
        page = int(asked.query["page"])
        found = [one for one in self.orders if one["changed"] >= asked.query["since"]]
        pages = -(-len(found) // self.size)
        return {"items": found[(page - 1) * self.size : page * self.size], "pages": pages}


def shop_pull(url: str, **more: Any) -> dict[str, Any]:
    table = {
        "path": "/orders", "query": {"since": "{since}"}, "records": "items", "cursor": "changed",
        "paging": {"kind": "page", "param": "page", "total": "pages"}, "round_pages": 3, "mapping": ORDERS, **more,
    }  # fmt: skip
    return {"kind": "rest", "url": url, "most_tries": 3, "longest_wait_s": 0.01, "tables": {"orders": table}}


def ids(world: World) -> list[int]:
    return sorted(int(row[0]) for row in world.rows("events", "event_id"))


def test_a_service_that_is_busy_fails_and_drops_is_asked_again_and_nothing_is_lost_or_doubled(world: World) -> None:
    shop = Shop(60)
    with serving(shop.answer) as service:
        service.faults = {2: 429, 3: 500, 5: "drop", 6: 502}
        world.write("it", shop_pull(service.url))
        assert world.run().rows == {"orders": 62}  # each round begins where the one before ended, inclusive
    assert ids(world) == list(range(60))


def test_a_pull_that_breaks_off_keeps_what_came_and_the_next_goes_on_from_there(world: World) -> None:
    shop = Shop(50)
    with serving(shop.answer) as service:
        world.write("it", shop_pull(service.url))
        service.faults = {5: "drop", 6: "drop", 7: "drop"}
        with pytest.raises(Transient, match="orders"):
            world.run()
        came = ids(world)
        assert came == list(range(len(came)))
        assert 30 <= len(came) < 50
        status = status_of(world.pulls.state("it"))
        assert status is not None
        assert "RemoteDisconnected" in status.problem
        before = len(service.asked)
        world.run()
        assert ids(world) == list(range(50))
        assert len(service.asked) - before <= 3


def test_more_rows_of_one_instant_than_a_round_holds_are_got_past(world: World) -> None:
    shop = Shop(5)
    shop.grow(70, at=5)
    shop.grow(5)
    with serving(shop.answer) as service:
        world.write("it", shop_pull(service.url))
        world.run()
    assert ids(world) == list(range(80))


def test_a_service_that_refuses_us_says_what_to_do(world: World) -> None:
    with serving(lambda _: (401, {"error": "no"}, {})) as service:
        world.write("it", shop_pull(service.url))
        with pytest.raises(Invalid, match="refuses us") as problem:
            world.run()
    assert "footpath pull secret" in problem.value.hint
    assert SECRET not in str(problem.value)


def test_a_row_that_cannot_be_read_is_left_out_with_its_reason_and_its_neighbours_are_kept(world: World) -> None:
    shop = Shop(3)
    shop.orders[1]["made"] = "soon"
    with serving(shop.answer) as service:
        world.write("it", shop_pull(service.url))
        assert world.run().status.rejected == 1
    assert ids(world) == [0, 2]
    assert "soon" in world.lake.rejects_path("pull-it-orders").read_text()


IMPORTS = """
from pathlib import Path
from footpath.pulling import run_pull
from footpath.pulling import rounds, sql, rest
"""


def test_a_pull_that_is_killed_at_any_instant_loses_and_doubles_nothing(world: World) -> None:
    """FOOTPATH_KILLS=200 kills as often."""
    chance = random.Random(7)
    kills = int(os.environ.get("FOOTPATH_KILLS", "3"))  # noqa: TID251 - a test's own dial
    shop = Shop(0)
    with serving(shop.answer) as service, forking(IMPORTS, "run_pull(Path(given[0]), 'it')") as fork:
        world.write("it", shop_pull(service.url))
        for _ in range(kills):
            shop.grow(45)
            fork.kill_after(chance.uniform(0.05, 2.0), world.store)
        world.run()
    assert ids(world) == list(range(len(shop.orders)))


def sqlite_shop(path: Path, rows: int, *, begin: int = 0) -> None:
    with sqlite3.connect(path) as con:
        con.execute(
            "CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, customer TEXT, total NUMERIC(10, 2), "
            "made TIMESTAMP, changed TIMESTAMP, blob BLOB)"
        )
        at = datetime(2026, 1, 1)  # noqa: DTZ001 - the database knows no zones
        con.executemany(
            "INSERT OR REPLACE INTO orders VALUES (?, ?, ?, ?, ?, ?)",
            [
                (n, f"c{n % 5}", n + 0.25, f"{at:%Y-%m-%d %H:%M:%S}.000000",
                 f"{at + timedelta(minutes=n):%Y-%m-%d %H:%M:%S}.000000", b"\x00\xff")
                for n in range(begin, begin + rows)
            ],
        )  # fmt: skip
    con.close()


def sql_pull(url: str, **more: Any) -> dict[str, Any]:
    table = {"cursor": "changed", "round_rows": 40, "mapping": ORDERS, **more}
    return {"kind": "sql", "url": url, "tables": {"orders": table}}


def test_a_sqlite_table_is_pulled_in_rounds_and_then_only_what_is_new(world: World, tmp_path: Path) -> None:
    sqlite_shop(tmp_path / "shop.db", 100)
    world.write("it", sql_pull(f"sqlite:///{tmp_path}/shop.db", columns=["id", "customer", "total", "made"]), "")
    assert world.run().status.events == 100
    sqlite_shop(tmp_path / "shop.db", 5, begin=100)
    again = world.run().status
    assert (again.rows, again.events, again.duplicates) == (6, 5, 1)
    assert world.rows("events", "event_id, user_id, value")[:2] == [("0", "c0", 0.25), ("1", "c1", 1.25)]


def test_a_table_without_a_cursor_is_read_whole_and_known_rows_are_duplicates(world: World, tmp_path: Path) -> None:
    sqlite_shop(tmp_path / "shop.db", 30)
    world.write("it", sql_pull(f"sqlite:///{tmp_path}/shop.db", cursor=""), "")
    assert [world.run().status.events, world.run().status.duplicates] == [30, 30]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"table": "nope"}, "no table 'nope'"),
        ({"columns": ["id", "nose"]}, "no column 'nose'"),
        ({"cursor": "nose"}, "no column 'nose'"),
    ],
)
def test_what_is_wrong_about_a_table_is_named(
    world: World, tmp_path: Path, change: dict[str, Any], expected: str
) -> None:
    sqlite_shop(tmp_path / "shop.db", 1)
    world.write("it", sql_pull(f"sqlite:///{tmp_path}/shop.db", **change), "")
    with pytest.raises(Invalid, match=expected):
        world.run()


@contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL server of one's own on loopback, and yield SQLAlchemy's address of it."""
    from tests.collector.senders import free_port

    port, data = free_port(), Path(tempfile.mkdtemp(prefix="footpath-pg-"))  # where another user may come in too
    shutil.chown(data, "nobody") if os.getuid() == 0 else None
    who = {"user": "nobody"} if os.getuid() == 0 else {}

    def call(*words: str, check: bool = True) -> None:
        subprocess.run(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=check, cwd="/", timeout=60, **who
        )  # type: ignore[call-overload]

    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off"
    call("initdb", "-D", str(data), "-U", "reader", "-A", "trust")
    call("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(data / "log"), "start")
    try:
        yield f"postgresql+pg8000://reader@127.0.0.1:{port}/postgres"
    finally:
        call("pg_ctl", "-D", str(data), "-m", "immediate", "stop", check=False)  # what counts was asserted before
        shutil.rmtree(data, ignore_errors=True)


@pytest.mark.skipif(shutil.which("initdb") is None, reason="PostgreSQL is not installed")
def test_a_postgresql_table_is_pulled_with_its_own_types(world: World) -> None:
    import sqlalchemy as sa

    with postgres() as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.begin() as con:
            for statement in (
                "CREATE SCHEMA sales",
                """CREATE TABLE sales.orders (id uuid PRIMARY KEY, customer text, total numeric(10, 2),
                made timestamptz, changed timestamptz, extra jsonb)""",
                """INSERT INTO sales.orders SELECT gen_random_uuid(), 'c' || n, n + 0.5, '2026-01-01 12:00+02',
                timestamptz '2026-01-01 00:00Z' + n * interval '1 second', '{"a": 1}' FROM generate_series(1, 90) n""",
            ):
                con.execute(sa.text(statement))
        world.write("it", sql_pull(url, table="sales.orders"), "")
        assert world.run().status.events == 90
        with engine.begin() as con:
            for statement in (
                "UPDATE sales.orders SET changed = '2026-02-01 00:00Z' WHERE customer = 'c7'",
                "INSERT INTO sales.orders VALUES (gen_random_uuid(), 'new', 1, '2026-02-01', '2026-02-02', NULL)",
            ):
                con.execute(sa.text(statement))
        again = world.run().status
    assert (again.events, again.rows - again.events, again.duplicates) == (1, 2, 2)
    assert ("c1", 1.5, 1_767_261_600) in world.rows("events", 'user_id, value, epoch("at")::BIGINT')


@pytest.mark.parametrize("preset", list(PULLS))
def test_every_preset_can_be_added_with_what_it_needs(preset: str, world: World) -> None:
    words = dict.fromkeys(PULLS[preset].needs, "sqlite:///x.db" if preset == "database" else "https://a.example")
    assert world.pulls.add("it", written_from(preset, words))
    if PULLS[preset].needs:
        with pytest.raises(Invalid, match="needs"):
            written_from(preset, {})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"every": "soon"}, "every: 'soon' is no interval"),
        ({"cron": "* * *"}, "cron: '* * *' has 3 fields"),
        ({"cron": "61 * * * *"}, "cron: '61' is no minute"),
        ({"every": "1h", "cron": "* * * * *"}, "there is a cron too"),
        ({"tables": {}}, "tables: it is empty"),
        ({"url": "shop"}, "url: 'shop' is no address"),
        ({"nose": 1}, "there is no field `nose`"),
        ({"tables": {"o": {"path": "/", "mapping": {"events": [{"name": "=A", "at": {"column": "x"}}]}}}},
         "tables.o.mapping.events[0].event_id: it is missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_pull_is_named(change: dict[str, Any], expected: str, world: World) -> None:
    with pytest.raises(Invalid) as problem:
        world.write("it", shop_pull("http://127.0.0.1:1") | change)
    assert expected in str(problem.value)
    assert problem.value.hint


MONDAY = datetime(2026, 3, 2, 10, 30, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("* * * * *", "2026-03-02 10:31"),
        ("0 6 * * *", "2026-03-03 06:00"),
        ("*/20 * * * *", "2026-03-02 10:40"),
        ("15,45 9-17 * * 1-5", "2026-03-02 10:45"),
        ("0 0 * * 7", "2026-03-08 00:00"),
        ("0 0 29 2 *", "2028-02-29 00:00"),
        ("0 0 13 * 5", "2026-03-06 00:00"),
        ("0 0 31 4 *", None),
    ],
)
def test_cron_is_due_when_cron_says(cron: str, expected: str | None) -> None:
    at = next_due(RestPull(url="", tables={}, cron=cron), MONDAY, MONDAY)
    assert (f"{at:%Y-%m-%d %H:%M}" if at else None) == expected


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
       st.sampled_from(["*/7 3 * * *", "5 */6 1-15 * *", "0 12 * 2,8 0", "30 8 1 * 1"]))  # fmt: skip
def test_the_next_time_of_cron_is_the_first_that_fits(after: datetime, cron: str) -> None:
    minutes, hours, days, months, weekdays = fields(cron)
    at = next_due(RestPull(url="", tables={}, cron=cron), after, after)
    assert at is not None
    either = not cron.split()[2].startswith("*") and not cron.split()[4].startswith("*")

    def fits(one: datetime) -> bool:
        by_day, by_week = one.day in days, (one.weekday() + 1) % 7 in weekdays
        day = by_day or by_week if either else by_day and by_week
        return one.minute in minutes and one.hour in hours and one.month in months and day

    assert fits(at)
    assert at > after
    step = max(after.replace(second=0, microsecond=0) + timedelta(minutes=1), at - timedelta(hours=30))
    while step < at:
        assert not fits(step)
        step += timedelta(minutes=1)


def test_what_is_due_runs_and_one_whose_file_is_broken_stops_no_other(world: World) -> None:
    world.write("it", shop_pull("http://127.0.0.1:1") | {"every": "15m"})
    world.pulls.path("broken").write_text("kind: nonsense\n")
    assert interval("15m") == timedelta(minutes=15)
    with clock.freeze(MONDAY):
        assert due(world.store, MONDAY) == ["it"]
        with pytest.raises(Transient):
            run_pull(world.store, "it")
    assert due(world.store, MONDAY + timedelta(minutes=14)) == []
    assert due(world.store, MONDAY + timedelta(minutes=15)) == ["it"]


def test_a_server_runs_what_is_due_and_outlives_one_that_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "_LOOK_S", 0.05)
    shop = Shop(3)
    with serving(shop.answer) as service:
        world.write("away", shop_pull("http://127.0.0.1:1") | {"every": "1h"})
        world.write("it", shop_pull(service.url) | {"every": "1h"})
        scheduler = Scheduler(world.store)
        scheduler.start()
        until = time.monotonic() + 60
        while (last := status_of(world.pulls.state("it"))) is None or last.ended_at is None:
            assert time.monotonic() < until
            time.sleep(0.05)
        scheduler.close()
    assert ids(world) == [0, 1, 2]
    failed = status_of(world.pulls.state("away"))
    assert failed is not None
    assert failed.problem


def test_the_commands_add_run_list_and_remove_a_pull(tmp_path: Path) -> None:
    run, store = CliRunner(), ["--store", str(tmp_path / "s")]
    shop = Shop(4)
    with serving(shop.answer) as service:
        (tmp_path / "pull.yaml").write_text(__import__("json").dumps(shop_pull(service.url) | {"every": "1h"}))
        (tmp_path / "token").write_text(SECRET)
        added = run.invoke(cli, ["pull", "add", "it", "--file", str(tmp_path / "pull.yaml"), *store])
        assert "needs its secret" in added.output
        assert run.invoke(cli, ["pull", "run", *store]).exit_code == 1
        assert (
            run.invoke(cli, ["pull", "secret", "it", "--secret-file", str(tmp_path / "token"), *store]).exit_code == 0
        )
        done = run.invoke(cli, ["pull", "run", "it", *store])
        assert "it: 4 rows: 4 events" in done.output, done.output
    assert "set" in run.invoke(cli, ["pull", "list", *store]).output
    assert "done" in run.invoke(cli, ["pull", "status", *store]).output
    assert (tmp_path / "s" / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert run.invoke(cli, ["pull", "remove", "it", *store]).exit_code == 0
    assert PullFolder(tmp_path / "s").names() == []
