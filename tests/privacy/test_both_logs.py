"""What was done to data and what was done in workspaces, shown as one list."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from sqlalchemy import select

from footpath.accounts import Actor, People, note
from footpath.accounts.tables import workspaces
from footpath.cli.main import cli
from footpath.core.audit import AuditLog
from footpath.core.database import Database
from footpath.events import Lake

PASSWORD = "nine small trees"


def shown(store: Path, data: Path, *options: str) -> list[dict[str, Any]]:
    given = ["audit", "--json", "--store", str(store), "--data", str(data), *options]
    return [json.loads(line) for line in CliRunner().invoke(cli, given, catch_exceptions=False).stdout.splitlines()]


def test_what_was_done_to_data_and_by_the_team_is_one_list_by_time(tmp_path: Path) -> None:
    store, data = Lake.open(tmp_path / "s", create=True).folder, tmp_path / "team"
    log = AuditLog(store)
    log.add("cli:ann", "key.add", "shop")
    assert [one["where"] for one in shown(store, data)] == ["data"]
    assert not data.exists()  # looking begins nothing
    database = Database.open(data)
    people = People(database)
    ann = people.first(email="ann@x.example", name="Ann", password=PASSWORD, workspace="Shop")
    with database.begin() as con:
        note(
            con,
            Actor(name="ann@x.example", user_id=ann.id),
            "map.delete",
            "m1",
            con.execute(select(workspaces.c.id)).scalar_one(),
        )
    database.close()
    log.add("cli:ann", "person.erase", log.of_person("user:1"))
    every = shown(store, data)
    assert (every[0]["where"], every[0]["action"], every[-1]["action"]) == ("data", "key.add", "person.erase")
    assert {one["where"] for one in every[1:-1]} == {"server", "Shop"}
    assert [one["at"] for one in every] == sorted(one["at"] for one in every)
    assert [one["action"] for one in shown(store, data, "--of", "data")] == ["key.add", "person.erase"]
    assert shown(store, data, "--last", "1") == every[-1:]
    assert shown(store, data, "--of", "team") == every[1:-1]
