"""Things kept until they take too much room; what was used longest ago goes first."""

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

V = TypeVar("V")


class Shelf(Generic[V]):
    """Values by key, up to so many bytes.

    Args:
        room: bytes that all values together may take.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._taken = 0
        self._values: OrderedDict[object, tuple[V, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object) -> V | None:
        """Return what is kept under a key."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: object, value: V, size: int) -> None:
        """Keep a value of so many bytes; one that does not fit at all is not kept."""
        with self._lock:
            self._drop(key)
            if size > self._room:
                return
            self._values[key] = (value, size)
            self._taken += size
            while self._taken > self._room:
                self._drop(next(iter(self._values)))

    def __len__(self) -> int:
        return len(self._values)

    def _drop(self, key: object) -> None:
        found = self._values.pop(key, None)
        self._taken -= found[1] if found else 0
