"""Everything that stands on a map as rows to be asked about: cards and steps, each with what is known of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from msgspec import Struct

from footpath.maps.evidence import fresh, level
from footpath.maps.model import Card, Column, Evidence, Level, Map, leaves, localised

Kind = Literal["card", "step", "item"]


class Standing(Struct, frozen=True, kw_only=True):
    """A card or step of a map, or an item of the library.

    Attributes:
        element: such as "cards/pay-fails"; for an item its id.
        lane: type of the lane; for an item its kind. lane_title: what the lane is called there.
        step: key of the (first) column it stands at. where: titles of stage and step.
        personas, touchpoints: of the card, its lane and its steps.
        emotion: its own, else that of its steps on the map's emotion lane; null = nobody knows.
        evidence: null for steps without numbers, and items.
        fresh: whether the newest fact behind it is at most 90 days older than the map's data; null = nothing is.
        item_id: the item of the library it shows.
    """

    kind: Kind
    map_id: str = ""
    map_title: str = ""
    element: str
    lane: str = ""
    lane_title: str = ""
    step: str = ""
    where: str = ""
    text: str
    detail: str = ""
    tags: tuple[str, ...] = ()
    personas: tuple[str, ...] = ()
    touchpoints: tuple[str, ...] = ()
    emotion: float | None = None
    evidence: Level | None = None
    fresh: bool | None = None
    newest_at: datetime | None = None
    status: str = ""
    owner: str = ""
    item_id: str = ""


class _Ground(Struct, frozen=True):
    """What rows of a map are made with: places of leaves, columns, the leaves under each, titles, emotion by leaf."""

    model: Map
    order: dict[str, int]
    columns: dict[str, Column]
    under: dict[str, tuple[str, ...]]
    personas: dict[str, str]
    touchpoints: dict[str, str]
    emotion: dict[str, float]

    def said(self, text: str | dict[str, str]) -> str:
        return " ".join(localised(text, self.model.locale).split())


def standings(model: Map, document: str) -> tuple[Standing, ...]:
    """Return the steps of a map and its cards with content; templates' prompts are left out."""
    ground = _ground(model)
    return (*_steps(ground, document), *_cards(ground, document))


def _ground(model: Map) -> _Ground:
    columns = {one.key: one for one in model.columns}
    under: dict[str, list[str]] = {}
    for leaf in leaves(model):
        for key in _line(leaf.key, columns):
            under.setdefault(key, []).append(leaf.key)
    order = {one.key: place for place, one in enumerate(leaves(model))}
    known = {key: tuple(keys) for key, keys in under.items()}
    bare = _Ground(model, order, columns, known, {}, {}, {})
    personas = {one.key: bare.said(one.name) for one in model.personas}
    touchpoints = {one.key: bare.said(one.title) for one in model.touchpoints}
    return _Ground(model, order, columns, known, personas, touchpoints, _emotions(bare))


def _line(key: str, columns: dict[str, Column]) -> list[str]:
    """Return a column and all that hold it, itself first."""
    line: list[str] = []
    while key in columns and key not in line:
        line.append(key)
        key = columns[key].parent
    return line


def _emotions(ground: _Ground) -> dict[str, float]:
    """Return the emotion at each leaf: of everybody where the map knows it, else the mean over personas."""
    lanes = {lane.key: lane.persona for lane in ground.model.lanes if lane.type == "emotion"}
    points: dict[str, dict[bool, list[float]]] = {}
    for card in ground.model.cards:
        if card.lane in lanes and card.value is not None:
            for leaf in _leaves_of(card, ground):
                apart = bool(card.persona or lanes[card.lane])
                points.setdefault(leaf, {}).setdefault(apart, []).append(card.value.value)
    found = {}
    for leaf, by in points.items():
        values = by.get(False) or by[True]
        found[leaf] = sum(values) / len(values)
    return found


def _leaves_of(card: Card, ground: _Ground) -> list[str]:
    """Return the leaves a card stands over, in reading order."""
    ends = [key for end in (card.at, card.to or card.at) for key in ground.under.get(end, ())]
    places = sorted(ground.order[key] for key in ends)
    return list(ground.order)[places[0] : places[-1] + 1] if places else []


def _steps(ground: _Ground, document: str) -> Iterator[Standing]:
    model = ground.model
    for column in leaves(model):
        mean = column.figures.get("emotion")
        newest = max((one.as_of for one in column.figures.values() if one.as_of is not None), default=None)
        measured = max((one.n or 0 for one in column.figures.values()), default=0)
        known = Evidence(measured=measured, newest_at=newest)
        yield Standing(
            kind="step", map_id=document, map_title=ground.said(model.title), element=f"columns/{column.key}",
            step=column.key, where=_where(column.key, ground), text=ground.said(column.title),
            detail=ground.said(column.description), touchpoints=_touchpoints([column.key], ground),
            emotion=mean.value if mean else ground.emotion.get(column.key),
            evidence=level(known, model) if column.figures else None,
            fresh=fresh(known, model) if newest else None, newest_at=newest,
        )  # fmt: skip


def _cards(ground: _Ground, document: str) -> Iterator[Standing]:
    model = ground.model
    lanes = {lane.key: lane for lane in model.lanes}
    for card in model.cards:
        lane = lanes.get(card.lane)
        if lane is None or card.props.get("prompt") or not (card.text or card.value):
            continue
        steps = _leaves_of(card, ground)
        felt = [ground.emotion[key] for key in steps if key in ground.emotion]
        own = card.value.value if lane.type == "emotion" and card.value else None
        personas = dict.fromkeys(ground.personas.get(key, "") for key in (card.persona, lane.persona))
        yield Standing(
            kind="card", map_id=document, map_title=ground.said(model.title), element=f"cards/{card.key}",
            lane=lane.type, lane_title=ground.said(lane.title), step=steps[0] if steps else card.at,
            where=_where(card.at, ground), text=ground.said(card.text) or _number(card),
            detail=ground.said(card.detail),
            tags=card.tags, personas=tuple(one for one in personas if one), touchpoints=_touchpoints(steps, ground),
            emotion=own if own is not None else (sum(felt) / len(felt) if felt else None),
            evidence=level(card.evidence, model),
            fresh=fresh(card.evidence, model) if card.evidence.newest_at else None,
            newest_at=card.evidence.newest_at, status=card.status, owner=card.owner,
            item_id=item if isinstance(item := card.props.get("item"), str) else "",
        )  # fmt: skip


def _number(card: Card) -> str:
    return f"{card.value.value:g}" if card.value else ""


def _where(key: str, ground: _Ground) -> str:
    return " › ".join(ground.said(ground.columns[one].title) for one in reversed(_line(key, ground.columns)))


def _touchpoints(steps: list[str], ground: _Ground) -> tuple[str, ...]:
    found = (key for step in steps for key in ground.columns[step].matches)
    return tuple(dict.fromkeys(ground.touchpoints[key] for key in found if ground.touchpoints.get(key)))
