"""Mails of an IMAP folder, from the last one read on; nothing in the mailbox is changed, not even what counts as read.

Which mails are known is their number in the folder (UID), as long as the server says that its numbers hold
(UIDVALIDITY); when it does not, all are read again, and those that are in the store are told by their own ids. The
number is written down after the mails are in the store, so that a run that dies loses none.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from footpath.core.errors import FootpathError, Invalid, Transient
from footpath.events import Taken, mail_document, mail_mapping, read_mail, take_documents
from footpath.pulling.pull import MailPull
from footpath.pulling.sources import Done, Job

_FILE = "mailbox.json"
_TIMEOUT_S = 60.0
_AT_ONCE = 20
_LARGEST = 10_000_000  # bytes of a mail that are fetched; attachments stand behind the text


class _Place(Struct):
    """Where a pull of a mailbox is: the folder's UIDVALIDITY and the highest number that is in the store."""

    validity: int = 0
    uid: int = 0


def pull_mails(pull: MailPull, job: Job) -> Done:
    """Bring in the mails that are new since the last run, a round at a time."""
    rows = 0
    taken = Taken()
    try:
        with _open(pull, job.secret) as server:
            place = _place(server, pull, job.state)
            for uids in _rounds(_new(server, place), pull.round_mails):
                documents = list(_documents(server, pull, uids))
                rows += len(uids)
                more = take_documents(job.lake, documents, mail_mapping(), source=job.source, name=f"pull-{job.name}")
                taken = Taken(**{name: getattr(taken, name) + getattr(more, name) for name in Taken.__struct_fields__})
                place.uid = uids[-1]
                _write(job.state, place)
    except (OSError, imaplib.IMAP4.abort) as failure:
        return Done(rows=rows, taken=taken, problem=_away(job.name, failure))
    except imaplib.IMAP4.error as failure:
        return Done(rows=rows, taken=taken, problem=_refused(job.name, failure))
    except FootpathError as problem:
        return Done(rows=rows, taken=taken, problem=problem)
    return Done(rows=rows, taken=taken)


def _away(name: str, failure: Exception) -> Transient:
    return Transient(f"{name}: {type(failure).__name__}: {failure}", hint="The next run goes on from there.")


def _refused(name: str, failure: Exception) -> Invalid:
    return Invalid(f"{name}: the server says {str(failure)[:200]}.", hint="Check host, user, folder and secret.")


@contextmanager
def _open(pull: MailPull, secret: str) -> Iterator[imaplib.IMAP4]:
    server = _connected(pull)
    try:
        server.login(pull.user, secret)
        yield server
    except BaseException:
        with suppress(OSError):
            server.shutdown()
        raise
    server.logout()


def _connected(pull: MailPull) -> imaplib.IMAP4:
    if pull.tls:
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(pull.host, pull.port, ssl_context=context, timeout=_TIMEOUT_S)
    if pull.host in ("127.0.0.1", "localhost", "::1"):
        return imaplib.IMAP4(pull.host, pull.port, timeout=_TIMEOUT_S)
    raise Invalid("tls: a password is not sent in the open.", hint="Set `tls: true`; false is for this machine.")


def _place(server: imaplib.IMAP4, pull: MailPull, state: Path) -> _Place:
    """Open the folder for reading only, and return where the last run ended in it."""
    name = '"' + pull.folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
    answer, content = server.select(name, readonly=True)
    if answer != "OK":
        said = content[0].decode("utf-8", "replace") if content and isinstance(content[0], bytes) else ""
        raise Invalid(f"folder: the server has no {pull.folder!r} ({said}).", hint="Name one that it has.")
    found = server.untagged_responses.get("UIDVALIDITY") or [b"0"]
    validity = int(re.sub(r"\D", "", str(found[-1])) or 0)
    path = state / _FILE
    known = msgspec.json.decode(path.read_bytes(), type=_Place) if path.is_file() else _Place()
    return known if known.validity == validity and validity else _Place(validity=validity)


def _write(state: Path, place: _Place) -> None:
    part = state / f"{_FILE}.part"
    part.write_bytes(msgspec.json.encode(place))
    part.replace(state / _FILE)


def _new(server: imaplib.IMAP4, place: _Place) -> list[int]:
    answer, content = server.uid("SEARCH", f"UID {place.uid + 1}:*")
    if answer != "OK":
        raise imaplib.IMAP4.error(f"SEARCH: {answer}")
    found = [int(word) for line in content if line for word in line.split() if word.isdigit()]
    return sorted(uid for uid in set(found) if uid > place.uid)  # "n:*" always holds the last mail


def _rounds(uids: list[int], size: int) -> Iterator[list[int]]:
    yield from (uids[start : start + size] for start in range(0, len(uids), size))


def _documents(server: imaplib.IMAP4, pull: MailPull, uids: list[int]) -> Iterator[str]:
    own = {entry.lower().lstrip("@") for entry in pull.own}
    for some in _rounds(uids, _AT_ONCE):
        numbers = ",".join(map(str, some))
        answer, content = server.uid("FETCH", numbers, f"(BODY.PEEK[]<0.{_LARGEST}>)")
        if answer != "OK":
            raise imaplib.IMAP4.abort(f"FETCH: {answer}")
        for part in content:
            if isinstance(part, tuple):
                mail = read_mail(part[1])
                if mail.address in own or mail.address.rpartition("@")[2] in own:
                    continue
                if document := mail_document(mail, keep_automatic=pull.automatic == "keep"):
                    yield document
