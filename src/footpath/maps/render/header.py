"""The top of a map: title, what it is about, the evidence legend, stages as a band of chevrons, step titles."""

from msgspec import Struct

from footpath.core.languages import Count
from footpath.maps.evidence import trust
from footpath.maps.model import Column, Level, Map, localised
from footpath.maps.numbers import figure, moment, number, percent, period
from footpath.maps.render.cards import Piece, flow, glyph, line
from footpath.maps.render.grid import GAP, INSET, Grid
from footpath.maps.render.scene import Curve, Group, Line, Mark
from footpath.maps.render.shapes import chevron
from footpath.maps.render.strands import strands
from footpath.maps.render.text import longest, width
from footpath.maps.render.theme import PAGE, SMALL, STAGE, STEP, TEXT, TINY, TITLE
from footpath.maps.wording import word

NOTCH = 7.0
TRUTH = "◆"


class Placed(Struct, frozen=True):
    """Marks and the y below them."""

    marks: tuple[Mark, ...]
    bottom: float


def header(model: Map, locale: str, right: float) -> Placed:
    """Draw title and subtitle at the left, legend and trust at the right; the title wraps beside the legend."""
    legend, legend_width = _legend(model, locale, right)
    room = right - PAGE - legend_width - 40
    block = flow(
        [
            Piece(localised(model.title, locale) or word("untitled", locale), TITLE, 700, lines=3),
            Piece(subtitle(model, locale), TEXT, fill="ink-2", space=5, lines=3),
            Piece(localised(model.scenario, locale), TEXT, fill="ink-2", space=2, lines=3),
        ],
        room,
    )
    whole = "\n".join(localised(text, locale) for text in (model.title, model.scenario)) if block.shortened else ""
    title = Group(marks=block.words(PAGE, PAGE - 2), ref="map", label=localised(model.title, locale), title=whole)
    return Placed((title, *legend), max(PAGE + block.height, PAGE + 44) + 20)


def subtitle(model: Map, locale: str) -> str:
    """Return the line under the title: as given, or made from personas, period, persons and age of the data."""
    given = localised(model.subtitle, locale)
    if given:
        return given
    parts = [localised(persona.name, locale) for persona in model.personas] if len(model.personas) <= 2 else []
    if model.state != "current":
        parts.append(word(model.state, locale))
    if model.period_start and model.period_end:
        parts.append(period(model.period_start, model.period_end, locale))
    if model.persons is not None:
        parts.append(word("people", locale, n=Count(model.persons, locale, number(model.persons, locale))))
    goal = next((localised(column.title, locale) for column in model.columns if column.key == model.goal), "")
    if goal and model.goal_conversion is not None:
        parts.append(word("reach_goal", locale, share=figure(model.goal_conversion, locale), goal=goal))
    if model.as_of:
        parts.append(word("as_of", locale, when=moment(model.as_of, locale)))
    return " · ".join(parts)


def _legend(model: Map, locale: str, right: float) -> tuple[tuple[Mark, ...], float]:
    levels: tuple[Level, ...] = ("hypothesis", "reported", "observed", "measured")
    names = [word("guess" if name == "hypothesis" else name, locale) for name in levels]
    widths = [width(name, SMALL) + 14 + 18 for name in names]
    x, y = right - sum(widths) + 18, PAGE + 16
    marks: list[Mark] = []
    for level, name, wide in zip(levels, names, widths, strict=True):
        marks += [*glyph(level, x + 4.5, y - 4), line(name, x + 14, y, SMALL, fill="ink-2")]
        x += wide
    supported, filled = trust(model)
    said = ""
    if filled:
        said = word("trust", locale, share=percent(round(supported / filled, 2), locale), n=supported, total=filled)
        marks.append(line(said, right, PAGE + 40, TEXT, fill="ink-2", anchor="end"))
    return (Group(marks=tuple(marks), ref="legend", label=said),), max(sum(widths), width(said, TEXT))


def column_needs(model: Map, grid: Grid, locale: str) -> list[float]:
    """Return the text width each column needs for its own title and its part of its stages' titles."""
    needs = [0.0] * max(1, len(grid.columns))
    steps = {column.key for column in grid.columns if column.parent}
    for column in model.columns:
        first, last = grid.spans.get(column.key, (0, -1))
        title = _titled(column, locale)
        if column.key in steps:
            wanted = max(longest(title, STEP, 600), width(title, STEP, 600) / 2.6)
        else:
            wanted = max(longest(title, STAGE, 600), width(title, STAGE, 600) / 1.6) + 2 * NOTCH
        span = last - first + 1
        for index in range(first, last + 1):
            needs[index] = max(needs[index], (min(wanted, 260.0) - (span - 1) * (INSET + GAP)) / span)
    return needs


