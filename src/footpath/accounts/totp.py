"""Codes that change every half minute (RFC 6238 with SHA-1, 6 digits, 30 s: what authenticator apps take)."""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote

_PERIOD_S = 30
_DRIFT = 1  # periods that a phone's clock may be off


def made() -> str:
    """Return a new secret, 160 bits in base 32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code(secret: bytes, counter: int, digits: int = 6) -> str:
    """Return the code of a counter (RFC 4226 §5.3)."""
    mac = hmac.new(secret, struct.pack(">Q", counter), hashlib.sha1).digest()
    start = mac[-1] & 15
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(secret: str, given: str, at: datetime, used: int) -> int:
    """Return the period whose code `given` is; 0 when it is none near `at`, or not after the period `used`."""
    now = int(at.timestamp()) // _PERIOD_S
    key = base64.b32decode(secret)
    found = 0
    for step in range(now - _DRIFT, now + _DRIFT + 1):  # all of them, so that the time taken tells nothing
        if hmac.compare_digest(code(key, step), given.strip().replace(" ", "").encode("ascii", "replace").decode()):
            found = step
    return found if found > used else 0


def address(secret: str, email: str) -> str:
    """Return the address that authenticator apps read from a QR code."""
    return f"otpauth://totp/Footpath:{quote(email)}?secret={secret}&issuer=Footpath&period={_PERIOD_S}&digits=6"
