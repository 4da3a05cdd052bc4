"""Maps come in from spreadsheets: Footpath's own rows, and grids as people lay them out."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter import Workbook

from footpath.core.errors import Invalid
from footpath.maps import Card, Column, Evidence, Figure, Lane, Map, MapDocument, Persona
from footpath.maps.lane import LANES
from footpath.maps.sheet import lane_words, map_of_rows

GRID = [
    ["Ride", "", "", ""],
    ["", "Find", "", "Ride"],
    ["", "Look", "Unlock", ""],
    ["What hurts", "", "", ""],
    ["Pain points", "No bike near", "", "Rain, mud"],
    ["", "App is slow", "", ""],
    ["Emotion", "3", "-0.5", "5"],
]


def _read(text: str, name: str = "ride.csv") -> Map:
    return MapDocument.read(text.encode(), name=name).model


def _said(model: Map) -> object:
    titles = {one.key: one.title for one in (*model.columns, *model.lanes)}
    return [(titles[one.lane], titles[one.at], one.text or (one.value and one.value.value)) for one in model.cards]


CARDS = [
    ("Pain points", "Look", "No bike near"),
    ("Pain points", "Ride", "Rain, mud"),
    ("Pain points", "Look", "App is slow"),
    ("Emotion", "Look", 0.0),
    ("Emotion", "Unlock", -0.5),
    ("Emotion", "Ride", 1.0),
]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_grid_is_stages_across_and_lanes_down(sign: str) -> None:
    model = _read("\r\n".join(sign.join(f'"{cell}"' for cell in row) for row in GRID))
    assert model.title == "Ride"
    assert [(one.title, one.parent != "") for one in model.columns] == [
        ("Find", False), ("Look", True), ("Unlock", True), ("Ride", False),
    ]  # fmt: skip
    assert [(one.title, one.type) for one in model.lanes] == [
        ("What hurts", "text"), ("Pain points", "pain_point"), ("Emotion", "emotion"),
    ]  # fmt: skip
    assert _said(model) == CARDS


def test_a_workbook_is_read_as_its_first_sheet() -> None:
    page = BytesIO()
    with Workbook(page) as book:
        sheet = book.add_worksheet("Map")
        for row, cells in enumerate(GRID):
            for column, cell in enumerate(cells):
                sheet.write(row, column, float(cell) if cell in ("3", "-0.5", "5") else cell)
    assert _said(MapDocument.read(page.getvalue(), name="ride.xlsx").model) == CARDS


def test_a_workbook_that_was_saved_can_be_opened_again() -> None:
    lanes = (
        Lane(key="sore", type="pain_point", title="Sore", note="as told"),
        Lane(key="mood", type="emotion", title="Mood"),
    )
    model = Map(
        key="ride",
        title="I ride",
        scenario="On a wet Monday",
        columns=(Column(key="find", title="Find"), Column(key="look", title="Look", parent="find")),
        lanes=lanes,
        cards=(
            Card(key="a", lane="sore", at="look", text="No bike near"),
            Card(key="b", lane="mood", at="look", value=Figure(value=-0.5, unit="score")),
        ),
    )
    saved = MapDocument(model).render("xlsx")
    again = MapDocument.read(saved, name="ride.xlsx").model
    assert again.title == "I ride"
    assert [(one.title, one.parent != "") for one in again.columns] == [("Find", False), ("Look", True)]
    assert [(one.title, one.type, one.note) for one in again.lanes] == [
        ("Sore", "pain_point", "as told"), ("Mood", "emotion", ""),
    ]  # fmt: skip
    assert _said(again) == [("Sore", "Look", "No bike near"), ("Mood", "Look", -0.5)]


def test_own_rows_come_back() -> None:
    model = Map(
        key="ride",
        title="Ride",
        columns=(
            Column(key="find", title="Find"),
            Column(key="look", title="Look", parent="find"),
            Column(key="unlock", title="Unlock", parent="find"),
            Column(key="pay", title="Pay"),
        ),
        lanes=(Lane(key="pains", type="pain_point", title="Pains"), Lane(key="mood", type="emotion", title="Mood")),
        personas=(Persona(key="ann", name="Ann"),),
        cards=(
            Card(key="c1", lane="pains", at="look", to="pay", text="=1+1", tone="pain", rank=1, persona="ann"),
            Card(key="c2", lane="mood", at="unlock", value=Figure(value=-0.25, unit="score", n=12, lo=-0.5, hi=0.0)),
            Card(key="c3", lane="pains", at="pay", text="Zażółć 痛", evidence=Evidence(reported=3, sources=("a", "b"))),
        ),
    )
    back = MapDocument.read(MapDocument(model).render("csv"), name="ride.csv").model
    assert back.columns == model.columns
    assert [(one.title, one.type) for one in back.lanes] == [("Pains", "pain_point"), ("Mood", "emotion")]
    same = lambda card: (card.text, card.at, card.to, card.tone, card.rank, card.persona, card.value, card.evidence)  # noqa: E731
    assert sorted(map(same, back.cards), key=str) == sorted(map(same, model.cards), key=str)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("What hurts: pains", "pain_point"),
        ("Bolączki", "pain_point"),
        ("Ko klients domā", "thought"),
        ("我的情緒", "emotion"),
        ("Excel of the domain", "text"),
        ("Touch points", "touchpoint"),
    ],
)
def test_what_a_lane_is_follows_from_how_words_of_its_title_begin(title: str, kind: str) -> None:
    assert _read(f",Find,Ride\n{title},a,b\n").lanes[0].type == kind


@pytest.mark.parametrize("text", ["", "a", "Ride\n", "x\ny\nz", "lane\n" * 3000, "a,b\n" * 3000])
def test_what_is_no_map_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(Invalid) as problem:
        _read(text)
    assert problem.value.hint


@given(
    st.lists(
        st.lists(st.sampled_from(["", "kind", "stage", "key", "lane", "card", "nan", "1e999", "a"]), max_size=6),
        max_size=6,
    )
)
def test_any_rows_are_a_map_or_a_refusal(rows: list[list[str]]) -> None:
    with suppress(Invalid):
        model = map_of_rows(rows, name="x.csv")
        assert all(one.at in {column.key for column in model.columns} for one in model.cards)


@pytest.mark.parametrize(
    "heads", [("Stage", "Step", "Lane", "Text"), ("Etap", "Krok", "Wiersz", "Treść"), ("階段", "步驟", "泳道", "文字")]
)
def test_a_list_has_a_row_for_every_card(heads: tuple[str, ...]) -> None:
    rows = [
        ["Aware", "See ad", "Touchpoints", "Billboard"], ["Buy", "Pay", "Emotion", "0.5"], ["Buy", "", "Pains", "Late"],
        ["Aware", "See ad", "Touchpoints", "Radio"], ["Aware", "Search", "Pains", "Too many results"],
    ]  # fmt: skip
    model = map_of_rows([heads, *rows], name="x.csv")
    assert [(one.title, one.parent) for one in model.columns] == [
        ("Aware", ""), ("See ad", "aware"), ("Search", "aware"), ("Buy", ""), ("Pay", "buy"),
    ]  # fmt: skip
    assert [lane.type for lane in model.lanes] == ["touchpoint", "emotion", "pain_point"]
    told = [(card.lane, card.at, card.text or (card.value and card.value.value)) for card in model.cards]
    assert told == [
        ("touchpoints", "see-ad", "Billboard"), ("touchpoints", "see-ad", "Radio"), ("emotion", "pay", 0.5),
        ("pains", "search", "Too many results"), ("pains", "buy", "Late"),
    ]  # fmt: skip


def test_the_editor_finds_lanes_by_the_words_that_sheets_are_read_by() -> None:
    words = lane_words()
    assert set(words) == {*LANES, "blueprint"} - {"unknown"}
    editor = (Path(__file__).parents[2] / "ui/src/maps/lanes.ts").read_text()
    assert "src/footpath/maps/lane_words.json" in editor
    for name, one in words.items():
        assert set(one.also) in (set(), {"en", "pl", "lv", "zh-Hant"}), name
    taken = [start for one in words.values() for start in one.titles]
    assert len(taken) == len(set(taken))


TYPES = [("Sajūtas", "emotion"), ("Problēmas", "pain_point"), ("接觸點", "touchpoint"), ("Champagne", "text")]


@pytest.mark.parametrize(("title", "kind"), TYPES)
def test_a_lane_of_a_sheet_is_of_the_type_its_title_begins_like(title: str, kind: str) -> None:
    assert map_of_rows([["", "Buy"], [title, "x"]], name="m.csv").lanes[0].type == kind


def _worked_on() -> Map:
    share = Figure(value=0.62, unit="share", n=90, lo=0.5, hi=0.7, definition="Of all.")
    return Map(
        key="ride",
        title="Ride",
        columns=(
            Column(key="find", title="Find"),
            Column(key="look", title="Look", parent="find"),
            Column(key="unlock", title="Unlock", parent="find"),
            Column(key="pay", title="Pay"),
        ),
        lanes=(
            Lane(key="ache", type="pain_point", title="Sore"),
            Lane(key="said", type="verbatim", title="They say"),
            Lane(key="rate", type="metric", title="Rate"),
            Lane(key="none", type="process", title="Backstage"),
        ),
        cards=(
            Card(
                key="a", lane="ache", at="look", to="unlock", text="No bike near", tone="pain", props={"tags": ["city"]}
            ),
            Card(key="b", lane="said", at="pay", text="Never again", lang="pl", origin="NPS · 2026-02-01"),
            Card(key="c", lane="rate", at="look", value=share),
        ),
    )


def _edited(edits: dict[tuple[str, int], object], *, without: str = "") -> Map:
    """Return the map of the workbook after cells, by row's title and column, were changed and a row was deleted."""
    book = load_workbook(BytesIO(MapDocument(_worked_on()).render("xlsx")))
    sheet = book["Map"]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for (title, column), value in edits.items():
        sheet.cell(rows[title], column).value = value  # type: ignore[union-attr,assignment]
    if without:
        sheet.delete_rows(rows[without])
    saved = BytesIO()
    book.save(saved)
    return MapDocument.read(saved.getvalue(), name="ride.xlsx").model


