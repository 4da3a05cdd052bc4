"""Passwords, kept as Argon2id hashes; checking one takes as long whether the person exists or not."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from footpath.core.errors import Invalid

LEAST = 10
_MOST = 1000
_HASHER = PasswordHasher(time_cost=3, memory_cost=19_456, parallelism=1)  # OWASP's least, with a pass more


def hashed(password: str) -> str:
    """Return the hash of a new password; raises Invalid when it is too short to be safe."""
    if len(password) < LEAST:
        raise Invalid(
            f"password: it has fewer than {LEAST} characters.", hint="Take a longer one; a few words do well."
        )
    if len(password) > _MOST:
        raise Invalid(f"password: it has more than {_MOST} characters.", hint="Take a shorter one.")
    return _HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Say whether `password` is the one that `kept` was made from; None takes as long and is never right."""
    try:
        _HASHER.verify(kept or _nobodys(), password)
    except (Argon2Error, InvalidHashError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Say whether a hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")
