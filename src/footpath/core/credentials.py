"""Secrets a store needs in plain to do its work: in the environment, or in a file that only its owner reads.

What can be checked against a hash (a shared word, a password) is kept as a hash only.
"""

import hashlib
import hmac
import os
import re
import secrets as chance
from pathlib import Path

import msgspec

from footpath.core import settings
from footpath.core.errors import Invalid

FILE = "secrets.json"
_MARK = "sha256:"
_OURS = "fps_"


class Secrets:
    """The secrets of a store, by name.

    Args:
        store: folder of the store.
    """

    def __init__(self, store: Path) -> None:
        self.path = store / FILE

    def get(self, name: str) -> str:
        """Return a secret from `FOOTPATH_SECRET_<NAME>` or the file; "" where there is none."""
        return settings.secret(variable(name)) or self._all().get(name, "")

    def put(self, name: str, secret: str, *, hashed: bool = False) -> None:
        """Keep a secret, as a salted hash where it will only ever be compared."""
        if not secret.strip():
            raise Invalid(f"The secret of {name} is empty.", hint="Copy it from where the sender shows it.")
        self._write(self._all() | {name: _hash(secret, chance.token_hex(16)) if hashed else secret})

    def remove(self, name: str) -> None:
        """Forget a secret."""
        self._write({key: value for key, value in self._all().items() if key != name})

    def _all(self) -> dict[str, str]:
        if not self.path.exists():
            return {}
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=dict[str, str])
        except msgspec.DecodeError as problem:
            raise Invalid(f"{self.path} cannot be read.", hint="Restore it from a backup.") from problem

    def _write(self, secrets: dict[str, str]) -> None:
        part = self.path.with_suffix(".part")
        part.unlink(missing_ok=True)
        # Nobody else can open it at any instant: it is made with these rights.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(dict(sorted(secrets.items())))))
        part.replace(self.path)


def variable(name: str) -> str:
    """Return the end of the environment variable that holds a secret: its name in capitals."""
    return re.sub(r"[^A-Z0-9]", "_", name.upper())


def made() -> str:
    """Return a new secret of 160 random bits."""
    return _OURS + chance.token_hex(20)


def same(given: str, kept: str) -> bool:
    """Say whether a secret is the kept one, plain or hashed, in a time that says nothing about where they differ."""
    if not kept:
        return False
    if kept.startswith(_MARK):
        salt = kept.removeprefix(_MARK).partition(":")[0]
        return hmac.compare_digest(_hash(given, salt), kept)
    return hmac.compare_digest(given.encode(), kept.encode())


def _hash(secret: str, salt: str) -> str:
    return f"{_MARK}{salt}:{hashlib.sha256(f'{salt}:{secret}'.encode()).hexdigest()}"
