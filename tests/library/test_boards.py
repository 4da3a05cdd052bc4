"""Boards hold together whatever somebody sends."""

from pathlib import Path

import pytest

from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.library import BoardChange, NewBoard, NewItem
from footpath.library.model import Arrow, Place
from footpath.maps import Map
from tests.team.rooms_of import owner_of, team_in


def test_a_board_takes_what_its_kind_takes_and_only_changes_what_was_read(tmp_path: Path) -> None:
    team = team_in(tmp_path / "data")
    ann, shop = owner_of(team)
    boss = team.items.add(ann, shop, NewItem(kind="stakeholder", title="Boss")).id
    pay = team.items.add(ann, shop, NewItem(kind="channel", title="Till")).id
    board = team.boards.add(ann, shop, NewBoard(kind="stakeholder_map", title="Who")).id
    places = (Place(id="a", ref=f"item:{boss}", x=0.2, level=1), Place(id="b", text="The town", level=2))
    arrows = (Arrow(start="a", end="b", text="money"),)
    made = team.boards.change(ann, board, BoardChange(revision=1, places=places, arrows=arrows))
    assert (made.revision, made.places, made.arrows) == (2, places, arrows)
    with pytest.raises(Conflict, match="meanwhile"):
        team.boards.change(ann, board, BoardChange(revision=1, title="Old"))
    for wrong, why in (
        ((Place(id="a", ref=f"item:{pay}"),), "cannot stand"),
        ((Place(id="a", ref="map:none"),), "cannot stand"),
        ((Place(id="a", text="x", level=3),), "level 3"),
        ((Place(id="a", text="x"), Place(id="a", text="y")), "same id"),
    ):
        with pytest.raises(Invalid, match=why):
            team.boards.change(ann, board, BoardChange(revision=2, places=wrong, arrows=()))
    with pytest.raises(Invalid, match="arrows"):
        team.boards.change(ann, board, BoardChange(revision=2, places=places[:1]))
    team.items.remove(ann, boss)  # what is gone stays until it is taken off
    team.boards.change(ann, board, BoardChange(revision=2, places=places))
    with pytest.raises(NotFound, match="board kind"):
        team.boards.add(ann, shop, NewBoard(kind="bord", title="x"))
    team.close()


def test_maps_hang_under_maps_of_a_level_above(tmp_path: Path) -> None:
    team = team_in(tmp_path / "data")
    ann, shop = owner_of(team)
    document = team.maps.add(ann, shop, Map(key="m", title="M")).id
    board = team.boards.add(ann, shop, NewBoard(kind="framework", title="All")).id
    tree = (Place(id="life", text="Life"), Place(id="buy", ref=f"map:{document}", level=1, parent="life"))
    assert team.boards.change(ann, board, BoardChange(revision=1, places=tree)).places == tree
    loop = (Place(id="a", text="A", level=1, parent="b"), Place(id="b", text="B", level=1, parent="a"))
    for wrong in (loop, (Place(id="a", text="A", parent="gone"),)):
        with pytest.raises(Invalid, match="cannot hang under"):
            team.boards.change(ann, board, BoardChange(revision=2, places=wrong))
    team.close()
