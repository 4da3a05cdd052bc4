"""Is it really them? Signatures, secret words and passwords of webhooks, compared in constant time."""

import base64
import binascii
import hashlib
import hmac
import math
from typing import Any

from footpath.collector import ecdsa
from footpath.collector.hook import Verify
from footpath.collector.picking import filled
from footpath.collector.protocol import Request
from footpath.collector.records import Refused
from footpath.core.credentials import same
from footpath.core.errors import Invalid
from footpath.core.paths import steps_of, walk

_AGREE = "Give the sender and `footpath hook add` the same secret"
_MOST_SIGNATURES = 8


def check(verify: Verify, request: Request, body: Any, secret: str) -> str:
    """Check who sent a request.

    Args:
        body: what it holds, for signatures that stand in the body.
        secret: of the webhook, hashed where it is only compared.

    Returns:
        What a second delivery of the same message repeats, where its signature covers a time; else "".

    Raises:
        Refused: the sender did not prove who it is.
    """
    if verify.scheme == "none":
        return ""
    if not secret:
        raise Refused("secret", "this webhook has none yet", "Set it with `footpath hook secret`", status=401)
    if verify.signs:
        return _signed(verify, request, body, secret)
    given = _password(request) if verify.scheme == "basic" else request.headers.get(verify.header.lower(), "")
    given = given.removeprefix(verify.prefix)
    if not given or not same(given, secret):
        field = "authorization" if verify.scheme == "basic" else verify.header
        raise _refused(field, "it is missing" if not given else "it is not the secret of this webhook", _AGREE)
    return ""


def _signed(verify: Verify, request: Request, body: Any, secret: str) -> str:
    shown = verify.header or verify.field
    given = request.headers.get(verify.header.lower(), "") if verify.header else _in(body, verify.field)
    parts = [one.strip().partition("=") for one in given.split(",")] if verify.part or verify.time_part else []
    candidates = [value for name, _, value in parts if name == verify.part] if verify.part else given.split()
    stamp = next((value for name, _, value in parts if name == verify.time_part), "") if verify.time_part else ""
    stamp = stamp or _stamp(verify, request, body)
    if not candidates:
        raise _refused(shown, "the signature is missing", "Turn signing on where the sender is set up")
    if verify.timed:
        _check_time(verify, stamp, request.received_at)
    content = _content(verify, request, (body, stamp))
    candidates = [one.removeprefix(verify.prefix) for one in candidates[:_MOST_SIGNATURES]]
    if verify.scheme == "ecdsa":
        key = public_key(secret)
        right = any(ecdsa.fits(key, _bytes(one), content) for one in candidates)
    else:
        expected = hmac.new(_key(verify, secret), content, getattr(hashlib, verify.algorithm)).digest()
        right = any(_equal(verify, one, expected) for one in candidates)
    if not right:
        raise _refused(shown, "the signature is not of this body and secret", _AGREE)
    return hashlib.sha256(content).hexdigest()[:32] if verify.timed else ""


def _stamp(verify: Verify, request: Request, body: Any) -> str:
    return request.headers.get(verify.time_header.lower(), "") if verify.time_header else _in(body, verify.time_field)


def _in(body: Any, path: str) -> str:
    found = walk(body, steps_of(path)) if path else None
    return "" if found is None else str(found)


def _check_time(verify: Verify, stamp: str, received_at: int) -> None:
    where = verify.time_header or verify.time_part or verify.time_field
    try:
        at_s = float(stamp) / (1000 if verify.time_unit == "ms" else 1)
    except ValueError:
        at_s = math.nan
    if not math.isfinite(at_s):
        raise _refused(where, "the time of the signature is missing or no number", "Send the time that was signed")
    if abs(received_at / 1e6 - at_s) > verify.tolerance_s:
        reason = f"the signature is more than {verify.tolerance_s:g} s away from now"
        raise _refused(where, reason, "Send it anew, and see that both clocks are right")


def public_key(text: str) -> ecdsa.Point:
    """Return the key that signatures are checked with, from what the sender shows: DER in base64, or PEM.

    Raises:
        Invalid: it is none.
    """
    inside = "".join(line for line in text.split("\n") if not line.startswith("-----"))
    try:
        return ecdsa.point_of(base64.b64decode(inside))
    except ValueError as problem:
        hint = "Copy the sender's verification key whole, from MFk to the end."
        raise Invalid(f"The key cannot be used: {problem}.", hint=hint) from None


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _content(verify: Verify, request: Request, known: tuple[Any, str]) -> bytes:
    """Return what was signed."""
    body, stamp = known
    address = verify.url or f"https://{request.headers.get('host', '')}{request.path}"
    words = {"@time": stamp, "@method": request.method, "@url": address}
    # The body is bytes of any encoding: it is put in by hand, the other fields are text.
    pieces = [
        (filled(piece, lambda path: words.get(path) or _in(body, path.removeprefix("@body."))
                or request.headers.get(path.removeprefix("@header.").lower(), "")) or "").encode()
        for piece in verify.signed.split("{@raw}")
    ]  # fmt: skip
    return request.body.join(pieces)


def _key(verify: Verify, secret: str) -> bytes:
    if not verify.decode:
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(verify.decode) + "==")
    except (ValueError, binascii.Error):
        raise _refused("secret", "the secret of this webhook is no base64", "Copy it whole") from None


def _equal(verify: Verify, given: str, expected: bytes) -> bool:
    text = given
    wanted = expected.hex() if verify.encoding == "hex" else base64.b64encode(expected).decode()
    return hmac.compare_digest((text.lower() if verify.encoding == "hex" else text).encode(), wanted.encode())


def _password(request: Request) -> str:
    """Return "name:password" of HTTP Basic authorisation."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(given.strip() + "==").decode()
    except (ValueError, binascii.Error):
        return ""


def _refused(field: str, reason: str, remedy: str) -> Refused:
    return Refused(field, reason, remedy, status=401)
