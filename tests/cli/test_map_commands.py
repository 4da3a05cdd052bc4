"""`footpath new`, `render`, `lint`, `formats`, `templates`, as people type them."""

import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from footpath.cli.main import cli
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.maps import FORMATS, MapDocument, checked, templates
from footpath.maps.checking import with_muted


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=True)


def test_from_a_template_to_other_formats(tmp_path: Path) -> None:
    assert run("new", "saas", "-o", tmp_path / "s.map.yaml", "--locale", "pl").exit_code == 0
    made = run("render", tmp_path / "s.map.yaml", "-o", tmp_path / "s.md", "-o", tmp_path / "s.mmd")
    assert made.exit_code == 0
    assert "Rejestracja" in (tmp_path / "s.md").read_text()
    assert (tmp_path / "s.mmd").read_text().startswith("journey")


def test_new_does_not_overwrite(tmp_path: Path) -> None:
    (tmp_path / "s.map.yaml").write_text("mine")
    assert isinstance(run("new", "saas", "-o", tmp_path / "s.map.yaml").exception, Conflict)
    assert (tmp_path / "s.map.yaml").read_text() == "mine"
    assert run("new", "saas", "-o", tmp_path / "s.map.yaml", "--force").exit_code == 0


def test_lint_fails_on_errors_only_and_speaks_json(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.map.yaml", tmp_path / "bad.map.yaml"
    run("new", "classic", "-o", good)
    bad.write_text("key: a\ntitle: T\ncolumns: [{key: p, title: P}]\ncards: [{key: c, lane: x, at: p}]\n")
    assert run("lint", good).exit_code == 0
    found = run("lint", bad, "--json")
    assert found.exit_code == 1
    assert json.loads(found.output)[str(bad)][0]["path"] == "cards[0].lane"


def test_strict_fails_on_warnings(tmp_path: Path) -> None:
    file = tmp_path / "a.map.yaml"
    file.write_text("key: a\ntitle: I buy\ncolumns: [{key: p, title: ''}]\n")
    assert run("lint", file).exit_code == 0
    assert run("lint", file, "--strict").exit_code == 1


def test_what_was_muted_is_left_out_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "a.map.yaml"
    file.write_text("key: a\ntitle: I buy\ncolumns: [{key: p, title: ''}]\n")
    before = json.loads(run("lint", file, "--json").output)[str(file)]
    flaw = next(one for one in checked(MapDocument.open(file).model) if one.severity == "warn")
    MapDocument(with_muted(MapDocument.open(file).model, flaw.id, "It is a sketch")).save(file)
    after = json.loads(run("lint", file, "--json").output)[str(file)]
    assert [one for one in before if one not in after] == [one for one in before if one["rule"] == flaw.rule]
    assert "1 muted." in run("lint", file).output


def test_a_port_that_is_taken_is_named_before_anything_is_opened(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = run("serve", "--store", tmp_path / "s", "--data", tmp_path / "d", "--port", port)
    assert isinstance(found.exception, Invalid)
    assert f"--port {port}" in str(found.exception)
    assert list(tmp_path.iterdir()) == []


def test_lists_name_everything() -> None:
    listed = run("formats").output
    assert all(ending in listed for kind in FORMATS.classes() for ending in kind.extensions)
    listed = run("templates", "--locale", "lv").output
    assert all(name in listed for name in templates.names())
    assert "Atklāju" in listed


@pytest.mark.parametrize(
    ("words", "error"),
    [(("render", "no.map.yaml", "-o", "x.pdf"), NotFound), (("new", "sass", "-o", "x.map.yaml"), NotFound)],
)
def test_mistakes_are_errors_with_advice(words: tuple[str, ...], error: type[Exception]) -> None:
    found = run(*words)
    assert isinstance(found.exception, error)


def test_an_unknown_ending_is_told(tmp_path: Path) -> None:
    run("new", "saas", "-o", tmp_path / "s.map.yaml")
    assert isinstance(run("render", tmp_path / "s.map.yaml", "-o", tmp_path / "x.docx").exception, Invalid)
