"""Which keys a table holds, as sorted runs on disk: new rows are told from known ones without reading the facts.

It is computed from the facts and may be deleted at any time; what it lacks is read from the files again. A run holds
the keys of some files; when one of these leaves the table (a person was erased, say) the run goes and the files that
are left are read again. Runs are merged so that there are few of them, each larger than all smaller ones together.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from footpath.core import settings
from footpath.events.facts import force

UInt64 = npt.NDArray[np.uint64]
Bool = npt.NDArray[np.bool_]
Halves = tuple[UInt64, UInt64]  # upper and lower halves of keys
LARGEST = 1 << 22  # keys of a run that is not merged any more: 64 MB
_AT_ONCE = 1 << 20  # keys that are sorted in one go
_LIST = "runs.json"
MOST_MAPPED = 64  # runs of all stores
NO_KEYS = np.zeros((2, 0), np.uint64)


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

    def covers(self, live: Sequence[Path]) -> bool:
        """Say whether the runs hold the keys of all files of the table, and of no others."""
        return {path.name for path in live} == {name for run in self._runs for name in run.files} and all(
            (self._folder / run.name).is_file() for run in self._runs
        )

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
        from footpath.events.marking import mark  # needs the compiler, which small stores do without

        def held(run: Run) -> Bool:
            found = np.zeros(len(keys), np.bool_)
            mark(*self._map(run), (keys.high, keys.low), found)
            return found

        with ThreadPoolExecutor(settings.load().threads) as pool:
            each = [np.zeros(len(keys), np.bool_), *pool.map(held, self._runs)]
        return np.asarray(np.logical_or.reduce(each), np.bool_)

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
            if count and run.keys > size:
                break
            size, count = size + run.keys, count + 1
        if count < 2:
            return
        chosen = small[:count]
        files = tuple(dict.fromkeys(name for run in chosen for name in run.files))
        merged = Run(self._free_name(), size, files)
        self._put(merged.name, lambda to: _merge_into(to, [self._map(run) for run in chosen], size))
        self._runs = [run for run in self._runs if run not in chosen] + [merged]

    def _map(self, run: Run) -> Halves:
        halves = _mapped(self._folder / run.name)
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
                with _MAPPING:
                    _MAPPED.pop(path, None)


def _mapped(path: Path) -> UInt64:
    """Return a run, kept mapped for the next time: mapping its pages anew takes longer than looking the keys up."""
    status = path.stat()
    signature = status.st_ino, status.st_mtime_ns, status.st_size
    with _MAPPING:
        known, halves = _MAPPED.pop(path, (None, NO_KEYS))
        if known != signature:
            # Copy on write, as kernels compile once for arrays that could be written to; nothing reaches the file.
            halves = np.load(path, mmap_mode="c").view(np.ndarray)
        _MAPPED[path] = signature, halves
        if len(_MAPPED) > MOST_MAPPED:
            del _MAPPED[next(iter(_MAPPED))]
    return halves


_MAPPED: dict[Path, tuple[tuple[int, int, int], UInt64]] = {}  # the one used last comes last
_MAPPING = Lock()


def _merge_into(path: Path, runs: list[Halves], size: int) -> None:
    """Write several runs as one, a stretch of the keys after the other, so that it takes little memory."""
    out = np.lib.format.open_memmap(path, "w+", np.uint64, (2, size))
    pieces = size // _AT_ONCE + 1
    bounds = np.array([(1 << 64) * piece // pieces for piece in range(1, pieces)], np.uint64)
    cuts = [np.concatenate([[0], np.searchsorted(high, bounds), [len(high)]]) for high, _ in runs]
    done = 0
    for piece in range(pieces):
        some = [slice(cut[piece], cut[piece + 1]) for cut in cuts]
        high = np.concatenate([run[0][part] for run, part in zip(runs, some, strict=True)])
        low = np.concatenate([run[1][part] for run, part in zip(runs, some, strict=True)])
        order = np.argsort(high, kind="stable")  # which merges what is sorted already
        out[0, done : done + len(high)] = high[order]
        out[1, done : done + len(high)] = low[order]
        done += len(high)
    out.flush()
