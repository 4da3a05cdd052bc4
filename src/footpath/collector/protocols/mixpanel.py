"""Mixpanel's ingestion: events (`/track`, `/import`) and people (`/engage`)."""

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
from footpath.collector.protocol import Protocol, Request, Route, take_each
from footpath.collector.records import Answer, Event, Reading, Refused, Traits
from footpath.collector.times import happened, instant

_BOTH = ("POST", "GET")
# Said of a person rather than done by them: fields of the id that is known, and of the one that is tied to it.
_JOINS = {
    "$identify": (("$identified_id", "distinct_id"), ("$anon_id", "$anon_distinct_id")),
    "$create_alias": (("alias",), ("distinct_id",)),
    "$merge": (("$identified_id",), ("$anon_id",)),
}
_SETS = ("$set", "$set_once", "$add", "$append", "$union")


class Mixpanel(Protocol):
    """Mixpanel (`/track`, `/import`, `/engage`, `/groups`): JSON, or a form with `data`.

    The write key is the project token, in each element, or the user of HTTP Basic authorisation.
    """

    name: ClassVar[str] = "mixpanel"
    routes: ClassVar[tuple[Route, ...]] = tuple(
        Route(path, _BOTH) for path in ("/track", "/import", "/engage", "/groups")
    )

    @classmethod
    def speaks(cls, request: Request) -> bool:
        """`/track` and `/engage` are PostHog's too, whose elements have the person outside `properties`."""
        document = request.document
        first = document[0] if isinstance(document, list) and document else document
        return isinstance(first, dict) and {"api_key", "distinct_id", "batch"}.isdisjoint(first)

    def read(self, request: Request) -> Reading:
        """Return the events, or what is said of people and groups."""
        document = request.document
        elements = document if isinstance(document, list) else [document]
        word = request.path.strip("/")
        reading = Reading(key=_key(elements, request))

        def take(element: Json, _position: int) -> None:
            if word in ("engage", "groups"):
                reading.traits.append(_traits(element, request.received_at))
            elif str(element.get("event")) in _JOINS:
                reading.traits.append(_joined(element, request.received_at))
            else:
                reading.events.append(_event(element, request.received_at))

        take_each(reading, elements, take)
        reading.answer = _answer(word, reading)
        return reading

    def refused(self, problem: Refused) -> Answer:
        """Return what the SDKs read: status 0 and an error."""
        content = {"status": 0, "error": f"{problem.field}: {problem.reason}. {problem.remedy}."}
        return Answer(problem.status, msgspec.json.encode(content))


def _answer(word: str, reading: Reading) -> Answer:
    # SDKs of `/track` take any other answer than exactly this one for a failure, and send all again.
    content: Json = {"status": 1, "error": None} if word != "import" else {"code": 200, "status": "OK"}
    if word == "import":
        content["num_records_imported"] = len(reading.events)
    if reading.problems:
        content["failed_records"] = [
            {"index": one.element, "field": one.field, "message": f"{one.reason}. {one.remedy}."}
            for one in reading.problems[:100]
        ]
    return Answer(200, msgspec.json.encode(content))


def _key(elements: list[Any], request: Request) -> str:
    first = elements[0] if elements and isinstance(elements[0], dict) else {}
    properties = first.get("properties")
    inner = properties.get("token") if isinstance(properties, dict) else None
    found = (inner, first.get("$token"), request.basic, request.query.get("token"))
    return next((key for key in found if isinstance(key, str) and key), "")


def _who(properties: Json) -> dict[str, Any]:
    device = properties.get("$device_id")
    distinct = properties.get("distinct_id", properties.get("$distinct_id"))
    user = properties.get("$user_id")
    if isinstance(distinct, str) and distinct.startswith("$device:"):
        device, distinct = device or distinct.removeprefix("$device:"), None
    if user is None and distinct != device:
        user = distinct
    return {"user_id": id_of(user, "distinct_id"), "anonymous_id": id_of(device, "$device_id")}


def _event(element: Json, received_at: int) -> Event:
    name = text_of(element.get("event"), "event")
    if name is None:
        raise Refused("event", "it is missing", "Send the name of what happened")
    properties = object_of(element.get("properties"), "properties")
    library = soft_text(properties.get("mp_lib")) or "web"
    kept = {key: value for key, value in properties.items() if key not in ("token", "distinct_id", "time", "ip")}
    page = name in ("$mp_web_page_view", "mp_page_view")
    return Event(
        type="page" if page else "track",
        name="Page view" if page else name,
        at=happened(instant(properties.get("time"), "time"), 0, received_at),
        received_at=received_at,
        dedupe_id=_once(name, properties),
        event_id=text_of(properties.get("$insert_id"), "$insert_id"),
        email_hash=email_hash(properties.get("$email"), properties.get("email")),
        channel="web" if library == "web" else "app" if library in ("iphone", "swift", "android") else "server",
        page=page_of(properties.get("current_url_path"), properties.get("$current_url")),
        campaign=soft_text(properties.get("utm_campaign")),
        region=soft_text(properties.get("$region")) or soft_text(properties.get("mp_country_code")),
        value=number_of(properties.get("revenue"), properties.get("amount"), properties.get("value")),
        currency=soft_text(properties.get("currency")),
        properties=json_of(kept, "properties") if kept else None,
        **_who(properties),
    )


def _joined(element: Json, received_at: int) -> Traits:
    name = str(element["event"])
    properties = object_of(element.get("properties"), "properties")
    ids = properties.get("$distinct_ids")
    if isinstance(ids, list) and len(ids) == 2:
        properties = properties | {"$anon_id": ids[0], "$identified_id": ids[1]}
    known, unknown = (
        next((properties[field] for field in fields if properties.get(field)), None) for fields in _JOINS[name]
    )
    if known is None or unknown is None:
        raise Refused("$identified_id", "it ties two ids together", "Send $identified_id and $anon_id")
    anonymous = unknown.removeprefix("$device:") if isinstance(unknown, str) else unknown
    return Traits(
        at=happened(instant(properties.get("time"), "time"), 0, received_at),
        dedupe_id=_once(name, properties),
        traits="{}",
        user_id=id_of(known, "$identified_id"),
        anonymous_id=id_of(anonymous, "$anon_id"),
    )


def _once(name: str, properties: Json) -> str | None:
    """Return what tells an element from others: Mixpanel tells repeated insert ids apart by event and time too."""
    insert = text_of(properties.get("$insert_id"), "$insert_id")
    return f"{name}:{properties.get('distinct_id')}:{properties.get('time')}:{insert}" if insert else None


def _traits(element: Json, received_at: int) -> Traits:
    said: Json = {}
    for operation in _SETS:
        for key, value in object_of(element.get(operation), operation).items():
            said.setdefault(key, value)
    group = id_of(element.get("$group_id"), "$group_id")
    if group is None and element.get("$distinct_id") is None:
        raise Refused("$distinct_id", "it is missing", "Send of whom it is said")
    hidden = {"$email", "$phone", "$name", "$first_name", "$last_name"}
    return Traits(
        at=happened(instant(element.get("$time"), "$time"), 0, received_at),
        traits=json_of({key: value for key, value in said.items() if key not in hidden}, "$set"),
        account_id=group,
        email_hash=email_hash(said.get("$email"), said.get("email")),
        **_who(element),
    )
