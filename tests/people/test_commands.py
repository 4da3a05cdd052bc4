"""`footpath people` on the command line."""

import json
from pathlib import Path

from click.testing import CliRunner

from footpath.cli.commands.people import command
from tests.people.test_people import shop


def run(folder: Path, *words: str) -> str:
    done = CliRunner().invoke(command, [*words, "--store", str(folder / "store")], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_people_from_search_to_undo(tmp_path: Path) -> None:
    shop(tmp_path)
    assert run(tmp_path, "search", "lap") == "user:ann  4 ids  (anonymous:laptop)\n"
    page = run(tmp_path, "show", "ann")
    assert "user:ann = anonymous:laptop: event 'Paid' of web, 2026-03-01 00:00:30, id e3" in page
    assert "plan = pro; before: free until 2026-03-01 00:01:00" in page
    assert "globex  2026-03-01 00:01:10 – now (by group)" in page
    assert json.loads(run(tmp_path, "show", "ann", "--json"))["total"] == 7
    assert run(tmp_path, "why", "phone", "ann").startswith("user:ann = anonymous:phone: trait of s.csv")
    assert "people undo 1" in run(tmp_path, "merge", "ann", "bob", "--by", "eve")
    assert "1. merge user:ann | user:bob" in run(tmp_path, "log")
    assert "by eve" in run(tmp_path, "log", "ann")
    assert "Took back merge 1" in run(tmp_path, "undo")
    run(tmp_path, "split", "ann", "anonymous:phone")
    assert [one["person"] for one in json.loads(run(tmp_path, "search", "--json"))] == [
        "anonymous:phone", "user:ann", "user:bob",
    ]  # fmt: skip
    assert "Nobody" in run(tmp_path, "suspicious")


def test_rules_are_shown_and_set(tmp_path: Path) -> None:
    shop(tmp_path)
    assert "preset: footpath" in run(tmp_path, "rules")
    (tmp_path / "mine.yaml").write_text("preset: segment\n")
    assert json.loads(run(tmp_path, "rules", "--set", str(tmp_path / "mine.yaml"), "--json"))["limits"]["user"] == 1
