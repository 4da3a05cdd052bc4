"""A new user with data: the worst drop-off found, who is behind it seen, the finding on the map, the map alive."""

import json

import pytest

from tests.collector.browser import Browser, Page
from tests.ui.conftest import EMAIL, PASSWORD, Site
from tests.ui.hands import press, push, says, screen, signed_in, write
from tests.ui.lamps import lamp_map, lamp_shop
from tests.ui.test_accessible import AXE, faults

pytestmark = pytest.mark.xdist_group("browser")
HOME, CART, ORDER = 60, 45, 9
SHARES = "[...document.querySelectorAll('.layer text.share')].map(t => t.firstChild.data)"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Sixty look, forty-five fill a cart, nine order: the loss before the order is the worst."""
    visits = (["Home", *(["Cart"] if at < CART else []), *(["Order"] if at < ORDER else [])] for at in range(HOME))
    return lamp_shop(tmp_path_factory.mktemp("shop"), visits)


def _pick(page: Page, label: str, text: str) -> None:
    """Choose from a list one types into."""
    field = f"document.querySelector('input[aria-label=\"{label}\"]')"
    page.until(f"!!{field}")
    page.run(f"{field}.focus()")
    write(page, text)
    option = f"[...document.querySelectorAll('[role=option]')].find(o => o.innerText.startsWith('{text}'))"
    page.until(f"!!{option}")
    press(page, "ArrowDown")
    press(page, "Enter")


def _card(page: Page, text: str) -> str:
    return f"[...document.querySelectorAll('.card')].some(c => c.innerText.includes({text!r}))"


def test_the_worst_drop_off_is_found_looked_into_and_pinned(browser: Browser, shop: Site) -> None:
    shop.start()
    try:
        document = shop.draw(file=lamp_map(), name="lamp.map.yaml")
        shop.draw(title="By hand", template="classic")  # newer, but no event belongs to it
        with browser.visitor() as visitor:
            page = signed_in(visitor, shop.address, EMAIL, PASSWORD)
            found = _find(page)
            push(page, "Pin to a map")
            page.until("[...document.querySelectorAll('.dialog select')].at(-1)?.value === 'choose'")
            push(page, "Pin it")
            says(page, "Pinned to the map.")
            push(page, "Open the map")
            page.until(_card(page, "80% leave between “Cart” and “Order”"))
            page.click(".card")
            press(page, "Control+j")
            says(page, "Ask again: Funnel: Home → Order")
            page.until(f"{SHARES}.join() === '100%,75%,15%'")
            found += _filters(page)
            link = shop.ask("POST", f"/maps/{document}/shares", {})["link"]
        with browser.visitor() as guest:
            found += _as_guest(guest.open(link.replace("127.0.0.1", "localhost") + "?panel=planned"))
            assert found == [], json.dumps(found, indent=1)
        pinned = shop.ask("GET", f"/maps/{document}/map")["cards"]
        [kept] = shop.ask("GET", f"/workspaces/{shop.enter()}/explorations")
        assert [(one["at"], one["value"]["n"], one["props"]["exploration"]) for one in pinned] == [
            ("choose", CART, kept["id"])
        ]
        assert kept["element"] == f"cards/{pinned[0]['key']}"
        assert kept["fields"] == {"steps": ["Home", "Cart", "Order"]}
    finally:
        shop.stop()


def _as_guest(page: Page) -> list[object]:
    """Whoever has a link sees the figures of now, what is behind a number but for the people, and goes by months."""
    screen(page, 1400, 900)
    says(page, "Live: 60 people")
    says(page, "75% as planned · 25% leave here · n 60")
    page.click('[data-cell="empty:path:1"]')
    says(page, "45 of 60 people")
    says(page, "Events by channel")
    assert not page.run("/Who is behind it|How was this computed|What moved|Wall screen/.test(document.body.innerText)")
    return _faults(page, "guest", dark=True)


def _find(page: Page) -> list[object]:
    """Ask for a funnel, see its worst loss, and who is behind it; come back by the address."""
    push(page, "Explore")
    page.until("!!document.querySelector('a[href=\"/explore/funnel\"]')")
    page.click('a[href="/explore/funnel"]')
    says(page, "The largest loss: 36 people (80%) leave before “Pay”.")  # asked first, from the map's columns
    for title in ("Look", "Choose", "Pay"):
        push(page, f"Take {title} out")
        page.until(f"!document.querySelector('[aria-label=\"Take {title} out\"]')")
    for name in ("Home", "Cart", "Order"):
        _pick(page, "Add to Steps (needed)", name)
        page.until(f"decodeURIComponent(location.search).includes('{name}')")
    says(page, "The largest loss: 36 people (80%) leave before “Order”.")
    address = page.run("location.href")
    page.run("document.querySelectorAll('[data-spot]')[2].focus()")
    press(page, "Enter")
    page.until("document.querySelector('.dialog [aria-pressed=true]')?.innerText === 'left before'")
    says(page, "36 people")
    page.until("document.querySelectorAll('.people-behind a').length === 36")
    behind = page.run("[...document.querySelectorAll('.people-behind a')].map(a => a.innerText)")
    assert [one[-3:] for one in sorted(behind)] == [f"p{person:02}" for person in range(ORDER, CART)]
    page.run("document.querySelector('.people-behind a').click()")
    says(page, "things happened")
    page.until("document.querySelectorAll('.timeline .moment').length === 2")
    page.go(address)
    says(page, "The largest loss: 36 people (80%)")
    return _faults(page, "answer") + _faults(page, "on a phone", dark=True)


def _faults(page: Page, where: str, *, dark: bool = False) -> list[object]:
    """What axe objects to, on a wide light page or a narrow dark one, with nothing wider than the screen."""
    if not AXE.exists():
        return []
    screen(page, 360 if dark else 1400, 900, dark=dark)
    found: list[object] = [(where, one) for one in faults(page)]
    if page.run("document.documentElement.scrollWidth > innerWidth"):
        found.append((where, "wider than the screen"))
    screen(page, 1400, 900)
    return found


def _filters(page: Page) -> list[object]:
    """The numbers of the map follow a filter in the address, and what is behind one is a click away."""
    page.click('[data-cell="empty:path:1"]')
    says(page, "Who is behind it?")
    page.until("document.querySelector('.big-number')?.innerText.startsWith('75%')")
    found = _faults(page, "number")
    path = page.run("location.pathname")
    page.go(page.run("location.origin") + path + "?from=2026-03-01&to=2026-03-02")
    says(page, "Live: 3 people")
    screen(page, 360, 900)
    page.until("document.querySelector('.tool-row > .button')?.textContent === 'More'")
    assert page.run("(row => row.scrollWidth <= row.clientWidth)(document.querySelector('.tool-row'))")
    screen(page, 1400, 900)
    push(page, "Who and when")
    push(page, "Planned and travelled")
    says(page, "as planned")
    assert "panel=planned" in page.run("location.search")
    found += _faults(page, "live map", dark=True)
    page.go(page.run("location.origin") + path + "/wall")
    says(page, "Since last week")
    return found + _faults(page, "wall")
