"""Everything the program has is in the docs, or this fails."""

from pathlib import Path

import pytest
from tools import reference

from tests.house.house import ROOT

DOCS = ROOT / "docs" / "reference"


def headings(page: Path) -> set[str]:
    return {line.removeprefix("### ").strip() for line in page.read_text().splitlines() if line.startswith("### ")}


@pytest.mark.parametrize(
    ("page", "package"), [(title.split()[-1].lower(), package) for title, package in reference.REGISTRIES.items()]
)
def test_every_registry_entry_has_its_section(page: str, package: str) -> None:
    names = {"types": "lanes"}
    found = headings(DOCS / f"{names.get(page, page)}.md")
    assert {entry.name for entry in reference.entries(package)} == found  # type: ignore[attr-defined]


PRINTED = {"cli": reference.commands, "settings": reference.variables, "errors": reference.error_codes}


@pytest.mark.parametrize("page", PRINTED)
def test_every_command_setting_and_error_has_its_section(page: str) -> None:
    expected = {line.split("\n")[0].removeprefix("### ") for line in PRINTED[page]()}
    assert headings(DOCS / f"{page}.md") == expected


def test_every_page_of_the_site_is_in_its_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text()
    pages = [str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")]
    assert [page for page in pages if page not in menu] == []
