"""Work on shares as Spark tasks, one a share; by DataFrames alone, so that Spark Connect can do it too."""

import pickle
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from os import W_OK, access
from pathlib import Path
from typing import Any

import pyarrow as pa
from msgspec import Struct

from footpath.core.errors import FootpathError, Invalid
from footpath.core.version import VERSION

PART_BYTES = 32 << 20  # of an outcome in one cell; a batch of Arrow holds 2 GB at most
SCHEMA = "place long, part long, content binary"
_ARROW = pa.schema([("place", pa.int64()), ("part", pa.int64()), ("content", pa.binary())])


class Order(Struct, frozen=True):
    """What executors are told: work, and the shares of which each task does one.

    Attributes:
        version: the driver's; executors must have the same, or the integers might differ.
        work: a function of a share's bytes, as bytes.
        shares: each as bytes.
    """

    version: str
    work: bytes
    shares: tuple[bytes, ...]

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Do the shares whose places come in the column `id`; runs on an executor."""
        keep_kernels()
        for batch in batches:
            for place in batch["id"].to_pylist():
                yield from parts(place, pickle.dumps(self._outcome(place), protocol=5))

    def _outcome(self, place: int) -> tuple[bool, Any]:
        """Return (True, state), or (False, problem) for a problem that trying again would not mend."""
        try:
            if self.version != VERSION:
                raise _other_version(self.version)
            return True, pickle.loads(self.work)(self.shares[place])  # noqa: S301 - the driver's own
        except FootpathError as problem:
            return False, problem


def keep_kernels() -> None:
    """Keep compiled kernels in the executor's own folder, where it may not write beside the program."""
    config: Any = import_module("numba.core.config")
    if not config.CACHE_DIR and not access(Path(__file__).parent, W_OK):
        config.CACHE_DIR = str(Path.cwd() / "footpath-kernels")


def _other_version(wanted: str) -> Invalid:
    return Invalid(
        f"The executors have Footpath {VERSION}, the driver has {wanted}.",
        hint=f"Install footpath=={wanted} on every machine of the cluster.",
    )


def parts(place: int, content: bytes) -> Iterator[pa.RecordBatch]:
    """Return the outcome of a task as rows of `SCHEMA`."""
    for part, start in enumerate(range(0, len(content), PART_BYTES)):
        yield pa.record_batch([[place], [part], [content[start : start + PART_BYTES]]], schema=_ARROW)


def do(session: Any, work: bytes, shares: Sequence[bytes]) -> list[Any]:
    """Do pickled work on the bytes of every share on the cluster and return the states in the order of the shares.

    Raises:
        FootpathError: the one that the work raised, of the first share that had one.
    """
    if not shares:
        return []
    places = session.range(0, len(shares), 1, len(shares))
    told = places.mapInArrow(Order(VERSION, work, tuple(shares)), SCHEMA).toArrow()
    return states(told)


def states(told: pa.Table) -> list[Any]:
    """Return the states in tasks' outcomes in order of place; raises the problem of the first that had one."""
    rows = sorted(told.to_pylist(), key=itemgetter("place", "part"))
    found = []
    for _, parts in groupby(rows, key=itemgetter("place")):
        done, state = pickle.loads(b"".join(part["content"] for part in parts))  # noqa: S301 - our own executors'
        if not done:
            raise state
        found.append(state)
    return found
