import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.events.lakes import add, new_lake

from footpath.cli.commands.info import command
from footpath.core.errors import NotFound
from footpath.events import ImportRecord, Lake, Reject


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "ann", "page": "/p/1", "channel": "web"}, {"user_id": "bob", "page": "/p/2", "at": 86_400}])
    add(lake, [{"user_id": "ann", "source": "reviews.csv", "text": "slow", "at": 5}], table="signals")
    lake.add_rejects("i1", [Reject(line=4, field="at", value="soon", reason="no time", remedy="write a date")])
    lake.record_import(
        ImportRecord(
            import_id="i1",
            source="s.csv",
            file="s.csv",
            content_hash="c",
            mapping_hash="m",
            events=2,
            duplicates=7,
            rejected=1,
            imported_at=datetime(2026, 3, 9, tzinfo=UTC),
        )
    )
    return lake


def run(lake: Lake, *options: str) -> Result:
    return CliRunner().invoke(command, ["--store", str(lake.folder), *options], catch_exceptions=False)


def test_it_says_what_is_there(lake: Lake) -> None:
    lines = [" ".join(line.split()) for line in run(lake).output.splitlines()]
    for line in (
        "persons 2",
        "events 2 of 2 kinds (name and channel)",
        "pages 2 paths in 1 templates (`footpath info --pages`)",
        "signals 1",
        "time 2026-03-01 – 2026-03-02 (UTC)",
        "imports 1; 7 duplicates and 1 rejects left out",
        "s.csv events 2 2026-03-01 2026-03-02",
        "reviews.csv signals 1 2026-03-01 2026-03-01",
    ):
        assert line in lines, lines


def test_as_json_it_can_be_read_by_programs(lake: Lake) -> None:
    found = json.loads(run(lake, "--json", "--pages").stdout)
    assert (found["events"], found["signals"], found["persons"], found["rejected"]) == (2, 1, 2, 1)
    assert found["rejects"] == [str(lake.rejects_path("i1"))]
    assert found["pages"] == [{"template": "/p/*", "paths": 2, "events": 2, "example": "/p/1"}]


def test_pages_are_shown_with_where_to_change_them(lake: Lake) -> None:
    output = run(lake, "--pages").output
    assert "/p/*" in output
    assert "pages.yaml" in output.replace("\n", "")


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    empty = new_lake(tmp_path)
    assert "footpath import" in run(empty).output
    assert "No event in this store has a page." in run(empty, "--pages").output
    assert json.loads(run(empty, "--json").stdout)["events"] == 0


def test_a_missing_store_is_an_error_with_advice(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="footpath import"):
        run(Lake(tmp_path / "none"))
