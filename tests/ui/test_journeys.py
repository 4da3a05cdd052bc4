"""A person at a real browser: from a new server to a map, together with others, and handed on."""

import pytest

from tests.collector.browser import Browser, Page
from tests.ui.conftest import EMAIL, PASSWORD, Site
from tests.ui.hands import fill, press, push, says, screen, signed_in, write

pytestmark = pytest.mark.xdist_group("browser")
KEPT = """(async () => {
  while (!(await (await caches.open('footpath-files')).match('/index.html')) || !navigator.serviceWorker.controller)
    await new Promise(done => setTimeout(done, 50))
  await fetch('/api/v1/me').then(() => fetch('/api/v1/maps/' + location.pathname.split('/')[2]))
})()"""
STAND = "(document.activeElement?.dataset.cell ?? '')"


def _stand(page: Page, cell: str) -> None:
    page.until(f"!!document.querySelector('[data-cell=\"{cell}\"]')")
    page.click(f'[data-cell="{cell}"]')
    page.until(f"{STAND} === '{cell}'")


def test_a_new_server_a_map_drawn_from_nothing_by_keyboard_and_exported(browser: Browser, site: Site) -> None:
    with browser.visitor() as visitor:
        page = visitor.open(site.address)
        says(page, "Welcome to Footpath")
        for label, text in (("Your name", "Anna"), ("E-mail", EMAIL), ("Password", PASSWORD), ("Workspace", "Shop")):
            fill(page, label, text)
        press(page, "Enter")
        says(page, "Your first map")
        page.go(f"{site.address}/new?template=")
        fill(page, "Title", "I buy a lamp")
        press(page, "Enter")
        fill(page, "Stages and steps", "Find\n  Search\n  Compare\nBuy")
        push(page, "Draw the map")
        says(page, "What I want")
        page.until(f"{STAND}.startsWith('column:')")
        press(page, "ArrowDown")
        press(page, "ArrowDown")
        page.until(f"{STAND}.startsWith('empty:')")
        press(page, "F2")
        page.until("document.activeElement.tagName === 'TEXTAREA'")
        write(page, "a warm light")
        press(page, "Enter")
        page.until("[...document.querySelectorAll('.card')].some(c => c.innerText.includes('a warm light'))")
        press(page, "Alt+ArrowRight")
        page.until("document.activeElement.getAttribute('aria-label')?.includes('Compare')")
        press(page, "Delete")
        page.until("![...document.querySelectorAll('.card')].some(c => c.innerText.includes('a warm light'))")
        press(page, "Control+z")
        page.until("[...document.querySelectorAll('.card')].some(c => c.innerText.includes('a warm light'))")
        says(page, "Saved")
        document = page.run("location.pathname.split('/')[2]")
        site.enter()
        drawn = site.ask("GET", f"/maps/{document}/map")
        assert [column["title"] for column in drawn["columns"]] == ["Find", "Search", "Compare", "Buy"]
        assert [(card["text"], card["at"]) for card in drawn["cards"]] == [("a warm light", drawn["columns"][2]["key"])]
        said = page.run(f"fetch('/api/v1/maps/{document}/export/md').then(r => r.text())")
        assert "a warm light" in said


def test_two_people_edit_while_the_server_is_away_and_meet_again(browser: Browser, site: Site, lamp: str) -> None:
    document = site.draw(file=lamp, name="lamp.map.yaml")
    with browser.visitor() as one, browser.visitor() as other:
        pages = [signed_in(visitor, site.address, EMAIL, PASSWORD) for visitor in (one, other)]
        for page in pages:
            page.go(f"{site.address}/maps/{document}")
            says(page, "Saved")
            page.until("!!document.querySelector('[data-cell=\"card:p1\"]')")
        pages[1].until("document.querySelectorAll('.people .avatar').length === 1")
        pages[0].run(KEPT)
        site.stop()
        for page, cell, text in zip(
            pages, ("empty:pains:4", "empty:pains:0"), ("from the left", "from the right"), strict=True
        ):
            page.until("!document.querySelector('.wire').innerText.includes('Saved')", 30)
            _stand(page, cell)
            press(page, "F2")
            page.until("document.activeElement.tagName === 'TEXTAREA'")
            write(page, text)
            press(page, "Enter")
        pages[0].reload()  # the pages and the map are kept on this device
        pages[0].until("[...document.querySelectorAll('.card')].some(c => c.innerText.includes('from the left'))", 30)
        site.start()
        for page in pages:
            page.until("document.querySelector('.wire')?.innerText.includes('Saved')", 40)
            for text in ("from the left", "from the right"):
                page.until(f"[...document.querySelectorAll('.card')].some(c => c.innerText.includes('{text}'))", 30)
    texts = {card.get("text") for card in site.ask("GET", f"/maps/{document}/map")["cards"]}
    assert {"from the left", "from the right"} <= texts


