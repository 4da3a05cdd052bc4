"""The slides behind the map: how it was made, in columns of text."""

from collections.abc import Iterator

from msgspec import Struct

from footpath.maps.model import Map, localised
from footpath.maps.numbers import figure
from footpath.maps.render.scene import Group, Mark, Words
from footpath.maps.render.text import wrap
from footpath.maps.render.theme import LEADING, PAGE, TITLE
from footpath.maps.wording import word

_HEADING, _TEXT = 18.0, 17.0
_COLUMN, _AIR = 600.0, 48.0
_TOP = PAGE + 72


class _Entry(Struct, frozen=True):
    heading: str
    text: str


def note_pages(model: Map, locale: str, width: float, height: float) -> list[tuple[Mark, ...]]:
    """Return the marks of the slides after the map; none when there is nothing to tell."""
    entries = list(_entries(model, locale))
    if not entries:
        return []
    columns = max(1, int((width - 2 * PAGE + _AIR) // (_COLUMN + _AIR)))
    room = min(_COLUMN, width - 2 * PAGE)
    bottom = max(height - PAGE, _TOP + 200)
    pages: list[list[Mark]] = []
    column, y = columns, bottom
    for entry in entries:
        size = _height(entry, room)
        if y + size > bottom and y > _TOP:
            column, y = column + 1, _TOP
        if column >= columns:
            pages.append([_title(model, locale)])
            column, y = 0, _TOP
        pages[-1].append(_drawn(entry, PAGE + column * (_COLUMN + _AIR), y, room))
        y += size
    return [tuple(page) for page in pages]


def _entries(model: Map, locale: str) -> Iterator[_Entry]:
    for persona in model.personas:
        share = f" · {figure(persona.share, locale)}" if persona.share else ""
        said = [localised(persona.description, locale), *(localised(trait, locale) for trait in persona.traits)]
        yield _Entry(localised(persona.name, locale) + share, " · ".join(part for part in said if part))
    for path in model.paths:
        titles = {column.key: localised(column.title, locale) for column in model.columns}
        share = f" · {figure(path.figures['share'], locale)}" if "share" in path.figures else ""
        way = " → ".join(titles.get(key, key) for key in path.columns)
        yield _Entry(localised(path.title, locale) + share, way)
    for note in model.notes:
        yield _Entry(note.topic, localised(note.text, locale))
    if model.sources:
        yield _Entry("", word("sources", locale, names=", ".join(model.sources)))


def _height(entry: _Entry, room: float) -> float:
    lines = len(wrap(entry.text, room, _TEXT)) + len(wrap(entry.heading, room, _HEADING, 600))
    return lines * _TEXT * LEADING + 22


def _drawn(entry: _Entry, x: float, y: float, room: float) -> Group:
    marks: list[Mark] = []
    for text, size, weight, fill in ((entry.heading, _HEADING, 600, "ink"), (entry.text, _TEXT, 400, "ink-2")):
        for line in wrap(text, room, size, weight):
            y += size * LEADING
            marks.append(Words(x=x, y=y, text=line, size=size, weight=weight, fill=fill))
    return Group(marks=tuple(marks), ref="note", label=f"{entry.heading} {entry.text}".strip())


def _title(model: Map, locale: str) -> Group:
    title = Words(x=PAGE, y=PAGE + TITLE, text=word("how_made", locale), size=TITLE, weight=700)
    name = Words(x=PAGE, y=PAGE + 2 * TITLE, text=localised(model.title, locale), size=_TEXT, fill="ink-2")
    return Group(marks=(title, name), ref="header", label=title.text)
