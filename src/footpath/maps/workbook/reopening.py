"""A workbook of Footpath's opened again: its first sheet leads, its rows say what cells cannot show.

A cell that says what a card says is that card, wherever it was moved to within its lane; a cell in a card's place with
other words is that card reworded; a card whose cell is gone is gone; every other cell is a new card. Lanes and columns
are found by their titles, a lane with a new title by its place. Numbers of the columns themselves come from the rows.
"""

from collections.abc import Iterator
from math import isclose

from msgspec import Struct, structs

from footpath.maps.model import Card, Column, Figure, Lane, Map, leaves, localised
from footpath.maps.numbers import plain_number
from footpath.maps.render.grid import spans_of
from footpath.maps.sheet import as_typed
from footpath.maps.slugs import slug
from footpath.maps.table import Cell, LaneRow, Table, table
from footpath.maps.workbook.styles import UNTITLED, fitting


class _Known(Struct, frozen=True):
    """A card there was, and what its cell said; `number` where that was its value."""

    card: Card
    text: str
    number: float | None
    first: int
    last: int


def reopened(sheet: Map, told: Map) -> Map:
    """Return the map that the rows told, as the sheet has it now."""
    grid = table(told, told.locale)
    columns, homes = _columns(sheet, told)
    lanes, owners, dropped = _lanes(sheet, grid)
    whole = structs.replace(told, title=_title(sheet, told), columns=columns, lanes=tuple(lanes))
    known = {row.lane.key: [_known(cell, told.locale) for cell in row.cells] for row in grid.lanes}
    cells = [
        structs.replace(card, lane=owners[card.lane], at=homes[card.at], to=homes.get(card.to, ""))
        for card in sheet.cards
        if card.lane in owners and not (card.lane in dropped and _is_number(str(card.text)))
    ]
    kept = _matched(cells, known, whole)
    places = {card.key: place for place, card in enumerate(told.cards)}
    cards = sorted(kept, key=lambda card: places.get(card.key, len(places)))
    keys = {card.key for card in cards}
    links = tuple(link for link in told.links if {link.frm, link.to} <= keys)
    return structs.replace(whole, cards=tuple(cards), links=links)


def _title(sheet: Map, told: Map) -> str:
    known = {_cell_text(localised(words, told.locale)) for words in (told.title, told.subtitle)}
    return str(told.title) if str(sheet.title) in known or not str(told.title).strip() else str(sheet.title)


def _cell_text(text: str) -> str:
    """Return a text as it comes out of a cell."""
    return fitting(text).replace("\r\n", "\n").strip()


def _names(model: Map) -> list[tuple[Column, str, str]]:
    """Return the stages and leaves with the titles of their stage and their own; the latter empty for a stage."""
    by_key = {column.key: column for column in model.columns}
    ends = {column.key for column in leaves(model)}
    found = []
    for column in model.columns:
        top, seen = column, set[str]()
        while top.parent in by_key and top.key not in seen:
            seen.add(top.key)
            top = by_key[top.parent]
        stage, step = (_cell_text(localised(one.title, model.locale)) or UNTITLED for one in (top, column))
        if top is column:
            found.append((column, stage, ""))
        elif column.key in ends:
            found.append((column, stage, step))
    return found


def _columns(sheet: Map, told: Map) -> tuple[tuple[Column, ...], dict[str, str]]:
    """Return the columns, and the key of each that the sheet has; the rows' own where nothing was changed."""
    waiting: dict[tuple[str, str], list[Column]] = {}
    for column, stage, step in _names(told):
        waiting.setdefault((stage, step), []).append(column)
    inner = {column.parent for column in told.columns}
    taken = {column.key for column in told.columns}
    homes: dict[str, str] = {}
    found: list[Column] = []
    alone = ""
    for column, stage, step in _names(sheet):
        if step and step == stage and alone and homes[column.parent] == alone:
            homes[column.key] = alone  # the steps' row says the title of a stage without steps once more
            continue
        same = waiting.get((stage, step)) or []
        if same:
            one = same.pop(0)
            alone = one.key if not step and one.key not in inner else alone
        else:
            one = Column(key=slug(str(column.title), taken), title=column.title)
        homes[column.key] = one.key
        found.append(structs.replace(one, parent=homes.get(column.parent, "")))
    ends = [column.key for column in leaves(told)]
    unchanged = [column.key for column in found if column.key in ends or column.key not in taken] == ends
    return (told.columns if unchanged and len(homes) >= len(ends) else tuple(found)), homes


