"""The rows of a map: columns people read and sort by, and `more`, JSON of what has no column of its own."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from footpath.maps.evidence import level
from footpath.maps.figures import figures_of
from footpath.maps.format import Options
from footpath.maps.model import Card, Column, Figure, Lane, Map, Text, localised
from footpath.maps.render.media import address
from footpath.maps.table import Table, table

_PLACE = ("kind", "stage", "step", "to_step", "key", "lane", "lane_type", "text", "detail")
_NUMBER = ("value", "unit", "low", "high", "n", "numerator", "denominator", "currency")
_CARD = ("tone", "colour", "icon", "tags", "persona", "channel", "language", "origin", "rank", "owner", "status")
_FACTS = ("address", "evidence", "reported", "observed", "measured", "newest_at", "sources")
FIELDS = (*_PLACE, *_NUMBER, *_CARD, *_FACTS, "definition", "source", "as_of", "more")
Record = dict[str, object]


def records(model: Map, locale: str, options: Options) -> Iterator[Record]:
    """Yield the rows of a map in a language, with the lanes that `options` ask for and their cards."""
    grid = table(model, locale, options)
    yield _map(model, locale)
    yield from _columns(model, locale)
    yield from (_lane(row.lane, locale) for row in grid.lanes)
    yield from _cards(model, grid, locale)
    shown = {cell.card.key for row in grid.lanes for cell in row.cells}
    yield from _links(model, shown, locale)
    yield from _figures(model, shown, locale)
    yield from _people(model, locale)
    yield from _ways(model, locale)
    for note in model.notes:
        yield {"kind": "note", "text": note.topic, "detail": localised(note.text, locale)}


def _more(**fields: object) -> str:
    """Return what has no column as JSON, without what says nothing; empty where nothing is left."""
    kept = {name: value for name, value in fields.items() if value not in (None, "", False, (), [], {})}
    return msgspec.json.encode(kept, order="sorted").decode() if kept else ""


def _map(model: Map, locale: str) -> Record:
    return {
        "kind": "map",
        "key": model.key,
        "text": localised(model.title, locale),
        "detail": localised(model.scenario, locale),
        "language": locale,
        "owner": model.owner,
        "status": model.status,
        "source": ", ".join(model.sources),
        "as_of": model.as_of,
        "more": _more(
            subtitle=localised(model.subtitle, locale),
            kind=model.kind,
            state=model.state,
            template=model.template,
            goal=model.goal,
            persons=model.persons,
            period_start=model.period_start,
            period_end=model.period_end,
            sources=model.sources,
        ),
    }


def _columns(model: Map, locale: str) -> Iterator[Record]:
    titles = {column.key: localised(column.title, locale) for column in model.columns}
    parents = {column.key: column.parent for column in model.columns}
    above = ""
    for column in model.columns:
        title = titles[column.key]
        words: Record = {"key": column.key, "text": title, "detail": localised(column.description, locale)}
        more = {"moment_of_truth": column.moment_of_truth}
        if not column.parent:
            above = column.key
            yield {"kind": "stage", "stage": title, **words, "more": _more(**more)}
        else:
            stage = titles[_top(column, parents)]
            parent = column.parent if column.parent != above else ""
            yield {"kind": "step", "stage": stage, "step": title, **words, "more": _more(**more, parent=parent)}


def _top(column: Column, parents: dict[str, str]) -> str:
    key, seen = column.key, set[str]()
    while parents.get(key) in parents and key not in seen:
        seen.add(key)
        key = parents[key]
    return key


def _lane(lane: Lane, locale: str) -> Record:
    more = _more(role=lane.role, persona=lane.persona, collapsed=lane.collapsed, props=lane.props)
    title, note = localised(lane.title, locale), localised(lane.note, locale)
    return {"kind": "lane", "key": lane.key, "lane": title, "lane_type": lane.type, "detail": note, "more": more}


def _cards(model: Map, grid: Table, locale: str) -> Iterator[Record]:
    stage_of = {place: stage.title for stage in grid.stages for place in range(stage.first, stage.last + 1)}
    names = {persona.key: localised(persona.name, locale) for persona in model.personas}
    for row in grid.lanes:
        for cell in row.cells:
            card = cell.card
            yield {
                "kind": "card",
                "stage": stage_of.get(cell.first, ""),
                "step": grid.titles[cell.first] if grid.titles else "",
                "to_step": grid.titles[cell.last] if cell.last > cell.first else "",
                "key": card.key,
                "lane": row.title,
                "lane_type": row.lane.type,
                "text": localised(card.text, locale),
                "detail": localised(card.detail, locale),
                "persona": names.get(card.persona, card.persona),
                **_about(card, model),
                **(_number(card.value) if card.value else {}),
            }


def _about(card: Card, model: Map) -> Record:
    facts = card.evidence
    props = {name: value for name, value in card.props.items() if name not in ("tags", "colour")}
    if address(card):
        props.pop("src")
    tags, colour = card.props.get("tags"), card.props.get("colour")
    if not tags or list(card.tags) != tags or any(", " in tag for tag in tags):
        props |= {"tags": tags} if tags is not None else {}
    if not isinstance(colour, str):
        props |= {"colour": colour} if colour is not None else {}
    own = {"lane": card.lane, "at": card.at, "to": card.to, "persona": card.persona, "props": props}
    return {
        "tone": card.tone,
        "colour": colour if isinstance(colour, str) else "",
        "icon": card.icon,
        "tags": ", ".join(card.tags),
        "channel": card.channel,
        "language": card.lang,
        "origin": card.origin,
        "rank": card.rank,
        "owner": card.owner,
        "status": card.status,
        "address": address(card),
        "evidence": level(facts, model),
        "reported": facts.reported,
        "observed": facts.observed,
        "measured": facts.measured,
        "newest_at": facts.newest_at,
        "sources": ", ".join(facts.sources),
        "more": _more(**own, sources=facts.sources if any(", " in source for source in facts.sources) else ()),
    }


def _links(model: Map, shown: set[str], locale: str) -> Iterator[Record]:
    said = {card.key: localised(card.text, locale) for card in model.cards}
    for link in model.links:
        if {link.frm, link.to} <= shown:
            way, label = f"{said[link.frm]} → {said[link.to]}", localised(link.label, locale)
            more: dict[str, Any] = {"from": link.frm, "to": link.to, "kind": link.kind}
            yield {"kind": "link", "text": label, "detail": way, "more": _more(**more)}


def _figures(model: Map, shown: set[str], locale: str) -> Iterator[Record]:
    for ref, (what, figure) in figures_of(model, locale).items():
        kind, _, key = ref.partition(":")
        hidden = kind == "card" and (key.endswith(":value") or key.rpartition(":")[0] not in shown)
        if not hidden:
            yield {"kind": "figure", "key": ref, "text": what, **_number(figure)}


def _number(figure: Figure) -> dict[str, float | str | datetime | None]:
    return {
        "value": figure.value,
        "unit": figure.unit,
        "currency": figure.currency,
        "definition": figure.definition,
        "source": figure.source,
        "low": figure.lo,
        "high": figure.hi,
        "n": figure.n,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "as_of": figure.as_of,
    }


def _people(model: Map, locale: str) -> Iterator[Record]:
    for persona in model.personas:
        traits = [localised(trait, locale) for trait in persona.traits]
        more = _more(
            description=localised(persona.description, locale),
            traits=traits,
            typical=persona.typical,
            segment=persona.segment,
            profile=persona.profile,
        )
        name = localised(persona.name, locale)
        yield {"kind": "persona", "key": persona.key, "text": name, "detail": "; ".join(traits), "more": more}


def _ways(model: Map, locale: str) -> Iterator[Record]:
    titles: dict[str, Text] = {column.key: column.title for column in model.columns}
    for path in model.paths:
        way = " → ".join(localised(titles.get(key, key), locale) for key in path.columns)
        more = _more(kind=path.kind, columns=path.columns, persona=path.persona)
        yield {"kind": "path", "key": path.key, "text": localised(path.title, locale), "detail": way, "more": more}
