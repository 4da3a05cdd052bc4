"""`footpath segment`: saved once, used everywhere by name."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.events.lakes import add, new_lake

from footpath.cli.main import cli
from footpath.core.errors import Invalid, NotFound
from footpath.events import Lake


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = new_lake(tmp_path)
    rows = [("ann", "Visit", 0), ("ann", "Order", 60), ("bob", "Visit", 0), ("cid", "Visit", 5), ("cid", "Order", 9)]
    add(lake, [{"user_id": who, "name": name, "at": at} for who, name, at in rows])
    return lake


def run(lake: Lake, *words: str) -> str:
    result = CliRunner().invoke(cli, [*words, "--store", str(lake.folder)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def test_a_segment_is_saved_listed_shown_measured_used_and_deleted(lake: Lake) -> None:
    run(lake, "segment", "save", "buyers", "did Order at least 1 times")
    run(lake, "segment", "save", "early buyers", "in buyers and did Order until 2026-03-01T00:00:30")
    assert run(lake, "segment", "list").splitlines() == [
        "buyers        did Order",
        "early buyers  in buyers and did Order until 2026-03-01T00:00:30",
    ]
    assert run(lake, "segment", "show", "buyers") == "did Order"
    assert json.loads(run(lake, "segment", "show", "buyers", "--json"))["type"] == "did"
    assert run(lake, "segment", "size", "early buyers").startswith("1 of 3 persons = 33.3% (95 %: 6.1%–79.2%)")
    assert json.loads(run(lake, "segment", "size", "not did Order", "--json"))["persons"] == 1
    answer = json.loads(run(lake, "analyse", "funnel", "--step", "Visit", "--who", "buyers", "--json"))
    assert (answer["n"], answer["rules"]["who"]) == (2, "in buyers (did Order)")
    with pytest.raises(Invalid, match="part of"):
        run(lake, "segment", "delete", "buyers")
    run(lake, "segment", "delete", "early buyers")
    run(lake, "segment", "delete", "buyers")
    assert run(lake, "segment", "list") == ""


def test_what_there_is_none_of_is_said(lake: Lake) -> None:
    run(lake, "segment", "save", "buyers", "did Order")
    for words in (("show", "buyer"), ("delete", "buyer"), ("size", "buyer")):
        with pytest.raises(NotFound, match="'buyer'") as caught:
            run(lake, "segment", *words)
        assert "buyers" in caught.value.hint
