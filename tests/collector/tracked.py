"""The site of one test of the tracker, its visitors, and the rows they leave."""

import json
from typing import Any

from tests.collector.browser import Page
from tests.collector.live import Live
from tests.collector.node import TRACKER
from tests.collector.site import Site

_EVENT = '"at", name, page, type, campaign, value, user_id, anonymous_id, account_id, properties, device, channel'
_TRAITS = '"at", user_id, anonymous_id, account_id, email_hash, traits'
SNIPPET = TRACKER / "snippet.html"  # as the docs show it
Row = dict[str, Any]


class World:
    """Its pages are under one path, so that its rows are told from those of other tests."""

    def __init__(self, web: Live, site: Site, path: str) -> None:
        self.web, self.site, self.path = web, site, path
        self.url = site.url + path

    def page(self, body: str = "", *, consent: str = "granted", script: str = "", head: str = "") -> None:
        snippet = SNIPPET.read_text().replace("https://collect.your.site/t.js", script or f"{self.web.url}/t.js")
        snippet = snippet.replace("WRITE_KEY", self.web.key).replace('consent="off"', f'consent="{consent}"')
        self.site.pages[self.path] = (
            f"<!doctype html><html><head><title>Lamps</title><link rel=icon href='data:,'>{snippet}{head}</head>"
            f"<body>{body}</body></html>"
        )

    def events(self, count: int) -> list[Row]:
        """Wait for exactly as many events (web vitals, which every page has, aside), ordered by time."""
        where = f"starts_with(page, '{self.path}') AND name <> 'Web vitals'"
        return self._rows("events", _EVENT, count, where)

    def traits(self, count: int, user: str) -> list[Row]:
        return self._rows("traits", _TRAITS, count, f"user_id = '{user}'")

    def vitals(self) -> Row:
        (found,) = self._rows("events", _EVENT, 1, f"page = '{self.path}' AND name = 'Web vitals'")
        properties: Row = found["properties"]
        return properties

    def _rows(self, table: str, columns: str, count: int, where: str) -> list[Row]:
        found = self.web.wait_for(table, columns, count, where=where)
        assert len(found) == count, found
        names = [name.strip(' "') for name in columns.split(",")]
        rows = [dict(zip(names, row, strict=True)) for row in found]
        return [row | {"properties": json.loads(row.get("properties") or "{}")} for row in rows]


def named(rows: list[Row], name: str) -> list[Row]:
    return [row for row in rows if row["name"] == name]


def stored(page: Page) -> dict[str, str]:
    """Return all that the page's site has stored in the browser."""
    found: dict[str, str] = page.run(
        "({...localStorage, ...sessionStorage, ...(document.cookie && {cookie: document.cookie})})"
    )
    return found


def loaded(page: Page) -> Page:
    """Wait for the script, which the page loads in its own time."""
    page.until("!!window.footpath && !footpath.q")
    return page


def moment(page: Page, milliseconds: int) -> None:
    page.run(f"new Promise(go => setTimeout(go, {milliseconds}))")
