"""Moves between steps (branches, short cuts, ways back), as strands under the titles of the steps.

Those that somebody drew; and ways back that were measured, where the map has no river, which draws them as arcs.
"""

from msgspec import Struct

from footpath.maps.model import Edge, Map, localised
from footpath.maps.numbers import percent
from footpath.maps.render.cards import line
from footpath.maps.render.grid import Grid, spans_of
from footpath.maps.render.scene import Curve, Group, Mark, Rect
from footpath.maps.render.shapes import Command, arrow_head
from footpath.maps.render.theme import TINY
from footpath.maps.wording import word

STRAND = 22.0  # height of a level
MOST_LEVELS = 4
LEAST_LOOP = 0.02  # share of those who reach a step
WORDS = {"branch": "move_branch", "skip": "move_skip", "loop": "move_loop"}
_BEND = 6.0
_ASIDE = 8.0  # px from the middle of a column, so that what comes and what goes stand beside each other
_HEAD = 4.0


class Strand(Struct, frozen=True):
    """A move from one leaf column to another, on a level where it crosses no other."""

    edge: Edge
    start: int
    end: int
    level: int


def strands_of(model: Map) -> tuple[Strand, ...]:
    """Return the moves to draw, short ones highest; what a river draws is not among them."""
    spans = spans_of(model)
    river = any(lane.type == "traffic" for lane in model.lanes)
    drawn = [edge for edge in model.edges if edge.kind in WORDS and _stands(edge, river=river)]
    known = [(edge, spans[edge.frm][0], spans[edge.to][0]) for edge in drawn if edge.frm in spans and edge.to in spans]
    known = [one for one in known if one[1] != one[2]]
    levels: list[list[tuple[int, int]]] = []
    found: list[Strand] = []
    for edge, start, end in sorted(known, key=lambda one: (abs(one[2] - one[1]), one[1])):
        low, high = min(start, end), max(start, end)
        level = next((at for at, taken in enumerate(levels) if _free(taken, low, high)), len(levels))
        if level == len(levels):
            levels.append([])
        levels[level].append((low, high))
        found.append(Strand(edge, start, end, level))
    return tuple(one for one in found if one.level < MOST_LEVELS)


def _stands(edge: Edge, *, river: bool) -> bool:
    share = edge.figures.get("share")
    return share is None or (edge.kind == "loop" and not river and share.value >= LEAST_LOOP)


def _free(taken: list[tuple[int, int]], low: int, high: int) -> bool:
    return all(low >= right or high <= left for left, right in taken)


def strands(model: Map, grid: Grid, locale: str, top: float) -> tuple[tuple[Mark, ...], float]:
    """Draw the moves below `top`; return them and how high they are."""
    found = strands_of(model)
    if not found:
        return (), 0.0
    deepest = max(one.level for one in found)
    return tuple(_drawn(model, one, grid, locale, top) for one in found), (1 + deepest) * STRAND + 4


def said(model: Map, edge: Edge, locale: str) -> str:
    """Return a move in words: from where to where, and when or how."""
    titles = {column.key: localised(column.title, locale) for column in model.columns}
    return f"{titles[edge.frm]} → {titles[edge.to]}: {what(edge, locale)}"


def what(edge: Edge, locale: str) -> str:
    """Return the condition of a move, or how many made it, or else what kind of move it is."""
    share = edge.figures.get("share")
    measured = word("go_back", locale, share=percent(share.value, locale)) if share else ""
    return localised(edge.condition, locale) or measured or word(WORDS[edge.kind], locale)


def _drawn(model: Map, strand: Strand, grid: Grid, locale: str, top: float) -> Group:
    way = 1.0 if strand.end > strand.start else -1.0
    x0, x1 = grid.centre(strand.start) + _ASIDE, grid.centre(strand.end) - _ASIDE
    y = top + 14 + strand.level * STRAND
    loop = strand.edge.kind == "loop"
    stroke = "pain" if loop else "ink-2"
    dash = (5.0, 3.0) if strand.edge.kind == "branch" else ()
    words = line(what(strand.edge, locale), _between(strand, grid), y - 4, TINY, fill=stroke, anchor="middle")
    ground = Rect(x=words.x - words.width / 2 - 3, y=y - 14, w=words.width + 6, h=12, fill="bg")
    marks = (
        Curve(commands=_way((x0, x1), (top, y), way), stroke=stroke, width=1.3, dash=dash),
        Curve(commands=arrow_head(x1, top, down=False, size=_HEAD), fill=stroke),
        ground,
        words,
    )
    return Group(marks=marks, ref=f"move:{strand.edge.frm}>{strand.edge.to}", label=said(model, strand.edge, locale))


def _between(strand: Strand, grid: Grid) -> float:
    """Return the x in the middle of a move, between two columns: over a column stand the ends of other moves."""
    middle = (strand.start + strand.end) // 2
    return (grid.centre(middle) + grid.centre(middle + 1)) / 2


def _way(xs: tuple[float, float], ys: tuple[float, float], way: float) -> tuple[Command, ...]:
    """Return a line down from a step, along, and up to another, with its two corners rounded."""
    (x0, x1), (top, y) = xs, ys
    third = _BEND / 3
    return (
        ("M", x0, top),
        ("L", x0, y - _BEND),
        ("C", x0, y - third, x0 + way * third, y, x0 + way * _BEND, y),
        ("L", x1 - way * _BEND, y),
        ("C", x1 - way * third, y, x1, y - third, x1, y - _BEND),
        ("L", x1, top + 6),
    )
