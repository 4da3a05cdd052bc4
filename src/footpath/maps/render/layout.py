"""Map → Scene: measure every lane, fit the columns, then draw top to bottom."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.maps.format import Options
from footpath.maps.lane import Box, Drawn, Row, lane_type
from footpath.maps.model import Lane, Map, localised
from footpath.maps.render import blueprint
from footpath.maps.render.cards import Block, Piece, flow, line
from footpath.maps.render.grid import Grid, fitted, starting_grid
from footpath.maps.render.header import column_needs, columns, footer, header
from footpath.maps.render.links import links
from footpath.maps.render.scene import Group, Line, Mark, Scene
from footpath.maps.render.text import longest
from footpath.maps.render.theme import PAD, PAGE, SMALL, STEP, TINY
from footpath.maps.wording import word

NARROWEST = 900.0  # a map is at least this wide, so that title and legend stand beside each other
TITLES, WIDEST_TITLES = 124.0, 190.0
FOLDED = 34.0


class _Band(Struct, frozen=True):
    ref: str
    marks: tuple[Mark, ...]
    bottom: float
    boxes: dict[str, Box]


def layout(model: Map, *, locale: str = "", options: Options | None = None, unfold: bool = False) -> Scene:
    """Draw a map.

    Args:
        model: the map; a lane of unknown type is drawn as a placeholder that lists its cards.
        locale: language of fixed words and of localised texts; empty = the map's.
        options: which lanes to draw.
        unfold: draw folded lanes in full, for formats that fold and unfold by themselves.
    """
    options = options or Options()
    locale = locale or options.language(model)
    lanes = [lane for lane in model.lanes if not options.lanes or lane.key in options.lanes]
    grid, title_width = _grid(model, lanes, locale)
    right = max(grid.right, NARROWEST - PAGE)
    top = header(model, locale, right)
    marks: list[Mark] = [Group(marks=top.marks, ref="header")]
    bands = [("header", 0.0, top.bottom)]
    head = columns(model, grid, locale, top.bottom)
    marks.append(Group(marks=head.marks, ref="columns"))
    bands.append(("columns", top.bottom, head.bottom))
    y, boxes = head.bottom, dict[str, Box]()
    for band in _rows(model, lanes, grid, _Place(title_width, right, locale, unfold), y):
        marks.append(Group(marks=band.marks, ref=band.ref))
        bands.append((band.ref, y, band.bottom))
        boxes |= band.boxes
        y = band.bottom
    if not model.columns and not lanes:
        said = line(word("empty_map", locale), PAGE, y + 20, SMALL, fill="ink-2")
        marks.append(Group(marks=(said,), ref="empty"))
        bands.append(("empty", y, y + 40))
        y += 40
    marks.append(Group(marks=links(model, boxes, locale), ref="links"))
    foot = footer(model, locale, right, y)
    rule = Line(x1=PAGE, y1=y, x2=right, y2=y, stroke="line")
    marks.append(Group(marks=(rule, *foot.marks), ref="footer"))
    bands.append(("footer", y, foot.bottom))
    return Scene(
        width=right + PAGE,
        height=foot.bottom + PAGE / 2,
        marks=tuple(marks),
        bands=tuple(bands),
        column_edges=(PAGE, *grid.edges),
        title=localised(model.title, locale),
        aside=grid.aside,
    )


class _Place(Struct, frozen=True):
    title_width: float
    right: float
    locale: str
    unfold: bool


def _grid(model: Map, lanes: Sequence[Lane], locale: str) -> tuple[Grid, float]:
    start = starting_grid(model, PAGE)
    rows = [_row(model, lane, start, locale) for lane in lanes]
    needs = column_needs(model, start, locale)
    for row in rows:
        wanted = lane_type(row.lane.type).measure(row)
        needs = [max(pair) for pair in zip(needs, wanted, strict=True)]
    widest = [longest(localised(lane.title, locale), STEP, 600) for lane in lanes]
    title_width = min(WIDEST_TITLES, max([TITLES, *widest])) + 12
    aside = max((lane_type(row.lane.type).aside(row) for row in rows), default=0.0)
    return fitted(start, needs, title_width, aside), title_width


def row_of(model: Map, lane: Lane, locale: str) -> Row:
    """Return a lane ready to be described in words, on a grid of usual columns."""
    return _row(model, lane, starting_grid(model, PAGE), locale)


def _row(model: Map, lane: Lane, grid: Grid, locale: str, title_height: float = 0.0) -> Row:
    cards = tuple(card for card in model.cards if card.lane == lane.key)
    return Row(model=model, lane=lane, cards=cards, grid=grid, locale=locale, title_height=title_height)


def _rows(model: Map, lanes: Sequence[Lane], grid: Grid, place: _Place, top: float) -> list[_Band]:
    bands: list[_Band] = []
    for index, lane in enumerate(lanes):
        band = _lane(model, lane, grid, place, top)
        bands.append(band)
        top = band.bottom
        border = blueprint.border(lanes, index)
        if border:
            marks, bottom = blueprint.draw(border, place.locale, place.right, top)
            bands.append(_Band(f"line:{border}", marks, bottom, {}))
            top = bottom
    return bands


def _lane(model: Map, lane: Lane, grid: Grid, place: _Place, top: float) -> _Band:
    title = _title(model, lane, place)
    row = _row(model, lane, grid, place.locale, title.height)
    rule = Line(x1=PAGE, y1=top, x2=place.right, y2=top, stroke="line")
    whole = "\n".join(localised(text, place.locale) for text in (lane.title, lane.note)) if title.shortened else ""
    names = Group(marks=title.words(PAGE, top + PAD), ref=f"lane-title:{lane.key}", title=whole)
    if lane.collapsed and not place.unfold:
        said = line(word("folded", place.locale, n=len(row.cards)), grid.x(0), top + PAD + 13, SMALL, fill="ink-2")
        height = max(FOLDED, title.height + 2 * PAD)
        return _Band(
            f"lane:{lane.key}", (rule, names, Group(marks=(said,), ref=f"lane-body:{lane.key}")), top + height, {}
        )
    drawn: Drawn = lane_type(lane.type).draw(row, top + PAD)
    aside = Group(marks=drawn.aside, ref=f"lane-aside:{lane.key}")
    body = Group(marks=drawn.marks, ref=f"lane-body:{lane.key}", label=localised(lane.title, place.locale))
    bottom = top + max(title.height, drawn.height) + 2 * PAD + 2
    return _Band(f"lane:{lane.key}", (rule, names, aside, body), bottom, drawn.boxes)


def _title(model: Map, lane: Lane, place: _Place) -> Block:
    persona = next((one for one in model.personas if one.key == lane.persona), None)
    whose = localised(persona.name, place.locale) if persona else ""
    pieces = [
        Piece(localised(lane.title, place.locale) or lane.key, STEP, 600, lines=4),
        Piece(whose, TINY, 500, fill="accent", space=2, lines=2),
        Piece(localised(lane.note, place.locale), TINY, fill="ink-2", space=2, lines=6),
    ]
    return flow(pieces, place.title_width - 12)
