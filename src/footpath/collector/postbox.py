"""Mails by SMTP: each is read like any other request, and taken by the sender's server only once the disk has it.

A recipient's name is a write key, alone or behind a word and a plus (`support+fpw_…@mail.example.com`). Who has no
such address is refused before the mail is sent, and when no more can be kept the sending server is told to come again,
which it does for days.
"""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from footpath.collector.counting import Counts
from footpath.collector.intake import Intake, Limited
from footpath.collector.keys import Key
from footpath.collector.protocol import Request
from footpath.collector.protocols.mail import Mail
from footpath.collector.records import Reading, Refused
from footpath.collector.spool import Full, Spool
from footpath.core import clock
from footpath.core.errors import Invalid

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

_LOG = logging.getLogger(__name__)
LARGEST = 10_000_000  # bytes of a mail
MOST = 50  # connections at once
_MOST_RECIPIENTS = 20
_MOST_COMMANDS = 200  # of each kind, on one connection
_SILENT_S, SLOWEST_S = 60.0, 600.0  # between two lines; for a whole connection
_LONGEST_LINE = 65_536  # bytes; some programs write more than the 998 that are allowed
_UNKNOWN = "550 5.1.1 No such address"
_LATER = "452 4.3.1 No more can be kept now, send it later"


class MailIn(Struct, frozen=True):
    """Where mails are taken.

    Attributes:
        host, port: to listen on.
        cert, key: PEM files of the certificate with which connections may be encrypted (STARTTLS); None = they are not.
    """

    host: str
    port: int
    cert: Path | None = None
    key: Path | None = None


def mail_in(text: str, cert: str = "", key: str = "") -> MailIn | None:
    """Return where mails are taken, from settings; None where they say nothing.

    Raises:
        Invalid: it is no address, the certificate cannot be used, or the extra is not installed.
    """
    if not text:
        return None
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise Invalid(f"FOOTPATH_MAIL_IN is {text!r}, no address.", hint="Write it like 0.0.0.0:25.")
    if find_spec("aiosmtpd") is None:
        raise Invalid("To take mails, the extra is missing.", hint='Run pip install "footpath[mail]".')
    found = MailIn(host.strip("[]"), int(port), Path(cert) if cert else None, Path(key) if key else None)
    _encryption(found)  # what is wrong with it is said before anything runs
    return found


@asynccontextmanager
async def taking_mails(where: MailIn | None, intake: Intake, spool: Spool, counts: Counts) -> AsyncIterator[None]:
    """Take mails while the block runs; none where there is no place for it."""
    if where is None:
        yield
        return
    listener = await asyncio.get_running_loop().create_server(
        _connections(_Postbox(intake, spool, counts), _encryption(where)), where.host, where.port
    )
    try:
        yield
    finally:
        listener.close()


def _encryption(where: MailIn) -> ssl.SSLContext | None:
    if where.cert is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(where.cert, where.key)
    except OSError as problem:  # an SSLError is one
        raise Invalid(
            f"The certificate {where.cert} cannot be used ({problem}).",
            hint="Set FOOTPATH_MAIL_IN_CERT and FOOTPATH_MAIL_IN_KEY to a certificate and its key, PEM.",
        ) from problem
    return context


def _connections(postbox: "_Postbox", tls: ssl.SSLContext | None) -> "Callable[[], SMTP]":
    """Return what makes a connection: few at once, none for ever."""
    from aiosmtpd.smtp import SMTP

    open_: set[Any] = set()

    class Connection(SMTP):
        line_length_limit = _LONGEST_LINE
        _end: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:  # of uvloop, which does not derive it from asyncio's
            if self._end is None:  # else it is the same one, encrypted from now on
                if len(open_) >= MOST:
                    transport.write(b"421 4.3.2 Too many connections, come again later\r\n")
                    transport.close()
                    return
                open_.add(self)
                self._end = self.loop.call_later(SLOWEST_S, self._hang_up)
            super().connection_made(transport)

        def connection_lost(self, error: Exception | None) -> None:
            open_.discard(self)
            if self._end is not None:
                self._end.cancel()
                super().connection_lost(error)

        def _hang_up(self) -> None:
            transport: Any = self._original_transport or self.transport
            if transport is not None:
                transport.abort()

    loop = asyncio.get_running_loop()
    return lambda: Connection(
        postbox, data_size_limit=LARGEST, enable_SMTPUTF8=True, ident="Footpath", hostname="footpath", tls_context=tls,
        timeout=_SILENT_S, command_call_limit=_MOST_COMMANDS, auth_exclude_mechanism=("LOGIN", "PLAIN"), loop=loop,
    )  # fmt: skip


