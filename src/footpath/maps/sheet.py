"""Maps from spreadsheets: the rows that Footpath's own CSV has, or a grid as people lay it out by hand.

A grid has stages in its first row, steps in the second where that begins with an empty cell or "Lane", and below a
lane a row: its title first, then a card a cell. A cell left empty in the first row belongs to the stage before it; a
row without a title goes on with the lane above. A first row of a single cell is the map's title; more of them below it
are passed over. A second line in a lane's title is its note. A list has a row for every card instead, and says in its
first row which column is the stage, the step, the lane and the text.
"""

import math
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TypeVar, get_args

from msgspec import Struct
from msgspec.json import decode

from footpath.core.errors import Invalid
from footpath.core.spreadsheets import harmless
from footpath.maps.model import Card, Column, Evidence, Figure, Lane, Map, Note, Persona, Tone, Unit
from footpath.maps.render.media import is_address
from footpath.maps.slugs import slug
from footpath.maps.wording import word

Rows = Sequence[Sequence[str]]
T = TypeVar("T")
TONES: tuple[Tone, ...] = get_args(Tone)
UNITS: tuple[Unit, ...] = get_args(Unit)
_OWN = ("kind", "stage", "key", "lane")
_HEADS = ("", *(word("lane", locale) for locale in ("en", "pl", "lv", "zh-Hant")))  # of the row of steps
_LISTED = {  # how columns of a list are headed, in the languages maps are written in
    "stage": ("stage", "phase", "etap", "faza", "posms", "fāze", "階段", "阶段"),
    "step": ("step", "krok", "solis", "步驟", "步骤"),
    "lane": ("lane", "row", "category", "tor", "wiersz", "kategoria", "josla", "celiņš", "kategorija", "泳道", "類別"),
    "text": (
        "text",
        "card",
        "content",
        "tekst",
        "treść",
        "karta",
        "teksts",
        "saturs",
        "kartīte",
        "文字",
        "內容",
        "卡片",
    ),
}
_LONGEST = 2000  # cells of a row, and rows: more is no map


def map_of_rows(rows: Rows, *, name: str) -> Map:
    """Return the map in the rows of a sheet; `name` is the file's for messages; raises Invalid."""
    kept = [[cell.strip() for cell in row] for row in rows]
    kept = [row for row in kept if any(row)]
    if len(kept) > _LONGEST or any(len(row) > _LONGEST for row in kept):
        raise Invalid(f"{name}: it has more than {_LONGEST} rows or columns.", hint="Draw a map from exports instead.")
    if kept and {*_OWN} <= {*kept[0]}:
        return _of_records([_record(kept[0], row) for row in kept[1:]])
    listed = _list_heads(kept[0]) if kept else {}
    return _of_grid(_laid_out(kept[1:], listed) if listed else kept, name)


def _list_heads(row: list[str]) -> dict[str, int]:
    """Return which column of a list is which; nothing where the first row heads no list of cards."""
    names = [cell.casefold() for cell in row]
    found = {what: names.index(name) for what, heads in _LISTED.items() for name in heads if name in names}
    return found if {"lane", "text"} <= {*found} and {"stage", "step"} & {*found} else {}


def _laid_out(rows: list[list[str]], heads: dict[str, int]) -> list[list[str]]:
    """Return the grid that a list of cards is: stages, steps and lanes as they come first; cards in turn below."""
    told = [{what: row[at] if at < len(row) else "" for what, at in heads.items()} for row in rows]
    order = {stage: at for at, stage in enumerate(dict.fromkeys(_pair(one)[0] for one in told))}
    pairs = list(dict.fromkeys(map(_pair, told)))
    pairs.sort(key=lambda pair: (order[pair[0]], bool(pair[1])))
    stages = ["", *(stage if pairs[at - 1][0] != stage or not at else "" for at, (stage, _) in enumerate(pairs))]
    steps = ["", *(step if step != stage else "" for stage, step in pairs)]
    grid = [stages, steps] if any(steps) else [stages]
    cards: dict[str, dict[tuple[str, str], list[str]]] = {}
    for one in told:
        cards.setdefault(one["lane"], {}).setdefault(_pair(one), []).append(one["text"])
    for lane, own in cards.items():
        cells = [own.get(pair, []) for pair in pairs]
        grid += [
            ["" if line else lane or "…", *(cell[line] if line < len(cell) else "" for cell in cells)]
            for line in range(max(map(len, own.values())))
        ]
    return grid


