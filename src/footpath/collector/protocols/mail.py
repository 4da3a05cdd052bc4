"""Mails as they are sent: one message, as bytes, becomes what its writer said."""

from typing import Any, ClassVar

from footpath.collector.fields import Json, json_of, text_of
from footpath.collector.protocol import Protocol, Request, Route, answer_with
from footpath.collector.records import Problem, Reading, Refused, Signal
from footpath.collector.times import instant
from footpath.events import mail_columns, read_mail

_LOOKED_AT = 1_000_000  # bytes of a mail: attachments stand behind the text
_LONGEST_TEXT = 100_000
_OTHERS = ("thread", "reply", "automatic")


class Mail(Protocol):
    """Mails (`/v1/mail`): one message as mail servers pass it on (RFC 5322), in the body or by SMTP.

    The write key comes as the user of HTTP Basic authorisation, by SMTP as the name in the address:
    `<write key>@<host>`. The mail becomes a signal; automatic replies, bounces and bulk mail are left out.
    """

    name: ClassVar[str] = "mail"
    routes: ClassVar[tuple[Route, ...]] = (Route("/v1/mail"),)

    def read(self, request: Request) -> Reading:
        """Return what the writer said as a signal."""
        reading = Reading(key=request.basic)
        if request.again:
            columns = request.object
        else:
            mail = read_mail(request.body[:_LOOKED_AT])
            columns = dict(mail_columns(mail))
            request.stands_for(columns)
            if mail.automatic:
                return reading
        try:
            reading.signals.append(_signal(columns, request.received_at))
        except Refused as problem:
            reading.problems.append(Problem(0, problem.field, problem.reason, problem.remedy))
            reading.bad.append(columns)
        reading.answer = answer_with({"success": True}, reading)
        return reading

    def alone(self, document: Any, element: Any) -> Any:  # noqa: ARG002 - a mail stands alone
        """Return what was read of the mail."""
        return element


def _signal(columns: Json, received_at: int) -> Signal:
    text = text_of(columns.get("text"), "text", longest=_LONGEST_TEXT)
    if text is None:
        raise Refused("text", "the writer said nothing of their own", "Send mails with a text that is not quoted")
    known_by = text_of(columns.get("id"), "id")
    others = {name: columns[name] for name in _OTHERS if columns.get(name)}
    at = instant(columns.get("at"), "at")
    return Signal(
        kind="ticket",
        at=received_at if at is None else min(at, received_at),  # nobody writes in the future
        signal_id=known_by,
        dedupe_id=known_by,
        channel="email",
        about=text_of(columns.get("subject"), "subject"),
        text=text,
        email_hash=text_of(columns.get("sender"), "sender"),
        properties=json_of(others, "properties") if others else None,
    )
