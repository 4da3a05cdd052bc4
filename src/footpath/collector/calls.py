"""Segment's calls, which RudderStack, Jitsu and many others speak too: track, page, screen, identify, group, alias."""

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any, cast

from msgspec import Struct

from footpath.collector.documents import Outline, decoded
from footpath.collector.fields import (
    CONSENT,
    MONEY,
    Json,
    channel_of,
    device_of,
    email_hash,
    id_of,
    json_of,
    number_of,
    object_of,
    object_or_nothing,
    page_of,
    soft_text,
    text_of,
)
from footpath.collector.ids import Given, either, ids_in_context, ids_in_traits, ids_text
from footpath.collector.privacy.agents import members_of, with_agent
from footpath.collector.protocol import MOST_ELEMENTS, Request, as_sent, list_in, take_each
from footpath.collector.records import Event, Reading, Refused, Traits
from footpath.collector.times import happened, instant, skew
from footpath.collector.usual import CALL, Call, Usual, UsualCall

CALLS = ("track", "page", "screen", "identify", "group", "alias")  # the most frequent first
_LIBRARIES = (
    ("app", re.compile(r"ios|android|react-native|flutter|swift|kotlin", re.IGNORECASE)),
    ("web", re.compile(r"\.js|web|browser|analytics-next", re.IGNORECASE)),
    ("server", re.compile(r"\b(node|python|ruby|java|go|php|rust|net|csharp|server)\b", re.IGNORECASE)),
)
_NOBODY = (None, "")
_DONE = ("track", "page", "screen")
_LONGEST_KEPT = 4096  # bytes of the contexts that are remembered


class Surroundings(Struct, frozen=True, gc=False):
    """What a context says of its calls.

    Attributes:
        group, said, traits: the group's id, the channel and the person's traits as sent.
        email_hash: of the address among the traits.
        path, url: the page, by the one or the other field.
        shown: the one of them that there is.
        campaign, device, region: of the visit.
        library: that sent the call; "" = it does not say.
        tied: the channel that the library has; "" = it says nothing.
        ids, further: external ids and the device's, as text and by type.
        agent: user agent, whatever was sent.
        members: what it says, for properties.
        consent: what is said of consent, for the door; None = nothing.
        told: a group or a consent is named, which few contexts do.
    """

    group: Any
    said: Any
    traits: Any
    email_hash: str | None
    path: str | None
    url: str | None
    shown: str | None
    campaign: str | None
    device: str | None
    region: str | None
    library: str
    tied: str
    ids: str | None
    further: Given
    agent: Any
    members: str
    consent: Json | None
    told: bool


def surroundings(outer: bytes, inner: bytes) -> Surroundings:
    """Return what the contexts of a batch and of a call say, the call's fields before the batch's.

    A sender's contexts repeat from call to call, so those of usual size are read once.

    Raises:
        Refused: one of them is no JSON object.
    """
    return (_surroundings if len(outer) + len(inner) <= _LONGEST_KEPT else _surroundings.__wrapped__)(outer, inner)


@lru_cache(maxsize=1024)
def _surroundings(outer: bytes, inner: bytes) -> Surroundings:
    context = _object(outer) | _object(inner)
    traits, page, agent = context.get("traits"), object_or_nothing(context.get("page")), context.get("userAgent")
    path, url = page_of(page.get("path")), page_of(page.get("url"))
    library = _inside(context, "library", "name") or ""
    further, consent = ids_in_context(context), _consent(context)
    return Surroundings(
        group=context.get("groupId"),
        said=context.get("channel"),
        traits=traits,
        email_hash=email_hash(traits.get("email")) if type(traits) is dict else None,
        path=path,
        url=url,
        shown=path or url,
        campaign=_inside(context, "campaign", "name"),
        device=_inside(context, "device", "type") or (device_of(agent[:512]) if type(agent) is str else None),
        region=_inside(context, "location", "region") or _inside(context, "location", "country"),
        library=library,
        tied=next((channel for channel, libraries in _LIBRARIES if libraries.search(library)), ""),
        ids=ids_text(further),
        further=further,
        agent=agent,
        members=members_of(agent),
        consent=consent,
        told=consent is not None or context.get("groupId") is not None,
    )


def _consent(context: Json) -> Json | None:
    if "consent" not in context and "gpc" not in context and "globalPrivacyControl" not in context:
        return None
    consent = object_or_nothing(context.get("consent"))
    gpc = True in (context.get("gpc"), context.get("globalPrivacyControl"), consent.get("gpc"))
    return {"purposes": consent.get("categoryPreferences"), "gpc": gpc}


def _object(content: bytes) -> Json:
    return object_of(decoded(content), "context") if content else {}


def _inside(context: Json, field: str, inner: str) -> str | None:
    return soft_text(object_or_nothing(context.get(field)).get(inner))


def read_calls(request: Request, kind: str | None, key: str = "") -> Reading:
    """Return the calls of a batch, or the one call of a kind.

    Args:
        request: its body is the batch or the call.
        kind: the call's; None = a batch.
        key: the write key, where it comes neither as the user of Basic authorisation nor in the body.
    """
    outline = request.outline
    sent_at = instant(outline.sentAt, "sentAt")
    given = outline.writeKey
    reading = Reading(key=key or request.basic or (given if isinstance(given, str) else ""))
    calls = Calls(reading, request.received_at, skew(sent_at, request.received_at), outline if kind is None else None)
    if kind is None:
        elements = request.elements(CALL, "batch")
        calls.expect(elements)
    else:
        elements = [CALL.one(request.content)]
        elements[0].type = kind
    usual = calls.usual
    if usual and all(usual.events) and len(elements) <= MOST_ELEMENTS:
        reading.events += cast("list[Event]", usual.events)
    else:
        take_each(reading, elements, calls.take, UsualCall if usual else Call)
    # Only of these is it known that their properties hold neither objects nor lists.
    short = sum(event is not None for event in usual.events) if usual else 0
    reading.names = usual.names if usual and len(reading.events) == short else None
    if reading.problems:
        as_sent(reading, list_in(request.object, "batch") if kind is None else [request.object | {"type": kind}])
    return reading


