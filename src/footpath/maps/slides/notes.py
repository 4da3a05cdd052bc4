"""The slides behind the map: how it was made, in columns of text."""

from collections.abc import Iterator

from msgspec import Struct

from footpath.maps.model import Map, localised
from footpath.maps.numbers import figure
from footpath.maps.render.scene import Group, Mark, Words
from footpath.maps.render.text import wrap
from footpath.maps.render.theme import LEADING, PAGE, TITLE
from footpath.maps.wording import word

_HEADING, _TEXT = 15.0, 14.0  # px on a slide as wide as `_USUAL`; wider slides get larger type
_USUAL = 1400.0
_COLUMNS, _AIR = 3, 40.0
_TOP = PAGE + 72


class _Entry(Struct, frozen=True):
    heading: str
    text: str


def note_pages(model: Map, locale: str, width: float, height: float) -> list[tuple[Mark, ...]]:
    """Return the marks of the slides after the map; none when there is nothing to tell."""
    entries = list(_entries(model, locale))
    if not entries:
        return []
    scale = max(1.0, width / _USUAL)
    top = _TOP * scale
    room = (width - 2 * PAGE - (_COLUMNS - 1) * _AIR * scale) / _COLUMNS
    bottom = max(height - PAGE, top + 200)
    pages: list[list[Mark]] = []
    column, y = _COLUMNS, bottom
    for entry in entries:
        size = _height(entry, room, scale)
        if y + size > bottom and y > top:
            column, y = column + 1, top
        if column >= _COLUMNS:
            pages.append([_title(model, locale, scale)])
            column, y = 0, top
        pages[-1].append(_drawn(entry, PAGE + column * (room + _AIR * scale), y, room, scale))
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


def _height(entry: _Entry, room: float, scale: float) -> float:
    text, heading = _TEXT * scale, _HEADING * scale
    lines = len(wrap(entry.text, room, text)) + len(wrap(entry.heading, room, heading, 600))
    return lines * text * LEADING + 22 * scale


def _drawn(entry: _Entry, x: float, y: float, room: float, scale: float) -> Group:
    marks: list[Mark] = []
    for text, size, weight, fill in (
        (entry.heading, _HEADING * scale, 600, "ink"),
        (entry.text, _TEXT * scale, 400, "ink-2"),
    ):
        for line in wrap(text, room, size, weight):
            y += size * LEADING
            marks.append(Words(x=x, y=y, text=line, size=size, weight=weight, fill=fill))
    return Group(marks=tuple(marks), ref="note", label=f"{entry.heading} {entry.text}".strip())


def _title(model: Map, locale: str, scale: float) -> Group:
    size = TITLE * scale
    title = Words(x=PAGE, y=PAGE + size, text=word("how_made", locale), size=size, weight=700)
    name = Words(x=PAGE, y=PAGE + 2 * size, text=localised(model.title, locale), size=_TEXT * scale, fill="ink-2")
    return Group(marks=(title, name), ref="header", label=title.text)
