"""What trackers answer, read: what they say, or what is wrong and how long to wait."""

import math
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar

import msgspec

from footpath.core import clock
from footpath.core.errors import Denied, FootpathError, Invalid, NotFound, SignedOut, TooMany, Transient
from footpath.core.line import Answer

_WAIT = timedelta(minutes=1)  # where a tracker says "later" and not when
_LONGEST_WAIT = timedelta(days=1)
T = TypeVar("T")


def told(answer: Answer, kind: type[T]) -> T:
    """Return what an answer says; raises Invalid where it is something else."""
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except msgspec.MsgspecError as problem:
        hint = "Is the address that of the tracker, and of the right kind?"
        raise Invalid(f"{answer.host} answers with something that no tracker says.", hint=hint) from problem


def refusal(answer: Answer) -> FootpathError | None:
    """Return what is wrong with an answer, and what to do about it; None where nothing is."""
    status, host = answer.status, answer.host
    wait_s = _wait_s(answer)
    if status in (429, 503) or (status == 403 and wait_s):
        return TooMany(f"{host} asks to wait.", hint="It is asked again later.", wait_s=wait_s or _WAIT.total_seconds())
    if status < 300:
        return None
    return _wrong(status, host)


def _wrong(status: int, host: str) -> FootpathError:
    if status < 400:
        hint = "Where the ticket has moved, link its new address; where the tracker has, connect its new address."
        return NotFound(f"{host} sends elsewhere, and the token does not go there.", hint=hint)
    if status == 401:
        hint = "Make a new one there and put it into the connection."
        return SignedOut(f"{host} does not take the token.", hint=hint)
    if status == 403:
        hint = "Let the token read issues, and pull requests where those are linked."
        return Denied(f"{host} does not let the token read this.", hint=hint)
    if status in (404, 410):
        hint = "It may be deleted, or the token may not see it."
        return NotFound(f"{host} knows no such ticket.", hint=hint)
    if status >= 500:
        return Transient(f"{host} cannot answer now.", hint="It is asked again later.")
    return Invalid(f"{host} does not understand what it is asked.", hint="Is it a tracker of this kind?")


def _wait_s(answer: Answer) -> float:
    """Return how long a tracker asks to wait, in seconds: Retry-After (RFC 9110 §10.2.3), or GitHub's own headers."""
    now = clock.now()
    text = answer.headers.get("retry-after", "").strip()
    wait = 0.0
    if text:
        try:
            wait = float(text) if text.replace(".", "", 1).isdigit() else _until(text)
        except (TypeError, ValueError):
            wait = _WAIT.total_seconds()
        wait = max(wait, 1.0)
    elif answer.headers.get("x-ratelimit-remaining") == "0":
        reset = answer.headers.get("x-ratelimit-reset", "")
        wait = max(float(reset) - now.timestamp(), 1.0) if reset.isdigit() else _WAIT.total_seconds()
    return min(math.ceil(wait), _LONGEST_WAIT.total_seconds())


def _until(text: str) -> float:
    return (parsedate_to_datetime(text) - clock.now()).total_seconds()
