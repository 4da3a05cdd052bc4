"""A map as rows and columns of words: what text and table formats are made from."""

from collections.abc import Iterator

from msgspec import Struct

from footpath.maps.format import Options
from footpath.maps.lane import Row, in_words, lane_type
from footpath.maps.model import Card, Column, Figure, Lane, Map, localised, stages
from footpath.maps.render.grid import starting_grid
from footpath.maps.wording import figure_name

_DRAWN_FROM = {"traffic": "reach", "time": "time_next_median"}  # lane type: figure of the columns
_FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠|%")


class Cell(Struct, frozen=True):
    """A card in words over the leaf columns `first` … `last`; `text` is what the card itself says."""

    card: Card
    text: str
    words: str
    first: int
    last: int


class LaneRow(Struct, frozen=True):
    """A lane with its cells in order of the columns; a lane drawn from the columns' own figures holds those."""

    lane: Lane
    title: str
    note: str
    cells: tuple[Cell, ...]
    figures: tuple[Figure | None, ...] = ()


class FigureRow(Struct, frozen=True):
    """One kind of figure of the leaf columns; None where a column has none."""

    name: str
    title: str
    figures: tuple[Figure | None, ...]


class Stage(Struct, frozen=True):
    """A stage over the leaf columns `first` … `last`."""

    column: Column
    title: str
    first: int
    last: int


class Table(Struct, frozen=True):
    """The whole map; `steps` are the leaf columns."""

    stages: tuple[Stage, ...]
    steps: tuple[Column, ...]
    titles: tuple[str, ...]
    figures: tuple[FigureRow, ...]
    lanes: tuple[LaneRow, ...]


def table(model: Map, locale: str, options: Options | None = None) -> Table:
    """Return the table of `model` in a language, with the lanes that `options` ask for."""
    grid = starting_grid(model, 0.0)
    steps = grid.columns
    wanted = (options or Options()).lanes
    lanes: list[LaneRow] = []
    drawn: set[str] = set()
    for lane in model.lanes:
        if wanted and lane.key not in wanted:
            continue
        cards = tuple(card for card in model.cards if card.lane == lane.key)
        row = Row(model=model, lane=lane, cards=cards, grid=grid, locale=locale)
        cells = [
            Cell(card, row.text(card.text), lane_type(lane.type).describe(row, card), *row.span(card)) for card in cards
        ]
        cells.sort(key=lambda cell: (cell.first, cell.last))
        own = () if cells else tuple(step.figures.get(_DRAWN_FROM.get(lane.type, "")) for step in steps)
        drawn |= {_DRAWN_FROM[lane.type]} if any(own) else set()
        lanes.append(LaneRow(lane, localised(lane.title, locale), localised(lane.note, locale), tuple(cells), own))
    return Table(
        stages=tuple(
            Stage(stage, localised(stage.title, locale), *grid.spans[stage.key])
            for stage in stages(model)
            if stage.key in grid.spans
        ),
        steps=steps,
        titles=tuple(localised(step.title, locale) for step in steps),
        figures=tuple(row for row in _figure_rows(steps, locale) if row.name not in drawn),
        lanes=tuple(lanes),
    )


def _figure_rows(steps: tuple[Column, ...], locale: str) -> Iterator[FigureRow]:
    names = dict.fromkeys(name for step in steps for name in step.figures)
    for name in names:
        yield FigureRow(name, figure_name(name, locale), tuple(step.figures.get(name) for step in steps))


def figure_words(figure: Figure | None, locale: str) -> str:
    """Return a figure with interval and n, or nothing."""
    return in_words(figure, locale) if figure else ""


def harmless(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula: with an apostrophe before a leading =, +, -, @ …

    See OWASP, "CSV Injection".
    """
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