class _Read(Mail):
    """A mail that was read already, for one of the sources it was addressed to."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def read(self, request: Request) -> Reading:  # noqa: ARG002 - it was read
        """Return what was read."""
        return self._reading


class _Postbox:
    """Answers what a sending server says; the names of its methods are aiosmtpd's."""

    def __init__(self, intake: Intake, spool: Spool, counts: Counts) -> None:
        self._intake, self._spool, self._counts = intake, spool, counts

    async def handle_RCPT(  # noqa: N802
        self, _server: "SMTP", _session: "Session", envelope: "Envelope", address: str, _options: list[str]
    ) -> str:
        """Say whether there is such an address."""
        if self._key(address) is None:
            self._counts.add("footpath_requests_total", labels='protocol="mail",status="550"')
            return _UNKNOWN
        if len(envelope.rcpt_tos) >= _MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: "SMTP", _session: "Session", envelope: "Envelope") -> str:  # noqa: N802
        """Keep a mail under the source of each address; say so when the disk has it."""
        found = [key for key in map(self._key, envelope.rcpt_tos) if key]
        said = _LATER
        try:
            for key in {key.source: key for key in found}.values():
                await self._keep(key, envelope.original_content or b"")
            said = "250 2.0.0 Kept" if found else _UNKNOWN
        except Limited:
            said = "451 4.7.1 The address' allowance is used up, send it later"
        except Refused as problem:
            said = f"554 5.6.0 {problem.field}: {problem.reason}"
        except (Full, OSError) as problem:
            _LOG.error("cannot keep more", extra={"reason": str(problem)})
        self._counts.add("footpath_requests_total", labels=f'protocol="mail",status="{said[:3]}"')
        return said

    async def handle_exception(self, problem: Exception) -> str:
        """Say that something went wrong, and no more of the sender than that."""
        _LOG.error("cannot take a mail", extra={"reason": type(problem).__name__})
        return "451 4.3.0 Something went wrong, send it later"

    def _key(self, address: str) -> Key | None:
        name = address.strip().rpartition("@")[0].lower()
        return self._intake.key_of(name.rpartition("+")[2])

    async def _keep(self, key: Key, content: bytes) -> None:
        self._spool.check()
        request = Request("POST", "/v1/mail", body=content, received_at=int(clock.now().timestamp() * 1e6))
        # Beside the loop: to read a large one takes longer than others may wait for their answers.
        reading = await asyncio.to_thread(Mail().read, request)
        reading.source, reading.rate = key.source, key.rate
        taken = self._intake.take(_Read(reading), request, self._intake.next_id())
        if taken.records:
            await _on_disk(self._spool, taken.records)
        for outcome, number in (("kept", taken.kept), ("refused", taken.refused)):
            if number:
                self._counts.add("footpath_elements_total", number, f'protocol="mail",outcome="{outcome}"')


async def _on_disk(spool: Spool, records: bytes) -> None:
    """Return once the disk has some records; raises OSError when it does not take them."""
    loop = asyncio.get_running_loop()
    told: asyncio.Future[OSError | None] = loop.create_future()

    def done(problem: OSError | None) -> None:
        loop.call_soon_threadsafe(_tell, told, problem)

    spool.submit(records, done)
    problem = await told
    if problem is not None:
        raise problem


def _tell(told: "asyncio.Future[OSError | None]", problem: OSError | None) -> None:
    if not told.done():  # the sender may have hung up meanwhile
        told.set_result(problem)
