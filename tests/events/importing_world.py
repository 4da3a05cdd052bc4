"""A store in a temporary folder, and files written for one test."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from footpath.events import ImportOptions, ImportReport, Lake, import_paths


class World:
    """A folder with files and a store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lake = Lake.open(folder / "store", create=True)

    def write(self, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = self.folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def take(self, *paths: Path | str, **options: Any) -> ImportReport:
        return import_paths(self.lake, [str(path) for path in paths], ImportOptions(**options))

    def rows(self, query: str) -> Sequence[tuple[Any, ...]]:
        with duckdb.connect() as con:
            for table in ("events", "signals", "traits"):
                self.lake.relation(con, table).create_view(table, replace=True)
            return con.execute(query).fetchall()

    def rejects(self) -> str:
        return "".join(path.read_text() for path in sorted((self.lake.folder / "rejects").glob("*.csv")))
