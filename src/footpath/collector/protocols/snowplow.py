"""Snowplow's tracker protocol (tp2): POST envelopes and the GET pixel."""

import base64
import binascii
from typing import Any, ClassVar

from footpath.collector.documents import decoded
from footpath.collector.fields import CONSENT, Json, device_of, id_of, json_of, number_of, page_of, soft_text, text_of
from footpath.collector.privacy.agents import with_agent
from footpath.collector.protocol import Protocol, Request, Route, answer_with, list_in, take_each
from footpath.collector.records import Answer, Event, Reading, Refused
from footpath.collector.times import happened, instant, skew

_KINDS = {"pv": "page", "ue": "track", "se": "track", "tr": "order", "ti": "track", "pp": "log", "f": "track"}
_NAMES = {"pv": "Page view", "pp": "Page ping", "tr": "Order", "ti": "Order item"}
_CHANNELS = {
    "web": "web",
    "mob": "app",
    "app": "app",
    "srv": "server",
    "pc": "app",
    "tv": "tv",
    "cnsl": "app",
    "iot": "iot",
}
_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_SELF_DESCRIBING = (("ue_pr", "ue_px"), ("co", "cx"))


class Snowplow(Protocol):
    """Snowplow's trackers (`/com.snowplowanalytics.snowplow/tp2`, and the pixel `/i`).

    The write key is the tracker's application id (`aid`).
    """

    name: ClassVar[str] = "snowplow"
    routes: ClassVar[tuple[Route, ...]] = (Route("/com.snowplowanalytics.snowplow/tp2"), Route("/i", ("GET",)))

    def read(self, request: Request) -> Reading:
        """Return the events of an envelope or of the pixel's query."""
        elements: list[Any] = [dict(request.query)]
        if request.method == "POST":
            elements = list_in(request.object, "data")
        first = elements[0] if elements and isinstance(elements[0], dict) else {}
        key = first.get("aid")
        reading = Reading(key=key if isinstance(key, str) else "")
        take_each(reading, elements, lambda event, _: reading.events.append(_event(event, request)))
        pixel = request.method == "GET" and not reading.problems
        reading.answer = Answer(200, _PIXEL, "image/gif") if pixel else answer_with({"success": True}, reading)
        return reading

    def alone(self, document: Any, element: Any) -> Any:
        """Return an envelope of one."""
        return {**document, "data": [element]} if isinstance(document, dict) else {"data": [element]}


def _event(event: Json, request: Request) -> Event:
    kind = event.get("e")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise Refused("e", "it is no kind of event", f"Use one of {', '.join(sorted(_KINDS))}")
    agent = event.get("ua") or request.headers.get("user-agent")
    message = text_of(event.get("eid"), "eid")
    name, properties = _content(kind, event)
    web = event.get("p") == "web"
    return Event(
        type=_KINDS[kind],
        name=name,
        at=_at(event, request.received_at),
        received_at=request.received_at,
        dedupe_id=message,
        event_id=message,
        user_id=id_of(event.get("uid"), "uid"),
        anonymous_id=id_of(event.get("duid") or event.get("nuid") or event.get("tnuid"), "duid"),
        channel=_CHANNELS.get(str(event.get("p")), "web"),
        page=page_of(event.get("url")),
        campaign=_campaign(event.get("url")),
        device=device_of(agent[:512]) if web and isinstance(agent, str) and agent else None,
        region=soft_text(event.get("cty")),
        value=number_of(event.get("tr_tt"), event.get("se_va")),
        currency=soft_text(event.get("tr_cu")),
        properties=with_agent(json_of(properties, "properties") if properties else None, agent if web else None),
    )


def _at(event: Json, received_at: int) -> int:
    """Return when it happened: the true time where one is given, else the device's without its clock's skew."""
    true = instant(event.get("ttm"), "ttm")
    if true is not None:
        return happened(true, 0, received_at)
    return happened(instant(event.get("dtm"), "dtm"), skew(instant(event.get("stm"), "stm"), received_at), received_at)


def _content(kind: str, event: Json) -> tuple[str, Json]:
    properties: Json = {
        name: event[name]
        for name in ("page", "refr", "se_ca", "se_la", "se_pr", "tr_id", "sid", "lang")
        if name in event
    }
    described: Json = {}
    for plain, encoded in _SELF_DESCRIBING:
        found = _json(event, plain, encoded)
        inner = found.get("data") if isinstance(found, dict) else None
        if plain == "ue_pr" and isinstance(inner, dict):
            described = inner
        elif inner is not None:
            properties["contexts"] = inner
    if isinstance(described.get("data"), dict):
        properties |= _with_consent(described["data"], described.get("schema"))
    if kind == "ue":
        return _schema_name(described.get("schema")), properties
    if kind == "se":
        return text_of(event.get("se_ac"), "se_ac") or "Structured event", properties
    return (soft_text(event.get("page")) if kind == "pv" else None) or _NAMES.get(kind, kind), properties


def _with_consent(content: Json, schema: Any) -> Json:
    """Return an event's content; of the trackers' consent event, with its scopes as purposes for the door."""
    scopes, kind = content.get("consentScopes"), content.get("eventType")
    if not isinstance(schema, str) or "/consent_preferences/" not in schema or not isinstance(scopes, list):
        return content
    yes = kind in ("allow_all", "allow_selected", "implicit_consent")
    if kind == "pending":
        return content
    proof = {"purposes": {str(scope): yes for scope in scopes}, "text_version": content.get("consentVersion")}
    return content | {CONSENT: proof | {"how": "consent_preferences"}}


def _json(event: Json, plain: str, encoded: str) -> Any:
    if isinstance(event.get(plain), str):
        return decoded(event[plain].encode("utf-8", "replace"))
    if isinstance(event.get(encoded), str):
        text = event[encoded]
        try:
            return decoded(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
        except (ValueError, binascii.Error):
            raise Refused(encoded, "it is no base64", f"Send it as {plain} in plain JSON") from None
    return None


def _schema_name(schema: Any) -> str:
    """Return add_to_cart of iglu:com.shop/add_to_cart/jsonschema/1-0-0."""
    parts = schema.split("/") if isinstance(schema, str) else []
    if len(parts) < 2 or not parts[1]:
        raise Refused("ue_pr", "its schema names no event", "Send schema and data of a self-describing event")
    return str(parts[1])[:200]


def _campaign(url: Any) -> str | None:
    if not isinstance(url, str) or "utm_campaign=" not in url:
        return None
    return soft_text(url.split("utm_campaign=", 1)[1].split("&")[0].split("#")[0].replace("+", " "))
