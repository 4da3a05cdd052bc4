"""Nothing jumps under the hand while a page loads, and what is large opens at once."""

import base64
import io
import json

import pytest
from pypdf import PdfReader

from tests.collector.browser import Browser, Page
from tests.ui.conftest import EMAIL, PASSWORD, TOLD, Site
from tests.ui.hands import press, push, says, screen, signed_in, write
from tests.ui.lamps import lamp_map, lamp_shop

pytestmark = pytest.mark.xdist_group("browser")
MOST_SHIFT = 0.05
WATCH = """window.shifts = []; new PerformanceObserver(list => { for (const one of list.getEntries())
  if (!one.hadRecentInput) window.shifts.push([one.value, one.sources.map(s => s.node?.className ?? '')]) })
  .observe({type: 'layout-shift', buffered: true});"""
# Until nothing has changed on the page for a while; what ticks by itself does not keep it waiting for ever.
CALM = """new Promise(done => { let timer = 0; const calm = () => { seen.disconnect(); done(); };
  const seen = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(calm, 400); });
  seen.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  timer = setTimeout(calm, 400); setTimeout(calm, 8000); })"""
TITLE = "I buy a lamp in a shop that has a rather long name, so that the title takes two lines"
MAP = lamp_map(
    """- {key: do, type: text, title: What they do}
cards:
- {key: c1, lane: do, at: look, text: Look at lamps}
- {key: c2, lane: do, at: pay, text: Pay}
""",
    title=TITLE,
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Forty look, thirty fill a cart, go back and fill it again, ten order: the document knows none of that."""
    again, order = ["Cart", "Home", "Cart"], ["Order"]
    visits = (["Home", *(again if at < 30 else []), *(order if at < 10 else [])] for at in range(40))
    return lamp_shop(tmp_path_factory.mktemp("shop"), visits)


def _furnished(site: Site) -> list[str]:
    """Put something on every page; return their addresses."""
    document = site.draw(file=MAP, name="lamp.map.yaml")
    place = f"/workspaces/{site.enter()}"
    for at in range(5):
        scores = {"impact": 8, "effort": at + 1}
        given = {"kind": "opportunity", "title": f"Say the full price early, number {at}", "scores": scores}
        site.ask("POST", f"{place}/items", given)
    persona = site.ask("POST", f"{place}/items", {"kind": "persona", "title": "Lena"})["id"]
    read = site.ask("POST", f"{place}/items", TOLD)["id"]
    board = site.ask("POST", f"{place}/boards", {"kind": "framework", "title": "All"})["id"]
    workshop = site.ask("POST", f"{place}/workshops", {"title": "Our checkout"})
    site.ask("POST", f"{place}/invitations", {"role": "viewer"})
    site.ask("POST", f"/maps/{document}/comments", {"text": "Is that so?"})
    twin = site.ask("POST", f"/maps/{document}/twin", {})["id"]
    token = site.ask("POST", f"/maps/{document}/shares", {})["link"].split("/")[-1]
    views = ("", "?view=table", "?view=matrix", f"?view=beside&with={twin}", "?view=print", "/wall", "?panel=planned")
    return [
        "/", "/new", "/draw", "/people", "/settings", "/audit", "/explore", "/explore/saved", "/explore/sql",
        "/library", "/library/opportunity", "/library/persona", f"/library/persona/{persona}",
        f"/library/persona/{read}", "/library/boards",
        "/library/boards/matrix", f"/library/boards/{board}", "/workshops", f"/workshops/{workshop['id']}",
        f"/join/{workshop['code']}", f"/shared/{token}", f"/embed/{token}", "/invitation/none", "/reset/none",
        *(f"/maps/{document}{view}" for view in views),
    ]  # fmt: skip


def _jumps(page: Page, wide: int, address: str) -> dict[str, str]:
    """Open a page and load it again; return where it jumped by more than it may."""
    found = {}
    for way in ("first", "again"):
        if way == "first":
            page.go(address)
        else:
            page.reload()
        page.run(CALM)
        shifts = page.run("window.shifts")
        if sum(value for value, _ in shifts) >= MOST_SHIFT:
            found[f"{wide} {address} {way}"] = json.dumps(shifts)[:400]
    return found


def test_no_page_jumps_while_it_loads(browser: Browser, shop: Site) -> None:
    shop.start()
    try:
        pages = _furnished(shop)
        found: dict[str, str] = {}
        with browser.visitor() as visitor:
            page = signed_in(visitor, shop.address, EMAIL, PASSWORD)
            page.ask("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
            for wide in (360, 1400):
                screen(page, wide, 800)
                for path in pages:
                    found |= _jumps(page, wide, shop.address + path)
            # The watch sees: something put above all else moves it.
            page.go(shop.address)
            says(page, "New map")
            page.run("document.querySelector('main').style.marginTop = '300px'")
            page.until(f"window.shifts.some(([value]) => value > {MOST_SHIFT})")
        assert found == {}, json.dumps(found, indent=1)
    finally:
        shop.stop()


STAGES, LANES, EACH = 20, 20, 3


def _large() -> dict[str, object]:
    """Return a map of 1,200 cards."""
    places = [(lane, stage, at) for lane in range(LANES) for stage in range(STAGES) for at in range(EACH)]
    return {
        "key": "large", "title": "Large",
        "columns": [{"key": f"s{stage}", "title": f"Stage {stage}"} for stage in range(STAGES)],
        "lanes": [{"key": f"l{lane}", "type": "text", "title": f"Lane {lane}"} for lane in range(LANES)],
        "cards": [
            {"key": f"c{lane}-{stage}-{at}", "lane": f"l{lane}", "at": f"s{stage}", "text": f"Says {lane} {stage} {at}"}
            for lane, stage, at in places
        ],
    }  # fmt: skip


def test_a_large_table_stands_where_it_is_seen_and_is_walked_over_whole(browser: Browser, site: Site) -> None:
    document = site.draw(title="Large", map=_large())
    stands = "document.activeElement?.dataset.cell"
    with browser.visitor() as visitor:
        page = signed_in(visitor, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/maps/{document}?view=table")
        says(page, "Says 0 0 0")
        table = "document.querySelector('[role=grid]')"
        assert page.run(f"[{table}.ariaRowCount, {table}.ariaColCount]") == [str(LANES + 1), str(STAGES + 1)]
        assert page.run("document.querySelectorAll('.told').length") < STAGES * LANES * EACH / 3
        assert page.run(f"{table}.rows.length") == LANES + 1
        # A cell that does not stand says how much is in it; its row has the place it has among all.
        last = f"{table}.rows[{LANES}]"
        assert page.run(f"[{last}.ariaRowIndex, {last}.cells[{STAGES}].ariaLabel]") == [str(LANES + 1), "3 cards"]
        heights = page.run("document.querySelector('.table-view').scrollHeight")
        page.run("document.querySelector('[data-cell=\"column:s0\"]').click()")
        for _ in range(STAGES):
            press(page, "ArrowRight")
        page.until(f"{stands} === 'column:s{STAGES - 1}'")
        for _ in range(LANES * EACH):
            press(page, "ArrowDown")
        page.until(f"{stands} === 'card:c{LANES - 1}-{STAGES - 1}-{EACH - 1}'")
        says(page, f"Says {LANES - 1} {STAGES - 1} {EACH - 1}")
        page.until(
            "(r => r.bottom <= innerHeight && r.right <= innerWidth)(document.activeElement.getBoundingClientRect())"
        )
        assert page.run("document.querySelector('.table-view').scrollHeight") == heights
        assert not page.run("document.body.innerText.includes('Says 0 0 0')")
        press(page, "Control+f")
        page.until("document.activeElement.tagName === 'INPUT'")
        write(page, "says 0 1 2")
        push(page, "Says 0 1 2")
        page.until("!!document.querySelector('[data-cell=\"card:c0-1-2\"]')")


def test_a_large_table_is_printed_whole_and_stands_as_before(browser: Browser, site: Site) -> None:
    document = site.draw(title="Large", map=_large())
    standing = "[...document.querySelectorAll('.table-view > table .told')].map(one => one.dataset.cell).join()"
    where = "(box => [box.scrollLeft, box.scrollTop, box.scrollHeight])(document.querySelector('.table-view'))"
    with browser.visitor() as visitor:
        page = signed_in(visitor, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/maps/{document}?view=table")
        says(page, "Says 0 0 0")
        page.run("document.querySelector('.table-view').scrollTo(700, 900)")
        page.until("!document.body.innerText.includes('Says 0 0 0')")
        page.run("document.querySelector('[data-cell=\"card:c8-4-0\"]').focus()")
        before = page.run(f"[{standing}, {where}, document.activeElement.dataset.cell]")
        page.run("addEventListener('afterprint', () => { window.printed = true })")
        pdf = base64.b64decode(page.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])
        words = _read(pdf)
        places = [(lane, stage, at) for lane in range(LANES) for stage in range(STAGES) for at in range(EACH)]
        assert [place for place in places if "Says {} {} {}".format(*place) not in words] == []
        assert words.count("Lane 19") == 3  # once beside each seven stages
        assert all(f"Stage {stage}" in words for stage in range(STAGES))
        page.until("window.printed && !document.querySelector('.on-paper')")
        assert page.run(f"[{standing}, {where}, document.activeElement.dataset.cell]") == before


def _read(pdf: bytes) -> str:
    """Return the words of a PDF in the order they were drawn, one space between any two."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_long_list_comes_as_one_scrolls(browser: Browser, site: Site) -> None:
    place = f"/workspaces/{site.enter()}/items"
    for at in range(110):
        site.ask("POST", place, {"kind": "channel", "title": f"Channel {at}"})
    rows = "document.querySelectorAll('tbody tr')"
    with browser.visitor() as visitor:
        page = signed_in(visitor, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/library/channel")
        page.until(f"{rows}.length > 0")
        assert page.run(f"{rows}.length") == 100
        page.run("scrollTo(0, 1e6)")
        page.until(f"{rows}.length === 110")
        page.run("document.querySelector('input[type=search]').focus()")
        write(page, "Channel 109")
        page.until(f"{rows}.length === 1")


def test_the_search_of_the_audit_log_finds_what_is_on_none_of_its_pages_yet(browser: Browser, site: Site) -> None:
    document = site.draw(title="Logged")
    site.ask("PATCH", f"/maps/{document}", {"owner": "Żaneta"})
    for at in range(120):
        site.ask("PATCH", f"/maps/{document}", {"owner": f"Owner {at}"})
    rows = "[...document.querySelectorAll('main tbody tr')].map(one => one.innerText)"
    with browser.visitor() as visitor:
        page = signed_in(visitor, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/audit")
        page.until(f"{rows}.length === 100 && !{rows}.some(one => one.includes('Żaneta'))")
        page.run("document.querySelector('main input[type=search]').focus()")
        write(page, "żaneta")
        page.until(f"{rows}.length === 2 && {rows}.every(one => one.includes('Żaneta'))")
        # What the page says in words of its own is found too, and what a map is called.
        page.run("document.activeElement.select()")
        write(page, "made logged")
        page.until(f"{rows}.length === 1 && {rows}[0].includes('made a map')")
        page.run("document.activeElement.select()")
        write(page, "nowhere at all")
        says(page, "Nothing in the log has these words.")
