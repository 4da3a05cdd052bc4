"""Google Analytics 4's measurement protocol, as servers send it."""

from typing import Any, ClassVar

import msgspec

from footpath.collector.fields import (
    CONSENT,
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
from footpath.collector.protocol import Protocol, Request, Route, list_in, take_each
from footpath.collector.records import Answer, Event, Reading, Refused, Traits
from footpath.collector.times import happened, instant

_BACK = 72 * 3600 * 1_000_000  # what is older was not meant: the protocol takes three days
_NAMES = {
    "page_view": ("page", "Page view"),
    "screen_view": ("screen", "Screen view"),
    "purchase": ("order", "purchase"),
}


class Ga4(Protocol):
    """Google Analytics 4's measurement protocol (`/mp/collect`), and its validation (`/debug/mp/collect`).

    The write key is `api_secret` in the query.
    """

    name: ClassVar[str] = "ga4"
    routes: ClassVar[tuple[Route, ...]] = (Route("/mp/collect"), Route("/debug/mp/collect"))

    def read(self, request: Request) -> Reading:
        """Return the events of a request and what it says of the person."""
        document = request.object
        elements = list_in(document, "events")
        checked = request.path.startswith("/debug/")
        reading = Reading(key=request.query.get("api_secret", ""), public=checked)
        who = _who(document)
        at = _at(document.get("timestamp_micros"), request.received_at)
        consent = {CONSENT: {"purposes": document["consent"]}} if "consent" in document else {}
        app = "firebase_app_id" in request.query or "app_instance_id" in document

        def take(element: Json, _position: int) -> None:
            own = element.get("timestamp_micros")
            when = at if own is None else _at(own, request.received_at)
            reading.events.append(_event(element | consent, when, request.received_at, who, app=app))

        take_each(reading, elements, take)
        said = _said(document)
        if said:
            reading.traits.append(Traits(at=at, traits=json_of(said, "user_properties"), **who))
        if checked:
            reading.answer = Answer(200, msgspec.json.encode({"validationMessages": _messages(reading)}))
        else:
            reading.answer = Answer(204, b"")
        return reading

    def alone(self, document: Any, element: Any) -> Any:
        """Return a request of one event."""
        return {**document, "events": [element]}


def _who(document: Json) -> dict[str, Any]:
    client = document.get("client_id", document.get("app_instance_id"))
    if client in (None, "") and document.get("user_id") in (None, ""):
        raise Refused("client_id", "neither client_id, app_instance_id nor user_id is given", "Send one of them")
    data = document.get("user_data")
    address = data.get("email_address") if isinstance(data, dict) else None
    return {
        "user_id": id_of(document.get("user_id"), "user_id"),
        "anonymous_id": id_of(client, "client_id"),
        "email_hash": email_hash(address),
    }


def _at(given: Any, received_at: int) -> int:
    at = instant(given, "timestamp_micros")
    return happened(None if at is None or at < received_at - _BACK else at, 0, received_at)


def _event(element: Json, at: int, received_at: int, who: dict[str, Any], *, app: bool) -> Event:
    name = text_of(element.get("name"), "name")
    if name is None:
        raise Refused("name", "it is missing", "Send the name of what happened")
    values = object_of(element.get("params"), "params")
    if CONSENT in element:
        values = values | {CONSENT: element[CONSENT]}
    kind, shown = _NAMES.get(name, ("track", name))
    order = soft_text(values.get("transaction_id")) if name == "purchase" else None
    return Event(
        type=kind,
        name=shown,
        at=at,
        received_at=received_at,
        dedupe_id=f"purchase:{order}" if order else None,
        event_id=order,
        channel="app" if app else "web",
        page=page_of(values.get("page_path"), values.get("page_location")),
        campaign=soft_text(values.get("campaign")),
        value=number_of(values.get("value")),
        currency=soft_text(values.get("currency")),
        properties=json_of(values, "params") if values else None,
        **who,
    )


def _said(document: Json) -> Json:
    given = object_of(document.get("user_properties"), "user_properties")
    return {name: value.get("value") if isinstance(value, dict) else value for name, value in given.items()}


def _messages(reading: Reading) -> list[Json]:
    return [
        {
            "fieldPath": f"events[{one.element}].{one.field}",
            "description": f"{one.reason}. {one.remedy}.",
            "validationCode": "VALUE_INVALID",
        }
        for one in reading.problems
    ]
