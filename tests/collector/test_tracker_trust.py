"""The tracker and what people trust it with: consent, what is stored in the browser, and that nothing is lost."""

import json
import time

import pytest

from footpath.collector.spool import Full
from tests.collector.browser import Visitor
from tests.collector.tracked import World, loaded, moment, named, stored

SIGNAL = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})"


def test_nothing_is_stored_or_sent_before_the_visitor_agrees(world: World, visitor: Visitor) -> None:
    world.page("<button id=b data-fp-click='Early'>B</button>", consent="off")
    page = loaded(visitor.open(world.url + "?utm_campaign=spring"))
    page.click("#b")
    page.run("footpath.track('Early'); footpath.identify('early', {plan: 'pro'}); history.pushState(0, '', '?later=1')")
    moment(page, 1000)
    assert (page.requests("/v1/batch"), stored(page)) == ([], {})
    page.run("footpath.consent('granted'); footpath.track('Late')")
    first, late = world.events(2)
    assert (first["name"], first["campaign"], first["user_id"]) == ("Page view", "spring", "early")
    assert late["name"] == "Late"
    assert json.loads(stored(page)["footpath"])["anonymous"] == late["anonymous_id"]
    page.run("footpath.track('Unsent'); footpath.consent('off'); footpath.track('After')")
    moment(page, 1000)
    assert stored(page) == {}
    page.close()
    assert [row["name"] for row in world.events(2)] == ["Page view", "Late"]


def test_consent_that_was_given_is_known_on_the_next_page(world: World, visitor: Visitor) -> None:
    world.page(consent="off")
    page = loaded(visitor.open(world.url))
    page.run("footpath.consent('granted'); footpath.identify('u-2')")
    page.reload()
    loaded(page)
    first, second = world.events(2)
    assert first["anonymous_id"] == second["anonymous_id"]
    assert (first["user_id"], second["user_id"]) == (None, "u-2")


def test_without_an_id_in_the_browser_the_collector_makes_one_for_the_day(world: World, visitor: Visitor) -> None:
    world.page(consent="cookieless")
    page = loaded(visitor.open(world.url + "?gclid=G1&utm_source=news"))
    page.run("footpath.track('Here')")
    moment(page, 1000)
    assert stored(page) == {}
    page.reload()
    loaded(page)
    assert stored(page) == {}
    rows = world.events(3)
    first, second = named(rows, "Page view")
    assert first["anonymous_id"] == named(rows, "Here")[0]["anonymous_id"] == second["anonymous_id"]
    assert len(first["anonymous_id"]) == 32
    assert first["properties"] == {"title": "Lamps", "utm_source": "news"}


@pytest.mark.parametrize("consent", ["granted", "cookieless"])
def test_global_privacy_control_outranks_the_page_but_not_the_visitor(
    world: World, visitor: Visitor, consent: str
) -> None:
    world.page(consent=consent)
    page = loaded(visitor.open(f"{world.url}{consent}", before=SIGNAL))
    page.run("footpath.track('Unseen')")
    moment(page, 1000)
    assert (page.requests("/v1/batch"), stored(page)) == ([], {})
    page.run("footpath.consent('granted')")
    page.until("!!localStorage.footpath")
    assert page.run("JSON.parse(localStorage.footpath).choice") == "granted"


def test_a_refusal_is_remembered_where_the_page_would_ask_nobody(world: World, visitor: Visitor) -> None:
    world.page(consent="granted")
    page = loaded(visitor.open(world.url))
    world.events(1)
    page.run("footpath.consent('off')")
    assert stored(page) == {"footpath": '{"choice":"off"}'}
    page.reload()
    loaded(page).run("footpath.track('Unseen')")
    moment(page, 1000)
    page.close()
    assert len(world.events(1)) == 1


def test_what_happens_without_a_network_is_sent_once_when_it_is_back(world: World, visitor: Visitor) -> None:
    world.page()
    page = loaded(visitor.open(world.url))
    world.events(1)
    page.offline(off=True)
    page.run("for (let i = 0; i < 60; i++) footpath.track('Offline ' + i)")
    moment(page, 1500)
    assert len(json.loads(stored(page)["footpath.queue"])) == 60
    page.offline(off=False)
    rows = world.events(61)
    assert sorted(row["name"] for row in rows[1:]) == sorted(f"Offline {i}" for i in range(60))
    page.until("!localStorage['footpath.queue']")


def test_a_collector_that_is_full_is_asked_again_and_a_reload_loses_nothing(
    world: World, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.page()
    page = loaded(visitor.open(world.url))
    world.events(1)

    def full() -> None:
        raise Full("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(world.web.collector.spool, "check", full)
        patch.setattr("footpath.collector.endpoint._COME_BACK_S", 1)
        page.run("footpath.track('Kept')")
        ends = time.monotonic() + 10
        while len(page.requests("/v1/batch")) < 2 and time.monotonic() < ends:
            time.sleep(0.05)
        asked = len(page.requests("/v1/batch"))
        moment(page, 300)
        assert len(page.requests("/v1/batch")) == asked, "it did not wait as it was told"
        page.reload()
        loaded(page)
    rows = world.events(3)
    assert sorted(row["name"] for row in rows) == ["Kept", "Page view", "Page view"]
    page.until("!localStorage['footpath.queue']")
    moment(page, 300)
    assert len(world.events(3)) == 3


def test_the_queue_never_grows_long(world: World, visitor: Visitor) -> None:
    world.page()
    page = loaded(visitor.open(world.url))
    world.events(1)
    page.offline(off=True)
    page.run("for (let i = 0; i < 300; i++) footpath.track('Many ' + i)")
    kept = json.loads(stored(page)["footpath.queue"])
    assert [one["element"]["name"] for one in kept] == [f"Many {i}" for i in range(100, 300)]


@pytest.mark.parametrize("consent", ["granted", "cookieless"])
def test_what_happened_last_arrives_though_the_page_closes(world: World, visitor: Visitor, consent: str) -> None:
    world.path += consent + "/"
    world.url += consent + "/"
    world.page("<form name=f><input id=i></form>", consent=consent)
    page = loaded(visitor.open(world.url))
    world.events(1)
    page.type("#i", "x")
    page.run("footpath.track('Last')")
    page.close()
    assert [row["name"] for row in world.events(4)] == ["Page view", "Form started", "Last", "Form abandoned"]
