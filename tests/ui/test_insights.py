"""From interviews to an insight on the map, a map that is checked, and a question over all maps."""

import pytest

from tests.collector.browser import Browser
from tests.ui import greek
from tests.ui.conftest import EMAIL, PASSWORD, Site
from tests.ui.hands import fill, press, push, says, signed_in

pytestmark = pytest.mark.xdist_group("browser")
SAID = """Interviewer: How was it?
Anna: My parcel came three days late.
Ben: The parcel arrived three days too late.
Cleo: I water my plants on Sundays."""


def test_what_people_said_becomes_an_insight_that_is_checked_and_found(browser: Browser, site: Site, lamp: str) -> None:
    document = site.draw(file=lamp, name="lamp.map.yaml")
    with browser.visitor() as desk:
        page = signed_in(desk, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/library/themes?map={document}&step=pay")
        push(page, "Interviews and other texts")
        fill(page, "Or paste what people said", SAID)
        push(page, "Find insights")
        says(page, "2 of 3 people say it")
        push(page, "Approve")
        page.until("[...document.querySelectorAll('label')].some(l => l.textContent === 'Title')")
        page.run("document.activeElement.select()")
        fill(page, "Title", "Parcels are late")
        press(page, "Enter")
        says(page, "“Parcels are late” is in the library")
        page.go(f"{site.address}/maps/{document}")
        says(page, "Parcels are late")
        page.until("!!document.querySelector('.check-count')")
        page.run("document.querySelector('.check-count').click()")
        says(page, "Check the map")
        page.run("document.querySelector('.finding + .row ~ .row button:last-child').click()")
        fill(page, "Why this may stay", "We know")
        press(page, "Enter")
        says(page, "Muted: 1")
        page.go(f"{site.address}/overall?q=parcels&kind=card")
        says(page, "Parcels are late")
        push(page, "Parcels are late")
        page.until("location.pathname.startsWith('/maps/')")
    muted = [one["muted"] for one in site.ask("GET", f"/maps/{document}/findings") if one["muted"]]
    assert muted == ["We know"]
    (card,) = (
        one for one in site.ask("GET", f"/maps/{document}/map")["cards"] if one.get("text") == "Parcels are late"
    )
    assert (card["at"], card["evidence"]["reported"]) == ("pay", 2)


def test_a_question_over_all_maps_is_saved_by_name_opened_and_deleted(browser: Browser, site: Site, lamp: str) -> None:
    site.draw(file=lamp, name="lamp.map.yaml")
    place = f"/workspaces/{site.enter()}/explorations"
    with browser.visitor() as desk:
        page = signed_in(desk, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/overall?q=pay&kind=step")
        push(page, "Save this question")
        page.until("[...document.querySelectorAll('label')].some(l => l.textContent === 'Title')")
        page.run("document.activeElement.select()")
        fill(page, "Title", "Where they pay")
        press(page, "Enter")
        says(page, "It stands above the question")
        page.until("document.querySelector('.overall-kept [aria-current=page]')?.textContent === 'Where they pay'")
        (kept,) = site.ask("GET", place)
        assert (kept["analysis"], kept["fields"]) == ("overall", {"q": "pay", "kind": "step"})
        page.go(f"{site.address}/explore/saved")
        push(page, "Where they pay")
        page.until("location.pathname + location.search === '/overall?q=pay&kind=step'")
        page.go(f"{site.address}/overall")
        push(page, "Where they pay")
        page.until("document.querySelector('.overall-question input').value === 'pay'")
        push(page, "Delete Where they pay")
        page.until("!document.querySelector('.overall-kept li a')")
    assert site.ask("GET", place) == []


def test_rows_over_all_maps_stand_under_their_map_and_say_what_their_numbers_are(browser: Browser, site: Site) -> None:
    document = site.draw(file=greek.MAP, name="lamp.map.yaml")
    with browser.visitor() as desk:
        page = signed_in(desk, site.address, EMAIL, PASSWORD)
        page.go(f"{site.address}/overall?map={document}")
        page.until("document.querySelectorAll('tbody tr').length > 1")
        heads = "[...document.querySelectorAll('tbody .group a')].map(one => [one.textContent, one.pathname])"
        assert page.run(heads) == [["Αγοράζω λάμπα", f"/maps/{document}"]]
        rows = "[...document.querySelectorAll('tbody tr:not(.group)')].map(one => one.cells[0].textContent)"
        assert page.run(rows) == ["Κοιτάζω", "Διαλέγω", "Πληρώνω", "Αργεί", "upset (−0.4)"]
        says(page, "from −1 (upset) to +1 (glad)")
