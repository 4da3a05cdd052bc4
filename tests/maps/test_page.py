"""The HTML page and the SVG file: safe, self-contained, well-formed, the same every time."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import cast

import pytest
from all_worlds import WORLDS
from lxml.etree import fromstring
from worlds import lamp
from worlds_hard import hostile

from footpath.core.languages import LANGUAGES
from footpath.maps import load_template, template_names
from footpath.maps.figures import figures_of
from footpath.maps.format import FORMATS, Options
from footpath.maps.model import Card, Column, Edge, Evidence, Figure, Lane, Map
from footpath.maps.page import assemble
from footpath.maps.page.details import Rows, details
from footpath.maps.wording import definition_word

SVG, HTML = FORMATS["svg"](), FORMATS["html"]()
VOID = {"meta", "br", "img", "input", "link", "hr"}


class Outline(HTMLParser):
    """Collects the tags of a page and checks that they close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    assert parser.open == []
    return parser


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
@pytest.mark.parametrize("name", list(WORLDS))
def test_an_svg_is_well_formed(name: str, theme: str) -> None:
    root = fromstring(SVG.write(WORLDS[name](), Options(theme=theme)))  # type: ignore[arg-type]
    assert root.tag.endswith("svg")


@pytest.mark.parametrize("name", list(WORLDS))
def test_a_page_closes_its_tags_and_asks_nothing_of_the_network(name: str) -> None:
    page = HTML.write(WORLDS[name](), Options()).decode()
    parsed = outline(page)
    for tag, attributes in parsed.tags:
        assert tag not in ("link", "iframe", "object", "embed", "img", "image", "form")
        assert not attributes.get("src")
        leads = tag == "a" and attributes.get("rel") == "noopener noreferrer"  # followed by people, loaded by nobody
        assert (attributes.get("href") or "#").startswith("https://" if leads else "#")
        assert not [name for name in attributes if name.startswith("on")]
    assert "url(http" not in page
    assert "default-src 'none'" in page


def test_hostile_texts_stay_texts() -> None:
    page = HTML.write(hostile(), Options()).decode()
    scripts = [attributes for tag, attributes in outline(page).tags if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "facts"}, {}]
    assert b"<script" not in SVG.write(hostile(), Options())


def test_only_the_page_s_own_script_may_run() -> None:
    page = HTML.write(lamp(), Options()).decode()
    policy = re.search(r"script-src '(sha256-[^']+)'", page)
    assert policy is not None
    script = (Path(assemble.__file__).parent / "page.js").read_text(encoding="utf-8")
    assert f"<script>{script}</script>" in page
    assert len(script) < 15_000


def test_every_number_on_the_picture_has_its_definition_in_the_page() -> None:
    page = HTML.write(lamp(), Options()).decode()
    asked = {a["data-ref"] for _, a in outline(page).tags if (a.get("data-ref") or "").startswith("figure:")}
    facts = re.search(r'id="facts">(.*?)</script>', page, re.DOTALL)
    assert facts is not None
    assert len(asked) > 40
    assert all(f'"{ref}"' in facts.group(1) for ref in asked)


def test_the_table_twin_says_everything_the_picture_says() -> None:
    page = HTML.write(lamp(), Options()).decode()
    table = page[page.index("<table>") : page.index("</table>")]
    for said in (
        "Path travelled",
        "reach 62%",
        "−38 pts leave here",
        "Paczka stoi w sortowni",
        "Payment fails on phones",
        "Ask in chat",
    ):
        assert said in table
    assert 'scope="row"' in table
    assert 'scope="colgroup" colspan="3"' in table


def test_the_same_map_gives_the_same_bytes() -> None:
    assert HTML.write(lamp(), Options()) == HTML.write(lamp(), Options())
    assert SVG.write(lamp(), Options()) == SVG.write(lamp(), Options())


def test_a_theme_asked_for_is_written_into_the_file() -> None:
    assert b'data-theme="dark"' in HTML.write(lamp(), Options(theme="dark"))
    assert b"#141816" in SVG.write(lamp(), Options(theme="dark"))
    assert b"prefers-color-scheme" not in SVG.write(lamp(), Options(theme="dark"))


def test_the_table_says_levels_moments_moves_pictures_and_evidence() -> None:
    world = Map(
        key="m", title="M", locale="pl",
        columns=(
            Column(key="buy", title="Buy"), Column(key="pay", title="Pay", parent="buy", moment_of_truth=True),
            Column(key="card", title="Card", parent="pay"), Column(key="bank", title="Bank", parent="pay"),
            Column(key="end", title="End"),
        ),
        edges=(Edge(frm="bank", to="card", kind="loop", condition="refused"), Edge(frm="end", kind="leave")),
        lanes=(Lane(key="e", type="emotion", title="E"), Lane(key="p", type="image", title="P")),
        cards=(
            Card(key="1", lane="e", at="card", value=Figure(value=0.4, unit="score", n=1), detail="too few · +0.4",
                 props={"few": True, "state": "future"}),
            Card(key="2", lane="p", at="card", to="bank", text="Till", props={"alt": "A red till"},
                 evidence=Evidence(reported=2)),
        ),
    )  # fmt: skip
    page = HTML.write(world, Options(locale="pl")).decode()
    table = page[page.index("<table>") : page.index("</table>")]
    assert '<th scope="colgroup" colspan="1" rowspan="3">End</th>' in table
    assert "Pay<br><small>◆ moment prawdy</small>" in table
    assert "z powrotem → Card: refused" in table
    assert "<td>odchodzi</td>" in table
    assert "<td>0,4 (n 1) · za mało · jak ma być · domysł</td>" in table
    assert "<td>Till · Obraz: A red till · do „Bank” · zgłoszone · cytaty, zgłoszenia: 2</td>" in table


@pytest.mark.parametrize("locale", [one for one in LANGUAGES if one != "en"])
@pytest.mark.parametrize("name", template_names())
def test_how_numbers_of_templates_came_to_be_is_said_in_every_language(name: str, locale: str) -> None:
    model = load_template(name)
    english = {figure.definition for _, figure in figures_of(model, locale).values() if figure.definition}
    told = {str(words) for one in details(model, locale).values() for _, words in cast("Rows", one["r"])}
    assert not english & told
    assert not english or {definition_word(one, locale) for one in english} <= told
