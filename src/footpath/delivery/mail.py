"""Mail by SMTP, or into files that any mail program opens.

What a server does not take now waits in the outbox as `….again.eml` and is tried anew; what nobody can deliver stays
there as `….eml`, for whoever looks after the server to hand on.
"""

import email
import email.policy
import logging
import smtplib
import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr, parsedate_to_datetime
from pathlib import Path
from threading import Event, Lock
from typing import Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from footpath.core import clock
from footpath.core.database import new_id
from footpath.core.errors import Invalid

_LOG = logging.getLogger(__name__)
_TIMEOUT_S = 10
_PORTS = {"smtp": 587, "smtps": 465}
_NEAR = ("localhost", "127.0.0.1", "::1")
_AGAIN = ".again.eml"
_FOR = timedelta(days=2)
"""How long a mail is tried; links in mails are over soon after."""

Fate = Literal["sent", "waits", "refused", "kept"]
"""Of a mail: the mail server has it; it is tried again; the mail server will not have it; there is no mail server."""


class Message(Struct, frozen=True, kw_only=True):
    """A mail to one person, in plain text."""

    to: str
    subject: str
    text: str


class Mail:
    """Sends messages.

    Args:
        outbox: folder for messages that are not sent; made when the first comes.
        server: `smtp://user:password@host:587` (encrypted once connected) or `smtps://…`; empty = the outbox.
        sender: address that messages come from.
    """

    def __init__(self, outbox: Path, *, server: str = "", sender: str = "footpath@localhost") -> None:
        self._outbox = outbox
        self._server = urlsplit(server)
        self._sender = sender
        self._keeping = Lock()
        self._carrying = Lock()
        self.begun = Event()  # a message waits that was not tried yet
        if server and (self._server.scheme not in _PORTS or not self._server.hostname):
            hint = "Write it as smtp://user:password@host:587."
            raise Invalid(f"FOOTPATH_SMTP is {server!r}, not the address of a mail server.", hint=hint)

    @property
    def sends(self) -> bool:
        """Whether messages reach people by themselves."""
        return bool(self._server.hostname)

    def send(self, message: Message) -> Fate:
        """Send a message while whoever asked waits, and say what became of it."""
        mail = self._written(message)
        if not self.sends:
            self._keep(mail, ".eml")
            return "kept"
        fate = self._fate(mail)
        if fate != "sent":
            self._keep(mail, _AGAIN if fate == "waits" else ".eml")
        return fate

    def post(self, message: Message) -> None:
        """Leave a message to be sent in a moment: nobody waits for it, and a killed server sends it when it is back."""
        self._keep(self._written(message), _AGAIN if self.sends else ".eml")
        self.begun.set()

    def carry(self) -> int:
        """Try what waits, oldest first, and return how many went; after two days somebody is to hand it on."""
        if not self.sends or not self._outbox.is_dir():
            return 0
        sent = 0
        with self._carrying:
            for path in sorted(self._outbox.glob(f"*{_AGAIN}")):
                mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.SMTP)
                fate = self._fate(mail)
                sent += fate == "sent"
                if fate == "sent":
                    path.unlink()
                elif fate == "refused" or clock.now() - parsedate_to_datetime(str(mail["Date"])) > _FOR:
                    path.rename(path.with_name(path.name.removesuffix(_AGAIN) + ".eml"))
                else:
                    break  # the server is away, or busy: so it is for the next
        return sent

    def _written(self, message: Message) -> EmailMessage:
        mail = EmailMessage()
        name, address = parseaddr(self._sender)
        mail["From"] = self._sender if name else f"Footpath <{address}>"
        mail["To"] = message.to
        mail["Subject"] = " ".join(message.subject.split())  # names may have line ends, headers may not
        mail["Date"] = format_datetime(clock.now())
        mail["Message-ID"] = f"<{new_id()}@{address.rpartition('@')[2] or 'localhost'}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody on holiday answers
        mail.set_content(message.text)
        return mail

    def _fate(self, mail: EmailMessage) -> Fate:
        try:
            self._deliver(mail)
        except smtplib.SMTPRecipientsRefused as problem:
            codes = [code for code, _ in problem.recipients.values()]
            return _told(problem, final=min(codes, default=0) >= 500)
        except smtplib.SMTPDataError as problem:
            return _told(problem, final=problem.smtp_code >= 500)
        except smtplib.SMTPNotSupportedError as problem:  # letters of an address that it does not know, or no log-in
            return _told(problem, final=not str(mail["To"]).isascii())
        except OSError as problem:  # also all else that smtplib raises; certificates first of all
            return _told(problem, final=False)
        except ValueError as problem:  # an address that cannot be written
            return _told(problem, final=True)
        return "sent"

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
            elif self._server.scheme == "smtp" and self._server.username and host not in _NEAR:
                raise smtplib.SMTPException("no STARTTLS is offered: the password would travel for all to read")
            if self._server.username:
                session.login(unquote(self._server.username), unquote(self._server.password or ""))
            session.send_message(mail)

    def _keep(self, mail: EmailMessage, ending: str) -> None:
        with self._keeping:
            self._outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
            taken = {path.name.split(".", 1)[0] for path in self._outbox.iterdir()}
            stem = f"{clock.now():%Y%m%dT%H%M%S%f}"
            name = next(name for name in (f"{stem}-{number}" for number in range(10_000)) if name not in taken)
            unfinished = self._outbox / f"{name}.part"
            unfinished.write_bytes(bytes(mail))
            unfinished.rename(self._outbox / f"{name}{ending}")


def _told(problem: Exception, *, final: bool) -> Fate:
    """Log why a mail was not taken, and return what becomes of it."""
    reason = {"reason": f"{type(problem).__name__}: {problem}"}
    _LOG.error("mail refused; it stays in the outbox" if final else "mail not sent; it is tried again", extra=reason)
    return "refused" if final else "waits"
