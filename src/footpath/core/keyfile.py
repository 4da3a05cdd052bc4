"""Keys that programs come with: made here, kept as hashes in a file that only its owner may read.

A key has 160 random bits, so a plain fast hash of it cannot be guessed back.
"""

import hashlib
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from footpath.core.errors import Invalid
from footpath.core.files import write_private

SHOWN = 8  # characters of a key that its owner may recognise it by
K = TypeVar("K", bound=Struct)


def made(prefix: str) -> str:
    """Return a new key."""
    return prefix + secrets.token_hex(20)


def hashed(key: str) -> str:
    """Return the hash a key is known by."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def read(path: Path, kind: type[K]) -> list[K]:
    """Return what a file knows of its keys; raises Invalid when it is damaged."""
    if not path.exists():
        return []
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[kind])  # type: ignore[valid-type]
    except msgspec.DecodeError as problem:
        raise Invalid(f"{path} cannot be read ({problem}).", hint="Restore it from a backup.") from problem


def write(path: Path, keys: Sequence[Struct]) -> None:
    """Write a file of keys, whole or not at all."""
    write_private(path, msgspec.json.format(msgspec.json.encode(keys)))
