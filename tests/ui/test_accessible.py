"""axe finds nothing to object to on any page, light and dark, wide and narrow."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.collector.browser import Browser, Page
from tests.ui.conftest import EMAIL, PASSWORD, TOLD, Site
from tests.ui.hands import fill, press, push, says, screen

pytestmark = pytest.mark.xdist_group("browser")
FAULTS = """axe.run().then(found => JSON.stringify(found.violations.map(one => [
  one.id, one.nodes.length, one.nodes[0].html.slice(0, 160), one.nodes[0].failureSummary.slice(0, 200)])))"""
MAP_VIEWS = (
    ("", False),
    ("", True),
    ("?view=table", False),
    ("?view=present", True),
    ("?view=matrix", True),
    ("?view=beside&words=a&text=pl", False),
)
AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"


def faults(page: Page) -> list[Any]:
    if not page.run("'axe' in window"):
        page.run(AXE.read_text() + ";0")
    said = page.run(FAULTS)
    found: list[Any] = json.loads(said)
    return found


def test_no_page_has_anything_axe_objects_to(browser: Browser, site: Site, lamp: str) -> None:
    if not AXE.exists():
        pytest.skip("the Node packages of ui are not installed (make ui)")
    document = site.draw(file=lamp, name="lamp.map.yaml")
    shop = site.enter()
    scores = {"impact": 8, "effort": 2}
    site.ask(
        "POST", f"/workspaces/{shop}/items", {"kind": "opportunity", "title": "Full price early", "scores": scores}
    )
    persona = site.ask("POST", f"/workspaces/{shop}/items", {"kind": "persona", "title": "Lena"})["id"]
    read = site.ask("POST", f"/workspaces/{shop}/items", TOLD)["id"]
    workshop = site.ask("POST", f"/workspaces/{shop}/workshops", {"title": "Our checkout"})
    found = {}
    with browser.visitor() as visitor:
        page = visitor.open(site.address)
        says(page, "Sign in")
        found["gate"] = faults(page)
        fill(page, "E-mail", EMAIL)
        fill(page, "Password", PASSWORD)
        press(page, "Enter")
        says(page, "New map")
        for path, text, wide in (
            ("/", "I order a lamp", 1280),
            ("/new", "Find a template", 1280),
            ("/draw", "Drop files here", 360),
            ("/people", EMAIL, 1280),
            ("/settings", "Keys for programs", 360),
            ("/library/opportunity", "Full price early", 1280),
            ("/library/boards/matrix", "In this order", 360),
            ("/library/themes", "What the data hold", 360),
            ("/overall", "Full price early", 1280),
            (f"/library/persona/{persona}", "Empathy map", 1280),
            (f"/library/persona/{read}", "The price comes last", 360),
            ("/library/boards", "New board", 1280),
            (f"/workshops/{workshop['id']}", "Write in silence", 1280),
            (f"/join/{workshop['code']}", "Join the workshop", 360),
        ):
            screen(page, wide, 800, dark=wide == 360)
            page.go(site.address + path)
            says(page, text)
            found[path] = faults(page)
        for query, dark in MAP_VIEWS:
            screen(page, 1280, 900, dark=dark)
            page.go(f"{site.address}/maps/{document}{query}")
            page.until("document.querySelectorAll('.card, td').length > 3")
            found[f"map{query}{dark}"] = faults(page)
        page.go(f"{site.address}/maps/{document}")
        page.until("!!document.querySelector('[data-cell=\"card:p2\"]')")
        page.click('[data-cell="card:p2"]')
        press(page, "Control+i")
        says(page, "Evidence")
        found["panel"] = faults(page)
        push(page, "Share")
        says(page, "Make a link and copy it")
        found["share"] = faults(page)
    assert not (said := {name: faults for name, faults in found.items() if faults}), json.dumps(said, indent=1)
