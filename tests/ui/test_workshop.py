"""A workshop from its code to cards on a map, with a phone without an account; and two people at one board."""

import json
from pathlib import Path

import pytest

from tests.collector.browser import Browser, Page, Visitor
from tests.ui.conftest import EMAIL, PASSWORD, Site
from tests.ui.hands import fill, press, push, says, screen, signed_in, write

pytestmark = pytest.mark.xdist_group("browser")
PLACES = "[...document.querySelectorAll('.standing')].map(s => s.querySelector('.standing-label').textContent)"


def test_notes_from_a_phone_become_cards_of_a_map(browser: Browser, site: Site, lamp: str) -> None:
    document = site.draw(file=lamp, name="lamp.map.yaml")
    with browser.visitor() as desk, browser.visitor() as pocket:
        page = signed_in(desk, site.address, EMAIL, PASSWORD)
        screen(page, 1400, 1400)
        page.go(f"{site.address}/workshops")
        fill(page, "Title", "Our checkout")
        fill(page, "Question people answer", "What makes people leave?")
        push(page, "Begin")
        says(page, "Write in silence")
        page.until("document.querySelector('.qr img')?.naturalWidth > 0")
        code = page.run("document.querySelector('.code').textContent.replace(' ', '')")

        phone = joined(pocket, f"{site.address}/join/{code.lower()}")
        for text in ("Fees appear late", "The form is long"):
            fill(phone, "Your note", text)
            press(phone, "Tab")
            push(phone, "Send the note")
            says(phone, text)
        assert phone.run("document.documentElement.scrollWidth <= innerWidth")
        page.until("document.querySelector('.hidden-notes strong')?.textContent === '2'")
        assert "Fees appear late" not in page.run("document.body.innerText")

        push(page, "3. Put on piles")
        fill_named(page, "Name of a new pile", "Money")
        push(page, "Make a pile")
        choose(page, "Pile of “Fees appear late”", "Money")
        page.until("[...document.querySelectorAll('.pile')].some(p => p.innerText.startsWith('Money') && "
                   "p.innerText.includes('Fees appear late'))")  # fmt: skip
        push(page, "4. Vote")
        says(phone, "3 of 3 votes left")
        push(phone, "Vote for it")
        says(phone, "2 of 3 votes left")
        push(page, "5. Result")
        says(page, "1 vote")
        choose(page, "Map", document)
        choose(page, "Lane", "pains")
        choose(page, "Step", "pay")
        push(page, "Make the cards")
        says(page, "1 card made")
    cards = site.ask("GET", f"/maps/{document}/map")["cards"]
    assert [one["detail"] for one in cards if one.get("text") == "Money"] == ["– Fees appear late"]


def test_a_file_fills_an_empty_library_and_what_of_it_was_not_taken_is_told(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    site.enter()
    file = tmp_path / "solutions.json"
    fees = {"importKey": "1", "title": "Show fees early", "priority": "URGENT"}
    file.write_text(json.dumps({"format": "THEYDO_SOLUTIONS_V1", "solutions": [fees]}))
    with browser.visitor() as desk:
        page = signed_in(desk, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/library/solution")
        says(page, "Nothing here yet")
        root = page.ask("DOM.getDocument")["root"]["nodeId"]
        found = page.ask("DOM.querySelector", nodeId=root, selector="[type=file]")
        page.ask("DOM.setFileInputFiles", nodeId=found["nodeId"], files=[str(file)])
        page.until("[...document.querySelectorAll('main .table')].some(t => t.textContent.includes('Show fees early'))")
        for text in ("1 added", "solutions[0].priority", "There are: HIGH, MEDIUM, LOW."):
            says(page, text)


def joined(visitor: Visitor, address: str) -> Page:
    """Return the phone of somebody who joined without an account."""
    phone = visitor.open(address)
    screen(phone, 360, 740)
    fill(phone, "Your name, if you like", "Bo")
    push(phone, "Join")
    says(phone, "What makes people leave?")
    return phone


def fill_named(page: Page, label: str, text: str) -> None:
    page.until(f"!!document.querySelector(`[aria-label='{label}']`)")
    page.run(f"document.querySelector(`[aria-label='{label}']`).focus()")
    write(page, text)


def choose(page: Page, label: str, value: str) -> None:
    """Choose in the list with that label as a person does."""
    found = (
        f"[...document.querySelectorAll('select')].find(s => s.getAttribute('aria-label') === {label!r} || "
        f"[...s.labels ?? []].some(l => l.textContent === {label!r}))"
    )
    page.until(f"[...({found})?.options ?? []].some(o => o.value === {value!r})")
    page.run(f"(s => {{ Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(s, {value!r});"
             f"s.dispatchEvent(new Event('change', {{bubbles: true}})) }})({found})")  # fmt: skip


def at_board(page: Page, address: str) -> Page:
    page.go(address)
    page.until("!!document.querySelector('.plane')")
    return page


def test_two_people_lay_out_one_board_also_when_one_loses_the_line(browser: Browser, site: Site) -> None:
    workspace = site.enter()
    body = {"kind": "stakeholder_map", "title": "Who has a part"}
    board = site.ask("POST", f"/workspaces/{workspace}/boards", body)["id"]
    address = f"{site.address}/library/boards/{board}"
    with browser.visitor() as desk, browser.visitor() as sofa:
        one = at_board(signed_in(desk, site.address, EMAIL, PASSWORD), address)
        two = at_board(signed_in(sofa, site.address, EMAIL, PASSWORD), address)
        screen(two, 1200, 900)
        says(one, "Here too: Anna")
        asks = f"performance.getEntriesByType('resource').filter(e => e.name.endsWith('/boards/{board}')).length"
        before = two.run(asks)
        fill(one, "Who", "The town")
        press(one, "Enter")
        two.until(f"{PLACES}.includes('The town')")
        assert two.run(asks) <= before + 2  # told, not asked every few seconds

        two.ask("Network.enable")
        two.ask("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        fill(two, "Who", "The bank")
        press(two, "Enter")
        says(two, "Kept on this device")
        fill(one, "Who", "The post")
        press(one, "Enter")
        two.ask(
            "Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1
        )
        for page in (one, two):
            page.until(f"{PLACES}.toSorted().join() === 'The bank,The post,The town'", 20)
        says(two, "Here too: Anna")
        one.run("document.querySelector('.standing').focus()")
        before_x = two.run("document.querySelector('.standing').style.left")
        press(one, "ArrowRight")
        two.until(f"document.querySelector('.standing').style.left !== {before_x!r}")
        push(two, "Delete the board")
        says(one, "It may be gone")
    assert site.ask("GET", f"/workspaces/{workspace}/boards") == []
