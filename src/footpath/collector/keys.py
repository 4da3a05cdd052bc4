"""Write keys: who may send, under which source, from which web pages, and how much; only their hashes are kept.

A key can add facts and nothing else.
"""

import math
import time
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from footpath.core import clock, keyfile
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.core.keyfile import hashed
from footpath.events import writing

FILE = "write-keys.json"
ANY = "*"
_PREFIX = "fpw_"
_LOOK_AGAIN_S = 1.0


class Key(Struct, frozen=True, kw_only=True):
    """One write key, without the key itself.

    Attributes:
        source: what the rows it brings call their source.
        starts: the key's first characters.
        hash: sha256 of the key, hexadecimal.
        origins: web origins that may use it in browsers; "*" = any, none = servers only.
        rate: elements a second it may send, on average; 0 = no limit.
        made_at: when.
        revoked_at: since when it is refused; None = it works.
    """

    source: str
    starts: str
    hash: str
    origins: tuple[str, ...] = ()
    rate: float = 0.0
    made_at: datetime
    revoked_at: datetime | None = None

    def allows(self, origin: str) -> bool:
        """Say whether a web page of this origin may use the key; requests of servers carry none."""
        return not origin or ANY in self.origins or origin.lower() in self.origins


class KeyFile:
    """The write keys of a store.

    Args:
        store: folder of the store.
    """

    def __init__(self, store: Path) -> None:
        self.path = store / FILE
        self._store = store

    def all(self) -> list[Key]:
        """Return every key, also the revoked ones, oldest first."""
        return keyfile.read(self.path, Key)

    def add(self, source: str, *, origins: tuple[str, ...] = (), rate: float = 0.0) -> str:
        """Make a key for a source and return it: the only time that anyone sees it."""
        if not source.strip() or len(source) > 120 or not source.isprintable():
            raise Invalid(f"{source!r} cannot name a source.", hint="Use up to 120 printable characters.")
        if rate < 0 or not math.isfinite(rate):
            raise Invalid(f"The rate {rate} is no limit.", hint="Give elements a second, or 0 for no limit.")
        with writing(self._store):
            if any(key.source == source and key.revoked_at is None for key in self.all()):
                raise Conflict(
                    f"The source {source!r} has a key.", hint=f"Replace it with `footpath key rotate {source}`."
                )
            return self._make(self.all(), source, tuple(map(_origin, origins)), rate)

    def rotate(self, source: str, *, origins: tuple[str, ...] = ()) -> str:
        """Make another key for a source, with the same rate and origins or other ones, and revoke those it had."""
        with writing(self._store):
            keys = self.all()
            old = self._working(keys, source)
            chosen = tuple(map(_origin, origins)) or old.origins
            return self._make(_revoked(keys, source), source, chosen, old.rate)

    def revoke(self, source: str) -> None:
        """Refuse a source's keys from now on; running collectors follow within a second."""
        with writing(self._store):
            keys = self.all()
            self._working(keys, source)
            self._write(_revoked(keys, source))

    def _working(self, keys: list[Key], source: str) -> Key:
        found = [key for key in keys if key.source == source and key.revoked_at is None]
        if not found:
            names = ", ".join(sorted({key.source for key in keys if key.revoked_at is None}))
            raise NotFound(f"No working key has the source {source!r}.", hint=f"There are: {names or 'none'}.")
        return found[-1]

    def _make(self, keys: list[Key], source: str, origins: tuple[str, ...], rate: float) -> str:
        made = keyfile.made(_PREFIX)
        starts = made[: keyfile.SHOWN]
        key = Key(source=source, starts=starts, hash=hashed(made), origins=origins, rate=rate, made_at=clock.now())
        self._write([*keys, key])
        return made

    def _write(self, keys: list[Key]) -> None:
        keyfile.write(self.path, keys)


def _revoked(keys: list[Key], source: str) -> list[Key]:
    now = clock.now()
    return [
        msgspec.structs.replace(key, revoked_at=now) if key.source == source and key.revoked_at is None else key
        for key in keys
    ]


def _origin(text: str) -> str:
    origin = text.strip().rstrip("/").lower()
    if origin != ANY and not origin.startswith(("http://", "https://")):
        raise Invalid(f"{text!r} is no web origin.", hint="Write it like https://shop.example, or * for any.")
    return origin


class Gate:
    """Lets requests in by their keys; follows the file while it runs, and keeps what it knew when that is away.

    Args:
        file: the keys.
    """

    def __init__(self, file: KeyFile) -> None:
        self._file = file
        self._state: tuple[int, int] | None = None
        self._looked_at = -math.inf
        self._keys: dict[str, Key] = {}
        self._hashes: dict[str, str] = {}
        self._left: dict[str, tuple[float, float]] = {}

    def find(self, key: str) -> Key | None:
        """Return what is known of a key that works, None for any other."""
        self._look()
        known = self._hashes.get(key)
        if known is None:
            known = hashed(key)
            if known in self._keys:
                self._hashes[key] = known
        return self._keys.get(known)

    def any_allows(self, origin: str) -> bool:
        """Say whether some key may be used from a web origin: a preflight comes without a key."""
        self._look()
        return any(key.allows(origin) for key in self._keys.values())

    def wait_s(self, key: Key, elements: int) -> float:
        """Take elements off a key's allowance; return 0, or in how many seconds it has enough again."""
        return self.wait_of(key.hash, key.rate, elements)

    def wait_of(self, name: str, rate: float, elements: int) -> float:
        """Take elements off the allowance of whoever has a name, which grows by `rate` a second; 0 = no limit."""
        if not rate:
            return 0.0
        now = time.monotonic()
        left, since = self._left.get(name, (rate, now))
        left = min(rate, left + (now - since) * rate)
        # One request may go below zero, so that a batch larger than a second's allowance gets through at all.
        if left <= 0:
            self._left[name] = (left, now)
            return max(0.001, (1 - left) / rate)
        self._left[name] = (left - elements, now)
        return 0.0

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked_at < _LOOK_AGAIN_S:
            return
        self._looked_at = now
        try:
            found = self._file.path.stat()
            state = (found.st_mtime_ns, found.st_ino)
            if state == self._state:
                return
            keys = self._file.all()
        except (OSError, Invalid):
            return  # the store is away for a while: those who could send still can
        self._state = state
        self._keys = {key.hash: key for key in keys if key.revoked_at is None}
        self._hashes = {}
