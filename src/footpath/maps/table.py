"""A map as rows and columns of words: what text and table formats are made from."""

from collections.abc import Iterator

from msgspec import Struct

from footpath.maps.format import Options
from footpath.maps.lane import Row, detail_of, in_words
from footpath.maps.model import Card, Column, Figure, Lane, Map, localised, stages
from footpath.maps.numbers import figure as shown
from footpath.maps.render.grid import starting_grid
from footpath.maps.render.media import MEDIA, title, where
from footpath.maps.wording import figure_name

_DRAWN_FROM = {  # lane type: figures of the columns
    "metric": ("reach", "conversion", "conversion_goal", "drop_off", "returns"),
    "time": ("time_next_median", "time_next_p90"),
    "traffic": ("reach",),
}


class Cell(Struct, frozen=True):
    """A card in words over the leaf columns `first` … `last`: what it says, then the rest about it."""

    card: Card
    text: str
    rest: str
    first: int
    last: int

    @property
    def words(self) -> str:
        """All of it on one line."""
        return " · ".join(part for part in (self.text, self.rest) if part)


class FigureRow(Struct, frozen=True):
    """One kind of figure of the leaf columns; None where a column has none."""

    name: str
    title: str
    figures: tuple[Figure | None, ...]


class LaneRow(Struct, frozen=True):
    """A lane with its cells in order of the columns, or with the columns' own figures where it is drawn from those."""

    lane: Lane
    title: str
    note: str
    cells: tuple[Cell, ...]
    figures: tuple[FigureRow, ...] = ()


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
    figures = {row.name: row for row in _figure_rows(steps, locale)}
    lanes: list[LaneRow] = []
    for lane in model.lanes:
        if wanted and lane.key not in wanted:
            continue
        cards = tuple(card for card in model.cards if card.lane == lane.key)
        row = Row(model=model, lane=lane, cards=cards, grid=grid, locale=locale)
        cells = sorted((_cell(row, card) for card in cards), key=lambda cell: (cell.first, cell.last))
        own = () if cells else tuple(figures[name] for name in _drawn_from(lane) if name in figures)
        lanes.append(LaneRow(lane, row.text(lane.title), row.text(lane.note), tuple(cells), own))
    drawn = {row.name for lane in lanes for row in lane.figures}
    return Table(
        stages=tuple(
            Stage(stage, localised(stage.title, locale), *grid.spans[stage.key])
            for stage in stages(model)
            if stage.key in grid.spans
        ),
        steps=steps,
        titles=tuple(localised(step.title, locale) for step in steps),
        figures=tuple(row for name, row in figures.items() if name not in drawn),
        lanes=tuple(lanes),
    )


def _cell(row: Row, card: Card) -> Cell:
    """Return a card in words; its further figures stand in the list of numbers."""
    leads = row.lane.type in MEDIA
    text, detail = title(row, card) if leads else row.text(card.text), detail_of(row, card)
    value = figure_words(card.value, row.locale)
    persona = row.persona(card.persona)
    belongs = (
        row.text(persona.name) if persona else "",
        card.channel,
        card.owner,
        row.status(card),
        card.origin,
    )
    parts = [value if not detail else "", detail, *(part for part in belongs if part and part not in detail)]
    parts += [where(row, card)] if leads else []
    rest = " · ".join(part for part in parts if part)
    return Cell(card, text or rest, rest if text else "", *row.span(card))


def _drawn_from(lane: Lane) -> tuple[str, ...]:
    """Return the columns' figures that a lane without cards shows."""
    named = lane.props.get("figures")
    if isinstance(named, list | tuple):
        return tuple(str(name) for name in named)
    return _DRAWN_FROM.get(lane.type, ())


def _figure_rows(steps: tuple[Column, ...], locale: str) -> Iterator[FigureRow]:
    names = dict.fromkeys(name for step in steps for name in step.figures)
    for name in names:
        yield FigureRow(name, figure_name(name, locale), tuple(step.figures.get(name) for step in steps))


def figure_words(figure: Figure | None, locale: str) -> str:
    """Return a figure with interval and n, or nothing."""
    if figure is None:
        return ""
    counted = figure.n == figure.value  # a plain count is its own n
    return shown(figure, locale) if counted else in_words(figure, locale)
