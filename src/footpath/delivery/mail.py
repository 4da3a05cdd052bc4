"""Mail by SMTP, or into files that any mail program opens."""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from footpath.core import clock
from footpath.core.errors import Invalid

_LOG = logging.getLogger(__name__)
_TIMEOUT_S = 20
_PORTS = {"smtp": 587, "smtps": 465}


class Message(Struct, frozen=True, kw_only=True):
    """A mail to one person, in plain text."""

    to: str
    subject: str
    text: str


class Mail:
    """Sends messages.

    Args:
        outbox: folder for messages when there is no server; made when the first comes.
        server: `smtp://user:password@host:587` (encrypted once connected) or `smtps://…`; empty = the outbox.
        sender: address that messages come from.
    """

    def __init__(self, outbox: Path, *, server: str = "", sender: str = "footpath@localhost") -> None:
        self._outbox = outbox
        self._server = urlsplit(server)
        self._sender = sender
        if server and (self._server.scheme not in _PORTS or not self._server.hostname):
            hint = "Write it as smtp://user:password@host:587."
            raise Invalid(f"FOOTPATH_SMTP is {server!r}, not the address of a mail server.", hint=hint)

    @property
    def sends(self) -> bool:
        """Whether messages reach people by themselves."""
        return bool(self._server.hostname)

    def send(self, message: Message) -> bool:
        """Send a message; say whether it is on its way: with a server that is away, it waits in the outbox."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._sender, message.to, message.subject
        mail["Date"] = format_datetime(clock.now())
        mail.set_content(message.text)
        if self.sends:
            try:
                self._deliver(mail)
            except (OSError, smtplib.SMTPException) as problem:
                _LOG.error("mail not sent", extra={"reason": f"{type(problem).__name__}: {problem}"})
            else:
                return True
        self._keep(mail)
        return False

    def _deliver(self, mail: EmailMessage) -> None:
        host, port = str(self._server.hostname), self._server.port or _PORTS[self._server.scheme]
        secure = ssl.create_default_context()
        if self._server.scheme == "smtps":
            connected: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_S, context=secure)
        else:
            connected = smtplib.SMTP(host, port, timeout=_TIMEOUT_S)
        with connected as session:
            session.ehlo()
            if session.has_extn("starttls"):
                session.starttls(context=secure)
            if self._server.username:
                session.login(unquote(self._server.username), unquote(self._server.password or ""))
            session.send_message(mail)

    def _keep(self, mail: EmailMessage) -> None:
        self._outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
        taken = {path.name for path in self._outbox.iterdir()}
        stem = f"{clock.now():%Y%m%dT%H%M%S%f}"
        name = next(name for name in (f"{stem}-{number}.eml" for number in range(10_000)) if name not in taken)
        (self._outbox / name).write_bytes(bytes(mail))
