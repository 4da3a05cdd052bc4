"""Work and buckets as bytes: what lies in files travels as its place there, compiled kernels by name."""

import io
import pickle
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from numba.core.dispatcher import Dispatcher
from pyspark.cloudpickle import CloudPickler

from footpath.analytics.journeys import Bucket, Int64
from footpath.analytics.segments import read_bucket
from footpath.core.errors import Invalid, Transient


class _Pickler(CloudPickler):  # type: ignore[misc]
    """Pickles functions that have no name of their own, as the test of a condition on persons, by value."""

    def reducer_override(self, obj: Any) -> Any:
        """Return how to make an object again."""
        if isinstance(obj, Dispatcher):
            # By value it would be compiled anew on every executor; by name the compiled one is taken from its cache.
            named = (obj.py_func.__module__, obj.py_func.__qualname__)
            if getattr(import_module(named[0]), named[1], None) is obj:
                return _kernel, named
        return super().reducer_override(obj)


def dumps(content: object) -> bytes:
    """Return any object as bytes that `pickle.loads` makes into it again, where the same wheel is installed."""
    target = io.BytesIO()
    _Pickler(target, protocol=5).dump(content)
    return target.getvalue()


def _kernel(module: str, name: str) -> Any:
    return getattr(import_module(module), name)


class Share(Struct, frozen=True):
    """A bucket on its way.

    Attributes:
        home: folder it is in, "" when it is in memory only.
        held: the bucket itself when it is in memory only.
        values: dimension → which of the parcel's values are its.
        gone: positions of the journeys in the folder that are not in it, None = all are.
    """

    home: str
    held: Bucket | None = None
    values: dict[str, int] = {}
    gone: Int64 | None = None


class Parcel:
    """Packs buckets; the values of dimensions, which all buckets have in common, are packed once."""

    def __init__(self) -> None:
        self._place: dict[int, int] = {}
        self._values: list[tuple[str, ...]] = []

    def pack(self, bucket: Bucket) -> bytes:
        """Return a bucket as bytes."""
        if not bucket.home:
            return dumps(Share("", held=bucket))
        values = {name: self._common(one.values) for name, one in bucket.dimensions.items()}
        return dumps(Share(bucket.home, values=values, gone=_gone(bucket)))

    def _common(self, values: tuple[str, ...]) -> int:
        if id(values) not in self._place:
            self._place[id(values)] = len(self._values)
            self._values.append(values)
        return self._place[id(values)]

    def common(self) -> bytes:
        """Return what the packed buckets have in common, as bytes."""
        return dumps(tuple(self._values))


def unpack(share: bytes, common: tuple[tuple[str, ...], ...]) -> Bucket:
    """Return the bucket; its arrays are mapped from its folder, where it has one."""
    found = pickle.loads(share)  # noqa: S301 - packed by our own driver
    if found.held is not None:
        return found.held  # type: ignore[no-any-return]
    home = Path(found.home)
    values = {name: common[place] for name, place in found.values.items()}
    try:
        return read_bucket(home, values, found.gone)
    except FileNotFoundError:
        raise _unseen(home) from None


def _unseen(home: Path) -> Invalid | Transient:
    if home.parent.parent.is_dir():
        return Transient("The journeys were replaced while the cluster read them.", hint="Ask again.")
    return Invalid(
        f"An executor of the cluster does not see {home}.",
        hint="Keep the store where every machine of the cluster finds it under this very path.",
    )


def _gone(bucket: Bucket) -> Int64 | None:
    if bucket.owner is None:
        return None
    return np.setdiff1d(np.arange(len(bucket.persons)), bucket.owner, assume_unique=True)
