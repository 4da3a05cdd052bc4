"""Links lead to what they name, and whoever is signed out gets back to where they were."""

import pytest

from tests.collector.browser import Browser, Page
from tests.ui.conftest import EMAIL, PASSWORD, Site
from tests.ui.hands import fill, press, push, says, screen, signed_in
from tests.ui.lamps import lamp_shop

pytestmark = pytest.mark.xdist_group("browser")
STAGES, LANES = 16, 16
FAR = f"c{LANES - 1}-{STAGES - 1}"
STANDS = "document.activeElement?.dataset.cell"
# In sight: on the screen, beside the titles of the lanes, and not under anything.
SEEN = """(cell => { const r = cell.getBoundingClientRect(), x = r.x + Math.min(r.width, 200) / 2, y = r.y + Math.min(r.height, 40) / 2;
  return r.right > 0 && r.bottom <= innerHeight && x < innerWidth && cell.contains(document.elementFromPoint(x, y)) })"""
GONE = "What this link leads to is no longer on the map."


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return lamp_shop(tmp_path_factory.mktemp("shop"), [["Home", "Cart"], ["Home"]])


def _large() -> dict[str, object]:
    """Return a live map far wider and higher than the screen, its steps in stages of two."""
    steps = [{"key": f"s{at}", "title": f"Step {at}", "parent": f"g{at // 2}"} for at in range(STAGES)]
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
        ways = {
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


def test_whoever_is_signed_out_is_asked_no_more_and_comes_back_to_the_map(browser: Browser, shop: Site) -> None:
    shop.start()
    try:
        address = f"/maps/{shop.draw(title='Large', map=_large())}?words=Card"
        with browser.visitor() as visitor:
            page = signed_in(visitor, shop.address, EMAIL, PASSWORD)
            page.go(shop.address + address)
            says(page, "Card 0 0")
            page.run(
                "fetch('/api/v1/me').then(r => r.json()).then(me => fetch('/api/v1/session',"
                " {method: 'DELETE', headers: {'x-csrf-token': me.csrf}})).then(r => r.status)"
            )
            says(page, "This map cannot be shown")
            before = len(page.requests("/api/"))
            page.run("new Promise(done => setTimeout(done, 3000))")  # three times as long as an open map waits
            assert len(page.requests("/api/")) == before
            push(page, "Sign in")
            fill(page, "E-mail", EMAIL)
            fill(page, "Password", PASSWORD)
            press(page, "Enter")
            says(page, "Card 0 0")
            assert page.run("location.pathname + location.search") == address
    finally:
        shop.stop()
