"""Mails in an mbox file, or single ones."""

import re
from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from footpath.core.errors import Invalid
from footpath.events.connectors import Connector
from footpath.events.mail.boxes import mails_in_mbox
from footpath.events.mail.reading import Mail, read_mail
from footpath.events.mail.signals import columns, mapping
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, Table
from footpath.events.rejects import Reject

_HEADER = re.compile(
    rb"^(from|to|date|subject|message-id|received|return-path|mime-version|delivered-to):", re.IGNORECASE | re.MULTILINE
)
_NAMES = ("id", "sender", "at", "subject", "text", "thread", "reply", "automatic")


class Mbox(Connector):
    """Mails: an mbox file, single .eml files or a Maildir; the writer's own words without quotes and signatures.

    Automatic replies, bounces and bulk mail are left out. Who wrote is kept as a hash of the address.
    """

    name: ClassVar[str] = "mbox"
    summary: ClassVar[str] = "Mails: an mbox file, single .eml files or a Maildir; the writer's own words."

    @classmethod
    def recognise(cls, source: Source) -> float:
        """A first line "From " or headers of a mail."""
        start = source.head[:20_000].lstrip(b"\xef\xbb\xbf\r\n")
        heads = len({name.lower() for name in _HEADER.findall(re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0])})
        if start.startswith(b"From ") and heads >= 2:
            return 0.99
        named = source.suffix in {".eml", ".mbox"} or source.path.parent.name in {"cur", "new"}
        return 0.98 if heads >= 3 and (named or b"\nReceived:" in start or b"\nMessage-ID:" in start) else 0.0

    def read(self, source: Source, stage: Stage) -> Iterator[Table]:
        """Yield the one table, a mail a row."""
        rows: list[dict[str, str | None]] = []
        rejects: list[Reject] = []
        automatic = 0
        for number, content in enumerate(_mails(source), 1):
            mail = read_mail(content)
            if mail.automatic:
                automatic += 1
            elif not mail.text:
                rejects.append(_empty(number, mail))
            else:
                rows.append(columns(mail))
        if not rows and not rejects and not automatic:
            raise Invalid(f"{source.name} holds no mails.", hint="Export the mailbox again.")
        schema = pa.schema([(name, pa.string()) for name in _NAMES])
        view, named, count = stage.view(stage.keep_batches(schema, pa.Table.from_pylist(rows, schema).to_batches()))
        notes = ["mails; who wrote is kept as a hash only"]
        if automatic:
            notes.append(f"{automatic:,} automatic replies, bounces and bulk mails left out")
        yield Table(
            name=source.name, view=view, columns=named, rows=count, rejects=(*source.rejects, *rejects),
            mapping=mapping(source.name, None if _is_box(source) else "mail"), notes=tuple(notes),
        )  # fmt: skip


def _is_box(source: Source) -> bool:
    return source.head.lstrip(b"\xef\xbb\xbf\r\n").startswith(b"From ")


def _mails(source: Source) -> Iterator[bytes]:
    if _is_box(source):
        yield from mails_in_mbox(source.chunks())
    else:
        yield b"".join(source.chunks())


def _empty(number: int, mail: Mail) -> Reject:
    return Reject(
        number, "text", mail.id, "the writer said nothing in it", "Nothing to do: it holds only quotes or files."
    )
