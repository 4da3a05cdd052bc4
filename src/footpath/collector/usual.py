"""Calls as nearly all SDKs send them, read in a third of the time.

What is unusual in any way goes the long way (`calls`), which says what a call means; here it only comes out sooner.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Raw, Struct

from footpath.collector.documents import NOTHING, Typed
from footpath.collector.fields import LARGEST, LONGEST, MONEY, PRIVATE, Json, channel_of, id_of, number_of, soft_text
from footpath.collector.records import Event, Refused

if TYPE_CHECKING:
    from footpath.collector.calls import Surroundings

A = TypeVar("A")
R = TypeVar("R")
_Text = Annotated[str, Meta(max_length=LONGEST)]
_encoder = msgspec.json.Encoder()
_LONG_WAY = PRIVATE | {"path", "url", "browser", "os"}  # properties that mean more than themselves
_LONGEST_SIGN = 4  # bytes of a character
_DIGITS = frozenset("0123456789")
_ENDS = _DIGITS | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_BEGINS = _ENDS - {"0"}
_LONGEST_NOBODY = 19  # characters of a word for nobody that begins with a letter, in quotes


class Call(Struct, gc=False):
    """One call; every field is whatever was sent, the context not looked into yet."""

    type: Any = None
    event: Any = None
    name: Any = None
    userId: Any = None  # noqa: N815 - as the SDKs spell them
    anonymousId: Any = None  # noqa: N815
    groupId: Any = None  # noqa: N815
    previousId: Any = None  # noqa: N815
    messageId: Any = None  # noqa: N815
    timestamp: Any = None
    originalTimestamp: Any = None  # noqa: N815
    channel: Any = None
    properties: Any = None
    traits: Any = None
    context: Raw = NOTHING


class UsualCall(Call, gc=False):
    """A call whose fields are what they are meant to be; texts are no longer than they may be, and hold no NUL."""

    type: str = ""
    event: _Text | None = None
    userId: _Text | None = None  # noqa: N815
    anonymousId: _Text | None = None  # noqa: N815
    messageId: _Text | None = None  # noqa: N815
    properties: Json | None = None


CALL = Typed(Call, UsualCall)


class Usual:
    """Reads the usual calls of one batch, all at once: a function called for each takes longer than what it does.

    Args:
        calls: of the batch.
        received_at: when it came, microseconds.
        at_of: says when a call happened.
        around_of: says what a call's context says.

    Attributes:
        names: of the properties of all its events.
        events: the row of each call, None where the long way must be gone.
    """

    def __init__(
        self,
        calls: Sequence[UsualCall],
        received_at: int,
        at_of: Callable[[Call], int],
        around_of: Callable[[bytes], "Surroundings"],
    ) -> None:
        self.names: AbstractSet[str] = frozenset().union(*[call.properties for call in calls if call.properties])
        self._received_at = received_at
        contexts = [bytes(call.context) for call in calls]
        around = {context: _or_none(around_of, context) for context in set(contexts)}
        timed = any(call.timestamp or call.originalTimestamp for call in calls)
        instants = [_or_none(at_of, call) for call in calls] if timed else [received_at] * len(calls)
        self.events = self._rows(calls, [around[one] for one in contexts], instants)

    def _rows(
        self, calls: Sequence[UsualCall], arounds: Sequence["Surroundings | None"], instants: Sequence[int | None]
    ) -> list[Event | None]:
        rows: list[Event | None] = []
        received_at, priced = self._received_at, not MONEY.isdisjoint(self.names)
        columns = zip(calls, arounds, instants, self._texts(calls), _users(calls), _anonymous(calls), strict=True)
        for call, around, at, text, user, anonymous in columns:
            name, properties, message = call.event, call.properties, call.messageId
            if around is None or at is None or not text or not properties or call.type != "track" or not name:
                rows.append(None)
                continue
            if around.told or call.groupId is not None or not (call.userId or call.anonymousId) or name.isspace():
                rows.append(None)
                continue
            get = properties.get
            value, currency = get("revenue"), get("currency")
            message = message.strip() or None if message else None
            event = Event(
                "track",
                name.strip(),
                at,
                received_at,
                message,
                around.tied or channel_of(call.channel or around.said),
                around.shown,
                around.campaign,
                around.device,
                around.region,
                None,
                None if currency is None else soft_text(currency),
                f"{text[:-1]},{around.members}}}" if around.members else text,
                dedupe_id=message,
                user_id=user,
                anonymous_id=anonymous,
                email_hash=around.email_hash,
                ids=around.ids,
            )
            if priced:
                sure = type(value) is float and value - value == 0
                event.value = value if sure else number_of(value, get("total"), get("value"))
            rows.append(event)
        return rows

    def _texts(self, calls: Sequence[UsualCall]) -> list[str]:
        """Return properties as JSON text, "" where they are special, nested or large, and so maybe too much so."""
        try:
            whole = _encoder.encode_lines([call.properties for call in calls]).decode()
        except RecursionError:
            return [""] * len(calls)
        texts = whole.split("\n")[:-1]
        if "[" in whole or whole.count("{") > len(calls) or len(whole) > LARGEST // _LONGEST_SIGN:
            texts = [
                "" if "[" in text or text.rfind("{") or len(text) > LARGEST // _LONGEST_SIGN else text for text in texts
            ]
        if not _LONG_WAY.isdisjoint(self.names):
            texts = [
                text if _LONG_WAY.isdisjoint(call.properties or ()) else ""
                for call, text in zip(calls, texts, strict=True)
            ]
        return texts


def _or_none(of: Callable[[A], R], one: A) -> R | None:
    """Return what a function says, None where it refuses: the long way says what is wrong."""
    try:
        return of(one)
    except Refused:
        return None


def _users(calls: Sequence[UsualCall]) -> list[str | None]:
    # No word for nobody that begins with a letter or a digit but 0 ends with a digit.
    ids = [call.userId for call in calls]
    return [one if one and one[0] in _BEGINS and one[-1] in _DIGITS else id_of(one, "userId") for one in ids]


def _anonymous(calls: Sequence[UsualCall]) -> list[str | None]:
    # None is as long as most ids that programs make up.
    return [
        one
        if one and len(one) > _LONGEST_NOBODY and one[0] in _BEGINS and one[-1] in _ENDS
        else id_of(one, "anonymousId")
        for one in [call.anonymousId for call in calls]
    ]
