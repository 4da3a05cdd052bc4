"""What must be known to have left the spools: every request accepted so far is brought into the lake."""

import shutil
import time
from pathlib import Path

from footpath.collector.draining import drain
from footpath.collector.spool import SUFFIX, Spool
from footpath.core.errors import Conflict
from footpath.events import Lake

_LOOK_S = 0.05
_LIMIT = 1_000_000_000


def empty_spools(store: Path, spools: Path | None = None, *, wait_s: float = 60.0) -> None:
    """Bring all that is spooled now into the lake, and what a drain that died left over away.

    A living collector does it itself, about once a second; the spools of dead ones are drained here.

    Args:
        store: folder of the store.
        spools: folder of the spools; None = inside the store.
        wait_s: how long to wait for living collectors.

    Raises:
        Conflict: a living collector still holds what it had; nothing is lost, and asking again later may succeed.
    """
    ends_at = time.monotonic() + wait_s
    for folder in sorted((spools or store / "spool").glob("[0-9][0-9][0-9]")):
        there = sorted(folder.glob(f"*{SUFFIX}"))
        while not _drained(store, folder) and any(path.exists() for path in there):
            if time.monotonic() > ends_at:
                raise Conflict(
                    f"A running collector does not drain {folder}.",
                    hint="See in its log why the store takes nothing, mend that and try again.",
                )
            time.sleep(_LOOK_S)


def _drained(store: Path, folder: Path) -> bool:
    """Drain the spool of a collector that is dead; False when it lives."""
    try:
        spool = Spool.open(folder, _LIMIT)
    except Conflict:
        return False
    try:
        while spool.sealed():
            drain(spool, Lake.open(store))
        shutil.rmtree(folder / "drain", ignore_errors=True)
    finally:
        spool.close()
    return True


def damaged_files(store: Path, spools: Path | None = None) -> list[Path]:
    """Return the files of damaged records that were set apart for a person to look at."""
    return sorted((spools or store / "spool").rglob("*.damaged"))