def _pair(one: dict[str, str]) -> tuple[str, str]:
    return one.get("stage", one.get("step", "")), one.get("step", "")


def _record(head: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {field: _plain(cell) for field, cell in zip(head, row, strict=False)}


def _plain(cell: str) -> str:
    """Return a text without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def _of_grid(rows: list[list[str]], name: str) -> Map:
    title = rows.pop(0)[0] if _is_heading(rows) else ""
    while title and _is_heading(rows):  # what Footpath's own workbook says of whom and when
        rows.pop(0)
    if len(rows) < 2 or not any(rows[0][1:]):
        hint = "Put stages into the first row from the second column on, and below a lane a row with its title first."
        raise Invalid(f"{name}: there are no stages in its first row.", hint=hint)
    width = max(len(row) for row in rows)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    steps = rows.pop(1) if rows[1][0] in _HEADS and any(rows[1][1:]) else [""] * width
    columns, places = _columns(rows.pop(0), steps)
    lanes, cards = _lanes(rows, places)
    return Map(key="map", title=title or name.rsplit(".", 1)[0], columns=columns, lanes=lanes, cards=cards)


def _is_heading(rows: Sequence[Sequence[str]]) -> bool:
    return bool(rows and rows[0][0]) and not any(rows[0][1:])


def _columns(stages: list[str], steps: list[str]) -> tuple[tuple[Column, ...], dict[int, str]]:
    """Return stages and steps, and which column each cell of the grid is under."""
    taken: set[str] = set()
    columns: list[Column] = []
    places: dict[int, str] = {}
    starts = [at for at, stage in enumerate(stages) if at and stage]
    for at, end in pairwise([*starts, len(stages)]):
        stage = Column(key=slug(stages[at], taken), title=stages[at])
        columns.append(stage)
        own = [place for place in range(at, end) if steps[place]]
        columns += [Column(key=slug(steps[place], taken), title=steps[place], parent=stage.key) for place in own]
        keys = {place: column.key for place, column in zip(own, columns[len(columns) - len(own) :], strict=True)}
        for place in range(at, end):
            places[place] = keys.get(place) or places.get(place - 1 if place > at else -1, "") or stage.key
    return tuple(columns), places


def _lanes(rows: list[list[str]], places: dict[int, str]) -> tuple[tuple[Lane, ...], tuple[Card, ...]]:
    lanes: list[Lane] = []
    cards: list[Card] = []
    taken: set[str] = set()
    for row in rows:
        if row[0] or not lanes:
            title, _, note = (row[0] or "…").partition("\n")
            kind = _type_of(title)
            lanes.append(Lane(key=slug(title if row[0] else "lane", taken), type=kind, title=title, note=note))
        for place, text in enumerate(row):
            if place in places and text:
                cards.append(_card(f"c{len(cards) + 1}", lanes[-1], places[place], text))
    return tuple(lanes), tuple(cards)


def _type_of(title: str) -> str:
    known = lane_words().items()
    return next((kind for kind, words in known if any(_begins(title.casefold(), one) for one in words.titles)), "text")


class LaneWords(Struct, frozen=True):
    """What people call lanes of a type.

    Attributes:
        titles: how words begin, in any language, that make a lane so called one of that type.
        also: by language, what else the editor finds the type by.
    """

    titles: tuple[str, ...]
    also: dict[str, tuple[str, ...]]


@cache
def lane_words() -> dict[str, LaneWords]:
    """Return the words of every lane type, from `lane_words.json`, which the editor reads as well."""
    return decode(files("footpath.maps").joinpath("lane_words.json").read_bytes(), type=dict[str, LaneWords])


def _begins(words: str, sense: str) -> bool:
    """Say whether a word begins so; in scripts without spaces, whether it is anywhere."""
    return re.search(sense if sense[0] > "\u2e80" else rf"\b{sense}", words) is not None


def _card(key: str, lane: Lane, at: str, text: str) -> Card:
    """Return a card; a number from −1 to 1, or from 1 to 5, in a lane of emotion is a point of the curve."""
    value = _number(text) if lane.type == "emotion" else None
    if value is None or not -1 <= value <= 5:
        return Card(key=key, lane=lane.key, at=at, text=text)
    height = value if value <= 1 and not text.startswith("1") else (value - 3) / 2
    return Card(key=key, lane=lane.key, at=at, value=Figure(value=height, unit="score"))


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _of_records(records: list[dict[str, str]]) -> Map:
    """Return the map that Footpath wrote as CSV."""
    of = {kind: [one for one in records if one.get("kind") == kind] for kind in ("map", "persona", "note", "card")}
    columns, keys = _told_columns(records)
    taken: set[str] = set()
    lanes = {(one["lane"], one.get("lane_type", "")): Lane(key="", type="text", title="") for one in of["card"]}
    for title, kind in lanes:
        lanes[title, kind] = Lane(key=slug(title, taken), type=kind or "text", title=title)
    personas = tuple(Persona(key=one["key"], name=one.get("text", "")) for one in of["persona"])
    named = {str(persona.name): persona.key for persona in personas}
    about = of["map"][0] if of["map"] else {}
    return Map(
        key=about.get("key") or "map",
        title=about.get("text", ""),
        scenario=about.get("detail", ""),
        owner=about.get("owner", ""),
        columns=columns,
        lanes=tuple(lanes.values()),
        personas=personas,
        notes=tuple(Note(topic=one.get("text", ""), text=one.get("detail", "")) for one in of["note"]),
        cards=tuple(
            _told_card(one, lanes[one["lane"], one.get("lane_type", "")].key, keys, named)
            for one in of["card"]
            if (one.get("stage", ""), one.get("step", "")) in keys
        ),
    )


def _told_columns(records: list[dict[str, str]]) -> tuple[tuple[Column, ...], dict[tuple[str, str], str]]:
    columns: list[Column] = []
    keys: dict[tuple[str, str], str] = {}
    stage = ""
    for one in records:
        if one.get("kind") not in ("stage", "step"):
            continue
        step = one["kind"] == "step"
        stage = stage if step else one["key"]
        title = one.get("text", "")
        parent = stage if step else ""
        columns.append(Column(key=one["key"], title=title, parent=parent, description=one.get("detail", "")))
        keys.setdefault((one.get("stage", ""), title), one["key"])
    return tuple(columns), keys


def _told_card(one: dict[str, str], lane: str, keys: dict[tuple[str, str], str], personas: dict[str, str]) -> Card:
    last = one.get("to_step", "")
    ends = [key for (_, step), key in keys.items() if step == last] if last else []
    reported, observed, measured = (_whole(one.get(name, "")) or 0 for name in ("reported", "observed", "measured"))
    return Card(
        key=one["key"],
        lane=lane,
        at=keys[one.get("stage", ""), one.get("step", "")],
        to=ends[-1] if ends else "",
        text=one.get("text", ""),
        detail=one.get("detail", ""),
        value=_figure(one),
        tone=_one_of(TONES, one.get("tone", ""), "neutral"),
        persona=personas.get(one.get("persona", ""), ""),
        channel=one.get("channel", ""),
        lang=one.get("language", ""),
        origin=one.get("origin", ""),
        rank=_whole(one.get("rank", "")),
        owner=one.get("owner", ""),
        status=one.get("status", ""),
        props={"src": one["address"]} if is_address(one.get("address", "")) else {},
        evidence=Evidence(
            reported=reported,
            observed=observed,
            measured=measured,
            sources=tuple(filter(None, one.get("source", "").split(", "))),
        ),
    )


def _one_of(known: tuple[T, ...], given: str, otherwise: T) -> T:
    return next((one for one in known if one == given), otherwise)


def _whole(text: str) -> int | None:
    number = _number(text)
    return None if number is None else int(number)


def _figure(one: dict[str, str]) -> Figure | None:
    value = _number(one.get("value", ""))
    if value is None:
        return None
    lo, hi, numerator, denominator = (
        _number(one.get(name, "")) for name in ("low", "high", "numerator", "denominator")
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
        currency=one.get("currency", ""),
    )
