"""Every registered format, over maps from empty to unreasonable: others read it, it says it all, it is steady."""

import re
from functools import cache

import msgspec
import pytest
from all_worlds import WORLDS
from readers import READERS, squeezed

from footpath.maps import FORMATS, Map, Options, templates
from footpath.maps.model import localised

LOSSLESS = ("json", "yaml")
SILENT = ("png",)  # a picture: there is no text in it to find
ONLY_COLUMNS = ("cjml", "mmd")  # formats whose grammar has no place for cards
FOLLOWS = {"pl": "Kupuję coś przez internet", "lv": "Es pērku internetā", "zh-Hant": "我在網路上買東西"}


@pytest.fixture(params=["chinese", "empty", "hostile", "huge", "lamp", "tiny"])
def world(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(params=list(FORMATS))
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@cache
def written(kind: str, world: str) -> bytes:
    return FORMATS[kind]().write(WORLDS[world](), Options())


@cache
def read(kind: str, world: str) -> str:
    """Return what another program finds in the file."""
    return squeezed(READERS[kind](written(kind, world)))


def test_every_format_has_an_independent_reader_here() -> None:
    assert sorted(READERS) == sorted(FORMATS)


def test_another_program_reads_the_file(kind: str, world: str) -> None:
    assert read(kind, world) or kind in SILENT


def test_the_same_map_gives_the_same_bytes(kind: str) -> None:
    assert FORMATS[kind]().write(WORLDS["lamp"](), Options()) == written(kind, "lamp")


def test_the_titles_are_in_the_file(kind: str, world: str) -> None:
    if kind in SILENT:
        pytest.skip("a picture holds no text")
    if world == "hostile":
        pytest.skip("texts without letters are cleaned; their own test is below")
    model: Map = WORLDS[world]()
    wanted = [model.title, *(column.title for column in model.columns)]
    said = [spoken(kind, localised(text, model.locale)) for text in wanted]
    assert [text for text in said if text not in read(kind, world)] == []


def spoken(kind: str, text: str) -> str:
    """Return a text as a format may write it: Mermaid forbids some characters, and says so."""
    if kind == "mmd":
        text = text.replace(":", "∶").replace(";", "；").replace("#", "＃")
    return squeezed(text)


@pytest.mark.parametrize("name", ["lamp", "chinese"])
def test_the_cards_are_in_the_file(kind: str, name: str) -> None:
    if kind in SILENT or kind in ONLY_COLUMNS:
        pytest.skip("this format has no place for cards; its documentation says so")
    model: Map = WORLDS[name]()
    said = {localised(card.text, model.locale) for card in model.cards if card.text}
    assert sorted(text for text in said if squeezed(text) not in read(kind, name)) == []


@pytest.mark.parametrize("locale", sorted(FOLLOWS))
def test_the_file_speaks_the_language_asked_for(kind: str, locale: str) -> None:
    if kind in SILENT:
        pytest.skip("a picture holds no text")
    data = FORMATS[kind]().write(templates.load("ecommerce"), Options(locale=locale))
    assert squeezed(FOLLOWS[locale]) in squeezed(READERS[kind](data))


@pytest.mark.parametrize("kind", LOSSLESS)
def test_a_lossless_format_gives_the_same_map_back(kind: str, world: str) -> None:
    again = FORMATS[kind]().read(written(kind, world), name="map")
    assert again == msgspec.json.decode(msgspec.json.encode(WORLDS[world]()), type=Map)


@pytest.mark.parametrize("kind", [name for name in FORMATS if FORMATS[name].readable])
def test_what_can_be_read_keeps_stages_and_steps(kind: str) -> None:
    model = templates.load("b2b")
    again = FORMATS[kind]().read(FORMATS[kind]().write(model, Options()), name="b2b")
    wanted = [localised(column.title, "en") for column in model.columns]
    assert [localised(column.title, "en") for column in again.columns] == wanted


def test_a_format_says_what_it_loses(kind: str) -> None:
    about = FORMATS[kind].__doc__ or ""
    assert ("loses nothing" in about) == (kind in LOSSLESS)
    assert "Loses" in about or "loses" in about or kind in ("svg", "html")


@pytest.mark.parametrize("kind", ["svg", "html", "md"])
def test_hostile_texts_stay_text(kind: str) -> None:
    text = re.sub(r"```.*?```", "", written(kind, "hostile").decode(), flags=re.DOTALL)
    assert not re.search(r"(?<!\\)<script>alert", text)
