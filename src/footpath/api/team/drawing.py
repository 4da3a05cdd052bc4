"""A process of its own that reads uploaded files and draws their map, so that the server never waits for it.

Run as a program with a folder that holds `wish.json` and `files/`. Tells how it goes as JSON lines on standard output
and leaves `map.json` and `files.json`, or `problem.json`.
"""

import sys
import time
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, structs

from footpath.core.errors import FootpathError
from footpath.events import ImportReport

_EVERY_S = 0.2


class DrawWish(Struct, frozen=True, kw_only=True):
    """What map to draw.

    Attributes:
        store: folder of the workspace's store, which keeps what the files hold.
        template, goal, personas, title, locale: as `footpath map` has them.
    """

    store: str = ""
    template: str = ""
    goal: str = ""
    personas: int = 0
    title: str = ""
    locale: str = "en"


class Progress(Struct, frozen=True, kw_only=True):
    """How it goes: what is being done, the share of that which is done, and rows read so far."""

    stage: str = ""
    share: float = 0.0
    rows: int = 0


class TableOutcome(Struct, frozen=True, kw_only=True):
    """What became of one table of a file; `rejects` is the file of rows that were left out."""

    name: str
    kind: str
    rows: int
    events: int
    signals: int
    traits: int
    duplicates: int
    rejected: int
    notes: tuple[str, ...]
    rejects: str = ""


class FileOutcome(Struct, frozen=True, kw_only=True):
    """What became of one file: its tables, why it was left out, or what is wrong with it."""

    name: str
    tables: tuple[TableOutcome, ...] = ()
    skipped: str = ""
    problem: str = ""
    hint: str = ""


class Told:
    """Tells progress, not too often."""

    def __init__(self) -> None:
        self._at = 0.0
        self._stage = ""

    def __call__(self, stage: str, share: float, rows: int) -> None:
        """Tell."""
        now = time.monotonic()
        if stage == self._stage and now - self._at < _EVERY_S:
            return
        self._at, self._stage = now, stage
        sys.stdout.write(msgspec.json.encode(Progress(stage=stage, share=share, rows=rows)).decode() + "\n")
        sys.stdout.flush()


def draw(folder: Path) -> None:
    """Read what was uploaded into the store and draw the map of all that is there."""
    from footpath.insights import read
    from footpath.maps import map_to_plain

    wish = msgspec.json.decode((folder / "wish.json").read_bytes(), type=DrawWish)
    chosen = structs.asdict(wish)
    tell = Told()
    store = read([folder / "files"], store=chosen.pop("store"), progress=tell)
    if store.report:
        _write(folder / "files.json", outcomes(store.report))
    tell("Drawing the map", 0.0, 0)
    _write(folder / "map.json", map_to_plain(store.map(**chosen).model))


def outcomes(report: ImportReport) -> list[FileOutcome]:
    """Return what became of each file."""
    names = [field.name for field in structs.fields(TableOutcome) if field.name != "rejects"]
    return [
        FileOutcome(
            name=file.path.name,
            tables=tuple(
                TableOutcome(**{name: getattr(table, name) for name in names}, rejects=table.rejects_file)
                for table in file.tables
            ),
            skipped=file.skipped,
            problem=file.problem.message if file.problem else "",
            hint=file.problem.hint if file.problem else "",
        )
        for file in report.files
    ]


def main(folder: Path) -> int:
    """Draw, and say how it ended."""
    try:
        draw(folder)
    except FootpathError as problem:
        _write(folder / "problem.json", {"problem": problem.message, "hint": problem.hint})
        return 1
    return 0


def _write(path: Path, value: Any) -> None:
    path.write_bytes(msgspec.json.encode(value))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
