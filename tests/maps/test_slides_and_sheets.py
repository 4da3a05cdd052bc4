"""PowerPoint and Excel: native things people can edit."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from worlds import lamp
from worlds_hard import hostile, huge

from footpath.core.spreadsheets import harmless
from footpath.maps import Options
from footpath.maps.formats.csv import Csv
from footpath.maps.formats.pptx import Pptx
from footpath.maps.formats.xlsx import Xlsx
from footpath.maps.model import Card, Column, Lane, Map


def slides(model: Map) -> object:
    return Presentation(io.BytesIO(Pptx().write(model, Options())))


def test_a_card_is_one_group_with_words_for_the_ear() -> None:
    shapes = slides(lamp()).slides[0].shapes  # type: ignore[attr-defined]
    pains = [shape for shape in shapes if shape.name.startswith("card") and shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    assert pains
    assert all(shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in pains)


def test_stages_are_native_arrows_that_hold_their_title() -> None:
    shapes = slides(lamp()).slides[0].shapes  # type: ignore[attr-defined]
    arrows = [shape for shape in shapes if shape._element.xpath(".//a:prstGeom[@prst='chevron' or @prst='homePlate']")]
    assert [shape.text_frame.text for shape in arrows] == [
        "Discover", "Consider", "Buy", "Receive", "Use & get help", "Come back",
    ]  # fmt: skip


@pytest.mark.parametrize("make", [lamp, hostile, huge])
def test_shape_ids_are_unique_and_sizes_positive(make: object) -> None:
    for slide in slides(make()).slides:  # type: ignore[attr-defined,operator]
        tree = slide.shapes._spTree
        ids = [element.get("id") for element in tree.iter() if element.tag.endswith("}cNvPr")]
        assert len(ids) == len(set(ids))
        assert all(int(ext.get("cx")) >= 0 and int(ext.get("cy")) >= 0 for ext in tree.xpath(".//a:ext[@cx]"))


def test_how_it_was_made_follows_the_map() -> None:
    show = slides(lamp())
    said = [shape.text_frame.text for shape in show.slides[1].shapes if shape.has_text_frame]  # type: ignore[attr-defined]
    assert said[0].startswith("How this was made") or any("How this was made" in text for text in said)


def book(model: Map) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(Xlsx().write(model, Options())))


def test_stages_are_merged_over_their_steps_and_numbers_are_numbers() -> None:
    sheet: Worksheet = book(lamp())["Map"]
    assert "B4:C4" in {str(cells) for cells in sheet.merged_cells.ranges}
    assert sheet["B4"].value == "Discover"
    titles = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    emotion = next(row for title, row in titles.items() if str(title).startswith("Emotion"))
    assert sheet.cell(emotion, 2).value == 0.25
    assert sheet.cell(emotion, 2).comment is not None
    assert sheet.freeze_panes == "B6"


def test_every_number_is_listed_with_n_interval_and_definition() -> None:
    sheet = book(lamp())["Numbers"]
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if "Read review" in str(row[0])]
    reach = next(row for row in rows if row[2] == "share")
    assert reach[1] == 0.62
    assert reach[5] == 41_208
    assert reach[7].startswith("Persons with at least one event")


def formula_map() -> Map:
    return Map(
        key="f", title="=1+1", columns=(Column(key="a", title="@SUM(A1)"),),
        lanes=(Lane(key="l", type="text", title="+1"),),
        cards=(Card(key="c", lane="l", at="a", text='=HYPERLINK("http://x","y")', owner="-2+3"),),
    )  # fmt: skip


def test_no_text_becomes_a_formula() -> None:
    for sheet in book(formula_map()):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(Xlsx().write(formula_map(), Options()))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert b'quotePrefix="1"' in parts.read("xl/styles.xml")
    assert "'=HYPERLINK" in Csv().write(formula_map(), Options()).decode("utf-8-sig")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "＝1", "|x", "%x"])
def test_formula_signs_are_disarmed(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Pay", "− 8 pts", "1-2", "'=1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text
