"""Mails as rows: what of them is kept, and where it goes."""

import msgspec

from footpath.events.mail.reading import Mail
from footpath.events.mapping import Mapping, SignalRule, When, Who


def document(mail: Mail, *, keep_automatic: bool = False) -> str:
    """Return a mail as one JSON object, "" where there is nothing in it to keep.

    Args:
        keep_automatic: keep automatic replies, bounces and bulk mail, marked as such.
    """
    if not mail.text or (mail.automatic and not keep_automatic):
        return ""
    return msgspec.json.encode(columns(mail)).decode()


def columns(mail: Mail) -> dict[str, str | None]:
    """Return the columns of a mail; who wrote it as a hash only."""
    return {
        "id": mail.id,
        "sender": mail.email_hash,
        "at": mail.at.isoformat() if mail.at else None,
        "subject": mail.subject or None,
        "text": mail.text,
        "thread": mail.thread,
        "reply": "yes" if mail.reply else None,
        "automatic": mail.automatic or None,
    }


def mapping(match: str = "*", source: str | None = None) -> Mapping:
    """Return what the columns become: a signal each, known by its id."""
    rule = SignalRule(
        kind="=ticket", text="text", about="subject", at=When(column="at"), channel="=email", signal_id="id"
    )
    return Mapping(match=match, source=source, who=Who(email="sender"), signals=[rule], leave_out=["sender"])
