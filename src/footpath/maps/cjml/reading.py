"""CJML as a map: planned and actual journeys of 2.0, and the simplified `<cjml>` of the web generators.

Lenient where the known writers differ: order of children, references to actors nobody declared, unknown words, and the
"undefined" that one generator writes before its XML.
"""

import re

from lxml import etree

from footpath.core.errors import Invalid
from footpath.maps.cjml.assembling import to_map
from footpath.maps.cjml.journeys import Actor, Journey, Touchpoint
from footpath.maps.model import Map

_RATINGS = {
    "very satisfied": 5,
    "satisfied": 4,
    "neutral": 3,
    "neither satisfied nor dissatisfied": 3,
    "dissatisfied": 2,
    "unsatisfied": 2,
    "very dissatisfied": 1,
    "very unsatisfied": 1,
}
_STAMPS = ("timeOriginated", "timeReceived", "timeConsumed", "timeStarted", "timeCompleted")


def read_cjml(data: bytes, *, name: str) -> Map:
    """Return the map of the first planned journey, else of the first actual one; raises Invalid when there is none."""
    return to_map(read_journeys(data, name=name), name=name)


def read_journeys(data: bytes, *, name: str) -> list[Journey]:
    """Return the journeys of a file that say anything; raises Invalid when there is none."""
    root = _root(data, name)
    if _word(root) == "cjml" and _first(root, "plannedJourney") is None and _first(root, "actualJourney") is None:
        journeys = [_simplified(root)]
    else:
        journeys = [_journey(child) for child in root if _word(child) in ("plannedjourney", "actualjourney")]
    journeys = [journey for journey in journeys if journey.touchpoints or journey.phases]
    if not journeys:
        raise Invalid(
            f"{name} holds no CJML journey.", hint="It needs a plannedJourney or actualJourney with touchpoints."
        )
    return journeys


def _root(data: bytes, name: str) -> etree._Element:
    start = max(0, data.find(b"<")) if not data.startswith((b"\xff\xfe", b"\xfe\xff")) else 0
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data[start:], parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise Invalid(f"{name} is not XML: {problem}.", hint="Export it again, or mend this line.") from problem
    if _word(root) != "cjml":
        raise Invalid(f"{name} is XML but not CJML: it begins with <{_word(root)}>.", hint="CJML begins with <CJML>.")
    return root


def _journey(element: etree._Element) -> Journey:
    phases = [
        (phase.get("phaseID") or _text(phase, "phaseName"), _text(phase, "phaseName"), _text(phase, "phaseDescription"))
        for phase in _all(element, "journeyPhase")
    ]
    home = _first(element, "touchpoints")
    return Journey(
        key=_text(element, "journeyID"),
        title=_text(element, "journeyTitle"),
        locale=_locale(_first(element, "comment")),
        summary=_text(element, "journeyShortSummary") or _text(element, "journeyLongSummary"),
        actual=_word(element) == "actualjourney",
        plan=_text(element, "plannedReference"),
        status=_text(element, "journeyStatus"),
        phases=phases,
        actors=[_actor(actor) for actor in _all(element, "endUser") + _all(element, "serviceProvider")],
        touchpoints=[_touchpoint(point) for point in (home if home is not None else ())],
    )


def _actor(element: etree._Element) -> Actor:
    key = element.get("actorID") or element.get("actorIDref") or ""
    name = _text(element, "actorName") or _text(element, "companyName") or key
    kind = _text(element, "providerType")
    return Actor(key=key, name=name, customer=_word(element) == "enduser", kind=kind)


def _locale(comment: etree._Element | None) -> str:
    """Return the language that Footpath says in the journey's comment."""
    text = (comment.text or "") if comment is not None else ""
    said = re.fullmatch(r"Language: ([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", text)
    return said[1] if said else ""


def _touchpoint(element: etree._Element) -> Touchpoint:
    belongs = _first(element, "belongsTo")
    experience = _first(element, "touchpointExperience")
    channel = _first(element, "channel")
    return Touchpoint(
        key=_text(element, "touchpointID"),
        phase=belongs.get("phaseIDref", "") if belongs is not None else "",
        initiator=_side(element, "initiator"),
        initiator_label=_label(element, "initiator"),
        receiver=_side(element, "receiver"),
        receiver_label=_label(element, "receiver"),
        channel=(_text(channel, "channelName") or (channel.text or "").strip()) if channel is not None else "",
        message=_text(element, "message"),
        comment=_text(element, "comment"),
        compliance=_text(element, "compliance").lower(),
        times={word: _text(element, word) for word in _STAMPS if _text(element, word)},
        experience=_text(experience, "experienceDescription") if experience is not None else "",
        rating=_rating(_text(experience, "experienceRating")) if experience is not None else None,
    )


def _simplified(root: etree._Element) -> Journey:
    """Read the generators' variant: `actor` and `touchpoint` elements directly inside `<cjml>`, sides as plain text."""
    actors = [
        Actor(
            key=actor.get("id", ""),
            name=_text(actor, "actorName") or actor.get("id", ""),
            customer="user" in _text(actor, "actorRole").lower() or "customer" in _text(actor, "actorRole").lower(),
        )
        for actor in _all(root, "actor")
    ]
    touchpoints = [
        Touchpoint(
            key=point.get("id", ""),
            initiator=_text(point, "initiator"),
            initiator_label=_text(point, "initiatorDescription"),
            receiver=_text(point, "receiver"),
            receiver_label=_text(point, "receiverDescription"),
            channel=_text(point, "channel"),
            times={"time": _text(point, "time")} if _text(point, "time") else {},
        )
        for point in _all(root, "touchpoint")
    ]
    return Journey(key="", title="", actors=actors, touchpoints=touchpoints)


def _side(point: etree._Element, side: str) -> str:
    refers = _first(_first(point, side), "refersTo")
    return "" if refers is None else refers.get("actorIDref") or refers.get("actorID") or ""


def _label(point: etree._Element, side: str) -> str:
    home = _first(point, side)
    return "" if home is None else _text(home, f"{side}Label")


def _rating(text: str) -> int | None:
    word = text.strip().lower()
    if word in _RATINGS:
        return _RATINGS[word]
    return int(word) if word in ("1", "2", "3", "4", "5") else None


def _word(element: etree._Element) -> str:
    return etree.QName(element).localname.lower()


def _all(element: etree._Element, word: str) -> list[etree._Element]:
    return [found for found in element.iter(etree.Element) if _word(found) == word.lower()]


def _first(element: etree._Element | None, word: str) -> etree._Element | None:
    """Return the child called `word`, in any case and namespace."""
    children = () if element is None else element
    return next((child for child in children if isinstance(child.tag, str) and _word(child) == word.lower()), None)


def _text(element: etree._Element, word: str) -> str:
    """Return the text of the first descendant called `word`; children come before grandchildren."""
    found = _first(element, word)
    if found is None:
        found = next((deep for deep in _all(element, word) if deep is not element), None)
    return " ".join("".join(str(part) for part in found.itertext()).split()) if found is not None else ""
