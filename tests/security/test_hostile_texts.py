"""Nothing a customer sends is executed or rendered unescaped: hostile texts through every format and command."""

import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pypdf import PdfReader

import footpath as fp
from footpath.cli.main import cli
from footpath.collector import KeyFile, deadletters
from footpath.events import Lake, Reject
from footpath.maps import FORMATS, Map, MapDocument, Options
from footpath.maps.model import Card, Column, Lane, Note, Persona
from footpath.maps.model import Path as Travelled
from footpath.privacy import Decision, export, record_consent
from tests.privacy.stores import add, letter
from tests.security.evil import EVIL
from tests.security.tried import TIMES, count

TEXTS = st.one_of(
    st.sampled_from(EVIL),
    st.lists(st.sampled_from(EVIL) | st.text(max_size=4), min_size=1, max_size=3).map("".join),
)
TAME = "lamp"


def map_of(texts: list[str]) -> Map:
    """Return a map that says the texts wherever a map can say what a customer sent."""
    at = iter(range(10_000))

    def text() -> str:
        return texts[next(at) % len(texts)]

    columns = tuple(Column(key=f"c{i}", title=text(), description=text()) for i in range(2))
    kinds = ("verbatim", "pain_point", "text", "touchpoint")
    cards = tuple(
        Card(
            key=f"{kind}{i}",
            lane=kind,
            at=f"c{i}",
            text=text(),
            detail=text(),
            origin=text(),
            owner=text(),
            channel=text(),
        )
        for kind in kinds
        for i in range(2)
    )
    return Map(
        key="m",
        title=text(),
        scenario=text(),
        columns=columns,
        lanes=tuple(Lane(key=kind, type=kind, title=text(), note=text()) for kind in kinds),
        cards=cards,
        personas=(Persona(key="p", name=text(), traits=(text(),), profile={text(): text()}, segment=text()),),
        paths=(Travelled(key="t", title=text(), columns=("c0", "c1")),),
        notes=(Note(topic=text(), text=text()),),
        sources=(text(),),
    )


class Tags(HTMLParser):
    """Every element with its attributes' names, and the contents of scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: set[tuple[str, str]] = set()
        self.links: set[str] = set()
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.found |= {(tag, name) for name, _ in attrs} | {(tag, "")}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src", "action", "xlink:href")}


def tags(page: bytes) -> Tags:
    found = Tags()
    found.feed(page.decode())
    found.close()
    return found


USUAL: dict[str, Tags] = {}


def usual(kind: str) -> Tags:
    if kind not in USUAL:
        USUAL[kind] = tags(FORMATS[kind]().write(map_of([TAME]), Options()))
    return USUAL[kind]


@pytest.mark.parametrize("kind", ["html", "svg"])
@settings(max_examples=3 * TIMES)
@given(texts=st.lists(TEXTS, min_size=1, max_size=8))
def test_pages_and_pictures_get_no_element_attribute_or_script_from_a_text(kind: str, texts: list[str]) -> None:
    page = FORMATS[kind]().write(map_of(texts), Options())
    found = tags(page)
    strange = found.found - usual(kind).found
    assert not [
        one for one in strange if one[1].startswith("on") or one[0] in ("script", "img", "a", "iframe", "x", "b")
    ]
    assert found.scripts == usual(kind).scripts
    assert not [link for link in found.links if link.strip().lower().startswith(("javascript:", "data:text", "http"))]
    if kind == "svg":
        etree.fromstring(page, etree.XMLParser(resolve_entities=False))
    count(f"maps as {kind}")


@settings(max_examples=3 * TIMES)
@given(texts=st.lists(TEXTS, min_size=1, max_size=8))
def test_sheets_and_tables_hold_no_formula_and_no_link(texts: list[str]) -> None:
    model = map_of(texts)
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"]().write(model, Options())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    import csv

    rows = csv.reader(io.StringIO(FORMATS["csv"]().write(model, Options()).decode("utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+@\t\r") or cell[:2] == "-1"]
    count("maps as xlsx and csv", 2)


@settings(max_examples=2 * TIMES)
@given(texts=st.lists(TEXTS, min_size=1, max_size=8))
def test_slides_hold_no_link_and_no_action(texts: list[str]) -> None:
    data = FORMATS["pptx"]().write(map_of(texts), Options())
    assert Presentation(io.BytesIO(data)).slides
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                etree.fromstring(content, etree.XMLParser(resolve_entities=False))
            if "slides/" in name:
                assert b"hlinkClick" not in content
                assert b'TargetMode="External"' not in content
    count("maps as pptx")


@settings(max_examples=3 * TIMES)
@given(texts=st.lists(TEXTS, min_size=1, max_size=8))
def test_documents_hold_no_script_and_no_link(texts: list[str]) -> None:
    data = FORMATS["pdf"]().write(map_of(texts), Options())
    reader = PdfReader(io.BytesIO(data))
    assert reader.pages[0].mediabox.width > 100
    for page in reader.pages:
        for one in page.get("/Annots") or ():
            assert "/URI" not in str(one.get_object())
    assert not re.search(rb"/(?:JavaScript|JS|OpenAction|Launch|EmbeddedFile)\b", data)
    count("maps as pdf")


@settings(max_examples=3 * TIMES)
@given(texts=st.lists(TEXTS, min_size=1, max_size=8))
def test_texts_for_programs_come_back_as_texts(texts: list[str]) -> None:
    model = map_of(texts)
    for kind in ("yaml", "json"):
        again = FORMATS[kind]().read(FORMATS[kind]().write(model, Options()), name="m")
        assert again == msgspec.json.decode(msgspec.json.encode(model), type=Map)
    yaml.safe_load(FORMATS["yaml"]().write(model, Options()))
    etree.fromstring(FORMATS["cjml"]().write(model, Options()), etree.XMLParser(resolve_entities=False))
    page = FORMATS["md"]().write(model, Options()).decode()
    outside = re.sub(r"^```mermaid\n.*?\n```$", "", page, flags=re.DOTALL | re.MULTILINE)
    assert not re.search(r"(?<!\\)<(?:script|img|svg|a|x)\b", outside)
    assert not re.search(r"(?<!\\)\]\((?:javascript|http|data)", outside)
    assert (
        "click x call" not in FORMATS["mmd"]().write(map_of(["click x call alert()"]), Options()).decode().splitlines()
    )
    count("maps as yaml, json, cjml, md and mmd", 5)


@settings(max_examples=3 * TIMES)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_a_notebook_shows_a_map_inside_a_sandbox(texts: list[str]) -> None:
    found = tags(MapDocument(map_of(texts))._repr_html_().encode())
    assert {tag for tag, _ in found.found} == {"iframe"}
    count("maps in notebooks")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A store in which everything a customer can choose is hostile."""
    lake = Lake.open(tmp_path_factory.mktemp("hostile") / "s", create=True)
    events = [
        {"user_id": f"u{person}{text}", "name": text, "page": f"/{text}", "channel": text, "campaign": text, "at": at,
         "properties": json.dumps({text: text}), "region": text, "type": "page"}
        for person in range(3)
        for at, text in enumerate(EVIL)
    ]  # fmt: skip
    journeys = [row | {"user_id": f"u{at % 3}"} for at, row in enumerate(events)]
    add(lake, "events", *events, *journeys)
    add(
        lake,
        "signals",
        *({"user_id": f"u{at % 3}", "text": f"{text} is bad, very bad and slow"} for at, text in enumerate(EVIL)),
    )
    add(lake, "traits", *({"user_id": "u0", "traits": json.dumps({text: text})} for text in EVIL))
    lake.add_rejects("i", [Reject(1, text, text, text, text) for text in EVIL])
    deadletters.add(lake.folder, "c", b"".join(letter(text) for text in EVIL))
    KeyFile(lake.folder).add("[red]=1+1[/red]")
    record_consent(lake, "u0", Decision(purpose="[red]x[/red]", state="given", how="=1+1"), actor="t")
    count("hostile facts", len(events) * 2 + 3 * len(EVIL))
    return lake


