"""The pages keep the house's rules: small files and components, a light first load, every text in every language."""

import gzip
import json
import re
from pathlib import Path

import pytest
from tools import server_texts

from footpath.exploring import questions
from tests.ui.conftest import BUILT

UI = Path(__file__).parents[2] / "ui"
SOURCES = sorted([*UI.glob("src/**/*.ts"), *UI.glob("src/**/*.tsx"), *UI.glob("tests/*.ts")])
GENERATED = "schema.d.ts"
SAID = re.compile(r'\b(?:t|msg)\(\s*"((?:[^"\\]|\\.)*)"')
FILE_LINES, COMPONENT_LINES = 300, 150
FIRST_LOAD_BYTES = 250_000
VALUES = re.compile(r"\{(n|\w+(?=\}))")  # names of values, not the words of plurals
SERVER_VALUES = re.compile(r"\{(\w+)[,}]")
FUNCTION = re.compile(r"^(?:export )?(?:default )?(?:async )?(?:function|const) (\w+)", re.MULTILINE)


def _blocks(text: str) -> dict[str, int]:
    """Return how many lines each top-level function takes."""
    starts = [(found.start(), found[1]) for found in FUNCTION.finditer(text)]
    ends = [*[start for start, _ in starts], len(text)][1:]
    return {name: text[start:end].count("\n") for (start, name), end in zip(starts, ends, strict=True)}


def test_a_class_has_its_look_in_one_file() -> None:
    # Style sheets of pages stay when another page opens, so that a word used twice would spoil the other page.
    homes: dict[str, set[str]] = {}
    for path in UI.glob("src/styles/*.css"):
        for name in re.findall(r"^\.([a-z][\w-]*)\s*[,{]", path.read_text(), re.MULTILINE):
            homes.setdefault(name, set()).add(path.name)
    assert len(homes) > 100
    assert {name: sorted(files) for name, files in homes.items() if len(files) > 1} == {}


def test_files_and_components_are_small() -> None:
    assert len(SOURCES) > 100
    long = {str(path.relative_to(UI)): path.read_text().count("\n") for path in SOURCES if path.name != GENERATED}
    assert {name: lines for name, lines in long.items() if lines > FILE_LINES} == {}
    parts = {
        f"{path.name}:{name}": lines
        for path in SOURCES
        if path.suffix == ".tsx"
        for name, lines in _blocks(path.read_text()).items()
    }
    assert {name: lines for name, lines in parts.items() if lines > COMPONENT_LINES} == {}


def test_effects_return_nothing_but_what_clears_up() -> None:
    # An expression's value may one day be a promise, which React would call (so scrollIntoView broke the library).
    for path in SOURCES:
        assert not re.search(r"use(?:Layout)?Effect\(\(\) => (?!\{|\(\) =>)", path.read_text()), path.name


def test_the_model_knows_no_react() -> None:
    for path in UI.glob("src/maps/model/*.ts"):
        assert not re.search(r'from "(react|react-dom|react-aria-components)"', path.read_text()), path.name


def test_only_the_tokens_name_colours() -> None:
    for path in [*SOURCES, *UI.glob("src/styles/*.css")]:
        if path.name != "tokens.css":
            assert not re.search(r"#[0-9a-fA-F]{6}\b", path.read_text()), path.name


def test_every_text_is_said_in_every_language() -> None:
    said = set()
    for path in UI.glob("src/**/*.ts*"):
        if path.name != GENERATED:
            said |= {json.loads(f'"{text}"') for text in SAID.findall(path.read_text())}
    for language in ("en", "pl", "lv", "zh-TW"):
        known = _catalogue(UI / "locales" / f"{language}.po", said)
        for text in said:
            assert set(VALUES.findall(text)) == set(VALUES.findall(known[text])), (language, text)


def test_every_text_of_the_server_is_said_in_every_language() -> None:
    assert server_texts.GENERATED.read_text() == server_texts.written(server_texts.texts()), "run tools/server_texts.py"
    said = set(server_texts.texts())
    assert {question.explain for question in questions()} <= said
    for language in ("pl", "lv", "zh-TW"):
        known = _catalogue(UI / "locales" / "server" / f"{language}.po", said)
        for text in said:
            assert set(SERVER_VALUES.findall(text)) == set(SERVER_VALUES.findall(known[text])), (language, text)


def _catalogue(path: Path, said: set[str]) -> dict[str, str]:
    """Return what a catalogue says, which leaves none of the texts out."""
    blocks = path.read_text().split("\n\n")[1:]
    pairs = [re.findall(r'^msg(?:id|str) ((?:"(?:[^"\\]|\\.)*"\n?)+)', block, re.MULTILINE) for block in blocks]
    known = {_joined(pair[0]): _joined(pair[1]) for pair in pairs if len(pair) == 2}
    assert said - set(known) == set(), path.stem
    assert [text for text in said if not known[text].strip()] == [], path.stem
    return known


def _joined(quoted: str) -> str:
    return "".join(json.loads(line) for line in quoted.strip().split("\n"))


def test_the_lock_file_names_no_addresses_and_only_permissive_licences() -> None:
    packages = json.loads((UI / "package-lock.json").read_text())["packages"]
    assert all("resolved" not in one for one in packages.values())
    licences = {name: one.get("license", "") for name, one in packages.items() if name}
    assert {name: one for name, one in licences.items() if re.search("GPL|SSPL|BUSL|UNLICENSED", one)} == {}
    shipped = {name: one for name, one in licences.items() if not packages[name].get("dev")}
    assert [name for name, one in shipped.items() if not one or "MPL" in one] == []


def test_the_first_load_is_light() -> None:
    if not BUILT.exists():
        pytest.skip("the pages are not built here (make ui)")
    manifest = json.loads((BUILT.parent / ".vite" / "manifest.json").read_text())
    waiting, seen = ["index.html", "locales/en.po"], set()
    while waiting:
        one = next(key for key, part in manifest.items() if key == waiting[-1] or key.endswith(waiting[-1]))
        waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += manifest[one].get("imports", [])
    size = sum(len(gzip.compress((BUILT.parent / manifest[one]["file"]).read_bytes())) for one in seen)
    assert 50_000 < size <= FIRST_LOAD_BYTES
    assert not any("MapPage" in one for one in seen)
