"""The SDKs of browsers, unmodified, on a page of another origin than the collector; the docs show their programs."""

import json
from collections.abc import Iterator

import pytest

from tests.collector import node
from tests.collector.browser import Browser
from tests.collector.live import living
from tests.collector.sdks import Sending, programs
from tests.collector.site import Site

pytestmark = pytest.mark.xdist_group("browser")
PROGRAMS = {path.stem.removesuffix("-web"): path for path in programs("web")}
# SDKs keep quiet for browsers that say they are headless.
PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
# Page views as each names them; the tab's title where it says no more.
VIEWS = {"amplitude": "Page view", "mixpanel": "Page view", "posthog": "Page view", "posthog-lz64": "Page view"}


@pytest.fixture(scope="module")
def sending(browser: Browser, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sending]:
    """Open a page for each SDK and wait until all have sent."""
    folder = tmp_path_factory.mktemp("bundles")
    node.bundle(list(PROGRAMS.values()), folder)
    store = tmp_path_factory.mktemp("web") / "s"
    with living(store) as live, browser.visitor() as visitor:
        sending = Sending(live, store)
        for name, path in PROGRAMS.items():
            script = (folder / f"{path.stem}.js").read_text()
            site.files[f"/sdk/{name}.js"] = sending.filled(script, name, site.url).encode()
            site.pages[f"/sdk/{name}/"] = (
                "<!doctype html><title>Shop</title><link rel=icon href='data:,'>"
                f"<body>Lamps<script src='/sdk/{name}.js'></script></body>"
            )
        sending.pages = {name: visitor.open(f"{site.url}/sdk/{name}/", agent=PERSON) for name in PROGRAMS}
        yield sending


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_an_order_and_a_page_view_arrive_and_the_sdk_complains_of_nothing(name: str, sending: Sending) -> None:
    rows = {row["name"]: row for row in sending.events(name, 2) if row["type"] != "log"}
    order, view = rows["Order Completed"], rows[VIEWS.get(name, "Shop")]
    assert (order["type"], order["user_id"], view["type"]) == ("track", "customer-42", "page")
    assert order["value"] == 79.0 or json.loads(order["properties"])["revenue"] == 79
    assert order["anonymous_id"] == view["anonymous_id"] is not None
    assert {order["channel"], view["channel"]} == {"web"}
    assert view["page"] == f"/sdk/{name}/"
    sending.pages[name].run("0")
    assert [line for line in sending.pages[name].said() if '"error"' in line] == []


def test_the_docs_show_every_program() -> None:
    page = (node.ROOT / "docs" / "how-to" / "send.md").read_text()
    shown = [path for path in (*PROGRAMS.values(), *programs("node")) if "lz64" not in path.name]
    assert len(shown) == 15
    assert [path.name for path in shown if path.read_text() not in page] == []
