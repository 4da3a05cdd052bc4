"""A line to a tracker: requests with the token, to its own host and nowhere else, with bounds on everything."""

import http.client
import math
import socket
import ssl
import time
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from footpath.core import clock
from footpath.core.errors import Denied, FootpathError, Invalid, NotFound, SignedOut, TooMany, Transient
from footpath.tickets.reaching import Reach, host_of

_TIMEOUT_S = 10.0  # of each step on the wire
_LONGEST_S = 20.0  # of an answer as a whole
_LARGEST = 4_000_000  # bytes of an answer
_CHUNK = 65_536
_WAIT = timedelta(minutes=1)  # where a tracker says "later" and not when
_LONGEST_WAIT = timedelta(days=1)
T = TypeVar("T")


class Answer(Struct, frozen=True, kw_only=True):
    """What a tracker answers; names of headers are in small letters."""

    host: str
    status: int
    headers: dict[str, str]
    body: bytes

    def read(self, kind: type[T]) -> T:
        """Return what the body says; raises Invalid where it is something else."""
        try:
            return msgspec.json.decode(self.body, type=kind)
        except msgspec.MsgspecError as problem:
            hint = "Is the address that of the tracker, and of the right kind?"
            raise Invalid(f"{self.host} answers with something that no tracker says.", hint=hint) from problem


class Line:
    """Requests to one tracker; nothing is followed elsewhere.

    Args:
        root: address that paths begin at, without a slash at the end.
        headers: sent with every request, the token among them.
        reach: which hosts may be asked.
    """

    def __init__(self, root: str, headers: Mapping[str, str], reach: Reach) -> None:
        self._parts = urlsplit(root)
        self.host, self._port = host_of(self._parts)
        self._headers = {"user-agent": "Footpath", "accept": "application/json", **headers}
        self._reach = reach
        self._open: http.client.HTTPConnection | None = None

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a path; raises Transient where nobody answers, Invalid where nobody may be asked."""
        return self._ask("GET", path, None, headers or {})

    def post(self, path: str, content: Any) -> Answer:
        """Send JSON to a path, as `get` does."""
        return self._ask("POST", path, msgspec.json.encode(content), {"content-type": "application/json"})

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        kept = self._open is not None
        try:
            try:
                return self._said(method, path, body, headers)
            except (http.client.RemoteDisconnected, ConnectionError):
                if not kept:  # only a line that was quiet for a while may have been hung up meanwhile
                    raise
                self.close()
                return self._said(method, path, body, headers)
        except ssl.SSLCertVerificationError as problem:
            self.close()
            hint = "Does the server trust who issued it?"
            raise Invalid(f"The certificate of {self.host} will not do.", hint=hint) from problem
        except (OSError, http.client.HTTPException) as problem:
            self.close()
            raise Transient(f"{self.host} does not answer.", hint="It is asked again later.") from problem

    def _said(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        ends = time.monotonic() + _LONGEST_S
        line = self._open = self._open or self._dialled()
        line.request(method, self._parts.path + path, body, {**self._headers, **headers})
        answer = line.getresponse()
        parts: list[bytes] = []
        size = 0
        while part := answer.read1(_CHUNK):
            size += len(part)
            parts.append(part)
            if size > _LARGEST or time.monotonic() > ends:
                self.close()
                hint = "Is the address that of the tracker, and of the right kind?"
                raise Invalid(f"The answer of {self.host} is too long.", hint=hint)
        answer.close()  # what was read to its end by pieces is not closed by itself
        if answer.will_close:
            self.close()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(host=self.host, status=answer.status, headers=names, body=b"".join(parts))

    def _dialled(self) -> http.client.HTTPConnection:
        """Connect to an address that was judged, whatever the name means the next time it is looked up."""
        problem: OSError = ConnectionError("no address")
        for ip in self._reach.addresses(self.host, self._port):
            try:
                plain = socket.create_connection((ip, self._port), timeout=_TIMEOUT_S)
            except OSError as why:
                problem = why
                continue
            return self._talking(plain)
        raise problem

    def _talking(self, plain: socket.socket) -> http.client.HTTPConnection:
        if self._parts.scheme == "https":
            line: http.client.HTTPConnection = http.client.HTTPSConnection(self.host, self._port)
            try:
                line.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
            except OSError:
                plain.close()
                raise
        else:
            line = http.client.HTTPConnection(self.host, self._port)
            line.sock = plain
        line.auto_open = 0  # it would look the name up anew
        return line


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
