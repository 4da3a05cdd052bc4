"""JSON into what protocols read: whole documents, or only the fields that are wanted, in a third of the time."""

from contextlib import suppress
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Raw, Struct

from footpath.collector.records import Refused

T = TypeVar("T")
NOTHING = Raw(b"")
_NUL = rb"\u0000"


class Outline(Struct):
    """What stands around the elements of a batch; the parts are not looked into yet.

    Attributes:
        batch, events, traits, signals, consents, context: as sent, empty when missing.
        key, writeKey, sent_at, sentAt: as sent, None when missing.
    """

    batch: Raw = NOTHING
    events: Raw = NOTHING
    traits: Raw = NOTHING
    signals: Raw = NOTHING
    consents: Raw = NOTHING
    context: Raw = NOTHING
    key: Any = None
    writeKey: Any = None  # noqa: N815 - as Segment's SDKs spell it
    sent_at: Any = None
    sentAt: Any = None  # noqa: N815


OUTLINES = msgspec.json.Decoder(Outline)
_lists = msgspec.json.Decoder(list[Raw])
_documents: msgspec.json.Decoder[Any] = msgspec.json.Decoder()


def decoded(body: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[T] = _documents) -> T:
    """Return the JSON in some bytes.

    Raises:
        Refused: it is none; says where it breaks off.
        ValidationError: it is JSON of another shape than the decoder wants.
    """
    try:
        return decoder.decode(body)
    except RecursionError:
        raise Refused("body", "it is nested too deep", "Flatten it") from None
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Refused("body", f"it is no JSON ({problem})", "Send JSON in UTF-8") from None


class Typed(Generic[T]):
    """Decodes elements of one shape, which takes a third of the time that dictionaries of everything take.

    Args:
        kind: a Struct; what it does not name is not looked at.
        usual: the same Struct with the types its fields should have; lists in which all elements are so are lists of
            it. No text in them holds a NUL. None = there is no such.
    """

    def __init__(self, kind: type[T], usual: type[T] | None = None) -> None:
        self.kind = kind
        self._usual = msgspec.json.Decoder(list[usual]) if usual else None  # type: ignore[valid-type]
        self._one = msgspec.json.Decoder(kind)
        self._many = msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]

    def one(self, content: bytes) -> T:
        """Return the element that is a whole body; raises Refused where it is no object."""
        try:
            return decoded(content, self._one)
        except msgspec.ValidationError:
            raise no_object() from None

    def many(self, content: Raw, field: str) -> list[T]:
        """Return the elements in a list, those that are no objects as whatever they are.

        Raises:
            Refused: it is no list.
        """
        if self._usual and not _holds_nul(bytes(content)):
            with suppress(msgspec.ValidationError):
                return decoded(content, self._usual)
        try:
            return decoded(content, self._many)
        except msgspec.ValidationError:
            return [
                self._one.decode(one) if bytes(one)[:1] == b"{" else decoded(one) for one in raws_in(content, field)
            ]


def _holds_nul(content: bytes) -> bool:
    return b"\\" in content and _NUL in content  # most hold no backslash, which is seen in no time


def raws_in(content: Raw, field: str) -> list[Raw]:
    """Return the elements of a list as they were sent; raises Refused where it is none."""
    try:
        return decoded(content, _lists)
    except msgspec.ValidationError:
        raise no_list(field) from None


def no_list(field: str) -> Refused:
    """Return the refusal of what should be a list."""
    return Refused(field, "it is no list", f"Send the elements as a list in {field}")


def no_object() -> Refused:
    """Return the refusal of a body that should be an object."""
    return Refused("body", "it is no JSON object", "Send one object around the elements")
