"""What the collector's tests share: one browser, one site."""

from collections.abc import Iterator

import pytest

from tests.collector.browser import Browser, Visitor, program, running
from tests.collector.live import Live, living
from tests.collector.site import Site, serving
from tests.collector.tracked import World


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if program() is None:
        pytest.skip("no Chromium here: run tools/get_chromium.sh")
    with running() as found:
        yield found


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture(scope="session")
def web(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A collector that pages of the site may send to, and that brings what came into the lake at once."""
    with living(tmp_path_factory.mktemp("web") / "s", origins=(site.url, site.elsewhere)) as live:
        site.behind = live.port
        yield live


@pytest.fixture
def world(web: Live, site: Site, request: pytest.FixtureRequest) -> World:
    """The site of one test."""
    return World(web, site, f"/{request.node.name.removeprefix('test_').partition('[')[0]}/")


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Somebody with a browser of their own, who comes for the first time."""
    with browser.visitor() as found:
        yield found
