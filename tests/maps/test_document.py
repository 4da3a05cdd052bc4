"""MapDocument: save by ending, open, show, and say clearly what is wrong."""

from pathlib import Path

import pytest
from worlds import lamp

from footpath.core.errors import Invalid, NotFound
from footpath.maps import MapDocument


def test_the_longest_ending_decides(tmp_path: Path) -> None:
    document = MapDocument(lamp())
    assert document.save(tmp_path / "a.cjml.xml").read_bytes().startswith(b"<?xml")
    assert document.save(str(tmp_path / "new" / "B.MAP.YAML")).read_bytes().startswith(b"format:")
    assert document.save(tmp_path / "a.svg").read_bytes() == document.render("svg")


def test_a_saved_map_opens_again(tmp_path: Path) -> None:
    path = MapDocument(lamp()).save(tmp_path / "lamp.map.yaml")
    assert MapDocument.open(path).model == lamp()


def test_unknown_endings_options_and_files_are_told(tmp_path: Path) -> None:
    document = MapDocument(lamp())
    with pytest.raises(Invalid, match="no format has this file ending"):
        document.save(tmp_path / "a.docx")
    with pytest.raises(Invalid, match="'papper' is no option"):
        document.render("pdf", papper="a4")
    with pytest.raises(Invalid, match="An option is wrong"):
        document.render("pdf", paper="a9")
    with pytest.raises(NotFound, match="There is no file"):
        MapDocument.open(tmp_path / "missing.map.yaml")
    with pytest.raises(Invalid, match="can be written but not read"):
        MapDocument.open(document.save(tmp_path / "a.svg"))


def test_a_map_whose_parts_do_not_fit_is_not_opened_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.map.yaml"
    path.write_text("key: a\ntitle: T\ncolumns: [{key: p, title: P}]\ncards: [{key: c, lane: x, at: p}]\n")
    with pytest.raises(Invalid, match=r"a\.map\.yaml: cards\[0\]\.lane: no lane is called 'x'"):
        MapDocument.open(path)
    assert MapDocument.open(path, check=False).lint()[0].rule == "lanes_exist"


def test_a_notebook_shows_the_interactive_map_in_a_frame() -> None:
    shown = MapDocument(lamp())._repr_html_()
    assert shown.startswith("<iframe")
    assert "I order a lamp" in shown
    assert "<script" not in shown
    assert repr(MapDocument(lamp())).startswith("<Map 'lamp': 6 stages")
