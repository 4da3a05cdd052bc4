"""PostHog's capture API, as its SDKs call it on servers and in browsers."""

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
from footpath.collector.times import happened, instant, skew

_BOTH = ("POST", "GET")
_LONGEST_NAME = 200
# Said of persons or groups rather than done by them.
_SAYINGS = ("$identify", "$set", "$create_alias", "$merge_dangerously", "$groupidentify")
_VIEWS = {
    "$pageview": ("page", "Page view"), "$screen": ("screen", "Screen view"), "$pageleave": ("log", "Page left"),
    "$rageclick": ("track", "Rage click"), "$dead_click": ("track", "Dead click"), "$exception": ("log", "Error"),
    "$web_vitals": ("log", "Web vitals"),
}  # fmt: skip
_FLAGS = {
    "flags": {}, "featureFlags": {}, "featureFlagPayloads": {}, "errorsWhileComputingFlags": False,
    "config": {"enable_collect_everything": True}, "supportedCompression": ["gzip", "gzip-js"],
    "sessionRecording": False, "autocapture_opt_out": False, "surveys": False, "heatmaps": False,
    "toolbarParams": {}, "isAuthenticated": False, "capturePerformance": False,
}  # fmt: skip


class Posthog(Protocol):
    """PostHog (`/batch/`, `/e/`, `/capture/`, `/i/v0/e/`); flags and remote configuration are answered, with none set.

    The project key comes as `api_key` or `token`, in the body, the query or an event's properties.
    """

    name: ClassVar[str] = "posthog"
    routes: ClassVar[tuple[Route, ...]] = (
        *(Route(path, _BOTH) for path in ("/batch", "/e", "/capture", "/i/v0/e", "/track", "/engage", "/s")),
        *(Route(path, _BOTH) for path in ("/flags", "/decide")),
        *(Route(f"/array/*/{file}", ("GET",)) for file in ("config", "config.js", "array.js")),
        *(Route(path, ("GET",)) for path in ("/static/*", "/static/*/*")),
    )

    @classmethod
    def speaks(cls, request: Request) -> bool:
        """`/track` and `/engage` are Mixpanel's too, whose elements name their person inside `properties`."""
        if request.path.strip("/") not in ("track", "engage"):
            return True
        document = request.document
        first = document[0] if isinstance(document, list) and document else document
        return isinstance(first, dict) and not {"api_key", "distinct_id", "batch"}.isdisjoint(first)

    def read(self, request: Request) -> Reading:
        """Return the events of a batch, a list or alone."""
        word = request.path.strip("/").rpartition("/")[2]
        if word in ("flags", "decide"):
            return Reading(public=True, answer=Answer(200, msgspec.json.encode(_FLAGS)))
        if request.path.startswith(("/array/", "/static/")):  # parts of posthog-js that it loads when it wants them
            return _array(word)
        if word == "s":
            return Reading(public=True, answer=Answer(200, b'{"status":1}'))  # replays are not kept
        document = request.document
        around = document if isinstance(document, dict) else {}
        elements = (
            list_in(around, "batch") if "batch" in around else document if isinstance(document, list) else [document]
        )
        reading = Reading(key=_key(around, elements, request))
        sent_at = instant(around.get("sent_at") or around.get("sentAt"), "sent_at")
        old = around.get("historical_migration") is True
        captured = _Captured(reading, request.received_at, 0 if old else skew(sent_at, request.received_at))
        take_each(reading, elements, captured.take)
        reading.answer = answer_with({"status": 1}, reading)
        return reading

    def alone(self, document: Any, element: Any) -> Any:
        """Return a batch of one."""
        if isinstance(document, dict) and "batch" in document:
            return {**document, "batch": [element]}
        return element


def _key(around: Json, elements: list[Any], request: Request) -> str:
    first = elements[0] if elements and isinstance(elements[0], dict) else {}
    properties = first.get("properties")
    inner = properties if isinstance(properties, dict) else {}
    found = (
        around.get("api_key"), around.get("token"), first.get("api_key"), first.get("token"), inner.get("token"),
        request.query.get("api_key"), request.query.get("token"),
    )  # fmt: skip
    return next((key for key in found if isinstance(key, str) and key), "")


