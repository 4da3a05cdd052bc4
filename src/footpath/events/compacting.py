"""Many small files of facts into few larger ones, while others read and write: the rows and their order stay.

Collectors add a file a second. Neighbours of a like size are put together, sixteen at least, so a row is written anew
about once for every sixteen-fold growth of its file, and not at all once that is large. The new file stands where its
first one stood, under a name that says which files it is made of (`facts.span`); one entry in the log puts it in their
place. The old files stay on disk for five minutes, for those who are reading them.
"""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from footpath.events import lock
from footpath.events.facts import Facts
from footpath.events.known import KnownKeys
from footpath.events.taking import writer

FEWEST = 16
SIZES = (16, 256, 4096, 65_536, 262_144)  # rows; files of less than one of these are of a like size
MOST = 4_000_000  # rows that are put together in one go
_GROUP = 100_000  # rows of a row group, at least
_PARTS = "_merging"


def chosen(rows: Sequence[int]) -> range | None:
    """Return the places of neighbours that are to become one file, None when there are too few.

    Args:
        rows: of every file, in their order.
    """
    for size in SIZES:
        first = 0
        for place in range(len(rows) + 1):
            if place == len(rows) or rows[place] >= size:
                if place - first >= FEWEST:
                    return range(first, _end(rows, first, place))
                first = place + 1
    return None


def _end(rows: Sequence[int], first: int, last: int) -> int:
    total = 0
    for place in range(first, last):
        total += rows[place]
        if total > MOST:
            return place
    return last


def compact(facts: Facts, store: Path, known: Path) -> int:
    """Put together the neighbours that are due; the caller is the only one who does it.

    Args:
        facts: the table.
        store: folder of the store, whose lock is held only while the new file takes its place.
        known: folder of the table's keys.

    Returns:
        How many files became one; 0 when none was due, or one of them was replaced meanwhile.
    """
    files = facts.rows()
    places = chosen(list(files.values()))
    if places is None:
        return 0
    old = [list(files)[place] for place in places]
    folder = facts.folder / _PARTS
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        staged = _together(facts, old, folder / "staged.parquet")
    except FileNotFoundError:  # erased from meanwhile
        return 0
    with lock.writing(store):
        if not {Path(path).name for path in facts.live()}.issuperset(old):
            return 0
        new = facts.merge(old, staged)
        if known.is_dir():
            KnownKeys(known).replaced(old, new)
    return len(old)


def _together(facts: Facts, names: Sequence[str], target: Path) -> Path:
    with writer(facts, target) as file:
        for table in _groups(facts, names):
            file.write_table(table, row_group_size=table.num_rows)
    return target


def _groups(facts: Facts, names: Sequence[str]) -> Iterator[pa.Table]:
    """Yield the rows of some files in order, many at once but never all: a file's memory is what it takes."""
    waiting: list[pa.Table] = []
    for name in names:
        with pq.ParquetFile(facts.folder / name) as file:
            for group in range(file.num_row_groups):
                waiting.append(file.read_row_group(group).select(facts.schema.names).cast(facts.schema))
                if sum(table.num_rows for table in waiting) >= _GROUP:
                    yield pa.concat_tables(waiting)
                    waiting = []
    if waiting:
        yield pa.concat_tables(waiting)
