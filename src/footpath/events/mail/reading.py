"""A mail as something said: who wrote it, when, about what, and the words that are theirs; however broken it is.

Nothing in a mail is run, fetched or opened: attachments and pictures are left out, HTML is read as text.
"""

import hashlib
import re
import unicodedata
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from charset_normalizer import from_bytes
from msgspec import Struct

from footpath.events.mail.html import plain_text
from footpath.events.mail.quoting import own_words

LARGEST = 30_000_000  # bytes of a mail that is read at all
_LONGEST_TEXT = 100_000
_LONGEST_PART = 2_000_000
_MOST_PARTS = 200
_LONGEST = 400
# Names that mail programs use for encodings which Python knows by others, and supersets that hold what is sent.
_ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs",
    "x-x-big5": "big5hkscs", "iso-8859-1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8", "ks_c_5601-1987": "cp949",
    "unicode-1-1-utf-7": "utf-7", "cp-850": "cp850", "x-mac-roman": "mac_roman", "iso-8859-8-i": "iso-8859-8",
}  # fmt: skip
_BOUNCERS = re.compile(r"^(mailer-daemon|postmaster|bounces?([+.-].*)?|no-?reply-bounce)@", re.IGNORECASE)
_AWAY = re.compile(
    r"^(automatic reply|auto(matic)?[- ]?(reply|response)|out of (the )?office|abwesenheit|automatische antwort"
    r"|réponse automatique|respuesta automática|risposta automatica|odpowiedź automatyczna|automatyczna odpowied"
    r"|automātiskā atbilde|自動回覆|自动回复|自動応答|undeliver|delivery (status|failure)|mail delivery failed"
    r"|returned mail|failure notice)",
    re.IGNORECASE,
)


class Mail(Struct, frozen=True, kw_only=True):
    """What is kept of a mail.

    Attributes:
        id: its Message-ID, or a hash of who, when and what where it has none.
        address: the writer's, lower case; "" where it cannot be read. It is hashed before it is kept.
        at: when it was written, UTC; None where it does not say.
        subject: without Re: and the like.
        text: the writer's own words.
        thread: the id of the first mail of the conversation.
        reply: it answers another.
        automatic: "" | reply | bounce | bulk.
    """

    id: str
    address: str
    at: datetime | None
    subject: str
    text: str
    thread: str
    reply: bool
    automatic: str = ""

    @property
    def email_hash(self) -> str | None:
        """sha256 of the writer's address."""
        return hashlib.sha256(self.address.encode()).hexdigest() if self.address else None


def read_mail(content: bytes) -> Mail:
    """Return what is kept of a mail; what cannot be read of it is left empty, no mail makes it fail."""
    message = message_from_bytes(content[:LARGEST], policy=policy.compat32)
    references = re.findall(r"<([^<>\s]{1,400})>", f"{_raw(message, 'References')} {_raw(message, 'In-Reply-To')}")
    given = re.search(r"<([^<>\s]+)>", _raw(message, "Message-ID")) or re.search(
        r"(\S+@\S+)", _raw(message, "Message-ID")
    )
    address = _address(message)
    subject = header(message, "Subject")[:_LONGEST]
    text = own_words(_text(message))[:_LONGEST_TEXT].strip()
    at = _date(message)
    # Mails without an id are told apart by what they are.
    made = hashlib.sha256("\x1f".join((address, str(at), subject, text)).encode()).hexdigest()
    own = given[1][:_LONGEST] if given else made
    return Mail(
        id=own, address=address, at=at, subject=bare(subject), text=text, thread=references[0] if references else own,
        reply=bool(references) or bare(subject) != subject.strip(), automatic=_automatic(message, address, subject),
    )  # fmt: skip


def bare(subject: str) -> str:
    """Return a subject without the marks of answers and forwards, in the languages mail programs write them in."""
    return re.sub(
        r"^(\s*\[[^\]]{1,60}\]|\s*(re|aw|sv|vs|antw|odp|pd|fw|fwd|wg|tr|rv|res|r|atb|回复|回覆|答复|轉寄|转发)\s*(\[\d+\])?\s*[:：])+",
        "", subject, flags=re.IGNORECASE,
    ).strip()  # fmt: skip


