"""A map made ready to begin others with: what was counted, said and found is taken out, what people drew stays.

Which events a column, a touchpoint or a card is about stays too: a map of the same data is alive at once.
"""

from typing import Any

from msgspec import structs

from footpath.maps.model import Card, Map, Persona, localised

_QUOTES = "verbatim"
_CONTACTS = "touchpoint"  # drawn from data or not, their names are the structure of a journey
# props that refer to the library or tell what data said
_FOUND = ("item", "few", "words", "also", "detector", "chart", "exploration", "sql", "answers")
_NOTHING = Card(key="", lane="", at="").evidence  # the default itself, which files leave out
_NUMBERED = frozenset("0123456789")


def emptied(model: Map) -> Map:
    """Return a map without figures, evidence, quotes, findings, and who is at work on it."""
    lanes = {lane.key: lane.type for lane in model.lanes}
    cards = tuple(_card(card, lanes.get(card.lane, "")) for card in model.cards if _stays(card, lanes.get(card.lane)))
    keys = {card.key for card in cards}
    return Map(
        key=model.key,
        title=model.title,
        kind=model.kind,
        state=model.state,
        locale=model.locale,
        scenario=model.scenario,
        goal=model.goal,
        personas=tuple(_persona(one) for one in model.personas),
        touchpoints=tuple(structs.replace(one, figures={}, merged=()) for one in model.touchpoints),
        columns=tuple(structs.replace(column, figures={}) for column in model.columns),
        edges=tuple(edge for edge in model.edges if not edge.figures),
        paths=tuple(structs.replace(path, figures={}) for path in model.paths if path.kind != "observed"),
        # A note with a number in it says what was counted.
        lanes=tuple(
            structs.replace(lane, note="") if _NUMBERED & set(localised(lane.note, model.locale)) else lane
            for lane in model.lanes
        ),
        cards=cards,
        links=tuple(link for link in model.links if link.frm in keys and link.to in keys),
    )


def _measured(card: Card) -> bool:
    counted = [card.value, *card.figures.values()]
    known = any(one is not None and (one.n is not None or one.source) for one in counted)
    return known or bool(card.evidence.observed or card.evidence.measured)


def _stays(card: Card, lane: str | None) -> bool:
    if lane == _QUOTES or card.origin or card.props.get("detector"):
        return False
    return not _measured(card) or lane == _CONTACTS or "binding" in card.props


def _card(card: Card, lane: str) -> Card:
    measured = _measured(card)
    return structs.replace(
        card, value=None if measured else card.value, figures={}, evidence=_NOTHING, rank=None, owner="", status="",
        detail="" if measured and lane == _CONTACTS else card.detail, props=_props(card.props),
    )  # fmt: skip


def _props(props: dict[str, Any]) -> dict[str, Any]:
    """Return what a card keeps; a picture that lies beside the map it came from cannot come along."""
    kept = {name: value for name, value in props.items() if name not in _FOUND}
    if str(kept.get("src", "")).startswith("/"):
        del kept["src"]
        kept.pop("file", None)
        kept.pop("media", None)
    return kept


def _persona(one: Persona) -> Persona:
    profile = {name: value for name, value in one.profile.items() if name != "item"}
    return structs.replace(one, share=None, traits=(), typical="", profile=profile)
