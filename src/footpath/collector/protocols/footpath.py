"""Footpath's own: plain events, traits and signals in one request."""

from collections.abc import Callable
from typing import Any, ClassVar

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
from footpath.collector.ids import ids_given, ids_text
from footpath.collector.protocol import Protocol, Request, Route, answer_with, list_in, take_each
from footpath.collector.records import Consent, Event, Reading, Refused, Signal, Traits
from footpath.collector.times import happened, instant, skew

_LISTS = ("events", "traits", "signals", "consents")
_PROOF = ("channel", "text_version", "how", "by")
_LONGEST_TEXT = 100_000


class Footpath(Protocol):
    """Plain JSON (`POST /v1/batch`): lists `events`, `traits`, `signals`, `consents`, with the names of their columns.

    The write key comes as the user of HTTP Basic authorisation or as `key` in the body. Who it is about stands in
    `user_id`, `anonymous_id`, `email` (kept as a hash), `ids` (further ids by type, such as crm, phone, kept as a hash,
    or device; each an id or a list) and `account_id`; `id` keeps an element that is sent twice from
    counting twice. Events have `name`, signals `kind`; `at` is when, now if it is left out; `sent_at` beside the lists
    lets a wrong clock be corrected. `consent` on an element says what its person agreed to then, as an object of
    purposes that are true or false (and `gpc`: true for Global Privacy Control). An element of `consents` is the
    proof of one decision: `purpose`, `state` (given or refused) and, as far as known, `channel`, `text_version`,
    `how`, `by`.
    """

    name: ClassVar[str] = "footpath"
    routes: ClassVar[tuple[Route, ...]] = (Route("/v1/batch"),)

    @classmethod
    def speaks(cls, request: Request) -> bool:
        """Segment's batches, on the same route, have a list called `batch`."""
        document = request.document
        return isinstance(document, dict) and "batch" not in document and any(name in document for name in _LISTS)

    def read(self, request: Request) -> Reading:
        """Return the elements of all lists; positions of refused ones run through the lists in this order."""
        document = request.object
        given = document.get("key")
        reading = Reading(key=request.basic or (given if isinstance(given, str) else ""))
        plain = _Plain(
            reading, request.received_at, skew(instant(document.get("sent_at"), "sent_at"), request.received_at)
        )
        takes: dict[str, Callable[[Json], None]] = {
            "events": plain.event, "traits": plain.traits, "signals": plain.signal, "consents": plain.consent,
        }  # fmt: skip
        elements = [(name, one) for name in _LISTS if name in document for one in list_in(document, name)]
        kinds = [name for name, _ in elements]
        take_each(reading, [one for _, one in elements], lambda element, position: takes[kinds[position]](element))
        reading.answer = answer_with({"success": True}, reading)
        return reading

    def alone(self, document: Any, element: Any) -> Any:
        """Return a request of one element, in the list it stood in."""
        kind = next(name for name in _LISTS if any(one is element for one in document.get(name, ())))
        return {key: value for key, value in document.items() if key not in _LISTS} | {kind: [element]}


class _Plain:
    """Turns plain elements into rows of one reading."""

    def __init__(self, reading: Reading, received_at: int, ahead: int) -> None:
        self._reading = reading
        self._received_at = received_at
        self._ahead = ahead

    def _common(self, element: Json) -> dict[str, Any]:
        if all(element.get(name) in (None, "") for name in ("user_id", "anonymous_id", "email", "account_id", "ids")):
            raise Refused("user_id", "nobody is named", "Send user_id, anonymous_id, email, ids or account_id")
        return {
            "at": happened(instant(element.get("at"), "at"), self._ahead, self._received_at),
            "dedupe_id": text_of(element.get("id"), "id"),
            "user_id": id_of(element.get("user_id"), "user_id"),
            "anonymous_id": id_of(element.get("anonymous_id"), "anonymous_id"),
            "account_id": id_of(element.get("account_id"), "account_id"),
            "email_hash": email_hash(text_of(element.get("email"), "email")),
            "ids": ids_text(ids_given(element.get("ids"))),
        }

    def event(self, element: Json) -> None:
        """Add something done."""
        common = self._common(element)
        name = text_of(element.get("name"), "name")
        if name is None:
            raise Refused("name", "it is missing", "Send the name of what happened")
        properties = _with_consent(element, "properties")
        row = Event(
            type=text_of(element.get("type"), "type") or "track",
            name=name,
            received_at=self._received_at,
            event_id=common["dedupe_id"],
            channel=text_of(element.get("channel"), "channel"),
            page=page_of(text_of(element.get("page"), "page")),
            campaign=text_of(element.get("campaign"), "campaign"),
            device=text_of(element.get("device"), "device"),
            region=text_of(element.get("region"), "region"),
            value=_number(element, "value"),
            currency=text_of(element.get("currency"), "currency"),
            properties=json_of(properties, "properties") if properties else None,
            **common,
        )
        self._reading.events.append(row)

    def traits(self, element: Json) -> None:
        """Add what is said of a person."""
        traits = _with_consent(element, "traits")
        self._reading.traits.append(Traits(traits=json_of(traits, "traits"), **self._common(element)))

    def signal(self, element: Json) -> None:
        """Add something a person said, or a score they gave."""
        common = self._common(element)
        kind = text_of(element.get("kind"), "kind")
        said, score = text_of(element.get("text"), "text", longest=_LONGEST_TEXT), _number(element, "score")
        if kind is None:
            raise Refused("kind", "it is missing", "Send survey, review, ticket, mention, interview or note")
        if said is None and score is None:
            raise Refused("text", "neither text nor score is given", "Send one of them")
        properties = _with_consent(element, "properties")
        row = Signal(
            kind=kind,
            signal_id=common["dedupe_id"],
            about=text_of(element.get("about"), "about"),
            channel=text_of(element.get("channel"), "channel"),
            text=said,
            lang=soft_text(element.get("lang")),
            score=score,
            scale_min=_number(element, "scale_min"),
            scale_max=_number(element, "scale_max"),
            metric=text_of(element.get("metric"), "metric"),
            properties=json_of(properties, "properties") if properties else None,
            **common,
        )
        self._reading.signals.append(row)

    def consent(self, element: Json) -> None:
        """Add what a person agreed to, or refused."""
        common = self._common(element)
        purpose, state = text_of(element.get("purpose"), "purpose"), element.get("state")
        if purpose is None:
            raise Refused("purpose", "it is missing", "Send what data may be used for, such as analytics")
        if state not in ("given", "refused"):
            raise Refused("state", "it is neither given nor refused", "Send one of them")
        proof: dict[str, Any] = {
            name: text_of(element.get(name), name) for name in ("channel", "text_version", "how", "by")
        }
        self._reading.consents.append(Consent(purpose=purpose.lower(), state=state, **proof, **common))


def _with_consent(element: Json, field: str) -> Json:
    """Return the object in a field with what the element says of consent, for the door."""
    values, said = object_of(element.get(field), field), object_of(element.get("consent"), "consent")
    if not said and element.get("gpc") is not True:
        return values
    purposes = {name: value for name, value in said.items() if name != "gpc"}
    return values | {CONSENT: {"purposes": purposes, "gpc": True in (said.get("gpc"), element.get("gpc"))}}


def _number(element: Json, field: str) -> float | None:
    given = element.get(field)
    number = number_of(given)
    if given is not None and number is None:
        raise Refused(field, "it is no number", f"Send {field} as a number")
    return number
