"""A synthetic log for the benchmarks: a year of visits, the same bytes every time, made at 10 M events a second.

A person's events come in visits; inside a visit names follow each other like a Markov chain that mostly goes forward.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from numba import njit

NAMES = (
    "Home", "Search", "Results", "Product", "Cart", "Checkout", "Address", "Delivery", "Payment", "Order",
    "Confirmation", "Parcel", "Delivered", "Review", "Account", "Newsletter", "Referral", "Return", "Refund", "Reorder",
    "Complaint", "Cancelled",
)  # fmt: skip
CHANNELS = tuple(f"channel {number:02}" for number in range(1, 21))
DEVICES = ("", "mobile", "desktop", "tablet", "app", "kiosk")
ORDER = NAMES.index("Order")
BEGIN_US = 1_735_689_600_000_000  # 2025-01-01
DAY_US = 86_400_000_000
YEAR_US = 365 * DAY_US
_COLUMNS = {"at": np.int64, "signature": np.uint16, "value": np.float64, "device": np.uint16}
_CHUNK = 1 << 22


class Log(NamedTuple):
    """A log on disk; person i did the events offsets[i]:offsets[i + 1], in order of time.

    Attributes:
        folder: where its files are, and those of the peers.
        at: µs. signature: name · 20 + channel. value: of orders, else NaN. device: code of `DEVICES`.
    """

    folder: Path
    offsets: npt.NDArray[np.int64]
    at: npt.NDArray[np.int64]
    signature: npt.NDArray[np.uint16]
    value: npt.NDArray[np.float64]
    device: npt.NDArray[np.uint16]


def make(scratch: Path, size: int, each: int = 25) -> Log:
    """Return the log of `size` events, about `each` a person; made where it is missing."""
    folder = scratch / f"log-{size}-{each}"
    if not (folder / "offsets.npy").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        made = [
            np.lib.format.open_memmap(folder / f"{name}.npy", mode="w+", dtype=kind, shape=(size,))
            for name, kind in _COLUMNS.items()
        ]
        ends = np.empty(size + 1, np.int64)
        persons = _fill(size, each, ends, *made)
        for array in made:
            array.flush()
        np.save(folder / "offsets.npy", ends[: persons + 1])
    return open_log(folder)


def open_log(folder: Path) -> Log:
    """Return a log that was made; arrays are mapped into memory."""
    names = ("offsets", *_COLUMNS)
    return Log(folder, *(np.load(folder / f"{name}.npy", mmap_mode="c").view(np.ndarray) for name in names))


def parquet(log: Log) -> Path:
    """Return the log as a Parquet file, by person and time: person, at, codes of name, channel and device, value."""
    target = log.folder / "log.parquet"
    if not target.is_file():
        part = target.with_suffix(".part")
        with pq.ParquetWriter(part, _SCHEMA, compression="lz4") as writer:
            for table in tables(log):
                writer.write_table(table)
        part.rename(target)
    return target


_SCHEMA = pa.schema(
    [
        ("person", pa.uint32()), ("at", pa.int64()), ("name", pa.uint8()), ("channel", pa.uint8()),
        ("device", pa.uint8()), ("value", pa.float64()),
    ]
)  # fmt: skip


def tables(log: Log) -> Iterator[pa.Table]:
    """Yield the log's rows in pieces."""
    for begin in range(0, len(log.at), _CHUNK):
        piece = slice(begin, min(begin + _CHUNK, len(log.at)))
        persons = np.searchsorted(log.offsets, np.arange(piece.start, piece.stop), side="right") - 1
        name, channel = np.divmod(log.signature[piece], len(CHANNELS))
        value = log.value[piece]
        arrays = [persons, log.at[piece], name, channel, log.device[piece], pa.array(value, mask=np.isnan(value))]
        yield pa.table([pa.array(one).cast(field.type) for one, field in zip(arrays, _SCHEMA, strict=True)], _SCHEMA)


@njit(nogil=True, cache=True)
def _fill(  # noqa: PLR0913, PLR0917 - an array a column
    size: int,
    each: int,
    ends: npt.NDArray[np.int64],
    at: npt.NDArray[np.int64],
    signature: npt.NDArray[np.uint16],
    value: npt.NDArray[np.float64],
    device: npt.NDArray[np.uint16],
) -> int:  # fmt: skip
    """Write whole persons until there are `size` events; return how many persons there are."""
    state = np.array([0x9E3779B97F4A7C15], np.uint64)
    count, person = 0, 0
    ends[0] = 0
    while count < size:
        left = 1 + int(-np.log(_draw(state)) * (each - 0.5))
        now = BEGIN_US + int(_draw(state) * (YEAR_US - 60 * DAY_US))
        name = int(_draw(state) * _draw(state) * 5)
        channel = tool = 0
        fresh = True
        while left > 0 and count < size:
            if fresh:
                channel = int(_draw(state) * np.sqrt(_draw(state)) * 20)
                tool = int(_draw(state) * 6)
            at[count] = now
            signature[count] = name * 20 + channel
            device[count] = tool
            value[count] = np.floor(_draw(state) * 20000) / 100 if name == ORDER else np.nan
            count += 1
            left -= 1
            chance = _draw(state)
            if chance < 0.42:
                name = (name + 1) % 22
            elif chance < 0.62:
                name = int(_draw(state) * 22)
            elif chance < 0.85:
                name = int(_draw(state) * _draw(state) * 10)
            fresh = _draw(state) < 0.2
            pause = 8 * DAY_US if fresh else DAY_US // 500
            now += 1 + int(-np.log(_draw(state)) * pause)
            if now >= BEGIN_US + YEAR_US:
                left = 0
        person += 1
        ends[person] = count
    return person


@njit(nogil=True, cache=True)
def _draw(state: npt.NDArray[np.uint64]) -> float:
    """Return the next number between 0 and 1, neither of them (SplitMix64)."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return (float(z >> np.uint64(11)) + 0.5) / 9007199254740992.0