def header(message: Message, name: str) -> str:
    """Return a header as text, whatever it is encoded in."""
    raw = _raw(message, name)
    try:
        parts = decode_header(raw.replace("\r", "").replace("\n", ""))
    except Exception:  # the library raises what it happens to meet in broken words
        return _clean(raw)
    return _clean("".join(part if isinstance(part, str) else _decoded(part, charset) for part, charset in parts))


def _raw(message: Message, name: str) -> str:
    """Return a header as it is written; bytes that are no ASCII, which are not allowed, are guessed at."""
    wanted = name.lower()
    value = next((str(value) for key, value in message.raw_items() if key.lower() == wanted), "")
    if value.isascii():
        return value
    return _decoded(value.encode("utf-8", "surrogateescape"), None)


def _clean(text: str) -> str:
    """Return a text without what is not seen: controls, marks of direction, half characters."""
    text = text.encode("utf-8", "replace").decode()
    return " ".join("".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text).split())


def _decoded(content: bytes, charset: str | None) -> str:
    name = (charset or "").strip().strip("'\"").lower()
    for guess in (_ALIASES.get(name, name), "utf-8" if not name or name == "unknown-8bit" else ""):
        if guess:
            try:
                return content.decode(guess)
            except (UnicodeDecodeError, LookupError, ValueError):
                continue
    return _guessed(content, name)


def _guessed(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    best = from_bytes(content[:20_000]).best()
    for guess in (_ALIASES.get(name, name), best.encoding if best else "", "cp1252"):
        try:
            return content.decode(guess, "replace") if guess else ""
        except (LookupError, ValueError):
            continue
    return content.decode("latin-1")


def _address(message: Message) -> str:
    for name in ("From", "Reply-To", "Sender", "Return-Path"):
        try:
            found = getaddresses([_raw(message, name)])
        except Exception:  # the library's parser gives up on some
            found = []
        for _, address in found:
            plain = address.strip().strip("<>'\"").lower()
            if re.fullmatch(r"[^\s@<>,;]{1,250}@[^\s@<>,;]{1,250}", plain):
                return plain
    return ""


def _date(message: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(_raw(message, "Date"))
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if 1970 <= at.year <= 2200 else None


def _text(message: Message) -> str:
    """Return the text of the first plain part, else of the first part in HTML."""
    html = ""
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.is_multipart() or _is_attached(part):
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and (text := _content(part)).strip():
            return text
        if kind == "text/html" and not html:
            html = _content(part)
    return plain_text(html, quotes=False) if html else ""


def _is_attached(part: Message) -> bool:
    return _raw(part, "Content-Disposition").strip().lower().startswith("attachment")


def _content(part: Message) -> str:
    try:
        payload = part.get_payload(decode=True)
    except Exception:  # encodings broken in ways the library does not expect
        return ""
    if not isinstance(payload, bytes):
        return ""
    try:
        charset = part.get_content_charset()
    except Exception:  # a charset parameter that cannot be read
        charset = None
    return _decoded(payload[:_LONGEST_PART], charset).replace("\x00", "")


def _automatic(message: Message, address: str, subject: str) -> str:
    """Say whether a program wrote it: by what RFC 3834 and RFC 3464 ask of programs, and by what they do without it."""
    kind = message.get_content_type()
    if kind == "multipart/report" or _BOUNCERS.match(address) or _raw(message, "Return-Path").strip() == "<>":
        return "bounce"
    submitted = _raw(message, "Auto-Submitted").strip().lower()
    if submitted and not submitted.startswith("no"):
        return "reply"
    if any(_raw(message, name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply-From")):
        return "reply"
    precedence = _raw(message, "Precedence").strip().lower()
    if precedence == "auto_reply" or _AWAY.match(subject.strip()):
        return "reply"
    bulk = precedence in ("bulk", "junk", "list") or bool(_raw(message, "List-Id") or _raw(message, "List-Unsubscribe"))
    return "bulk" if bulk else ""
