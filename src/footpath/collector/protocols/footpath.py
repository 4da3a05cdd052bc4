"""Footpath's own: plain events, traits and signals in one request."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
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
from footpath.collector.plain import ELEMENT, Element
from footpath.collector.protocol import Protocol, Request, Route, answer_with, as_sent, list_in, take_each
from footpath.collector.records import Consent, Event, Reading, Refused, Signal, Traits
from footpath.collector.times import happened, instant, skew
from footpath.collector.visitors import TODAY, Visitors

_LISTS = ("events", "traits", "signals", "consents")
_PROOF = ("channel", "text_version", "how", "by")
_LONGEST_TEXT = 100_000
_NOBODY = (None, "")


class Footpath(Protocol):
    """Plain JSON (`POST /v1/batch`): lists `events`, `traits`, `signals`, `consents`, with the names of their columns.

    The write key comes as the user of HTTP Basic authorisation or as `key` in the body. Who it is about stands in
    `user_id`, `anonymous_id`, `email` (kept as a hash), `ids` (further ids by type, such as crm, phone, kept as a hash,
    or device; each an id or a list) and `account_id`; `id` keeps an element that is sent twice from
    counting twice. Events have `name`, signals `kind`; `at` is when, now if it is left out; `sent_at` beside the lists
    lets a wrong clock be corrected. `consent` on an element says what its person agreed to then, as an object of
    purposes that are true or false (and `gpc`: true for Global Privacy Control). An element of `consents` is the
    proof of one decision: `purpose`, `state` (given or refused) and, as far as known, `channel`, `text_version`,
    `how`, `by`. `$daily` as `anonymous_id` stands for an id that the collector makes and that holds for one day, as
    pages without consent use it; an element with a `user_id` gets none.
    """

    name: ClassVar[str] = "footpath"
    routes: ClassVar[tuple[Route, ...]] = (Route("/v1/batch"),)

    def __init__(self) -> None:
        self._visitors: Visitors | None = None

    def settle(self, store: Path) -> None:
        """Read the secret of the day from a store."""
        self._visitors = Visitors(store)

    @classmethod
    def speaks(cls, request: Request) -> bool:
        """Segment's batches, on the same route, have a list called `batch`."""
        try:
            outline = request.outline
        except Refused:
            return False
        return not outline.batch and bool(outline.events or outline.traits or outline.signals)

    def read(self, request: Request) -> Reading:
        """Return the elements of all lists; positions of refused ones run through the lists in this order."""
        outline = request.outline
        given = outline.key
        reading = Reading(key=request.basic or (given if isinstance(given, str) else ""))
        plain = _Plain(reading, request.received_at, skew(instant(outline.sent_at, "sent_at"), request.received_at))
        takes: dict[str, Callable[[Element], None]] = {
            "events": plain.event, "traits": plain.traits, "signals": plain.signal, "consents": plain.consent,
        }  # fmt: skip
        elements: list[Element] = []
        kinds: list[Callable[[Element], None]] = []
        for name in _LISTS:
            if getattr(outline, name):
                elements += request.elements(ELEMENT, name)
                kinds += [takes[name]] * (len(elements) - len(kinds))
        today = partial(self._visitors.id_of, request, reading.key) if self._visitors else _nobody

        def take(element: Element, position: int) -> None:
            if element.anonymous_id == TODAY:
                # People of one office look alike: what is known to be somebody's is tied to no such id.
                element.anonymous_id = today() if element.user_id in _NOBODY else None
                element.ids = {} if element.ids is None else element.ids
            kinds[position](element)

        take_each(reading, elements, take, Element)
        if reading.problems:
            document = request.object
            as_sent(reading, [one for name in _LISTS if name in document for one in list_in(document, name)])
        reading.answer = answer_with({"success": True}, reading)
        return reading

    def alone(self, document: Any, element: Any) -> Any:
        """Return a request of one element, in the list it stood in."""
        kind = next(name for name in _LISTS if any(one is element for one in document.get(name, ())))
        return {key: value for key, value in document.items() if key not in _LISTS} | {kind: [element]}


def _nobody() -> None:
    """Return nobody's id."""


