"""On a phone: all of the bar is on the screen, signs are large enough for eyes and fingers, doors say no at once."""

import pytest

from tests.collector.browser import Browser, Page
from tests.ui.conftest import EMAIL, PASSWORD, Site
from tests.ui.hands import fill, push, says, screen, signed_in

pytestmark = pytest.mark.xdist_group("browser")
BEYOND = """[...document.querySelectorAll('.map-bar :is(a, button)')]
  .filter(one => one.getBoundingClientRect().right > innerWidth).map(one => one.textContent)"""
SMALL = """[...document.querySelectorAll('.map-page *')]
  .filter(one => !one.children.length && one.textContent.trim() && one.getBoundingClientRect().width > 1)
  .filter(one => parseFloat(getComputedStyle(one).fontSize) < 11).map(one => one.outerHTML)"""
# How far from the middle of a sign a finger still hits it, to the right and down.
REACH = """(() => { const sign = document.querySelector('.lane-title .fold'), box = sign.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const hit = (dx, dy) => document.elementFromPoint(x + dx, y + dy) === sign;
  const far = (dx, dy) => { let n = 0; while (n < 40 && hit(dx * (n + 1), dy * (n + 1))) n += 1; return n; };
  return [box.width, box.height, box.x + box.width / 2 + far(1, 0), far(0, 1) + far(0, -1)] })()"""


def test_all_of_the_bar_of_a_map_is_on_the_screen_and_can_be_hit(browser: Browser, site: Site, lamp: str) -> None:
    document = site.draw(file=lamp, name="lamp.map.yaml")
    with browser.visitor() as visitor:
        page = signed_in(visitor, site.address, EMAIL, PASSWORD)
        screen(page, 360, 740)
        for view in ("", "?view=table", "?view=beside"):
            page.go(f"{site.address}/maps/{document}{view}")
            page.until("document.querySelectorAll('.card, .told').length > 3")
            says(page, "Share")
            assert page.run(BEYOND) == [], view
            assert page.run(SMALL) == [], view
        push(page, "More")
        page.until("[...document.querySelectorAll('[role=menuitem]')].some(one => one.innerText.includes('SVG'))")
        for language in ("pl", "lv", "zh-TW", "en"):
            page.run(f"localStorage.setItem('footpath.language', '{language}')")
            page.go(f"{site.address}/maps/{document}")
            page.until("!!document.querySelector('.lane-title .fold')")
            assert page.run(BEYOND) == [], language
        width, height, *_ = page.run(REACH)
        assert (width, height) == (24, 24)
        page.ask("Emulation.setTouchEmulationEnabled", enabled=True)
        page.ask("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=True)
        page.until("matchMedia('(pointer: coarse)').matches")
        *_, across, down = page.run(REACH)
        assert across >= 43
        assert down >= 43


def _refused(page: Page) -> None:
    says(page, "No workshop is called")
    page.until("[...document.querySelectorAll('button')].find(one => one.textContent === 'Join').disabled")


def test_a_code_that_opens_nothing_is_refused_before_anybody_gives_a_name(browser: Browser, site: Site) -> None:
    code = site.ask("POST", f"/workspaces/{site.enter()}/workshops", {"title": "Our checkout"})["code"]
    with browser.visitor() as visitor:
        page = visitor.open(f"{site.address}/join/AAAA2222")
        _refused(page)
        page.go(f"{site.address}/join/{code}")
        says(page, "Your name, if you like")
        assert not page.run("document.body.innerText.includes('Code on the screen')")
        page.go(f"{site.address}/join/")
        fill(page, "Code on the screen", "AAAA 222")
        assert not page.run("document.body.innerText.includes('No workshop')")
        fill(page, "Code on the screen", "3")
        _refused(page)
        page.run("document.activeElement.select()")
        fill(page, "Code on the screen", f" {code.lower()[:4]} {code.lower()[4:]}")
        page.until("!document.body.innerText.includes('No workshop')")
        push(page, "Join")
        says(page, "Write what comes to your mind")
