"""A map from its rows, also from rows somebody changed: a column people see goes before what `more` keeps."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar, get_args

from msgspec import DecodeError, Struct, ValidationError, convert, structs
from msgspec.json import decode

from footpath.core.spreadsheets import harmless
from footpath.maps.model import Card, CardLink, Column, Evidence, Figure, Lane, Map, Note, Path, Persona, Tone, Unit
from footpath.maps.numbers import plain_number
from footpath.maps.render.grid import spans_of
from footpath.maps.render.media import is_address
from footpath.maps.slugs import slug

T = TypeVar("T", bound=Struct)
V = TypeVar("V")
TONES: tuple[Tone, ...] = get_args(Tone)
UNITS: tuple[Unit, ...] = get_args(Unit)
Told = dict[str, str]


def record(head: Sequence[str], row: Sequence[str]) -> Told:
    """Return a row by its columns, texts without the apostrophe that keeps spreadsheets from running them."""
    return {field.strip(): _plain(cell) for field, cell in zip(head, row, strict=False)}


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def map_of_records(told: list[Told]) -> Map:
    """Return the map that Footpath wrote as rows."""
    of: dict[str, list[Told]] = {}
    for kind, some in groupby(told, key=lambda one: one.get("kind", "").strip()):
        of.setdefault(kind, []).extend(some)
    figures = _figures(of.get("figure", []))
    columns = _columns([one for one in told if one.get("kind") in ("stage", "step")], figures)
    personas = tuple(_persona(one, figures) for one in of.get("persona", []))
    lanes = _lanes(of.get("lane", []), of.get("card", []))
    about = of["map"][0] if "map" in of else {}
    whole = Map(
        key=about.get("key") or "map",
        title=about.get("text", ""),
        scenario=about.get("detail", ""),
        owner=about.get("owner", ""),
        locale=about.get("language", "") or "en",
        as_of=_moment(about.get("as_of", "")),
        goal_conversion=figures.get("map", {}).get("", {}).get("goal_conversion"),
        columns=columns,
        lanes=tuple(lanes.values()),
        personas=personas,
        paths=tuple(_path(one, figures) for one in of.get("path", [])),
        notes=tuple(Note(topic=one.get("text", ""), text=one.get("detail", "")) for one in of.get("note", [])),
    )
    whole = _with(whole, {"status": about["status"]} if about.get("status") else {})
    whole = _with(whole, _more(about))
    placed = [(one, place) for one in of.get("card", []) if (place := _place(one, whole))]
    cards = tuple(_card(one, place, lanes, whole, figures) for one, place in placed)
    keys = {card.key for card in cards}
    links = [link for one in of.get("link", []) if (link := _link(one)) and {link.frm, link.to} <= keys]
    return structs.replace(whole, cards=cards, links=tuple(links))


def _more(told: Told) -> dict[str, Any]:
    """Return what the last column keeps; nothing where it was cut or is no JSON."""
    try:
        kept = decode(told.get("more", "") or "{}")
    except DecodeError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _with(thing: T, more: dict[str, Any]) -> T:
    """Return `thing` with the fields that fit it."""
    for field in structs.fields(type(thing)):
        if field.encode_name in more:
            try:
                value = convert(more[field.encode_name], field.type)
            except ValidationError:
                continue
            thing = structs.replace(thing, **{field.name: value})
    return thing


def _figures(told: list[Told]) -> dict[str, dict[str, dict[str, Figure]]]:
    """Return figures by kind of thing, its key and their name."""
    found: dict[str, dict[str, dict[str, Figure]]] = {}
    for one in told:
        kind, _, rest = one.get("key", "").partition(":")
        key, _, name = rest.rpartition(":")
        value = _figure(one)
        if value is not None:
            found.setdefault(kind, {}).setdefault(key, {})[name] = value
    return found


def _columns(told: list[Told], figures: dict[str, dict[str, dict[str, Figure]]]) -> tuple[Column, ...]:
    columns: list[Column] = []
    stage = ""
    for one in told:
        step = one["kind"] == "step"
        stage = stage if step else one["key"]
        column = Column(
            key=one["key"],
            title=one.get("text", ""),
            parent=stage if step else "",
            description=one.get("detail", ""),
            figures=figures.get("column", {}).get(one["key"], {}),
        )
        columns.append(_with(column, _more(one)))
    return tuple(columns)


def _lanes(told: list[Told], cards: list[Told]) -> dict[tuple[str, str], Lane]:
    """Return the lanes by title and type, those named by cards only last; lanes of the same name by key too."""
    lanes: dict[tuple[str, str], Lane] = {}
    for one in told:
        lane = Lane(
            key=one["key"], type=one.get("lane_type") or "text", title=one.get("lane", ""), note=one.get("detail", "")
        )
        name = one.get("lane", ""), one.get("lane_type", "")
        lanes[name if name not in lanes else (one["key"], "")] = _with(lane, _more(one))
    taken = {lane.key for lane in lanes.values()}
    for one in cards:
        title, kind = one.get("lane", ""), one.get("lane_type", "")
        if (title, kind) not in lanes:
            lanes[title, kind] = Lane(key=slug(title, taken), type=kind or "text", title=title)
    return lanes


def _persona(one: Told, figures: dict[str, dict[str, dict[str, Figure]]]) -> Persona:
    share = figures.get("persona", {}).get(one["key"], {}).get("share")
    return _with(Persona(key=one["key"], name=one.get("text", ""), share=share), _more(one))


def _path(one: Told, figures: dict[str, dict[str, dict[str, Figure]]]) -> Path:
    own = figures.get("path", {}).get(one["key"], {})
    return _with(Path(key=one["key"], title=one.get("text", ""), figures=own), _more(one))


def _link(one: Told) -> CardLink | None:
    try:
        return convert({**_more(one), "label": one.get("text", "")}, CardLink)
    except ValidationError:
        return None


def _place(one: Told, model: Map) -> tuple[str, str] | None:
    """Return the first and last column of a card: those kept, unless somebody wrote others; None where none is so."""
    titles = {column.key: str(column.title) for column in model.columns}
    parents = {column.key: column.parent for column in model.columns}
    kept = _more(one)
    at, to = kept.get("at"), kept.get("to", "")
    last = one.get("to_step", "")
    ends = [key for key, title in titles.items() if title == last] if last else []
    spans = spans_of(model)
    inner = set(parents.values())
    leaves = {first: key for key, (first, _) in spans.items() if key not in inner}
    if at in spans and (not to or to in spans):
        first, end = min(spans[at][0], spans[to or at][0]), max(spans[at][1], spans[to or at][1])
        shown = titles[leaves[first]], titles[leaves[end]] if end > first else ""
        if shown == (one.get("step", ""), last):
            return str(at), str(to)
    for key, title in titles.items():
        top = key
        while parents.get(top):
            top = parents[top]
        step = title if parents[key] or key in leaves.values() else ""
        if (titles[top], step) == (one.get("stage", ""), one.get("step", "")):
            return key, ends[-1] if ends else ""
    return None


def _card(
    one: Told,
    place: tuple[str, str],
    lanes: dict[tuple[str, str], Lane],
    model: Map,
    figures: dict[str, dict[str, dict[str, Figure]]],
) -> Card:
    kept = _more(one)
    named = lanes[one.get("lane", ""), one.get("lane_type", "")]
    own = next((lane for lane in lanes.values() if lane.key == kept.get("lane")), named)
    home = own if (own.title, own.type) == (named.title, named.type) else named
    return Card(
        key=one["key"],
        lane=home.key,
        at=place[0],
        to=place[1],
        text=one.get("text", ""),
        detail=one.get("detail", ""),
        value=_figure(one),
        figures=figures.get("card", {}).get(one["key"], {}),
        tone=_one_of(TONES, one.get("tone", ""), "neutral"),
        persona=_whose(one.get("persona", ""), str(kept.get("persona", "")), model),
        channel=one.get("channel", ""),
        icon=one.get("icon", ""),
        lang=one.get("language", ""),
        origin=one.get("origin", ""),
        rank=_whole(one.get("rank", "")),
        owner=one.get("owner", ""),
        status=one.get("status", ""),
        props=_props(one, kept),
        evidence=_evidence(one, kept),
    )


def _whose(name: str, kept: str, model: Map) -> str:
    """Return the key of the persona a row names; of those called so, the one kept."""
    called = [persona.key for persona in model.personas if persona.name == name]
    known = kept in called or (kept == name and not called)
    return kept if known else next(iter(called), "")


def _props(one: Told, kept: dict[str, Any]) -> dict[str, Any]:
    given = kept.get("props")
    props: dict[str, Any] = dict(given) if isinstance(given, dict) else {}
    tags = props.get("tags")
    joined = ", ".join(tag for tag in tags if isinstance(tag, str) and tag) if isinstance(tags, list) else ""
    if one.get("tags", "") != joined:
        props["tags"] = [tag for tag in one.get("tags", "").split(", ") if tag]
    if one.get("colour"):
        props["colour"] = one["colour"]
    if is_address(one.get("address", "")):
        props["src"] = one["address"]
    return props


def _evidence(one: Told, kept: dict[str, Any]) -> Evidence:
    reported, observed, measured = (_whole(one.get(name, "")) or 0 for name in ("reported", "observed", "measured"))
    said = one.get("sources", one.get("source", ""))
    sources = kept.get("sources")
    exact = sources if isinstance(sources, list) and ", ".join(map(str, sources)) == said else said.split(", ")
    return Evidence(
        reported=reported,
        observed=observed,
        measured=measured,
        newest_at=_moment(one.get("newest_at", "")),
        sources=tuple(str(source) for source in exact if source),
    )


def _one_of(known: tuple[V, ...], given: str, otherwise: V) -> V:
    return next((one for one in known if one == given), otherwise)


def _whole(text: str) -> int | None:
    number = plain_number(text)
    return None if number is None else int(number)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _figure(one: Told) -> Figure | None:
    value = plain_number(one.get("value", ""))
    if value is None:
        return None
    lo, hi, numerator, denominator = (
        plain_number(one.get(name, "")) for name in ("low", "high", "numerator", "denominator")
    )
    return Figure(
        value=value,
        unit=_one_of(UNITS, one.get("unit", ""), "count"),
        n=_whole(one.get("n", "")),
        lo=lo,
        hi=hi,
        numerator=numerator,
        denominator=denominator,
        definition=one.get("definition", ""),
        source=one.get("source", "") if "sources" in one else "",
        as_of=_moment(one.get("as_of", "")),
        currency=one.get("currency", ""),
    )
