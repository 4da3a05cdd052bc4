"""Programs that use an SDK (`tests/sdks/*.mjs`, which the docs show): each with a key, and so a source, of its own."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from footpath.collector import KeyFile
from tests.collector.browser import Page
from tests.collector.live import Live
from tests.collector.node import SDKS

ADDRESS = "127.0.0.1:8080"


def programs(end: str) -> list[Path]:
    return sorted(SDKS.glob(f"*-{end}.mjs"))


@dataclass
class Sending:
    """A collector and the sources that send to it, with the pages they have open."""

    live: Live
    store: Path
    pages: dict[str, Page] = field(default_factory=dict)

    def filled(self, code: str, source: str, *origins: str) -> str:
        """Return code with a new source's key and the collector's address in the places of the docs'."""
        key = KeyFile(self.store).add(source, origins=origins)
        return code.replace(ADDRESS, f"127.0.0.1:{self.live.port}").replace("WRITE_KEY", key)

    def events(self, source: str, count: int, wait_s: float = 30) -> list[dict[str, Any]]:
        """Wait for a source's events, ordered by time."""
        columns = '"at", type, name, user_id, anonymous_id, channel, value, page, properties'
        where = f"source = '{source}'"
        names = [name.strip(' "') for name in columns.split(",")]
        found = self.live.wait_for("events", columns, count, where=where, wait_s=wait_s)
        return [dict(zip(names, row, strict=True)) for row in found]
