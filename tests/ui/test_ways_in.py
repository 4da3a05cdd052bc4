"""Links lead to what they name, and whoever is signed out gets back to where they were."""

from datetime import timedelta

import pytest

from footpath.core.clock import now
from tests.collector.browser import Browser, Page, Visitor
from tests.ui.conftest import EMAIL, PASSWORD, Site
from tests.ui.hands import fill, press, push, says, screen, signed_in, write
from tests.ui.lamps import lamp_map, lamp_shop

pytestmark = pytest.mark.xdist_group("browser")
STAGES, LANES = 16, 16
FAR = f"c{LANES - 1}-{STAGES - 1}"
STANDS = "document.activeElement?.dataset.cell"
# In sight: on the screen, beside the titles of the lanes, and not under anything.
SEEN = """(cell => { const r = cell.getBoundingClientRect(), x = r.x + Math.min(r.width, 200) / 2;
  return r.right > 0 && r.bottom <= innerHeight && x < innerWidth &&
    cell.contains(document.elementFromPoint(x, r.y + Math.min(r.height, 40) / 2)) })"""
SIGN_OUT = """fetch('/api/v1/me').then(r => r.json()).then(me =>
  fetch('/api/v1/session', {method: 'DELETE', headers: {'x-csrf-token': me.csrf}})).then(r => r.status)"""
LOOKED = "I looked: it is still true"
GONE = "What this link leads to is no longer on the map."


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return lamp_shop(tmp_path_factory.mktemp("shop"), [["Home", "Cart"], ["Home"]])


