"""API keys: which program may do what; only their hashes are kept. They are no write keys, and write keys are none."""

from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from footpath.core import clock, keyfile
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.events import writing

FILE = "api-keys.json"
PREFIX = "fpa_"
SCOPES = {
    "read:people": "find persons, see all that is known of one, hand it over",
    "write:people": "merge and split persons, write down consents",
    "erase": "erase persons",
    "read:analytics": "see what the store holds, in numbers",
    "admin": "sources and keys, dead letters, privacy rules, retention, the audit log",
}


class ApiKey(Struct, frozen=True, kw_only=True):
    """One API key, without the key itself.

    Attributes:
        name: what the audit log calls whoever uses it.
        starts: the key's first characters.
        hash: sha256 of the key, hexadecimal.
        scopes: what it may do.
        made_at: when.
        revoked_at: since when it is refused; None = it works.
    """

    name: str
    starts: str
    hash: str
    scopes: tuple[str, ...]
    made_at: datetime
    revoked_at: datetime | None = None


class ApiKeys:
    """The API keys of a store.

    Args:
        store: folder of the store.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._path = store / FILE
        self._state: tuple[int, int] | None = None
        self._working: dict[str, ApiKey] = {}

    def all(self) -> list[ApiKey]:
        """Return every key, also the revoked ones, oldest first."""
        return keyfile.read(self._path, ApiKey)

    def add(self, name: str, scopes: tuple[str, ...]) -> str:
        """Make a key and return it: the only time that anyone sees it.

        Raises:
            Invalid: the name or a scope cannot be used.
            Conflict: a working key has the name.
        """
        if not name.strip() or len(name) > 120 or not name.isprintable():
            raise Invalid(f"name: {name[:40]!r} cannot name a key.", hint="Use up to 120 printable characters.")
        unknown = sorted(set(scopes) - set(SCOPES))
        if unknown or not scopes:
            raise Invalid(f"scopes: {unknown or 'none'} cannot be used.", hint=f"There are: {', '.join(SCOPES)}.")
        with writing(self._store):
            keys = self.all()
            if any(key.name == name and key.revoked_at is None for key in keys):
                raise Conflict(f"name: a key is called {name!r}.", hint="Revoke it first, or choose another name.")
            made = keyfile.made(PREFIX)
            key = ApiKey(
                name=name, starts=made[: keyfile.SHOWN], hash=keyfile.hashed(made), scopes=tuple(sorted(set(scopes))),
                made_at=clock.now(),
            )  # fmt: skip
            keyfile.write(self._path, [*keys, key])
        return made

    def revoke(self, name: str) -> None:
        """Refuse a key from now on; raises NotFound when no working key has the name."""
        with writing(self._store):
            keys = self.all()
            if not any(key.name == name and key.revoked_at is None for key in keys):
                names = ", ".join(sorted(key.name for key in keys if key.revoked_at is None))
                raise NotFound(f"name: no working key is called {name!r}.", hint=f"There are: {names or 'none'}.")
            keyfile.write(self._path, [_revoked(key) if key.name == name else key for key in keys])

    def find(self, key: str) -> ApiKey | None:
        """Return what is known of a key that works, None for any other; follows the file."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        state = (found.st_mtime_ns, found.st_ino)
        if state != self._state:
            self._working = {one.hash: one for one in self.all() if one.revoked_at is None}
            self._state = state
        return self._working.get(keyfile.hashed(key))


def _revoked(key: ApiKey) -> ApiKey:
    return msgspec.structs.replace(key, revoked_at=key.revoked_at or clock.now())