class _Captured:
    """Turns captured events into rows of one reading."""

    def __init__(self, reading: Reading, received_at: int, ahead: int) -> None:
        self._reading = reading
        self._received_at = received_at
        self._ahead = ahead

    def take(self, event: Json, _position: int) -> None:
        """Add one event's rows: what was done, what is said of the person, or both."""
        name = text_of(event.get("event"), "event", longest=_LONGEST_NAME)
        if name is None:
            raise Refused("event", "it is missing", "Send the name of what happened")
        properties = object_of(event.get("properties"), "properties")
        given = event.get("distinct_id", properties.get("distinct_id", properties.get("$distinct_id")))
        if given is None:
            raise Refused("distinct_id", "it is missing", "Send who did it")
        at = self._at(event)
        who: dict[str, Any] = {
            "dedupe_id": text_of(event.get("uuid"), "uuid"),
            **_ids(given, properties),
            "account_id": _group(properties),
        }
        said = {**_said(event, properties, "$set_once"), **_said(event, properties, "$set")}
        if name in _SAYINGS or said:
            person: dict[str, Any] = {**who, "email_hash": email_hash(said.get("email"), said.get("$email"))}
            if name == "$groupidentify":
                said = object_of(properties.get("$group_set"), "$group_set")
                person["account_id"] = id_of(properties.get("$group_key"), "$group_key")
            self._reading.traits.append(Traits(at=at, traits=json_of(said, "$set"), **person))
        if name not in _SAYINGS:
            self._reading.events.append(self._event(name, at, properties, who))

    def _at(self, event: Json) -> int:
        offset = event.get("offset")
        if event.get("timestamp") is None and isinstance(offset, int | float) and not isinstance(offset, bool):
            return happened(self._received_at - int(min(abs(offset), 1e12)) * 1000, 0, self._received_at)
        return happened(instant(event.get("timestamp"), "timestamp"), self._ahead, self._received_at)

    def _event(self, name: str, at: int, properties: Json, who: dict[str, Any]) -> Event:
        kind, shown = _VIEWS.get(name, ("track", name))
        device = soft_text(properties.get("$device_type"))
        library = soft_text(properties.get("$lib")) or ""
        kept = {key: value for key, value in properties.items() if key not in ("token", "distinct_id", "$ip")}
        return Event(
            type=kind,
            name=(soft_text(properties.get("$screen_name")) if kind == "screen" else None) or shown,
            at=at,
            received_at=self._received_at,
            event_id=who["dedupe_id"],
            email_hash=email_hash(properties.get("email"), properties.get("$email")),
            channel="web"
            if library in ("web", "js")
            else "app"
            if _mobile(library)
            else "server"
            if library
            else "web",
            page=page_of(properties.get("$pathname"), properties.get("$current_url")),
            campaign=soft_text(properties.get("utm_campaign")),
            device=device.lower() if device else None,
            region=soft_text(properties.get("$geoip_country_code")),
            value=number_of(properties.get("revenue"), properties.get("$revenue"), properties.get("value")),
            currency=soft_text(properties.get("currency")),
            properties=json_of(kept, "properties") if kept else None,
            **who,
        )


def _mobile(library: str) -> bool:
    return any(word in library for word in ("ios", "android", "flutter", "react-native"))


def _ids(given: Any, properties: Json) -> dict[str, str | None]:
    """Return who an event is of: an id that an identify call ties to an anonymous one is a user's."""
    distinct = id_of(given, "distinct_id")
    anonymous = properties.get("$anon_distinct_id", properties.get("alias"))
    device = id_of(properties.get("$device_id"), "$device_id")
    if anonymous is not None:
        return {"user_id": distinct, "anonymous_id": id_of(anonymous, "$anon_distinct_id")}
    if properties.get("$is_identified") is False or (device is not None and device == distinct):
        return {"user_id": None, "anonymous_id": distinct}
    user = id_of(properties.get("$user_id"), "$user_id") or distinct
    return {"user_id": user, "anonymous_id": device}


def _said(event: Json, properties: Json, field: str) -> Json:
    return object_of(event.get(field, properties.get(field)), field)


def _group(properties: Json) -> str | None:
    groups = properties.get("$groups")
    first = next(iter(groups.values()), None) if isinstance(groups, dict) else None
    return soft_text(first)


def _array(word: str) -> Reading:
    if word == "config":
        return Reading(public=True, answer=Answer(200, msgspec.json.encode(_FLAGS)))
    return Reading(public=True, answer=Answer(200, b"", "application/javascript"))
