"""Problems at their places: mended by themselves where that needs no thought, muted for a reason."""

import pytest
from msgspec import structs

from footpath.core.errors import Invalid
from footpath.maps import Card, Column, Lane, Map, Persona, Touchpoint, checked, map_from_plain, map_to_plain
from footpath.maps.checking import MOST_MUTED, with_muted
from footpath.maps.lint import Fix

SHOP = Map(
    key="shop",
    title="I buy",
    columns=tuple(Column(key=key, title=key) for key in ("find", "order", "receive")),
    lanes=(Lane(key="does", type="text", title="What I do"),),
    cards=(Card(key="look", lane="does", at="find", text="I look"),),
)


def found(**changes: object) -> dict[str, tuple[str, Fix | None]]:
    """Return rule → element and fix of what is wrong with a changed map."""
    return {one.rule: (one.element, one.fix) for one in checked(structs.replace(SHOP, **changes))}


def test_a_sound_map_has_none() -> None:
    assert checked(SHOP) == ()


def test_an_empty_lane_is_taken_off() -> None:
    lanes = (*SHOP.lanes, Lane(key="feels", type="text", title="What I feel"))
    assert found(lanes=lanes) == {"lanes_filled": ("lanes/feels", Fix(remove=True))}


def of_card(**changes: object) -> tuple[str, str, Fix | None]:
    """Return rule, element and fix of what is wrong with a changed card beside the sound one."""
    card = structs.replace(SHOP.cards[0], key="b", **changes)
    ((rule, (element, fix)),) = found(cards=(*SHOP.cards, card)).items()
    return rule, element, fix


def test_a_key_that_names_nothing_becomes_the_likeliest_or_nothing() -> None:
    assert of_card(lane="doess") == ("lanes_exist", "cards/b", Fix(fields={"lane": "does"}))
    assert of_card(lane="x") == ("lanes_exist", "cards/b", None)
    assert of_card(at="fin") == ("columns_exist", "cards/b", Fix(fields={"at": "find"}))
    assert of_card(to="x") == ("columns_exist", "cards/b", Fix(fields={"to": ""}))
    assert of_card(persona="x") == ("links_exist", "cards/b", Fix(fields={"persona": ""}))
    assert found(goal="x") == {"columns_exist": ("", Fix(fields={"goal": ""}))}
    ann = Persona(key="ann", name="Ann", typical="x")
    assert found(personas=(ann,)) == {"links_exist": ("personas/ann", Fix(fields={"typical": ""}))}


def test_a_step_forgets_touchpoints_that_are_gone() -> None:
    columns = (structs.replace(SHOP.columns[0], matches=("home", "gone")), *SHOP.columns[1:])
    touchpoints = (Touchpoint(key="home", title="Home"),)
    fix = Fix(fields={"matches": ["home"]})
    assert found(columns=columns, touchpoints=touchpoints) == {"links_exist": ("columns/find", fix)}


def test_a_span_is_turned_round() -> None:
    cards = (Card(key="look", lane="does", at="order", to="find", text="I look"),)
    assert found(cards=cards) == {"spans_run_forward": ("cards/look", Fix(fields={"at": "find", "to": "order"}))}


def test_a_muted_finding_keeps_its_reason_also_in_the_file() -> None:
    few = structs.replace(SHOP, columns=SHOP.columns[:1])
    (one,) = checked(few)
    assert (one.id, one.element, one.field, one.fix, one.muted) == ("stage_count::columns", "", "columns", None, "")
    quiet = with_muted(few, one.id, "It is a part")
    assert [each.muted for each in checked(quiet)] == ["It is a part"]
    again = map_from_plain(map_to_plain(quiet), name="the file")
    assert [each.muted for each in checked(again)] == ["It is a part"]
    assert with_muted(again, one.id, "") == few


def test_a_map_mutes_only_so_many() -> None:
    model = SHOP
    for number in range(MOST_MUTED):
        model = with_muted(model, f"rule:cards/{number}:", "no")
    with pytest.raises(Invalid, match="at most 500"):
        with_muted(model, "rule:one-more:", "no")
    assert with_muted(model, "rule:cards/1:", "still no") != model
