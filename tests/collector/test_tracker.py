"""The tracker in a real browser, against a collector on loopback: what it notices, and what it never tells."""

import hashlib
import json
import re

from tests.collector.browser import Visitor
from tests.collector.node import ROOT
from tests.collector.tracked import World, loaded, moment, named, stored

SECRET = "hunter2 anna@example.com"


def test_every_page_of_an_application_is_seen_once(world: World, visitor: Visitor) -> None:
    world.page()
    page = loaded(visitor.open(world.url + "start?token=1"))
    for step in (
        f"history.pushState(0, '', '{world.path}lamps?sort=price')",
        f"history.replaceState(0, '', '{world.path}lamps?sort=name')",
        f"history.pushState(0, '', '{world.path}lamps/7')",
        "history.back()",
        "location.hash = '#/cart?coupon=X'",
        "location.hash = '#/pay'",
        f"history.pushState(0, '', '{world.path}mail/anna@example.com/4111111111111111')",
    ):
        page.run(step)
        moment(page, 90)
    seen = world.events(7)
    assert [row["page"].removeprefix(world.path) for row in seen] == [
        "start", "lamps", "lamps/7", "lamps", "lamps/cart", "lamps/pay", "mail/…/…",
    ]  # fmt: skip
    assert {(row["type"], row["name"], row["channel"], row["device"]) for row in seen} == {
        ("page", "Page view", "web", "bot")  # as the browser without a screen says of itself
    }
    assert len({row["anonymous_id"] for row in seen}) == 1
    assert seen[0]["properties"] == {"title": "Lamps"}


def test_forms_tell_how_far_somebody_came_and_never_what_they_wrote(world: World, visitor: Visitor) -> None:
    world.page(
        """<form name="signup" onsubmit="return false"><input name="name" id="a">
        <input name="password" type="password" id="b"><button id="go">Go</button></form>
        <form data-fp-form="Address"><input id="street"><input id="city" data-fp-field="town"></form>
        <form data-fp-ignore><input id="hidden" name="hidden"></form>"""
    )
    page = loaded(visitor.open(world.url))
    page.type("#a", SECRET)
    page.type("#b", SECRET)
    page.click("#go")
    page.type("#street", SECRET)
    page.type("#city", SECRET)
    page.type("#hidden", SECRET)
    page.run(f"history.pushState(0, '', '{world.path}next')")
    moment(page, 90)
    rows = [row for row in world.events(6) if row["name"] != "Page view"]
    assert [(row["name"], row["properties"]) for row in rows] == [
        ("Form started", {"form": "signup"}),
        ("Form submitted", {"form": "signup"}),
        ("Form started", {"form": "Address"}),
        ("Form abandoned", {"form": "Address", "field": "town"}),
    ]
    assert {row["page"] for row in rows} == {world.path}
    bodies = "".join(one["postData"] for one in page.requests("/v1/batch"))
    assert "hunter2" not in bodies
    assert "anna" not in bodies
    assert "hunter2" not in json.dumps(stored(page))


def test_marked_clicks_clicks_in_anger_and_clicks_that_do_nothing(world: World, visitor: Visitor) -> None:
    world.page(
        """<button id="add" data-fp-click="Add to cart" data-fp-sku="7" data-fp-list-name="Lamps"
          onclick="this.textContent += '!'">Add</button>
        <button id="broken" class="buy">Buy</button> <p id="text">Text</p>
        <a id="away" href="mailto:x@y.example">Write</a>
        <div data-fp-ignore><button id="quiet">Quiet</button></div>"""
    )
    page = loaded(visitor.open(world.url))
    page.run("document.querySelector('#away').addEventListener('click', e => e.preventDefault())")
    page.click("#add")
    for _ in range(3):
        page.click("#text")
    for _ in range(4):
        page.click("#quiet")
    page.click("#away")
    page.click("#broken")
    rows = world.events(4)
    assert [(row["name"], row["properties"]) for row in rows[1:]] == [
        ("Add to cart", {"sku": "7", "list_name": "Lamps"}),
        ("Rage click", {"element": "p#text"}),
        ("Dead click", {"element": "button#broken"}),
    ]


def test_errors_say_what_failed_and_give_nothing_away(world: World, visitor: Visitor) -> None:
    world.page()
    page = loaded(visitor.open(world.url))
    page.run(
        "setTimeout(() => { throw new Error('GET https://x.example/pay?token=abc failed for anna@example.com') });"
        "setTimeout(() => { throw new Error('card 4111111111111111 refused ' + 'x'.repeat(900)) });"
        "setTimeout(() => { throw new Error('card 4111111111111111 refused ' + 'x'.repeat(900)) });"
        "setTimeout(() => { Promise.reject('key sk1234567890abcdefghijklmnop') })"
    )
    rows = named(world.events(4), "Error")
    assert sorted(row["properties"]["message"][:80] for row in rows) == [
        "Uncaught Error: GET https://x.example/pay failed for …",
        "Uncaught Error: card … refused " + "x" * 49,
        "key …",
    ]
    assert max(len(row["properties"]["message"]) for row in rows) == 200