COMMANDS = [
    ["info"], ["deadletters", "list"], ["key", "list"], ["audit"], ["retention", "show"], ["privacy", "show"],
    ["consent", "list", "u0"], ["analyse", "variants"], ["people", "search"], ["people", "show", "u0"],
]  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_lets_a_customer_command_the_terminal(store: Lake, words: list[str]) -> None:
    result = CliRunner().invoke(cli, [*words, "--store", str(store.folder)])
    assert not isinstance(result.exception, SystemExit) or result.exit_code in (0, 1), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit | fp.core.errors.FootpathError)  # type: ignore[attr-defined]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.stdout)
    count("commands")


def test_a_map_drawn_from_hostile_facts_is_harmless_in_every_format(store: Lake, tmp_path: Path) -> None:
    document = fp.open(store.folder).map()
    for kind in FORMATS:
        document.save(tmp_path / f"m.{FORMATS[kind].extensions[0].lstrip('.')}")
        count("drawn maps")
    found = tags((tmp_path / "m.html").read_bytes())
    assert found.scripts == usual("html").scripts
    assert not [one for one in found.found if one[1].startswith("on")]
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_an_export_for_a_person_runs_nothing(store: Lake) -> None:
    import csv

    exported = export(store, "u0", actor="t")
    with zipfile.ZipFile(io.BytesIO(exported.content)) as archive:
        for name in archive.namelist():
            if name.endswith(".csv"):
                rows = csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
                assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+@\t\r")]
    with store.rejects_path("i").open(newline="", encoding="utf-8") as file:
        assert not [cell for row in csv.reader(file) for cell in row if cell[:1] in tuple("=+@\t\r")]


def test_a_store_in_a_notebook_escapes_its_sources(tmp_path: Path) -> None:
    lake = Lake.open(tmp_path / "s", create=True)
    add(lake, "events", {"user_id": "u"}, {"user_id": "u", "at": 5}, source="<script>alert(1)</script>")
    html: Any = fp.open(lake.folder)._repr_html_()
    assert tags(html.encode()).scripts == 0