def test_a_link_shows_the_map_to_somebody_without_an_account(browser: Browser, site: Site, lamp: str) -> None:
    document = site.draw(file=lamp, name="lamp.map.yaml")
    share = site.ask("POST", f"/maps/{document}/shares", {"password": "open sesame", "hidden_lanes": ["pains"]})
    link = share["link"] if share["link"].startswith("http") else site.address + share["link"]
    with browser.visitor() as visitor:
        page = visitor.open(link)
        screen(page, 1400, 900)
        says(page, "This map has a password")
        fill(page, "Password", "open sesame")
        press(page, "Enter")
        page.until("!!document.querySelector('[data-cell=\"card:q1\"]')")
        assert not page.run("document.body.innerText.includes('Payment fails')")
        site.ask("PATCH", f"/maps/{document}", {"title": "I order two lamps"})
        page.until("document.querySelector('.map-title').textContent === 'I order two lamps'")
        push(page, "View")
        push(page, "Table")
        page.until("document.querySelectorAll('.table-view td').length > 3")
        assert not page.run("document.body.innerText.includes('Payment fails')")
        push(page, "Back to the map")
        page.until("!!document.querySelector('[data-cell=\"card:q1\"]')")
        press(page, "F2")
        assert page.run("document.querySelectorAll('textarea').length") == 0


