"""CJML 2.0 as XML: a planned journey, or an actual one, and the actual journeys that followed the plan."""

import re

from lxml import etree

from footpath.maps.cjml.dismantling import to_journeys
from footpath.maps.cjml.journeys import Actor, Journey, Touchpoint
from footpath.maps.model import Map

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STAMPS = ("timeOriginated", "timeReceived", "timeConsumed", "timeStarted", "timeCompleted")


def write_cjml(model: Map, locale: str) -> bytes:
    """Return the XML in UTF-8."""
    root = etree.Element("CJML", version="2.0")
    main, *walks = to_journeys(model, locale)
    _journey(root, main, again=False)
    for walk in walks:
        _journey(root, walk, again=True)
    etree.indent(root)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _journey(root: etree._Element, told: Journey, *, again: bool) -> None:
    """Write a journey; `again` where an earlier one has declared its actors."""
    journey = _add(root, "actualJourney" if told.actual else "plannedJourney")
    _add(journey, "journeyID", told.key)
    _add(journey, "journeyTitle", told.title)
    phases = _add(journey, "journeyPhases")
    for key, title, about in told.phases:
        phase = _add(phases, "journeyPhase", phaseID=key)
        _add(phase, "phaseName", title)
        _add(phase, "phaseDescription", about)
    if not again:
        _add(journey, "journeyShortSummary", told.summary)
    _add(journey, "comment", f"Language: {told.locale}")
    for tag, text in (("plannedReference", told.plan), ("journeyStatus", told.status)):
        if told.actual and text:
            _add(journey, tag, text)
    actors = _add(journey, "actors")
    for actor in told.actors:
        _actor(actors, actor, again=again)
    home = _add(journey, "touchpoints")
    for point in told.touchpoints:
        _touchpoint(home, point, actual=told.actual)


def _actor(home: etree._Element, actor: Actor, *, again: bool) -> None:
    one = _add(
        home, "endUser" if actor.customer else "serviceProvider", **{"actorIDref" if again else "actorID": actor.key}
    )
    if again:
        return
    _add(one, "actorName" if actor.customer else "companyName", actor.name)
    if actor.kind and not actor.customer:
        _add(one, "providerType", actor.kind)


def _touchpoint(home: etree._Element, told: Touchpoint, *, actual: bool) -> None:
    speaks = bool(told.receiver or told.channel)
    point = _add(home, ("actual" if actual else "planned") + ("CommunicationPoint" if speaks else "Action"))
    _add(point, "touchpointID", told.key)
    if told.phase:
        _add(point, "belongsTo", phaseIDref=told.phase)
    if told.comment:
        _add(point, "comment", told.comment)
    if told.compliance:
        _add(point, "compliance", told.compliance)
    _side(point, "initiator", told.initiator, told.initiator_label)
    if speaks:
        _side(point, "receiver", told.receiver, told.receiver_label)
        _add(_add(point, "channel"), "channelName", told.channel)
    if told.message:
        _add(point, "message", told.message)
    _lived(point, told)


def _lived(point: etree._Element, told: Touchpoint) -> None:
    if told.times:
        stamps = _add(point, "timestamps")
        for word in _STAMPS:
            if told.times.get(word):
                _add(stamps, word, told.times[word])
    if told.experience or told.rating is not None:
        experience = _add(point, "touchpointExperience")
        _add(experience, "experienceDescription", told.experience)
        if told.rating is not None:
            _add(experience, "experienceRating", str(told.rating))


def _side(point: etree._Element, side: str, actor: str, label: str) -> None:
    element = _add(point, side)
    _add(element, "refersTo", actorIDref=actor)
    _add(element, f"{side}Label", label)


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    """Append an element; characters XML cannot hold are left out."""
    element = etree.SubElement(parent, tag, {key: _UNPRINTABLE.sub("", value) for key, value in attributes.items()})
    if text:
        element.text = _UNPRINTABLE.sub("", text)
    return element
