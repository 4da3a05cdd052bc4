"""Videos and documents: a sign, a title and an address in every file, a link where the format knows links."""

from io import BytesIO
from zipfile import ZipFile

import pypdf
import pytest
from pptx import Presentation

from footpath.maps import FORMATS, Card, Column, Lane, Map, Options
from footpath.maps.render.media import address

FAR = "https://example.org/film?a=1&b=2"
EVIL = [
    "javascript:alert(1)",
    "http://example.org/a",
    "data:text/html,<script>",
    "//example.org/a",
    'https://example.org/"onload=alert(1)',
    "https://example.org/a b",
    "https://trusted.org@example.org/",
    "https://",
]


def world(kind: str = "video", text: str = "The till", **props: str) -> Map:
    card = Card(key="a", lane="see", at="pay", text=text, props=dict(props))
    lane = Lane(key="see", type=kind, title="Seen")
    return Map(key="m", title="M", columns=(Column(key="pay", title="Pay"),), lanes=(lane,), cards=(card,))


def written(kind: str, model: Map) -> bytes:
    return FORMATS[kind]().write(model, Options(theme="light"))


@pytest.mark.parametrize("kind", ["video", "document"])
@pytest.mark.parametrize("name", ["svg", "html"])
def test_pages_lead_there_in_a_tab_of_its_own_and_load_nothing(kind: str, name: str) -> None:
    page = written(name, world(kind, src=FAR)).decode()
    link = 'href="https://example.org/film?a=1&amp;b=2" target="_blank" rel="noopener noreferrer"'
    assert page.count(link) == 1
    assert not any(word in page for word in ("<video", "<iframe", "<embed", "<object"))


def test_pdf_and_slides_have_links() -> None:
    page = pypdf.PdfReader(BytesIO(written("pdf", world(src=FAR)))).pages[0]
    assert {note.get_object()["/A"]["/URI"] for note in page["/Annots"]} == {FAR}
    slide = Presentation(BytesIO(written("pptx", world(src=FAR)))).slides[0]
    shapes = [inner for shape in slide.shapes for inner in getattr(shape, "shapes", [shape])]
    runs = [run for one in shapes if one.has_text_frame for para in one.text_frame.paragraphs for run in para.runs]
    assert {run.hyperlink.address for run in runs if run.hyperlink.address} == {FAR}


@pytest.mark.parametrize("name", ["md", "csv", "json", "xlsx"])
def test_texts_say_where_it_is(name: str) -> None:
    file = written(name, world(src=FAR))
    if name == "xlsx":
        with ZipFile(BytesIO(file)) as book:
            file = book.read("xl/sharedStrings.xml")
    assert b"https://example.org/film?a=1" in file


@pytest.mark.parametrize("src", EVIL)
def test_only_https_is_an_address(src: str) -> None:
    model = world(src=src)
    assert address(model.cards[0]) == ""
    for name in ("svg", "html"):
        assert b'target="_blank"' not in written(name, model)


def test_a_file_of_the_map_is_called_by_its_title_and_name() -> None:
    kept = world("document", src="/api/v1/attachments/x", file="offer.pdf", alt="What we offer")
    drawing = written("svg", kept).decode()
    assert "The till" in drawing
    assert "attached: offer.pdf" in drawing
    assert "target=" not in drawing
    assert "no title yet" in written("svg", world(text="")).decode()


def test_a_divider_is_a_band_of_its_colour_that_keeps_cards_of_before() -> None:
    def drawn(colour: str, cards: tuple[Card, ...]) -> str:
        lane = Lane(key="see", type="divider", title="After the sale", props={"colour": colour})
        model = Map(key="m", title="M", columns=(Column(key="pay", title="Pay"),), lanes=(lane,), cards=cards)
        return written("svg", model).decode()

    plain, violet = drawn("", ()), drawn("violet", ())
    assert violet.count("#7A5BB0") == plain.count("#7A5BB0") + 1
    assert "nothing here yet" not in plain
    assert "kept words" in drawn("", (Card(key="a", lane="see", at="pay", text="kept words"),))


def test_an_address_comes_back_from_csv_and_no_other_thing_does() -> None:
    read = FORMATS["csv"]().read
    assert read(written("csv", world(src=FAR)), name="a.csv").cards[0].props == {"src": FAR}
    evil = written("csv", world(src=FAR)).replace(FAR.encode(), b"javascript:alert(1)")
    assert read(evil, name="a.csv").cards[0].props == {}
