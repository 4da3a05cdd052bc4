"""Amplitude's HTTP API v2 and its batch route."""

import re
from typing import Any, ClassVar

import msgspec

from footpath.collector.fields import (
    Json,
    email_hash,
    id_of,
    json_of,
    number_of,
    object_of,
    page_of,
    soft_text,
    text_of,
)
from footpath.collector.protocol import Protocol, Request, Route, answer_with, list_in, take_each
from footpath.collector.records import Answer, Event, Reading, Refused, Traits
from footpath.collector.times import happened, instant

_SERVER = re.compile(r"node|python|java\b|go\b")
_SAYINGS = ("$identify", "$groupidentify")


class Amplitude(Protocol):
    """Amplitude (`/2/httpapi` and `/batch` of its own host, here `/2/batch`).

    The write key comes as `api_key` in the body.
    """

    name: ClassVar[str] = "amplitude"
    routes: ClassVar[tuple[Route, ...]] = (Route("/2/httpapi"), Route("/2/batch"))

    def read(self, request: Request) -> Reading:
        """Return the events of a request."""
        document = request.object
        events = list_in(document, "events")
        key = document.get("api_key")
        reading = Reading(key=key if isinstance(key, str) else "")

        def take(event: Json, _position: int) -> None:
            _take(event, request.received_at, reading)

        take_each(reading, events, take)
        content = {
            "code": 200, "events_ingested": len(events) - len(reading.problems),
            "payload_size_bytes": len(request.body), "server_upload_time": request.received_at // 1000,
        }  # fmt: skip
        reading.answer = answer_with(content, reading)
        return reading

    def refused(self, problem: Refused) -> Answer:
        """Return what the SDKs read: a code and an error."""
        content = {"code": problem.status, "error": f"{problem.field}: {problem.reason}. {problem.remedy}."}
        return Answer(problem.status, msgspec.json.encode(content))

    def alone(self, document: Any, element: Any) -> Any:
        """Return a request of one event."""
        return {**document, "events": [element]}


def _take(event: Json, received_at: int, reading: Reading) -> None:
    name = text_of(event.get("event_type"), "event_type")
    if name is None:
        raise Refused("event_type", "it is missing", "Send the name of what happened")
    if event.get("user_id") in (None, "") and event.get("device_id") in (None, ""):
        raise Refused("user_id", "neither user_id nor device_id is given", "Send one of them")
    insert = text_of(event.get("insert_id"), "insert_id")
    device, user = id_of(event.get("device_id"), "device_id"), id_of(event.get("user_id"), "user_id")
    # Amplitude tells repeated insert_ids apart by device.
    who: dict[str, Any] = {
        "dedupe_id": f"{device or user or ''}:{insert}" if insert else None,
        "user_id": user,
        "anonymous_id": device,
        "account_id": _group(event),
    }
    said = _said(event, name)
    at = happened(instant(event.get("time"), "time"), 0, received_at)
    if said or name in _SAYINGS:
        reading.traits.append(
            Traits(at=at, traits=json_of(said, "user_properties"), email_hash=email_hash(said.get("email")), **who)
        )
    if name not in _SAYINGS:
        reading.events.append(_event(event, name, at, received_at, who))


def _event(event: Json, name: str, at: int, received_at: int, who: dict[str, Any]) -> Event:
    properties = object_of(event.get("event_properties"), "event_properties")
    library = soft_text(event.get("library")) or ""
    platform = (soft_text(event.get("platform")) or ("server" if _SERVER.search(library) else "web")).lower()
    page = name == "[Amplitude] Page Viewed"
    return Event(
        type="page" if page else "log" if name in ("session_start", "session_end") else "track",
        name="Page view" if page else name,
        at=at,
        received_at=received_at,
        event_id=soft_text(event.get("insert_id")),
        email_hash=email_hash(properties.get("email")),
        channel="app" if platform in ("ios", "android") else platform,
        page=page_of(properties.get("[Amplitude] Page Path"), properties.get("[Amplitude] Page URL")),
        campaign=soft_text(properties.get("utm_campaign")),
        region=soft_text(event.get("region")) or soft_text(event.get("country")),
        value=number_of(event.get("revenue"), event.get("price"), properties.get("revenue"), properties.get("value")),
        currency=soft_text(event.get("currency")),
        properties=json_of(properties, "event_properties") if properties else None,
        **who,
    )


def _said(event: Json, name: str) -> Json:
    """Return what is said of the person (or group): values set, and the operations that set them unwrapped."""
    field = "group_properties" if name == "$groupidentify" else "user_properties"
    given = object_of(event.get(field), field)
    said = {key: value for key, value in given.items() if not key.startswith("$")}
    for operation in ("$setOnce", "$set"):
        said |= object_of(given.get(operation), operation)
    # The browser SDK writes EMPTY for every campaign field that a page's address does not have.
    return {key: value for key, value in said.items() if value != "EMPTY"}


def _group(event: Json) -> str | None:
    groups = event.get("groups")
    first = next(iter(groups.values()), None) if isinstance(groups, dict) else None
    return soft_text(first[0] if isinstance(first, list) and first else first)