def alone(document: Any, element: Any) -> Any:
    """Return the batch of one call, or the call."""
    if isinstance(document, dict) and "batch" in document:
        return {**document, "batch": [element]}
    return element


def _happened_at(received_at: int, ahead: int, call: Call) -> int:
    # No method: a batch that is tied to itself would stay in memory until somebody looks for garbage.
    given = call.timestamp or call.originalTimestamp
    if given is None:
        return received_at
    return happened(instant(given, "timestamp"), ahead, received_at)


class Calls:
    """Turns calls into rows of one reading.

    Args:
        reading: gets the rows.
        received_at: when the request came, microseconds.
        ahead: by how much the sender's clock is ahead.
        outline: of the batch, whose context is that of all its calls; None = there is none.
    """

    def __init__(self, reading: Reading, received_at: int, ahead: int, outline: Outline | None) -> None:
        self._reading = reading
        self._events = reading.events
        self._received_at = received_at
        self._at = partial(_happened_at, received_at, ahead)
        self._context = bytes(outline.context) if outline else b""
        self.usual: Usual | None = None
        surroundings(self._context, b"")  # a bad one is the whole request's fault

    def expect(self, calls: Sequence[Call]) -> None:
        """Learn which calls are to come, all of a batch: where all are usual, they are read the shorter way."""
        if calls and type(calls[0]) is UsualCall:
            around = partial(surroundings, self._context)
            self.usual = Usual(cast("Sequence[UsualCall]", calls), self._received_at, self._at, around)

    def take(self, call: Call, position: int) -> None:
        """Add one call's row."""
        event = self.usual.events[position] if self.usual else None
        if event is not None:
            self._events.append(event)
            return
        kind = call.type
        if kind not in CALLS:
            raise Refused("type", "it is no call", f"Use one of {', '.join(CALLS)}")
        around = surroundings(self._context, bytes(call.context))
        if call.userId in _NOBODY and call.anonymousId in _NOBODY and kind != "alias":
            raise Refused("userId", "neither userId nor anonymousId is given", "Send one of them")
        if kind in _DONE:
            self._events.append(self._event(kind, call, around))
        else:
            self._reading.traits.append(self._traits(kind, call, around))

    def _event(self, kind: str, call: Call, around: Surroundings) -> Event:
        properties = object_of(call.properties, "properties")
        message = text_of(call.messageId, "messageId")
        get = properties.get
        shown, email = get("path"), get("email")
        account = around.group or call.groupId
        return Event(
            kind,
            _name(kind, call, properties),
            self._at(call),
            self._received_at,
            message,
            "app" if kind == "screen" else around.tied or channel_of(call.channel or around.said),
            (page_of(shown) if shown else None) or around.path or page_of(get("url")) or around.url,
            around.campaign,
            around.device,
            around.region,
            None if MONEY.isdisjoint(properties) else number_of(get("revenue"), get("total"), get("value")),
            soft_text(get("currency")),
            with_agent(_told(properties, around, "properties"), around.agent),
            dedupe_id=message,
            user_id=id_of(call.userId, "userId"),
            anonymous_id=id_of(call.anonymousId, "anonymousId"),
            account_id=None if account is None else id_of(account, "groupId"),
            email_hash=(email_hash(email) if email else None) or around.email_hash,
            ids=around.ids,
        )

    def _traits(self, kind: str, call: Call, around: Surroundings) -> Traits:
        traits = object_of(around.traits if call.traits is None else call.traits, "traits")
        previous = id_of(call.previousId, "previousId") if kind == "alias" else None
        user, account = call.userId, call.groupId
        if kind == "alias" and (previous is None or user in (None, "")):
            field = "previousId" if previous is None else "userId"
            raise Refused(field, "an alias ties two ids together", "Send previousId and userId")
        if kind == "group" and account in (None, ""):
            raise Refused("groupId", "it is missing", "Send the id of the group")
        return Traits(
            at=self._at(call),
            dedupe_id=text_of(call.messageId, "messageId"),
            user_id=id_of(user, "userId"),
            anonymous_id=id_of(call.anonymousId, "anonymousId") or previous,
            account_id=id_of(account, "groupId"),
            # The traits of a group call are the group's: its address is nobody's in particular.
            email_hash=email_hash(traits.get("email")) if kind == "identify" else None,
            traits=_told({"previousId": previous} if kind == "alias" else traits, around, "traits") or "{}",
            ids=ids_text({**around.further, **ids_in_traits(traits), **either(previous, "previousId")}),
        )


def _told(values: Json, around: Surroundings, field: str) -> str | None:
    """Return values as JSON text with what the context says of consent, for the door; None for nothing."""
    if around.consent is not None:
        values = values | {CONSENT: around.consent}
    return json_of(values, field) if values else None


def _name(kind: str, call: Call, properties: Json) -> str:
    if kind == "track":
        name = text_of(call.event, "event")
        if name is None:
            raise Refused("event", "it is missing", "Send the name of what happened")
        return name
    named = text_of(call.name, "name") or soft_text(properties.get("title"))
    return named or ("Page view" if kind == "page" else "Screen view")