def _titled(column: Column, locale: str) -> str:
    title = localised(column.title, locale)
    return f"{TRUTH} {title}" if column.moment_of_truth else title


def columns(model: Map, grid: Grid, locale: str, top: float) -> Placed:
    """Draw stages as chevrons, levels between as brackets, titles of steps, and moves drawn between them."""
    levels = _levels(model)
    marks: list[Mark] = []
    y = top
    for depth, row in enumerate(levels):
        if row:
            placed = (
                _stages(row, grid, locale, y) if depth == 0 else _titles(row, grid, locale, y, depth == len(levels) - 1)
            )
            marks += placed.marks
            y = placed.bottom
    moves, height = strands(model, grid, locale, y - 5)
    return Placed((*marks, *moves), y + height)


def _levels(model: Map) -> list[list[Column]]:
    parents = {column.key: column.parent for column in model.columns}
    levels: list[list[Column]] = []
    for column in model.columns:
        depth, key = 0, column.parent
        while key in parents and depth < 9:
            depth, key = depth + 1, parents[key]
        while len(levels) <= depth:
            levels.append([])
        levels[depth].append(column)
    return levels


def _stages(row: list[Column], grid: Grid, locale: str, top: float) -> Placed:
    blocks = []
    for column in row:
        x, wide = grid.box(*grid.spans[column.key])
        blocks.append(
            (
                column,
                x,
                wide + (0 if column is row[-1] else 4),
                flow([Piece(_titled(column, locale), STAGE, 600, lines=3)], wide - 2 * INSET),
            )
        )
    height = max(34.0, max(block.height for *_, block in blocks) + 16)
    marks: list[Mark] = []
    for index, (column, x, wide, block) in enumerate(blocks):
        shape = chevron(x, top, wide, height, notch=NOTCH if index else 0, tip=NOTCH)
        words = block.words(x + INSET, top + (height - block.height) / 2)
        marks.append(
            _column_group(column, locale, (Curve(commands=shape, fill="accent-soft"), *words), block.shortened)
        )
    return Placed(tuple(marks), top + height + 6)


def _titles(row: list[Column], grid: Grid, locale: str, top: float, lowest: bool) -> Placed:
    blocks = []
    for column in row:
        first, last = grid.spans[column.key]
        piece = Piece(_titled(column, locale), STEP, 600 if lowest else 500, fill="ink" if lowest else "ink-2", lines=4)
        blocks.append((column, first, last, flow([piece], grid.room(first, last))))
    height = max(block.height for *_, block in blocks)
    marks: list[Mark] = []
    for column, first, last, block in blocks:
        words: tuple[Mark, ...] = block.words(grid.x(first), top + 5)
        if not lowest:
            x, wide = grid.box(first, last)
            y = top + height + 9
            words = (*words, Line(x1=x + INSET, y1=y, x2=x + wide, y2=y, stroke="line"))
        marks.append(_column_group(column, locale, words, block.shortened))
    return Placed(tuple(marks), top + height + 13)


def _column_group(column: Column, locale: str, marks: tuple[Mark, ...], shortened: bool) -> Group:
    title = localised(column.title, locale)
    about = localised(column.description, locale)
    truth = f" ({word('moment_of_truth', locale)})" if column.moment_of_truth else ""
    hover = f"{title}{truth}. {about}" if about else (title + truth if shortened or truth else "")
    return Group(marks=marks, ref=f"column:{column.key}", label=title + truth, title=hover)


def footer(model: Map, locale: str, right: float, top: float) -> Placed:
    """Draw where the numbers came from and what the signs mean."""
    parts = []
    if model.sources:
        parts.append(word("sources", locale, names=", ".join(model.sources)))
    if model.as_of and localised(model.subtitle, locale):
        parts.append(word("as_of", locale, when=moment(model.as_of, locale)))
    if any(column.moment_of_truth for column in model.columns):
        parts.append(f"{TRUTH} {word('moment_of_truth', locale)}")
    block = flow([Piece(" · ".join(parts), TINY, fill="ink-2", lines=6)], right - PAGE)
    return Placed(block.words(PAGE, top + 10), top + block.height + (20 if parts else 0))
