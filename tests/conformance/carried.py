"""What of a map its formats carry: the map as it comes back, and by omission what they lose."""

from collections.abc import Callable

from msgspec import structs

from footpath.maps.mermaid import curves
from footpath.maps.model import Card, Column, Figure, Map, leaves, localised
from footpath.maps.render.grid import spans_of


def kept(model: Map) -> Map:
    """Return what CSV and Excel carry: all but touchpoints, moves, `extra` and every language but the map's own.

    Cards come back lane by lane, in order of the columns.
    """
    say = lambda text: localised(text, model.locale)  # noqa: E731
    titled = lambda things: tuple(structs.replace(thing, title=say(thing.title)) for thing in things)  # noqa: E731
    columns = titled(model.columns)
    return structs.replace(
        model,
        title=say(model.title),
        subtitle=say(model.subtitle),
        scenario=say(model.scenario),
        columns=tuple(structs.replace(one, description=say(one.description), matches=()) for one in columns),
        lanes=tuple(structs.replace(one, note=say(one.note)) for one in titled(model.lanes)),
        cards=tuple(structs.replace(one, text=say(one.text), detail=say(one.detail)) for one in _in_order(model)),
        links=tuple(structs.replace(one, label=say(one.label)) for one in model.links),
        personas=tuple(
            structs.replace(
                one, name=say(one.name), description=say(one.description), traits=tuple(map(say, one.traits))
            )
            for one in model.personas
        ),
        paths=titled(model.paths),
        notes=tuple(structs.replace(one, text=say(one.text)) for one in model.notes),
        touchpoints=(),
        edges=(),
        extra={},
    )


def _in_order(model: Map) -> list[Card]:
    lanes = {lane.key: place for place, lane in enumerate(model.lanes)}
    spans = spans_of(model)

    def place(card: Card) -> tuple[int, int, int]:
        (first, last), (again, end) = spans[card.at], spans[card.to or card.at]
        return lanes[card.lane], min(first, again), max(last, end)

    return sorted(model.cards, key=place)


def whole(model: Map) -> Map:
    """Return what JSON and YAML carry: everything."""
    return model


def structure(model: Map) -> Map:
    """Return what CJML carries of any map: its titles, and those of stages and steps, in the map's language.

    Who hands what to whom, channels, actors, ids and actual journeys are the subject of `tests/maps/test_cjml.py`.
    """
    full = kept(model)
    tree = spans_of(model)
    bare = tuple(
        Column(key=str(place), title=one.title, parent="stage" if one.parent else "")
        for place, one in enumerate(full.columns)
        if not one.parent or tree[one.key][0] == tree[one.key][1]
    )
    return Map(key="", title=full.title, columns=bare)


def diagram(model: Map) -> Map:
    """Return what Mermaid carries: stages, steps and how they feel on the first curve of emotion, by their keys."""
    full = kept(model)
    curve = curves(model)[0]
    columns = tuple(structs.replace(one, description="", moment_of_truth=False, figures={}) for one in full.columns)
    return Map(
        key=model.key,
        title=full.title,
        columns=columns,
        cards=_felt(model, [curve.lane.key] if curve.lane else [], curve.persona),
    )


CARRIED: dict[str, Callable[[Map], Map]] = {
    "cjml": structure,
    "csv": kept,
    "json": whole,
    "md": diagram,
    "mmd": diagram,
    "xlsx": kept,
    "yaml": whole,
}


def _felt(model: Map, lanes: list[str], persona: str) -> tuple[Card, ...]:
    """Return the points of a curve over steps, one a step."""
    found = {
        card.at: Card(key=card.at, lane="", at=card.at, value=Figure(value=card.value.value, unit="score"))
        for card in model.cards
        if card.lane in lanes and card.value and (not persona or card.persona in ("", persona))
    }
    ends = [column.key for column in leaves(model)]
    return tuple(found[key] for key in ends if key in found)