def test_a_workbook_that_was_worked_on_keeps_what_was_not_touched() -> None:
    before = _worked_on()
    after = _edited({
        ("Rate", 2): 0.7, ("They say", 4): "Never again, ever\nNPS · 2026-02-01", ("Sore", 4): "Costs too much",
        ("Backstage", 1): "Behind the scenes",
    })  # fmt: skip
    assert after.columns == before.columns
    assert [(lane.key, lane.type, lane.title) for lane in after.lanes] == [
        ("ache", "pain_point", "Sore"), ("said", "verbatim", "They say"), ("rate", "metric", "Rate"),
        ("none", "process", "Behind the scenes"),
    ]  # fmt: skip
    by_text = {str(card.text): card for card in after.cards}
    assert by_text["No bike near"] == before.cards[0]
    assert (by_text["Never again, ever"].key, by_text["Never again, ever"].origin) == ("b", "NPS · 2026-02-01")
    assert (by_text["Costs too much"].lane, by_text["Costs too much"].at) == ("ache", "pay")
    assert by_text[""].value == Figure(value=0.7, unit="share")


def test_a_card_whose_cell_is_emptied_and_a_lane_whose_row_is_deleted_are_gone() -> None:
    after = _edited({("They say", 4): None}, without="Backstage")
    assert [card.key for card in after.cards] == ["a", "c"]
    assert [lane.key for lane in after.lanes] == ["ache", "said", "rate"]


