"""Mermaid journeys inside Markdown: the fenced blocks of a page, in the ways GitHub, MyST and Azure DevOps fence them.

Diagrams of the same steps are one map with a curve each, as `.md` writes them; of other journeys the first is read and
a note names the rest.
"""

import re
from collections.abc import Iterator

from msgspec import structs

from footpath.core.errors import Invalid
from footpath.maps.mermaid.reading import read_journey
from footpath.maps.model import Card, Lane, Map, Note, Persona
from footpath.maps.slugs import slug

_OPENING = re.compile(r"(?P<sign>`{3,}|~{3,}|:{3,})[ \t]*\{?\.?mermaid\b", re.IGNORECASE)
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)*[ \t]*")
_BEFORE = re.compile(r"\A(?:\s|%%[^\n]*(?:\n|\Z)|---[ \t]*\n.*?\n[ \t]*---[ \t]*(?:\n|\Z))*", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<words>.*?)[ \t#]*$")


def read_page(text: str, *, name: str) -> Map:
    """Return the map of the journeys fenced in a page; raises Invalid with the page's line, or when there is none."""
    found = list(_journeys(text.removeprefix("\ufeff").replace("\r\n", "\n"), name))
    if not found:
        hint = "Put a Mermaid `journey` between ```mermaid and ```."
        raise Invalid(f"{name}: there is no Mermaid journey in this page.", hint=hint)
    first, *others = found
    left_out: list[str] = []
    for other in others:
        if _way(other) == _way(first):
            first = _with_curve(first, other)
        else:
            left_out.append(str(other.title))
    if not left_out:
        return first
    note = Note(
        topic="Left out", text=f"The page holds further journeys that are not on this map: {', '.join(left_out)}."
    )
    return structs.replace(first, notes=(*first.notes, note))


def _journeys(text: str, name: str) -> Iterator[Map]:
    """Yield the map of each block that is a journey; one without a title is called as the heading above it."""
    heading = ""
    inside: list[str] | None = None
    sign, start = "", 0
    for line, words in enumerate([*text.split("\n"), ""], start=1):
        bare = _QUOTED.sub("", words)
        if inside is None:
            found = _OPENING.match(bare)
            head = _HEADING.match(words)
            heading = head["words"] if head else heading
            if found:
                inside, sign, start = [], found["sign"], line
        elif re.fullmatch(rf"{re.escape(sign)}{re.escape(sign[0])}*[ \t]*", bare) or line > text.count("\n") + 1:
            body = "\n".join(inside)
            if body[_BEFORE.match(body).end() :].startswith("journey"):  # type: ignore[union-attr]
                yield _titled(read_journey("\n" * start + body + "\n", name=name), heading, name)
            inside = None
        else:
            inside.append(words if words[:1].isspace() else bare)


def _titled(model: Map, heading: str, name: str) -> Map:
    stem = name.split(".", maxsplit=1)[0]
    return structs.replace(model, title=heading, key=slug(heading, set())) if heading and model.title == stem else model


def _way(model: Map) -> list[tuple[object, bool]]:
    return [(column.title, bool(column.parent)) for column in model.columns]


def _with_curve(model: Map, other: Map) -> Map:
    """Return a map with the curve of another diagram of the same steps on a lane of its own."""
    keys = {column.key for column in model.personas}
    personas = {str(persona.name): persona for persona in model.personas}
    for persona in other.personas:
        personas.setdefault(str(persona.name), Persona(key=slug(str(persona.name), keys), name=persona.name))
    renamed = {persona.key: personas[str(persona.name)].key for persona in other.personas}
    home = {theirs.key: ours.key for theirs, ours in zip(other.columns, model.columns, strict=True)}
    taken = {lane.key for lane in model.lanes}
    lanes = {lane.key: slug(lane.key, taken) for lane in other.lanes}
    return structs.replace(
        model,
        personas=tuple(personas.values()),
        lanes=(*model.lanes, *(_moved_lane(lane, lanes, renamed) for lane in other.lanes)),
        cards=(*model.cards, *(_moved_card(card, lanes, home, renamed) for card in other.cards)),
    )


def _moved_lane(lane: Lane, lanes: dict[str, str], personas: dict[str, str]) -> Lane:
    return structs.replace(lane, key=lanes[lane.key], persona=personas.get(lane.persona, ""))


def _moved_card(card: Card, lanes: dict[str, str], home: dict[str, str], personas: dict[str, str]) -> Card:
    actors = card.props.get("actors")
    props = {**card.props, "actors": [personas[one] for one in actors]} if isinstance(actors, list) else card.props
    lane, at = lanes[card.lane], home[card.at]
    return structs.replace(card, key=f"{lane}-{at}", lane=lane, at=at, props=props)
