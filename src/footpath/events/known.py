"""Which keys a table holds, as sorted runs on disk: new rows are told from known ones without reading the facts.

It is computed from the facts and may be deleted at any time; what it lacks is read from the files again. A run holds
the keys of some files; when one of these leaves the table (a person was erased, say) the run goes and the files that
are left are read again. Runs are merged so that there are few of them, each at least four times as large as all smaller
ones together: looking up costs the logarithm of what is stored, and so does adding.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct
from numba import njit

from footpath.events.facts import force

UInt64 = npt.NDArray[np.uint64]
Bool = npt.NDArray[np.bool_]
LARGEST = 1 << 23  # keys of a run that is not merged any more: 128 MB
_AT_ONCE = 1 << 20  # keys of a file that are sorted in one go
_TIMES = 4
_LIST = "runs.json"


class Run(Struct, frozen=True):
    """One file of sorted keys: its name, how many, and the files of facts that they are from."""

    name: str
    keys: int
    files: tuple[str, ...]


class Keys(Struct, frozen=True):
    """Keys by their two halves, ascending, and where each was before it was sorted."""

    high: UInt64
    low: UInt64
    place: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.high)


def keys_in(column: pa.ChunkedArray) -> Keys:
    """Return the keys of a column of 16 bytes each; equal ones in the order they come in."""
    whole = column.cast(pa.binary(16)).combine_chunks()
    content = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    halves = np.frombuffer(content.buffers()[1], ">u8", 2 * len(content), 16 * content.offset).astype(np.uint64)
    high, low = halves[0::2], halves[1::2]
    place = np.argsort(high, kind="stable")
    if (high[place[1:]] == high[place[:-1]]).any():
        place = np.lexsort((low, high))
    return Keys(high[place], low[place], place)


def firsts(keys: Keys) -> Bool:
    """Say of each key whether none before it equals it."""
    same = (keys.high[1:] == keys.high[:-1]) & (keys.low[1:] == keys.low[:-1])
    return np.concatenate([np.ones(min(1, len(keys)), np.bool_), ~same])


class KnownKeys:
    """The keys of one table. Only for the holder of the store's lock.

    Args:
        folder: of the runs; made when missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / _LIST
        self._runs = msgspec.json.decode(path.read_bytes(), type=list[Run]) if path.is_file() else []

    def cover(self, live: Sequence[Path], wanted: Sequence[Path]) -> None:
        """Make the runs hold the keys of all wanted files, and of none that the table has no more.

        Args:
            live: the files of the table.
            wanted: those that keys will be looked up in.
        """
        names = {path.name for path in live}
        kept = [run for run in self._runs if names.issuperset(run.files) and (self._folder / run.name).is_file()]
        lost = {name for run in self._runs if run not in kept for name in run.files}
        there = {name for run in kept for name in run.files} - lost
        missing = [path for path in wanted if path.name not in there]
        if len(kept) == len(self._runs) and not missing:
            return
        # A file whose keys are in several runs, of which one is lost, is read again: it must not count as there.
        self._runs = [
            msgspec.structs.replace(run, files=tuple(name for name in run.files if name not in lost)) for run in kept
        ]
        for path in missing:
            self._read(path)
        self._save()

    def replaced(self, old: Sequence[str], new: str) -> None:
        """Note that one file now holds the rows of some others."""
        gone = set(old)
        self._runs = [
            msgspec.structs.replace(run, files=(*(name for name in run.files if name not in gone), new))
            if gone.intersection(run.files)
            else run
            for run in self._runs
        ]
        self._save()

    def has(self, keys: Keys) -> Bool:
        """Say which keys are known, in order of `keys`."""
        found = np.zeros(len(keys), np.bool_)
        for run in self._runs:
            high, low = self._map(run)
            place = np.searchsorted(high, keys.high)
            _mark(high, low, (keys.high, keys.low), place, found)
        return found

    def add(self, keys: Keys, chosen: Bool, file: str) -> None:
        """Add those chosen of some keys, which are the rows of a file of facts."""
        self._write(np.stack([keys.high[chosen], keys.low[chosen]]), (file,))
        self._save()

    def _read(self, path: Path) -> None:
        """Read the keys of a file of facts, of any size, into runs."""
        for batch in pq.ParquetFile(path).iter_batches(_AT_ONCE, columns=["key"]):
            keys = keys_in(pa.chunked_array([batch.column(0)]))
            self._write(np.stack([keys.high, keys.low]), (path.name,))

    def _write(self, halves: UInt64, files: tuple[str, ...]) -> None:
        run = Run(self._free_name(), halves.shape[1], files)
        self._put(run.name, lambda to: np.save(to, halves))
        self._runs.append(run)
        self._merge()

    def _put(self, name: str, write: Callable[[Path], None]) -> None:
        part = self._folder / f"{name}.part.npy"
        write(part)
        force(part)
        part.replace(self._folder / name)

    def _free_name(self) -> str:
        taken = [int(Path(run.name).stem) for run in self._runs]
        return f"{max(taken, default=0) + 1:08}.npy"

    def _merge(self) -> None:
        """Put the smallest runs together while the next larger one is not much larger than all of them."""
        small = sorted((run for run in self._runs if run.keys < LARGEST), key=lambda run: run.keys)
        size, count = 0, 0
        for run in small:
            if count and run.keys > _TIMES * size:
                break
            size, count = size + run.keys, count + 1
        if count < 2:
            return
        chosen = small[:count]
        files = tuple(dict.fromkeys(name for run in chosen for name in run.files))
        merged = Run(self._free_name(), size, files)
        self._put(merged.name, lambda to: _merge_into(to, [self._map(run) for run in chosen], size))
        self._runs = [run for run in self._runs if run not in chosen] + [merged]

    def _map(self, run: Run) -> tuple[UInt64, UInt64]:
        halves = np.load(self._folder / run.name, mmap_mode="r")
        return halves[0], halves[1]

    def _save(self) -> None:
        """Write the list of runs, then delete the files of those that are no longer in it."""
        part = self._folder / f"{_LIST}.part"
        part.write_bytes(msgspec.json.encode(self._runs))
        force(part)
        part.replace(self._folder / _LIST)
        named = {run.name for run in self._runs}
        for path in self._folder.glob("*.npy"):
            if path.name not in named:
                path.unlink()


