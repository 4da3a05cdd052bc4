"""Calls as nearly all SDKs send them, read in a third of the time.

What is unusual in any way goes the long way (`calls`), which says what a call means; here it only comes out sooner.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta, Raw, Struct

from footpath.collector.documents import NOTHING, Typed
from footpath.collector.fields import LARGEST, LONGEST, PRIVATE, Json, id_of, number_of, soft_text
from footpath.collector.records import Event

if TYPE_CHECKING:
    from footpath.collector.calls import Surroundings

_Text = Annotated[str, Meta(max_length=LONGEST)]
_encode = msgspec.json.Encoder().encode
_LONG_WAY = PRIVATE | {"path", "url", "browser", "os"}  # properties that mean more than themselves
_LONGEST_SIGN = 4  # bytes of a character
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
    """Reads the usual calls of one batch.

    Args:
        calls: of the batch.
        received_at: when it came, microseconds.
        at_of: says when a call happened.

    Attributes:
        names: of the properties of all its events; None once one of them went the long way.
    """

    def __init__(self, calls: Sequence[UsualCall], received_at: int, at_of: Callable[[Call], int]) -> None:
        self.names: AbstractSet[str] | None = frozenset().union(*[call.properties for call in calls if call.properties])
        self._received_at, self._at_of = received_at, at_of
        # Looked up once for all, because a batch's calls are alike.
        self._special = not _LONG_WAY.isdisjoint(self.names)

    def event(self, call: UsualCall, around: "Surroundings", channel: str) -> Event | None:
        """Return the row of a track call, None where the long way must be gone.

        Args:
            call: one of the batch.
            around: its surroundings.
            channel: as they say.
        """
        name, properties, message = call.event, call.properties, call.messageId
        if call.type != "track" or not name or not properties or call.groupId is not None or around.told:
            return None
        user, anonymous = _user(call.userId), _anonymous(call.anonymousId)
        text, name = self._text_of(properties), name.strip()
        if not text or not name or not (call.userId or call.anonymousId):
            return None
        get = properties.get
        value, currency = get("revenue"), get("currency")
        message = message.strip() or None if message else None
        return Event(
            "track",
            name,
            self._at_of(call),
            self._received_at,
            message,
            channel,
            around.path or around.url,
            around.campaign,
            around.device,
            around.region,
            value if type(value) is float and value - value == 0 else number_of(value, get("total"), get("value")),
            None if currency is None else soft_text(currency),
            f"{text[:-1]},{around.members}}}" if around.members else text,
            dedupe_id=message,
            user_id=user,
            anonymous_id=anonymous,
            email_hash=around.email_hash,
            ids=around.ids,
        )

    def _text_of(self, properties: Json) -> str:
        """Return properties as JSON text, "" where they are special, nested or large, and so maybe too much so."""
        if self._special and not _LONG_WAY.isdisjoint(properties):
            return ""
        try:
            text = _encode(properties).decode()
        except RecursionError:
            return ""
        return "" if "[" in text or text.rfind("{") or len(text) > LARGEST // _LONGEST_SIGN else text


def _user(one: str | None) -> str | None:
    # No word for nobody that begins with a letter or a digit but 0 ends with a digit.
    return one if one and "1" <= one[0] <= "z" and "0" <= one[-1] <= "9" else id_of(one, "userId")


def _anonymous(one: str | None) -> str | None:
    # None is as long as most ids that programs make up.
    sure = one and len(one) > _LONGEST_NOBODY and "1" <= one[0] <= "z" and "0" <= one[-1] <= "z"
    return one if sure else id_of(one, "anonymousId")