def _lanes(sheet: Map, grid: Table) -> tuple[list[Lane], dict[str, str], set[str]]:
    """Return the lanes, the key of each that the sheet has, and those of the sheet that only show columns' numbers."""
    waiting = list(_rows(grid))
    owners: dict[str, str] = {}
    dropped: set[str] = set()
    found: dict[str, LaneRow | None] = {}
    for lane in sheet.lanes:
        shown = f"{lane.title}\n{lane.note}".strip()
        same = next((one for one in waiting if one[0] in (shown, lane.title)), None)
        if same is not None:
            waiting.remove(same)
            found[lane.key] = same[1]
            if same[1] is None:
                dropped.add(lane.key)
    taken = {row.lane.key for row in grid.lanes}
    lanes: list[Lane] = []
    last = -1
    order = [row.lane.key for row in grid.lanes]
    for lane in sheet.lanes:
        if lane.key in dropped:
            continue
        row = found.get(lane.key) or _renamed(grid, last, [one for _, one in waiting if one])
        if row is None:
            new = structs.replace(lane, key=slug(str(lane.title), taken))
        else:
            last = order.index(row.lane.key)
            waiting = [one for one in waiting if one[1] is not row]
            new = row.lane if lane.key in found else structs.replace(row.lane, title=lane.title, note=lane.note)
            if row.figures:
                dropped.add(lane.key)
        owners[lane.key] = new.key
        lanes.append(new)
    return lanes, owners, dropped


def _rows(grid: Table) -> Iterator[tuple[str, LaneRow | None]]:
    """Yield what the first column of the sheet says, and the lane it begins; none where it is about numbers."""
    for figures in grid.figures:
        yield _cell_text(figures.title), None
    for row in grid.lanes:
        yield _cell_text(f"{row.title or UNTITLED}\n{row.note}"), row
        for figures in row.figures[1:]:
            yield _cell_text(figures.title), None


def _renamed(grid: Table, last: int, waiting: list[LaneRow]) -> LaneRow | None:
    """Return the lane after the last one, where nothing else on the sheet is that lane."""
    following = grid.lanes[last + 1] if last + 1 < len(grid.lanes) else None
    return following if any(row is following for row in waiting) else None


def _known(cell: Cell, locale: str) -> _Known:
    card = cell.card
    number = card.value.value if card.value is not None and not localised(card.text, locale) else None
    text = "" if number is not None else _cell_text("\n".join(part for part in (cell.text, cell.rest) if part))
    return _Known(card, text, number, cell.first, cell.last)


def _matched(cells: list[Card], known: dict[str, list[_Known]], whole: Map) -> list[Card]:
    """Return the cards that the cells are, the surest matches first, and those that no cell ever showed."""
    spans = spans_of(whole)
    kinds = {lane.key: lane.type for lane in whole.lanes}
    found: list[Card] = []
    for sure in (_is_it, _says_it, _stands_there):
        left: list[Card] = []
        for cell in cells:
            place = spans[cell.at][0], spans[cell.to or cell.at][1]
            same = next((one for one in known.get(cell.lane, []) if sure(cell, place, one)), None)
            if same is None:
                left.append(cell)
                continue
            known[cell.lane].remove(same)
            card = same.card if sure is not _stands_there else _changed(same, str(cell.text))
            moved = (same.first, same.last) != place
            found.append(structs.replace(card, at=cell.at, to=cell.to) if moved else card)
        cells = left
    taken = {card.key for card in found}
    new = [structs.replace(cell, key=slug(cell.key, taken)) for cell in cells]
    unseen = [one.card for lane in kinds for one in known.get(lane, []) if one.number is None and not one.text]
    return [*found, *unseen, *(as_typed(cell, kinds[cell.lane]) for cell in new)]


def _says_it(cell: Card, place: tuple[int, int], known: _Known) -> bool:
    del place
    text = str(cell.text)
    if known.number is None:
        return text == known.text
    read = number_in(text)
    slack = 0.5 if known.card.value is not None and known.card.value.unit == "seconds" else 1e-9
    return read is not None and isclose(read, known.number, rel_tol=1e-9, abs_tol=slack)


def _is_it(cell: Card, place: tuple[int, int], known: _Known) -> bool:
    return (known.first, known.last) == place and _says_it(cell, place, known)


def _stands_there(cell: Card, place: tuple[int, int], known: _Known) -> bool:
    return known.first == place[0] and (known.number is None or _is_number(str(cell.text)))


def _changed(known: _Known, text: str) -> Card:
    """Return a card as it was reworded, or with the number somebody typed over its own, which nothing measured."""
    card = known.card
    number = number_in(text) if known.number is not None else None
    if number is not None and card.value is not None:
        value = Figure(value=number, unit=card.value.unit, currency=card.value.currency)
        return structs.replace(card, value=value)
    before = localised(card.text, "")
    head, _, rest = text.partition("\n")
    shown = known.text.removeprefix(_cell_text(before)).strip()
    unchanged = rest.strip() == shown
    return structs.replace(card, text=head, detail=card.detail if unchanged else rest.strip())


def _is_number(text: str) -> bool:
    return number_in(text) is not None


def number_in(text: str) -> float | None:
    """Return what a number of a cell counts: a share of per cent, seconds of hours and minutes."""
    if text.endswith("%"):
        share = plain_number(text.removesuffix("%").strip())
        return None if share is None else float(f"{share / 100:.12g}")
    parts = text.removeprefix("-").split(":")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        hours, minutes, seconds = map(int, parts)
        return (3600 * hours + 60 * minutes + seconds) * (-1 if text.startswith("-") else 1)
    return plain_number(text)
