"""Mailboxes on disk: the mails of an mbox file, one after the other, whatever its size."""

from collections.abc import Iterator

from footpath.events.mail.reading import LARGEST


def mails_in_mbox(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the mails of an mbox file; of a giant one the first part.

    A mail begins at a line "From " that follows an empty line or stands first; ">From " inside is a quoted one.
    """
    mail: list[bytes] = []
    size = 0
    blank = True
    for line in _lines(chunks):
        if blank and line.startswith(b"From "):
            if mail:
                yield b"".join(mail)
            mail, size = [b""], 0
        elif mail and size < LARGEST:
            plain = line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line
            mail.append(plain)
            size += len(plain)
        blank = not line.strip()
    if mail:
        yield b"".join(mail)


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    left = b""
    for chunk in chunks:
        lines = (left + chunk).split(b"\n")
        left = lines.pop()
        yield from (line + b"\n" for line in lines)
        if len(left) > LARGEST:
            yield left  # a line without end is no mail's
            left = b""
    if left:
        yield left