def test_merged_cells_and_per_cent_of_a_sheet_laid_out_by_hand_are_kept() -> None:
    page = BytesIO()
    with Workbook(page) as book:
        sheet = book.add_worksheet("Plan")
        share = book.add_format({"num_format": "0%"})
        for place, stage in enumerate(("Find", "Pay", "Use"), start=3):
            sheet.write_string(4, place, stage)
        sheet.write_string(5, 2, "Pains")
        sheet.merge_range(5, 3, 5, 4, "Slow")
        sheet.write_string(6, 2, "Numbers")
        sheet.write_number(6, 3, 0.62, share)
        sheet.write_number(6, 4, 0.62)
        sheet.write_number(6, 5, 0.07, share)
    model = MapDocument.read(page.getvalue(), name="plan.xlsx").model
    told = [(card.lane, card.at, card.to, card.text) for card in model.cards]
    assert told == [
        ("pains", "find", "pay", "Slow"), ("numbers", "find", "", "62%"), ("numbers", "pay", "", "0.62"),
        ("numbers", "use", "", "7%"),
    ]  # fmt: skip


def test_rows_somebody_changed_go_before_what_they_keep() -> None:
    text = MapDocument(_worked_on()).render("csv").decode("utf-8-sig")
    text = text.replace("city", "town").replace(",Look,Unlock,a,", ",Look,,a,")
    card = MapDocument.read(text.encode(), name="ride.csv").model.cards[0]
    assert (card.at, card.to, card.tags) == ("look", "", ("town",))


def test_rows_of_an_earlier_version_are_read() -> None:
    rows = "kind,stage,step,to_step,key,lane,lane_type,text,source\nstage,Pay,,,pay,,,Pay,\n"
    model = _read(rows + 'card,Pay,Pay,,c1,Sore,pain_point,Slow,"a, b"\n')
    assert [(lane.title, lane.type) for lane in model.lanes] == [("Sore", "pain_point")]
    assert model.cards == (Card(key="c1", lane="sore", at="pay", text="Slow", evidence=Evidence(sources=("a", "b"))),)
