"""Secrets handed out once and kept as hashes: sessions, resets, invitations."""

import hashlib
import hmac
import secrets


def made() -> str:
    """Return a new secret of 256 random bits, safe in addresses."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """Return what a secret is kept as; a plain hash will do, for nobody can guess 256 bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def same(given: str, known: str) -> bool:
    """Compare in a time that tells nothing about where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), known.encode())
