"""Maps from spreadsheets: the rows that Footpath's own CSV has, or a grid as people lay it out by hand.

A grid has stages in its first row, steps in the second where that begins with an empty cell or "Lane", and below a
lane a row: its title first, then a card a cell. A cell left empty in the first row belongs to the stage before it; a
row without a title goes on with the lane above. A first row of a single cell is the map's title; more of them below it
are passed over. A second line in a lane's title is its note. A list has a row for every card instead, and says in its
first row which column is the stage, the step, the lane and the text.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from msgspec import Struct, structs
from msgspec.json import decode

from footpath.core.errors import Invalid
from footpath.maps.model import Card, Column, Figure, Lane, Map, Unit
from footpath.maps.numbers import plain_number
from footpath.maps.rows import map_of_records, record
from footpath.maps.slugs import slug
from footpath.maps.wording import word

Rows = Sequence[Sequence[str]]
Spans = Mapping[tuple[int, int], int]  # row and first column of cells merged over several columns → the last one
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
_MOST_RECORDS = 50_000


def map_of_rows(rows: Rows, *, name: str, spans: Spans | None = None) -> Map:
    """Return the map in the rows of a sheet; `name` is the file's for messages; raises Invalid."""
    told = told_by(rows, name=name)
    if told is not None:
        return told
    return typed(laid_out(rows, name=name, spans=spans))


def told_by(rows: Rows, *, name: str) -> Map | None:
    """Return the map that Footpath wrote as rows, None where these are others; raises Invalid for far too many."""
    start = next((at for at, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if start is None or not {*_OWN} <= {cell.strip() for cell in rows[start]}:
        return None
    if len(rows) > _MOST_RECORDS:
        raise Invalid(f"{name}: it has more than {_MOST_RECORDS} rows.", hint="Draw a map from exports instead.")
    return map_of_records([record(rows[start], row) for row in rows[start + 1 :] if any(row)])


def laid_out(rows: Rows, *, name: str, spans: Spans | None = None) -> Map:
    """Return the map in a grid or a list, every card with the text of its cell; raises Invalid."""
    kept = [(at, [cell.strip() for cell in row]) for at, row in enumerate(rows)]
    kept = [(at, row) for at, row in kept if any(row)]
    if len(kept) > _LONGEST or any(len(row) > _LONGEST for _, row in kept):
        raise Invalid(f"{name}: it has more than {_LONGEST} rows or columns.", hint="Draw a map from exports instead.")
    listed = _list_heads(kept[0][1]) if kept else {}
    if listed:
        return _of_grid(list(enumerate(_of_list([row for _, row in kept[1:]], listed))), name, {})
    return _of_grid(kept, name, spans or {})


def typed(model: Map) -> Map:
    """Return the map with the numbers that cells of its lanes hold."""
    kinds = {lane.key: lane.type for lane in model.lanes}
    return structs.replace(model, cards=tuple(as_typed(card, kinds[card.lane]) for card in model.cards))


def _list_heads(row: list[str]) -> dict[str, int]:
    """Return which column of a list is which; nothing where the first row heads no list of cards."""
    names = [cell.casefold() for cell in row]
    found = {what: names.index(name) for what, heads in _LISTED.items() for name in heads if name in names}
    return found if {"lane", "text"} <= {*found} and {"stage", "step"} & {*found} else {}


def _of_list(rows: list[list[str]], heads: dict[str, int]) -> list[list[str]]:
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


def _of_grid(rows: list[tuple[int, list[str]]], name: str, spans: Spans) -> Map:
    title = rows.pop(0)[1][0] if _is_heading(rows) else ""
    while title and _is_heading(rows):  # what Footpath's own workbook says of whom and when
        rows.pop(0)
    if len(rows) < 2 or not any(rows[0][1][1:]):
        hint = "Put stages into the first row from the second column on, and below a lane a row with its title first."
        raise Invalid(f"{name}: there are no stages in its first row.", hint=hint)
    width = max(len(row) for _, row in rows)
    rows = [(at, [*row, *[""] * (width - len(row))]) for at, row in rows]
    steps = rows.pop(1)[1] if rows[1][1][0] in _HEADS and any(rows[1][1][1:]) else [""] * width
    columns, places = _columns(rows.pop(0)[1], steps)
    lanes, cards = _lanes(rows, places, spans)
    return Map(key="map", title=title or name.rsplit(".", 1)[0], columns=columns, lanes=lanes, cards=cards)


def _is_heading(rows: list[tuple[int, list[str]]]) -> bool:
    return bool(rows and rows[0][1][0]) and not any(rows[0][1][1:])


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


def _lanes(
    rows: list[tuple[int, list[str]]], places: dict[int, str], spans: Spans
) -> tuple[tuple[Lane, ...], tuple[Card, ...]]:
    lanes: list[Lane] = []
    cards: list[Card] = []
    taken: set[str] = set()
    for at, row in rows:
        if row[0] or not lanes:
            title, _, note = (row[0] or "…").partition("\n")
            kind = _type_of(title)
            lanes.append(Lane(key=slug(title if row[0] else "lane", taken), type=kind, title=title, note=note))
        for place, text in enumerate(row):
            if place in places and text:
                last = places.get(spans.get((at, place), place), "")
                first, to = places[place], last if last != places[place] else ""
                cards.append(Card(key=f"c{len(cards) + 1}", lane=lanes[-1].key, at=first, to=to, text=text))
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


def as_typed(card: Card, kind: str, unit: Unit = "count") -> Card:
    """Return a card with the number its text is: a point of a curve of emotion, or a figure in `unit` of a metric.

    A point is a number from −1 to 1, or from 1 to 5; per cent are shares.
    """
    text = card.text if isinstance(card.text, str) else ""
    if kind == "emotion":
        value = plain_number(text)
        if value is None or not -1 <= value <= 5:
            return card
        height = value if value <= 1 and not text.startswith("1") else (value - 3) / 2
        return structs.replace(card, text="", value=Figure(value=height, unit="score"))
    share = plain_number(text.removesuffix("%").strip()) if text.endswith("%") else None
    if kind == "metric" and share is not None:
        return structs.replace(card, text="", value=Figure(value=float(f"{share / 100:.12g}"), unit="share"))
    value = plain_number(text)
    if kind == "metric" and value is not None:
        return structs.replace(card, text="", value=Figure(value=value, unit=unit))
    return card