def test_how_far_a_page_was_scrolled_and_how_well_it_ran_is_told_when_it_closes(world: World, visitor: Visitor) -> None:
    world.page(
        "<button id=b onclick='for (const at = Date.now(); Date.now() - at < 90;);'>B</button>"
        "<div style='height: 3000px'>Long</div>"
    )
    page = loaded(visitor.open(world.url))
    page.run(  # the browser tells the largest paint only of pages not yet touched
        "new Promise(told => new PerformanceObserver(told).observe({type: 'largest-contentful-paint', buffered: true}))"
        ".then(() => true)"
    )
    page.click("#b")
    page.run("scrollTo(0, 1000); new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))")
    shown = page.run("Math.round((1000 + innerHeight) / document.documentElement.scrollHeight * 100)")
    page.close()
    rows = world.events(2)
    assert (rows[1]["name"], rows[1]["properties"]) == ("Scrolled", {"depth": shown})
    vitals = world.vitals()
    assert set(vitals) == {"ttfb", "fcp", "lcp", "cls", "inp"}
    assert 0 <= vitals["ttfb"] <= vitals["fcp"] <= vitals["lcp"]
    assert vitals["inp"] >= 90


def test_where_somebody_came_from_is_kept_without_what_they_looked_for(world: World, visitor: Visitor) -> None:
    world.page()
    elsewhere = world.site.elsewhere + "/elsewhere/?q=" + "secret"
    world.site.pages["/elsewhere/"] = (
        "<meta name=referrer content=unsafe-url><link rel=icon href='data:,'>"
        f"<a id=go href='{world.url}?utm_source=news&utm_campaign=spring&gclid=G1&q=secret#top'>Go</a>"
    )
    page = visitor.open(elsewhere)
    page.click("#go")
    page.until(f"location.port && location.pathname === '{world.path}' && !!window.footpath && !footpath.q")
    page.run(f"history.pushState(0, '', '{world.path}next')")
    moment(page, 90)
    first, second = world.events(2)
    assert first["campaign"] == "spring"
    assert first["properties"] == {
        "title": "Lamps", "referrer": f"localhost:{world.site.port}/elsewhere/",
        "utm_source": "news", "utm_campaign": "spring", "gclid": "G1",
    }  # fmt: skip
    assert (second["campaign"], second["properties"]) == (None, {"title": "Lamps"})


def test_what_the_page_says_of_the_visitor_before_and_after_the_script_is_there(world: World, visitor: Visitor) -> None:
    world.page(head="<script>footpath.identify('u-1', {email: 'Anna@example.com', plan: 'pro'})</script>")
    page = loaded(visitor.open(world.url))
    page.run("footpath.group('acme', {size: 3}); footpath.track('Order', {revenue: 79, currency: 'EUR', items: 2})")
    page.run("footpath.reset(); footpath.track('Hello')")
    rows = world.events(3)
    order, hello = named(rows, "Order")[0], named(rows, "Hello")[0]
    assert (order["user_id"], order["account_id"], order["value"]) == ("u-1", "acme", 79.0)
    assert order["properties"] == {"revenue": 79, "currency": "EUR", "items": 2}
    assert (hello["user_id"], hello["account_id"]) == (None, None)
    assert hello["anonymous_id"] != order["anonymous_id"]
    said = world.traits(2, "u-1")
    assert [json.loads(row["traits"]) for row in said] == [{"plan": "pro"}, {"size": 3}]
    assert said[0]["email_hash"] == hashlib.sha256(b"anna@example.com").hexdigest()
    assert said[1]["account_id"] == "acme"


def test_script_and_collector_may_stand_behind_any_path_of_the_site(world: World, visitor: Visitor) -> None:
    world.page(script="/own/t.js")
    page = loaded(visitor.open(world.url))
    world.events(1)
    assert {one["url"] for one in page.requests("/v1/batch")} == {f"{world.site.url}/own/v1/batch"}


def test_the_calls_that_the_docs_show(world: World, visitor: Visitor) -> None:
    shown = re.search(r"<!-- calls -->\n```js\n(.*?)```", (ROOT / "docs/how-to/track.md").read_text(), re.DOTALL)
    assert shown
    world.page()
    page = loaded(visitor.open(world.url))
    page.run(shown[1])
    rows = world.events(3)
    assert [(row["name"], row["value"], row["user_id"], row["properties"].get("section")) for row in rows] == [
        ("Page view", None, None, None),
        ("Order Completed", 79.0, None, None),
        ("Page view", None, "customer-42", "help"),
    ]
    assert len(world.traits(2, "customer-42")) == 2