def test_cells_are_copied_to_a_spreadsheet_and_pasted_back(browser: Browser, site: Site, lamp: str) -> None:
    document = site.draw(file=lamp, name="lamp.map.yaml")
    with browser.visitor() as visitor:
        page = signed_in(visitor, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/maps/{document}")
        _stand(page, "empty:pains:0")
        table = "uno\\tdue\\n\\ttre"
        page.run(f"window.held = new DataTransfer(); held.setData('text/plain', '{table}'); 0")
        paste = "new ClipboardEvent('paste', {clipboardData: held, bubbles: true})"
        page.run(f"document.activeElement.dispatchEvent({paste})")
        page.until("document.querySelectorAll('.card[aria-selected=true]').length === 3")
        said = page.run(
            "[...document.querySelectorAll('.card[aria-selected=true]')].map(c => c.getAttribute('aria-label'))"
        )
        assert [one.split(",")[:3] for one in said] == [
            ["uno", " Pain points", " Search"],
            ["due", " Pain points", " Read review"],
            ["tre", " Opportunities", " Read review"],
        ]
        press(page, "Control+z")
        page.until("!document.querySelector('.scroller').innerText.match(/\\b(uno|due|tre)\\b/)")


def _act(page: Page, word: str) -> None:
    press(page, "Control+k")
    page.until("document.activeElement.getAttribute('role') === 'combobox'")
    write(page, word)
    press(page, "Enter")


def _undo_and_redo(page: Page) -> None:
    """The buttons are dim where there is nothing to do, and the palette knows both."""
    dim = "[...document.querySelectorAll('.map-bar [aria-disabled]')].map(b => b.ariaDisabled).join()"
    page.until(f"{dim} === 'false,true'")
    push(page, "Undo")
    page.until("document.querySelectorAll('.card .tag').length === 2")
    page.until(f"{dim} === 'false,false'")
    _act(page, "redo")
    page.until("document.querySelectorAll('.card .tag').length === 4")
    press(page, "Control+z")
    page.until("document.querySelectorAll('.card .tag').length === 2")


def test_arrows_tags_and_a_view_of_some_cards_are_kept_for_everybody(browser: Browser, site: Site, lamp: str) -> None:
    document = site.draw(file=lamp, name="lamp.map.yaml")
    with browser.visitor() as visitor:
        page = signed_in(visitor, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/maps/{document}")
        _stand(page, "card:p1")
        press(page, "Shift+ArrowRight")
        page.until(f"{STAND}.startsWith('empty:')")
        press(page, "Shift+ArrowRight")
        page.until("document.querySelectorAll('.card[aria-selected=true]').length === 2")
        press(page, "Control+l")
        page.until("document.querySelectorAll('.links .line').length === 1")
        press(page, "Control+i")
        page.until("document.activeElement.tagName === 'SELECT' && document.body.innerText.includes('2 cards')")
        fill(page, "Add a tag", "mobile")
        press(page, "Enter")
        page.until("document.querySelectorAll('.card .tag').length === 2")
        press(page, "Escape")
        page.until(f"!document.querySelector('.side') && {STAND} === 'card:p2'")
        _act(page, "duplicate")
        page.until("document.querySelectorAll('.card .tag').length === 4")
        _undo_and_redo(page)
        page.go(f"{site.address}/maps/{document}?tag=mobile")
        page.until("document.querySelectorAll('.card').length === 2")
        push(page, "Saved views")
        page.until("!!document.querySelector('[role=menuitem]')")
        page.run("[...document.querySelectorAll('[role=menuitem]')].find(i => i.innerText.includes('Keep')).click()")
        fill(page, "Name", "On phones")
        press(page, "Enter")
        push(page, "Keep")
        says(page, "On phones")
        push(page, "Show all cards")
        page.until("document.querySelectorAll('.card').length > 9")
        says(page, "Saved")
    drawn = site.ask("GET", f"/maps/{document}/map")
    assert [link["from"] for link in drawn["links"]] == ["p1"]
    assert [card["props"]["tags"] for card in drawn["cards"] if "tags" in card.get("props", {})] == [["mobile"]] * 2


def test_a_map_is_saved_as_a_template_renamed_and_begun_with(browser: Browser, site: Site, lamp: str) -> None:
    document = site.draw(file=lamp, name="lamp.map.yaml", title="")
    with browser.visitor() as visitor:
        page = signed_in(visitor, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/maps/{document}")
        says(page, "Saved")
        push(page, "View")
        page.until("!!document.querySelector('[role=menuitem]')")
        push(page, "Save as a template")
        says(page, "is a template now")
        push(page, "Show")
        own = "document.querySelector('.templates .template:nth-child(2)')"
        page.until(f"{own}?.innerText.includes('lamp')")
        page.run(f"{own}.querySelector('input').click()")
        says(page, "Made of a map of this workspace")
        page.until("document.querySelectorAll('.preview-map .card').length > 3")
        page.run(f"{own}.querySelector('button').focus()")
        press(page, "Enter")
        page.until("!!document.querySelector('[role=menuitem]')")
        push(page, "Rename")
        fill(page, "Name", "")
        page.run("document.activeElement.select()")
        write(page, "How we sell")
        press(page, "Enter")
        page.until(f"{own}?.innerText.includes('How we sell')")
        fill(page, "Title", "I buy a chair")
        push(page, "Make the map")
        page.until("location.pathname.startsWith('/maps/')")
        says(page, "Saved")
        begun = page.run("location.pathname.split('/')[2]")
        page.go(f"{site.address}/maps/{document}")
        says(page, "Saved")
    before, drawn = (site.ask("GET", f"/maps/{one}/map") for one in (document, begun))
    assert drawn["title"] == "I buy a chair"
    bare = [{name: said for name, said in one.items() if name != "figures"} for one in before["columns"]]
    assert drawn["columns"] == bare != before["columns"]


def test_a_map_has_one_owner_a_to_be_copy_and_room_on_phones(browser: Browser, site: Site, lamp: str) -> None:
    document = site.draw(file=lamp, name="lamp.map.yaml")
    with browser.visitor() as visitor:
        page = signed_in(visitor, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/maps/{document}")
        says(page, "Saved")
        push(page, "View")
        push(page, "About this map")
        page.until("[...document.querySelectorAll('.side label')].filter(l => l.textContent === 'Owner').length === 1")
        push(page, "View")
        push(page, "Make a to-be copy")
        page.until("document.querySelectorAll('.beside .scroller .card').length > 6")
        page.until("[...document.querySelectorAll('.beside .badge')].some(b => b.innerText === 'as it should be')")
        screen(page, 360, 740)
        page.go(f"{site.address}/maps/{document}")
        page.until("document.querySelector('.map-body')?.getBoundingClientRect().height >= 0.75 * 740")
        push(page, "View")
        page.until("!!document.querySelector('[role=menuitem]')")


def test_a_map_is_read_and_edited_as_a_table_and_counted_by_keyboard(browser: Browser, site: Site, lamp: str) -> None:
    document = site.draw(file=lamp, name="lamp.map.yaml")
    with browser.visitor() as visitor:
        page = signed_in(visitor, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/maps/{document}?view=table")
        says(page, "moment of truth")
        says(page, "Payment fails on phones")
        _stand(page, "column:search")
        for _ in range(6):
            press(page, "ArrowRight")
        page.until(f"{STAND} === 'column:pay' && document.activeElement.getBoundingClientRect().right < 1400")
        press(page, "ArrowDown")
        page.until(f"{STAND} === 'empty:path:6'")
        press(page, "ArrowDown")
        page.until(f"{STAND} === 'card:emo-pay'")
        press(page, "F2")
        page.until("document.activeElement.tagName === 'TEXTAREA'")
        page.run("document.activeElement.select()")
        write(page, "pay at the door")
        press(page, "Enter")
        page.until(f"{STAND} === 'card:emo-pay' && document.activeElement.innerText.includes('pay at the door')")
        press(page, "Escape")
        page.until("document.activeElement.className === 'table-view'")
        press(page, "Escape")
        page.until("!!document.querySelector('.scroller')")
        page.go(f"{site.address}/maps/{document}?view=matrix")
        page.until("!!document.querySelector('.matrix td button')")
        page.run("document.querySelector('.matrix').focus()")
        press(page, "ArrowDown")
        press(page, "ArrowDown")
        page.until("document.activeElement.closest('tr')?.rowIndex === 2")
        press(page, "Escape")
        page.until("document.activeElement.classList.contains('matrix')")
    assert next(c["text"] for c in site.ask("GET", f"/maps/{document}/map")["cards"] if c["key"] == "emo-pay") == (
        "pay at the door"
    )
