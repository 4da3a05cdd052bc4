"""A map as a planned journey of CJML 2.0.

A step reached through a channel is a communication point (CJML: a new one starts where the channel changes), any other
step an action of the customer. The map does not say who makes the first move, so the customer initiates everything.
"""

import re

from lxml import etree

from footpath.maps.model import Column, Map, localised, stages

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ORGANISATION = "organisation"
_CUSTOMER = "customer"


def write_cjml(model: Map, locale: str) -> bytes:
    """Return the XML in UTF-8."""
    root = etree.Element("CJML", version="2.0")
    journey = _add(root, "plannedJourney")
    _add(journey, "journeyID", model.key)
    _add(journey, "journeyTitle", localised(model.title, locale))
    phases = _add(journey, "journeyPhases")
    for stage in stages(model):
        phase = _add(phases, "journeyPhase", phaseID=stage.key)
        _add(phase, "phaseName", localised(stage.title, locale))
        _add(phase, "phaseDescription", localised(stage.description, locale))
    _add(journey, "journeyShortSummary", localised(model.scenario, locale) or localised(model.subtitle, locale))
    _add(journey, "comment", f"Language: {locale}")
    customer = _actors(journey, model, locale)
    _touchpoints(journey, model, customer, locale)
    etree.indent(root)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _actors(journey: etree._Element, model: Map, locale: str) -> str:
    """Declare the personas and the organisation; return the id of the customer whose journey it is."""
    actors = _add(journey, "actors")
    people = [(persona.key, localised(persona.name, locale)) for persona in model.personas]
    for key, name in people or [(_CUSTOMER, "Customer")]:
        _add(_add(actors, "endUser", actorID=key), "actorName", name)
    provider = _add(actors, "serviceProvider", actorID=_organisation(model))
    _add(provider, "companyName", model.owner or "Organisation")
    return people[0][0] if people else _CUSTOMER


def _organisation(model: Map) -> str:
    """Return an actor id that no persona has."""
    taken = {persona.key for persona in model.personas}
    return _ORGANISATION if _ORGANISATION not in taken else f"{_ORGANISATION}-"


def _touchpoints(journey: etree._Element, model: Map, customer: str, locale: str) -> None:
    home = _add(journey, "touchpoints")
    parent = {column.key: column.parent for column in model.columns}
    inner = set(parent.values())
    count = 0
    for column in model.columns:
        if column.key in inner:
            continue
        phase = column.key
        while parent.get(phase):
            phase = parent[phase]
        for channel, message in _contacts(model, column, locale) or [("", "")]:
            count += 1
            point = _add(home, "plannedCommunicationPoint" if channel else "plannedAction")
            _add(point, "touchpointID", f"T{count}")
            _add(point, "belongsTo", phaseIDref=phase)
            _side(point, "initiator", customer, localised(column.title, locale))
            if channel:
                _side(point, "receiver", _organisation(model), message)
                _add(_add(point, "channel"), "channelName", channel)


def _contacts(model: Map, column: Column, locale: str) -> list[tuple[str, str]]:
    """Return (channel, what it is) of the contacts in a column, one a channel, in order."""
    found: dict[str, str] = {}
    for touchpoint in model.touchpoints:
        if touchpoint.key in column.matches and touchpoint.channel:
            found.setdefault(touchpoint.channel, localised(touchpoint.title, locale))
    for card in model.cards:
        channel = card.channel or (localised(card.text, locale) if card.lane in _channel_lanes(model) else "")
        if card.at == column.key and channel:
            found.setdefault(channel, localised(card.text, locale))
    return list(found.items())


def _channel_lanes(model: Map) -> set[str]:
    """Return the lanes whose cards are channels even where they name none."""
    return {lane.key for lane in model.lanes if lane.type in ("touchpoint", "channel")}


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