def _merge_into(path: Path, runs: list[tuple[UInt64, UInt64]], size: int) -> None:
    out = np.lib.format.open_memmap(path, "w+", np.uint64, (2, size))
    done = [runs[0]]
    for run in runs[1:-1]:
        both = np.empty((2, len(done[0][0]) + len(run[0])), np.uint64)
        _merge_two(done[0], run, both)
        done = [(both[0], both[1])]
    _merge_two(done[0], runs[-1], out)
    out.flush()


@njit(nogil=True, cache=True)
def _merge_two(one: tuple[UInt64, UInt64], other: tuple[UInt64, UInt64], out: UInt64) -> None:
    """Merge two ascending runs of keys."""
    i, j = 0, 0
    for k in range(out.shape[1]):
        if j >= len(other[0]) or (
            i < len(one[0]) and (one[0][i] < other[0][j] or (one[0][i] == other[0][j] and one[1][i] <= other[1][j]))
        ):
            out[0, k], out[1, k] = one[0][i], one[1][i]
            i += 1
        else:
            out[0, k], out[1, k] = other[0][j], other[1][j]
            j += 1


@njit(nogil=True, cache=True)
def _mark(high: UInt64, low: UInt64, keys: tuple[UInt64, UInt64], place: npt.NDArray[np.int64], found: Bool) -> None:
    """Mark the keys that a run holds; `place` is where each one's upper half is or would be in it."""
    for i in range(len(place)):
        at = place[i]
        while at < len(high) and high[at] == keys[0][i]:
            if low[at] == keys[1][i]:
                found[i] = True
                break
            at += 1