def _large() -> dict[str, object]:
    """Return a live map far wider and higher than the screen, its steps in stages of two."""
    steps: list[dict[str, object]] = [
        {"key": f"s{at}", "title": f"Step {at}", "parent": f"g{at // 2}"} for at in range(STAGES)
    ]
    steps[0] |= {"matches": ["home"]}
    words = "which says so much that it takes several lines of its card to be read"
    return {
        "key": "large", "title": "Large",
        "touchpoints": [{"key": "home", "title": "Home", "where": {"name": ["Home"]}}],
        "columns": [{"key": f"g{at}", "title": f"Stage {at}"} for at in range(STAGES // 2)] + steps,
        "lanes": [
            {"key": "path", "type": "traffic", "title": "Path"},
            *({"key": f"l{lane}", "type": "text", "title": f"Lane {lane}"} for lane in range(LANES)),
        ],
        "cards": [
            {"key": f"c{lane}-{at}", "lane": f"l{lane}", "at": f"s{at}", "text": f"Card {lane} {at} {words}"}
            for lane in range(LANES)
            for at in range(STAGES)
        ],
    }  # fmt: skip


def _arrives(page: Page, address: str, cell: str) -> None:
    page.go("about:blank")
    page.go(address)
    page.until(f"{STANDS} === {cell!r} && {SEEN}(document.activeElement)")
    assert "at=" not in page.run("location.search")
    page.run("document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => setTimeout(done))))")
    assert page.run(f"{STANDS} === {cell!r} && {SEEN}(document.activeElement)")


def test_a_link_to_an_element_brings_it_into_sight(browser: Browser, shop: Site) -> None:
    shop.start()
    try:
        map_ = f"{shop.address}/maps/{shop.draw(title='Large', map=_large())}"
        lane = f"l{LANES - 1}"
        ways: dict[str, str] = {
            f"cards/{FAR}": f"card:{FAR}", f"columns/s{STAGES - 1}": f"column:s{STAGES - 1}",
            f"stages/g{STAGES // 2 - 1}": f"column:g{STAGES // 2 - 1}", f"lanes/{lane}": f"lane:{lane}",
            f"cards/{FAR}&fold={lane}": f"card:{FAR}", f"cards/{FAR}&hide={lane}": f"card:{FAR}",
            f"cards/{FAR}&folded=g{STAGES // 2 - 1}": f"card:{FAR}", f"cards/{FAR}&words=nothing": f"card:{FAR}",
            f"lanes/{lane}&hide={lane}": f"lane:{lane}", f"lanes/{lane}&words=nothing": f"lane:{lane}",
        }  # fmt: skip
        for wide in (1400, 360):
            with browser.visitor() as visitor:  # nothing of the map is kept on the device yet
                page = signed_in(visitor, shop.address, EMAIL, PASSWORD)
                screen(page, wide, 740)
                for at, cell in ways.items():
                    _arrives(page, f"{map_}?at={at}", cell)
                page.go(f"{map_}?at=cards/gone")
                says(page, GONE)
                assert page.run("location.search") == ""
                page.go(f"{map_}?at=lanes/gone&view=table")
                says(page, GONE)
    finally:
        shop.stop()


def _signs_in(page: Page) -> None:
    push(page, "Sign in")
    fill(page, "E-mail", EMAIL)
    fill(page, "Password", PASSWORD)
    press(page, "Enter")
    says(page, "Card 0 0")


def test_whoever_is_signed_out_is_asked_no_more_and_comes_back_to_the_map(browser: Browser, shop: Site) -> None:
    shop.start()
    try:
        address = f"/maps/{shop.draw(title='Large', map=_large())}?words=Card"
        with browser.visitor() as visitor:
            page = signed_in(visitor, shop.address, EMAIL, PASSWORD)
            page.go(shop.address + address)
            says(page, "Card 0 0")
            page.run(SIGN_OUT)
            says(page, "Signed out")
            before = len(page.requests("/facts"))
            page.run("new Promise(done => setTimeout(done, 3000))")  # three times as long as an open map waits
            assert len(page.requests("/facts")) == before
            _signs_in(page)
            assert page.run("location.pathname + location.search") == address
            page.run(SIGN_OUT)
            shown = "document.body.innerText.includes('This map cannot be shown')"
            page.until(f"(window.dispatchEvent(new Event('visibilitychange')), {shown})")  # somebody comes back to it
            _signs_in(page)
            assert page.run("location.pathname + location.search") == address
    finally:
        shop.stop()


def _by_link(visitor: Visitor, shop: Site, link: str) -> Page:
    return visitor.open(f"{shop.address}/shared/{link.rsplit('/', 1)[1]}")


def test_a_link_that_ends_is_told_to_the_guest_and_to_whoever_made_it(browser: Browser, shop: Site) -> None:
    shop.start()
    try:
        map_ = shop.draw(file=lamp_map(), name="lamp.map.yaml")
        soon = (now() + timedelta(seconds=8)).isoformat()
        link = shop.ask("POST", f"/maps/{map_}/shares", {"expires_at": soon})["link"]
        with browser.visitor() as visitor:
            guest = _by_link(visitor, shop, link)
            says(guest, "Path travelled")
            says(guest, "This link has ended")  # the map that is open stays
            says(guest, "Path travelled")
            guest.reload()
            says(guest, "This link does not work")
        with browser.visitor() as visitor:
            page = signed_in(visitor, shop.address, EMAIL, PASSWORD)
            page.go(f"{shop.address}/maps/{map_}")
            push(page, "Share")
            says(page, "ended on")
            assert page.run("[...document.querySelectorAll('.dialog li button')].map(b => b.innerText).join()") == (
                "Take off the list"
            )
            push(page, "Take off the list")
            page.until("!document.body.innerText.includes('Links to this map')")
    finally:
        shop.stop()


def test_a_wrong_password_is_said_once_it_was_tried_and_can_be_mended(browser: Browser, shop: Site) -> None:
    shop.start()
    try:
        map_ = shop.draw(file=lamp_map(), name="lamp.map.yaml")
        link = shop.ask("POST", f"/maps/{map_}/shares", {"password": PASSWORD})["link"]
        with browser.visitor() as visitor:
            guest = _by_link(visitor, shop, link)
            says(guest, "This map has a password")
            write(guest, PASSWORD[:-1])
            assert not guest.run("document.querySelector('.fault')")
            press(guest, "Enter")
            says(guest, "This is not the password.")
            assert guest.run("[document.activeElement.type, document.activeElement.value]") == [
                "password", PASSWORD[:-1],
            ]  # fmt: skip
            write(guest, PASSWORD[-1])
            press(guest, "Enter")
            says(guest, "Path travelled")
    finally:
        shop.stop()


def test_the_mail_about_a_review_leads_to_the_button_also_by_signing_in(browser: Browser, shop: Site) -> None:
    shop.start()
    try:
        map_ = shop.draw(file=lamp_map(), name="lamp.map.yaml")
        shop.ask("PATCH", f"/maps/{map_}", {"review_every_days": 30})
        link = f"{shop.address}/maps/{map_}?panel=map&review=due"  # as collaboration/reviews.py writes it
        with browser.visitor() as visitor:
            page = visitor.open(link)
            screen(page, 360, 740)
            fill(page, "E-mail", EMAIL)
            fill(page, "Password", PASSWORD)
            press(page, "Enter")
            page.until(f"document.activeElement.innerText === {LOOKED!r} && {SEEN}(document.activeElement)")
            press(page, "Enter")
            says(page, "Looked at on")
            assert page.run("document.activeElement.innerText") == LOOKED
        invited = shop.ask("POST", f"/workspaces/{shop.enter()}/invitations", {"role": "viewer"})["link"]
        with browser.visitor() as visitor:
            page = visitor.open(f"{shop.address}/invitation/{invited.rsplit('/', 1)[1]}")
            for label, text in (("Your name", "Vic"), ("E-mail", "vic@example.org"), ("Password", PASSWORD)):
                fill(page, label, text)
            press(page, "Enter")
            says(page, "I buy a lamp")
            page.go(link)
            says(page, "Only editors of the map can say that they looked.")
            assert not page.run(f"document.body.innerText.includes({LOOKED!r})")
    finally:
        shop.stop()


def _focused(page: Page, name: str) -> None:
    page.until(f"(e => e.getAttribute('aria-label') || e.innerText || e.tagName)(document.activeElement) === {name!r}")


def test_an_impact_map_is_made_and_mended_by_keys(browser: Browser, shop: Site) -> None:
    shop.start()
    try:
        made = shop.ask("POST", f"/workspaces/{shop.enter()}/boards", {"kind": "impact_map", "title": "By keys"})["id"]
        with browser.visitor() as visitor:
            page = signed_in(visitor, shop.address, EMAIL, PASSWORD)
            page.go(f"{shop.address}/library/boards/{made}")
            page.until("document.activeElement.tagName === 'INPUT'")
            write(page, "More pay")
            press(page, "Enter")
            _focused(page, "More: More pay")
            press(page, "Tab")
            press(page, "Enter")
            page.until("document.activeElement.tagName === 'INPUT'")
            write(page, "Courier")
            press(page, "Enter")
            _focused(page, "More: Courier")
            press(page, "Enter")
            _focused(page, "Rename")
            press(page, "Enter")
            _focused(page, "Name")
            press(page, "Escape")
            _focused(page, "More: Courier")
            press(page, "Enter")
            _focused(page, "Rename")
            press(page, "ArrowUp")
            _focused(page, "Take off with all below")
            press(page, "Enter")
            _focused(page, "More: More pay")
    finally:
        shop.stop()


def test_a_stakeholder_map_says_where_its_people_go(browser: Browser, shop: Site) -> None:
    shop.start()
    try:
        made = shop.ask("POST", f"/workspaces/{shop.enter()}/boards", {"kind": "stakeholder_map", "title": "By keys"})[
            "id"
        ]
        with browser.visitor() as visitor:
            page = signed_in(visitor, shop.address, EMAIL, PASSWORD)
            page.go(f"{shop.address}/library/boards/{made}")
            fill(page, "Who", "Courier")
            press(page, "Enter")
            page.until("!!document.querySelector('.standing')")
            page.run("document.querySelector('.standing').focus()")
            _focused(page, "Courier, important")
            for _ in range(5):
                press(page, "ArrowLeft")
            _focused(page, "Courier, essential")
            assert page.run("document.querySelector('.plane [role=status]').innerText") == "Courier, essential"
            page.run("document.querySelector('.standing').click()")  # as a screen reader does
            says(page, "Take off the board")
            push(page, "Take off the board")
            page.until("document.activeElement.tagName === 'INPUT'")
    finally:
        shop.stop()
