"""Chains that are kept: who asks again what follows what, by the same labels of the same journeys, reads only bytes."""

import hashlib
import weakref
from threading import Lock

import numpy as np

from footpath.analytics.journeys import Bucket, UInt16
from footpath.analytics.kernels.chains import MOST, UInt8, chain

ROOM = 1 << 28  # bytes kept in all, about one an event
_Key = tuple[int, bytes]


class Chains:
    """Chains by journeys and labels. What is asked for a second time is kept, as long as the journeys are there.

    When the room is full, chains of other labels make way; where there are none, what comes is not kept, as those of
    the same labels will be asked for again first.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._lock = Lock()
        self._kept: dict[_Key, UInt8 | None] = {}  # None: asked for once; the order is that of last use
        self._alive: dict[int, tuple[weakref.ref[np.ndarray], ...]] = {}

    def of(self, bucket: Bucket, keyed: tuple[np.ndarray, UInt16], k: int) -> UInt8 | None:
        """Return the chain of a bucket's events by `Labels.keyed`; None when it is not worth making one."""
        key, lookup = keyed
        if k > MOST or key is not bucket.signature:  # labels of other columns are made anew each time
            return None
        labels = hashlib.blake2b(lookup.tobytes(), digest_size=16).digest()
        with self._lock:
            number = self._number((bucket.end, bucket.begin, key))
            place = (number, labels)
            if place not in self._kept:
                self._kept[place] = None
                return None
            found = self._kept.pop(place)
            self._kept[place] = found
        if found is None and self._makes_room(labels, bucket.n_events + bucket.n_journeys):
            found = chain((bucket.begin, bucket.end), key, lookup)
            with self._lock:
                if place in self._kept:
                    self._kept[place] = found
        return found

    @property
    def size(self) -> int:
        """Bytes kept."""
        return sum(0 if one is None else one.nbytes for one in self._kept.values())

    def _number(self, arrays: tuple[np.ndarray, ...]) -> int:
        """Return what journeys, by their ends, begins and keys, are known by.

        Chains of those that are gone are forgotten whenever new ones come.
        """
        number = id(arrays[0])
        known = self._alive.get(number, ())
        if [one() is array for one, array in zip(known, arrays, strict=False)] != [True] * len(arrays):
            gone = {one for one, refs in self._alive.items() if any(ref() is None for ref in refs)} | {number}
            self._kept = {place: made for place, made in self._kept.items() if place[0] not in gone}
            self._alive = {one: refs for one, refs in self._alive.items() if one not in gone}
            self._alive[number] = tuple(weakref.ref(array) for array in arrays)
        return number

    def _makes_room(self, labels: bytes, needed: int) -> bool:
        with self._lock:
            for place in [one for one, made in self._kept.items() if one[1] != labels and made is not None]:
                if self.size + needed <= self._room:
                    break
                del self._kept[place]
            return self.size + needed <= self._room


CHAINS = Chains()
