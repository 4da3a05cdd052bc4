"""A line to a host: the one way by which the server asks others over HTTP.

It goes to an address that was judged (`core.reach`) and nowhere else: no redirect is followed and no proxy of the
environment is used. Every answer has a bound in bytes and in time, its headers among them. Certificates are checked
against the name, by what the machine trusts.
"""

import ssl
import time
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

import httpcore
from msgspec import Struct

from footpath.core.errors import Invalid, Transient
from footpath.core.reach import PORTS, Reach, host_of

_TIMEOUT_S = 10.0  # of each step on the wire
_LONGEST_S = 20.0  # of an answer as a whole
_LARGEST = 4_000_000  # bytes of an answer
_SAFE = "%/?:@!$&'()*+,;=~"  # as they stand in an address
_SPELT = "Is it spelt right, and does the server reach the network?"
_HUNG_UP = (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError)
_AWAY = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)


class Answer(Struct, frozen=True, kw_only=True):
    """What a host answers; names of headers are in small letters."""

    host: str
    status: int
    headers: dict[str, str]
    body: bytes


class Line:
    """Requests to one host; nothing is followed elsewhere.

    Args:
        root: address that paths begin at, without a slash at the end.
        headers: sent with every request, the token among them.
        reach: which hosts may be asked.
    """

    def __init__(self, root: str, headers: Mapping[str, str], reach: Reach) -> None:
        parts, self.host, port = _taken_apart(root)
        if parts.scheme != "https" and not reach.is_own(self.host, port):
            raise Invalid("address: the token would travel unencrypted.", hint="Begin it with https://.")
        name = _ascii(self.host)
        self._origin = (parts.scheme, name, port)
        self._path = quote(parts.path, safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        shown = f"[{name}]" if ":" in name else name
        place = shown if port == PORTS[parts.scheme] else f"{shown}:{port}"
        self._headers = {
            "host": place, "user-agent": "Footpath", "accept": "application/json", "accept-encoding": "identity",
            **headers,
        }  # fmt: skip
        self._wire = _Wire(reach)
        self._pool: httpcore.ConnectionPool | None = None

    def get(self, path: str = "", headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a path; raises Transient where nobody answers, Invalid where nobody may be asked."""
        return self._ask("GET", path, None, headers or {})

    def post(self, path: str, content: bytes, kind: str = "application/json") -> Answer:
        """Send content of a media type to a path, as `get` asks."""
        return self._ask("POST", path, content, {"content-type": kind})

    def close(self) -> None:
        """Hang up."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        self._wire.begin()
        dialled = self._wire.dialled
        try:
            try:
                return self._said(method, path, body, headers)
            except _HUNG_UP:
                if self._wire.dialled > dialled:  # only a line that was quiet for a while may have been hung up
                    raise
                self.close()
                return self._said(method, path, body, headers)
        except _TooLongError as problem:
            self.close()
            raise Invalid(f"The answer of {self.host} is too long.", hint="Is the address right?") from problem
        except _UntrustedError as problem:
            self.close()
            hint = "Does the server trust who issued it?"
            raise Invalid(f"The certificate of {self.host} will not do.", hint=hint) from problem
        except _AWAY as problem:
            self.close()
            raise Transient(f"{self.host} does not answer.", hint="Try again later.") from problem

    def _said(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        scheme, name, port = self._origin
        if self._pool is None:
            trust = ssl.create_default_context() if scheme == "https" else None
            self._pool = httpcore.ConnectionPool(trust, max_connections=1, network_backend=self._wire)
        waits = dict.fromkeys(("connect", "read", "write", "pool"), _TIMEOUT_S)
        answer = self._pool.request(
            method,
            httpcore.URL(scheme=scheme, host=name, port=port, target=self._path + path or "/"),
            headers=[*{**self._headers, **headers}.items()],
            content=body,
            extensions={"timeout": waits},
        )
        names = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        return Answer(host=self.host, status=answer.status, headers=names, body=answer.content)


def _taken_apart(root: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(root)
        return parts, *host_of(parts)
    except (KeyError, ValueError) as problem:
        raise Invalid("address: this is no address.", hint=_SPELT) from problem


def _ascii(host: str) -> str:
    """Return a name of a host as it is looked up (RFC 3490)."""
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError as problem:
        raise Invalid("address: this is no address.", hint=_SPELT) from problem


class _TooLongError(Exception):
    """An answer goes on and on."""


class _UntrustedError(Exception):
    """A certificate is not of that name, or nobody vouches for it."""


class _Wire(httpcore.NetworkBackend):
    """Connects to addresses that were judged, whatever a name means the next time it is looked up.

    Attributes:
        dialled: how many connections were made.
    """

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._plain = httpcore.SyncBackend()
        self._ends = 0.0
        self._left = 0
        self.dialled = 0

    def begin(self) -> None:
        """Give the next request its bounds."""
        self._ends = time.monotonic() + _LONGEST_S
        self._left = _LARGEST

    def wait(self, wished_s: float | None) -> float:
        """Return how long a step may take, in seconds."""
        left_s = self._ends - time.monotonic()
        if left_s <= 0:
            raise httpcore.ReadTimeout("the answer takes too long")
        return min(left_s, wished_s or _TIMEOUT_S)

    def came(self, part: bytes) -> bytes:
        """Count what came."""
        self._left -= len(part)
        if self._left < 0:
            raise _TooLongError
        return part

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that takes it."""
        self.dialled += 1
        problem: Exception = httpcore.ConnectError("no address")
        for ip in self._reach.addresses(host, port):
            try:
                plain = self._plain.connect_tcp(ip, port, self.wait(timeout), local_address, socket_options)
                return _Bounded(plain, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as why:
                problem = why
        raise problem


class _Bounded(httpcore.NetworkStream):
    """A connection that keeps to the bounds of the request in hand."""

    def __init__(self, plain: httpcore.NetworkStream, wire: _Wire) -> None:
        self._plain = plain
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        return self._wire.came(self._plain.read(max_bytes, self._wire.wait(timeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self._plain.write(buffer, self._wire.wait(timeout))

    def close(self) -> None:
        """Hang up."""
        self._plain.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Encrypt from here on."""
        try:
            plain = self._plain.start_tls(ssl_context, server_hostname, self._wire.wait(timeout))
        except httpcore.ConnectError as problem:
            if isinstance(problem.__cause__, ssl.SSLCertVerificationError):
                raise _UntrustedError from problem
            raise
        return _Bounded(plain, self._wire)

    def get_extra_info(self, info: str) -> Any:
        """Tell about the connection."""
        return self._plain.get_extra_info(info)