class _Plain:
    """Turns plain elements into rows of one reading."""

    def __init__(self, reading: Reading, received_at: int, ahead: int) -> None:
        self._reading = reading
        self._received_at = received_at
        self._ahead = ahead

    def _at(self, element: Element) -> int:
        return happened(instant(element.at, "at"), self._ahead, self._received_at)

    def event(self, element: Element) -> None:
        """Add something done."""
        email = _named(element)
        message, name = text_of(element.id, "id"), text_of(element.name, "name")
        if name is None:
            raise Refused("name", "it is missing", "Send the name of what happened")
        properties = _with_consent(element, element.properties, "properties")
        row = Event(
            text_of(element.type, "type") or "track",
            name,
            self._at(element),
            self._received_at,
            message,
            text_of(element.channel, "channel"),
            page_of(text_of(element.page, "page")),
            text_of(element.campaign, "campaign"),
            text_of(element.device, "device"),
            text_of(element.region, "region"),
            None if element.value is None else _number(element.value, "value"),
            text_of(element.currency, "currency"),
            json_of(properties, "properties") if properties else None,
            dedupe_id=message,
            user_id=id_of(element.user_id, "user_id"),
            anonymous_id=id_of(element.anonymous_id, "anonymous_id"),
            account_id=id_of(element.account_id, "account_id"),
            email_hash=email,
            ids=None if element.ids is None else ids_text(ids_given(element.ids)),
        )
        self._reading.events.append(row)

    def _common(self, element: Element) -> dict[str, Any]:
        return {
            "email_hash": _named(element),
            "at": self._at(element),
            "dedupe_id": text_of(element.id, "id"),
            "user_id": id_of(element.user_id, "user_id"),
            "anonymous_id": id_of(element.anonymous_id, "anonymous_id"),
            "account_id": id_of(element.account_id, "account_id"),
            "ids": None if element.ids is None else ids_text(ids_given(element.ids)),
        }

    def traits(self, element: Element) -> None:
        """Add what is said of a person."""
        traits = _with_consent(element, element.traits, "traits")
        self._reading.traits.append(Traits(traits=json_of(traits, "traits"), **self._common(element)))

    def signal(self, element: Element) -> None:
        """Add something a person said, or a score they gave."""
        common = self._common(element)
        kind = text_of(element.kind, "kind")
        said, score = text_of(element.text, "text", longest=_LONGEST_TEXT), _number(element.score, "score")
        if kind is None:
            raise Refused("kind", "it is missing", "Send survey, review, ticket, mention, interview or note")
        if said is None and score is None:
            raise Refused("text", "neither text nor score is given", "Send one of them")
        properties = _with_consent(element, element.properties, "properties")
        row = Signal(
            kind=kind,
            signal_id=common["dedupe_id"],
            about=text_of(element.about, "about"),
            channel=text_of(element.channel, "channel"),
            text=said,
            lang=soft_text(element.lang),
            score=score,
            scale_min=_number(element.scale_min, "scale_min"),
            scale_max=_number(element.scale_max, "scale_max"),
            metric=text_of(element.metric, "metric"),
            properties=json_of(properties, "properties") if properties else None,
            **common,
        )
        self._reading.signals.append(row)

    def consent(self, element: Element) -> None:
        """Add what a person agreed to, or refused."""
        common = self._common(element)
        purpose, state = text_of(element.purpose, "purpose"), element.state
        if purpose is None:
            raise Refused("purpose", "it is missing", "Send what data may be used for, such as analytics")
        if state not in ("given", "refused"):
            raise Refused("state", "it is neither given nor refused", "Send one of them")
        proof: dict[str, Any] = {name: text_of(getattr(element, name), name) for name in _PROOF}
        self._reading.consents.append(Consent(purpose=purpose.lower(), state=state, **proof, **common))


def _with_consent(element: Element, given: Any, field: str) -> Json:
    """Return the object in a field with what the element says of consent, for the door."""
    values = object_of(given, field)
    if element.consent is None and element.gpc is None:
        return values
    said = object_of(element.consent, "consent")
    if not said and element.gpc is not True:
        return values
    purposes = {name: value for name, value in said.items() if name != "gpc"}
    return values | {CONSENT: {"purposes": purposes, "gpc": True in (said.get("gpc"), element.gpc)}}


def _named(element: Element) -> str | None:
    """Return the hash of the address, if any; refuses who names nobody."""
    email = element.email
    if email not in _NOBODY:
        return email_hash(text_of(email, "email"))
    if element.ids is not None:
        return None
    if element.user_id in _NOBODY and element.anonymous_id in _NOBODY and element.account_id in _NOBODY:
        raise Refused("user_id", "nobody is named", "Send user_id, anonymous_id, email, ids or account_id")
    return None


def _number(given: Any, field: str) -> float | None:
    number = number_of(given)
    if given is not None and number is None:
        raise Refused(field, "it is no number", f"Send {field} as a number")
    return number
