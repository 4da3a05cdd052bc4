"""Segment's calls, which RudderStack, Jitsu and many others speak too: track, page, screen, identify, group, alias."""

import re
from functools import lru_cache
from typing import Any

from footpath.collector.fields import (
    CONSENT,
    Json,
    device_of,
    email_hash,
    id_of,
    json_of,
    number_of,
    object_of,
    page_of,
    soft_text,
    text_of,
)
from footpath.collector.ids import either, ids_in_context, ids_in_traits, ids_text
from footpath.collector.privacy.agents import with_agent
from footpath.collector.protocol import Request, list_in, take_each
from footpath.collector.records import Event, Reading, Refused, Traits
from footpath.collector.times import happened, instant, skew

CALLS = ("alias", "group", "identify", "page", "screen", "track")
_APP = re.compile(r"ios|android|react-native|flutter|swift|kotlin", re.IGNORECASE)
_WEB = re.compile(r"\.js|web|browser|analytics-next", re.IGNORECASE)
_NOTHING: Json = {}
_AMOUNTS = ("revenue", "total", "value")
_MONEY = frozenset(_AMOUNTS)
_CHANNELS = {"browser": "web", "client": "web", "mobile": "app"}


def read_calls(request: Request, kind: str | None, key: str = "") -> Reading:
    """Return the calls of a batch, or the one call of a kind.

    Args:
        request: its body is the batch or the call.
        kind: the call's; None = a batch.
        key: the write key, where it comes neither as the user of Basic authorisation nor in the body.
    """
    document = request.object
    sent_at = instant(document.get("sentAt"), "sentAt")
    given = document.get("writeKey")
    reading = Reading(key=key or request.basic or (given if isinstance(given, str) else ""))
    context = object_of(document.get("context"), "context") if kind is None else {}
    calls = Calls(reading, request.received_at, skew(sent_at, request.received_at), context)
    elements = list_in(document, "batch") if kind is None else [document | {"type": kind}]
    take_each(reading, elements, calls.take)
    return reading


def alone(document: Any, element: Any) -> Any:
    """Return the batch of one call, or the call."""
    if isinstance(document, dict) and "batch" in document:
        return {**document, "batch": [element]}
    return element


