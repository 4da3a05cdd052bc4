"""A store's own secret, for hashes that nobody without it can guess back from a list of likely texts."""

import hashlib
import hmac
import os
import secrets
from datetime import date
from pathlib import Path

from footpath.core.errors import Invalid

FILE = "secret.key"
_BYTES = 32
_OF_DAY = ".day.key"


def secret_of(store: Path) -> bytes:
    """Return the secret of a store; made at first use, in a file that only its owner may read.

    Raises:
        Invalid: the file is no secret any more.
    """
    path = store / FILE
    if not path.exists():
        _make(path)
    found = path.read_bytes()
    if len(found) != _BYTES:
        raise Invalid(f"{path} is damaged.", hint="Restore it from a backup; nothing else can make its hashes again.")
    return found


def secret_of_day(folder: Path, day: date) -> bytes:
    """Return the secret that a folder keeps for one day; made at first use."""
    path = folder / f"{day}{_OF_DAY}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _make(path)
    return path.read_bytes()


def forget_days(folder: Path, before: date) -> None:
    """Delete the secrets of earlier days; nothing can make them again."""
    for path in folder.glob(f"*{_OF_DAY}"):
        if path.name < str(before):
            path.unlink(missing_ok=True)


def _make(path: Path) -> None:
    """Make a secret unless somebody else does at the same time; half of one is never seen."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, secrets.token_bytes(_BYTES))
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()


def keyed(secret: bytes, text: str) -> str:
    """Return the HMAC-SHA256 of a text, hexadecimal."""
    return hmac.new(secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
