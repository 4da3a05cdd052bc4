"""A store with a pull of one preset, whose service is on loopback."""

from pathlib import Path
from typing import Any

import duckdb
import yaml

from footpath.events import Lake
from footpath.pulling import PULLS, Pulled, PullFolder, run_pull

SECRET = "a-token-of-the-service"


class World:
    def __init__(self, folder: Path) -> None:
        self.store = folder / "s"
        self.lake = Lake.open(self.store, create=True)
        self.pulls = PullFolder(self.store)

    def add(self, preset: str, url: str, *, tables: tuple[str, ...] = (), secret: str = SECRET, **changes: Any) -> None:
        """Add a preset as it is but for its address; `changes` by table replace entries of it."""
        content = yaml.safe_load(PULLS[preset].yaml)
        content["url"] = url
        if content["kind"] == "rest":
            content["longest_wait_s"] = 0.01
        content["tables"] = {name: table for name, table in content["tables"].items() if not tables or name in tables}
        for table in content["tables"].values():
            table.update(changes)
        if "token_url" in content.get("auth", {}):
            content["auth"]["token_url"] = f"{url}/token"
        self.write("it", content, secret)

    def write(self, name: str, content: dict[str, Any], secret: str = SECRET) -> None:
        self.pulls.add(name, yaml.safe_dump(content))
        if secret:
            self.pulls.keep_secret(name, secret)

    def run(self) -> Pulled:
        return run_pull(self.store, "it")

    def rows(self, table: str, columns: str) -> list[tuple[Any, ...]]:
        with duckdb.connect() as con:
            return self.lake.relation(con, table).query("rows", f"SELECT {columns} FROM rows ORDER BY ALL").fetchall()