class Calls:
    """Turns calls into rows of one reading.

    Args:
        reading: gets the rows.
        received_at: when the request came, microseconds.
        ahead: by how much the sender's clock is ahead.
        context: what the batch says of all its calls.
    """

    def __init__(self, reading: Reading, received_at: int, ahead: int, context: Json) -> None:
        self._reading = reading
        self._received_at = received_at
        self._ahead = ahead
        self._context = context

    def take(self, call: Json, _position: int) -> None:
        """Add one call's row."""
        kind = call.get("type")
        if kind not in CALLS:
            raise Refused("type", "it is no call", f"Use one of {', '.join(CALLS)}")
        context = object_of(call.get("context"), "context")
        if self._context:
            context = self._context | context
        if call.get("userId") in (None, "") and call.get("anonymousId") in (None, "") and kind != "alias":
            raise Refused("userId", "neither userId nor anonymousId is given", "Send one of them")
        if kind in ("track", "page", "screen"):
            self._reading.events.append(self._event(kind, call, context))
        else:
            self._reading.traits.append(self._traits(kind, call, context))

    def _at(self, call: Json) -> int:
        given = call.get("timestamp") or call.get("originalTimestamp")
        return happened(instant(given, "timestamp"), self._ahead, self._received_at)

    def _event(self, kind: str, call: Json, context: Json) -> Event:
        properties = object_of(call.get("properties"), "properties")
        message = text_of(call.get("messageId"), "messageId")
        traits = context.get("traits")
        agent = context.get("userAgent")
        page = context.get("page")
        page = page if type(page) is dict else _NOTHING
        shown = properties.get("path") or page.get("path") or properties.get("url") or page.get("url")
        return Event(
            type=kind,
            name=_name(kind, call, properties),
            at=self._at(call),
            received_at=self._received_at,
            dedupe_id=message,
            event_id=message,
            user_id=id_of(call.get("userId"), "userId"),
            anonymous_id=id_of(call.get("anonymousId"), "anonymousId"),
            account_id=id_of(context.get("groupId") or call.get("groupId"), "groupId"),
            email_hash=email_hash(properties.get("email"), traits.get("email") if type(traits) is dict else None),
            channel=_channel(kind, call, context),
            page=page_of(shown),
            campaign=_inside(context, "campaign", "name"),
            device=_inside(context, "device", "type") or (device_of(agent[:512]) if type(agent) is str else None),
            region=_inside(context, "location", "region") or _inside(context, "location", "country"),
            value=None if _MONEY.isdisjoint(properties) else number_of(*map(properties.get, _AMOUNTS)),
            currency=soft_text(properties.get("currency")),
            properties=with_agent(_told(properties, context, "properties"), agent),
            ids=ids_text(ids_in_context(context)) if "externalIds" in context or "device" in context else None,
        )

    def _traits(self, kind: str, call: Json, context: Json) -> Traits:
        given = call.get("traits")
        traits = object_of(context.get("traits") if given is None else given, "traits")
        previous = id_of(call.get("previousId"), "previousId") if kind == "alias" else None
        user, account = call.get("userId"), call.get("groupId")
        if kind == "alias" and (previous is None or user in (None, "")):
            field = "previousId" if previous is None else "userId"
            raise Refused(field, "an alias ties two ids together", "Send previousId and userId")
        if kind == "group" and account in (None, ""):
            raise Refused("groupId", "it is missing", "Send the id of the group")
        return Traits(
            at=self._at(call),
            dedupe_id=text_of(call.get("messageId"), "messageId"),
            user_id=id_of(user, "userId"),
            anonymous_id=id_of(call.get("anonymousId"), "anonymousId") or previous,
            account_id=id_of(account, "groupId"),
            # The traits of a group call are the group's: its address is nobody's in particular.
            email_hash=email_hash(traits.get("email")) if kind == "identify" else None,
            traits=_told({"previousId": previous} if kind == "alias" else traits, context, "traits") or "{}",
            ids=ids_text({**ids_in_context(context), **ids_in_traits(traits), **either(previous, "previousId")}),
        )


def _told(values: Json, context: Json, field: str) -> str | None:
    """Return values as JSON text with what the context says of consent, for the door; None for nothing."""
    if "consent" in context or "gpc" in context or "globalPrivacyControl" in context:
        given = context.get("consent")
        consent = given if type(given) is dict else _NOTHING
        gpc = True in (context.get("gpc"), context.get("globalPrivacyControl"), consent.get("gpc"))
        values = values | {CONSENT: {"purposes": consent.get("categoryPreferences"), "gpc": gpc}}
    return json_of(values, field) if values else None


def _name(kind: str, call: Json, properties: Json) -> str:
    if kind == "track":
        name = text_of(call.get("event"), "event")
        if name is None:
            raise Refused("event", "it is missing", "Send the name of what happened")
        return name
    named = text_of(call.get("name"), "name") or soft_text(properties.get("title"))
    return named or ("Page view" if kind == "page" else "Screen view")


def _inside(context: Json, field: str, inner: str) -> str | None:
    if field not in context:
        return None
    found = context[field]
    return soft_text(found.get(inner)) if type(found) is dict else None


def _channel(kind: str, call: Json, context: Json) -> str:
    """Return web, app or server, from the library that sent the call."""
    if kind == "screen":
        return "app"
    tied = _channel_of_library(_inside(context, "library", "name") or "")
    if tied:
        return tied
    said: Any = call.get("channel") or context.get("channel")
    return _CHANNELS.get(said, said[:64]) if type(said) is str and said.strip() else "web"


@lru_cache(maxsize=1024)
def _channel_of_library(library: str) -> str:
    return "app" if _APP.search(library) else "web" if _WEB.search(library) else ""
