"""The path travelled, as a river."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.maps.figures import edge_ref
from footpath.maps.lane import Drawn, LaneType, Row, in_words
from footpath.maps.model import Edge, Figure
from footpath.maps.numbers import MINUS, number, percent
from footpath.maps.render.cards import line
from footpath.maps.render.scene import Curve, Group, Mark
from footpath.maps.render.shapes import Command, arc, arrow_head, smooth
from footpath.maps.render.strands import LEAST_LOOP
from footpath.maps.render.text import width
from footpath.maps.render.theme import STEP

DEPTH = 64.0  # height of the river when everyone is in it
ARCS = 5  # loops drawn; the others are in the lane's words
LEAST_LOSS = 0.005
_TEXT = 11.5
_TALL = 14.0  # height of an arc


class Traffic(LaneType):
    """The river of travellers: its height is the share of people, red says how many leave, arcs are ways back."""

    name = "traffic"

    def measure(self, row: Row) -> Sequence[float]:
        """Leave room for a percentage and a loss in each column."""
        return [64.0] * (len(row.grid.edges) - 1)

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw river, shares above it, losses below it, loops above all."""
        reach = _reach(row)
        if not any(reach):
            empty = line(row.say("no_data"), row.grid.x(0), top + 13, _TEXT, fill="ink-2")
            return Drawn(marks=(empty,), height=20)
        arcs, rise = _arcs(row, reach)
        floor = top + rise
        losses = _losses(row, reach, floor + 16)
        loops = tuple(_drawn(row, one, floor) for one in arcs)
        marks = (*_river(row, reach, floor), *_shares(row, reach, floor), *losses, *loops)
        return Drawn(marks=marks, height=rise + (22 if losses else 6))

    def cells(self, row: Row) -> list[list[str]]:
        """Return reach, what is lost and who goes back, per column."""
        found: list[list[str]] = []
        reach = _reach(row)
        for index, known in enumerate(reach):
            said = [f"{row.say('reach')} {in_words(known[1], row.locale)}"] if known else []
            lost = points_lost(row, index, reach)
            said += [f"{_lost(row, lost)} {row.say('leave')}"] if lost >= LEAST_LOSS else []
            found.append(said)
        for edge, share, start, _ in _loops(row):
            target = next(row.text(column.title) for column in row.model.columns if column.key == edge.to)
            found[start].append(f"{row.say('go_back', share=percent(share.value, row.locale))} → {target}")
        return found


_Known = tuple[str, Figure] | None


def _reach(row: Row) -> list[_Known]:
    """Return per column the reference and figure of its share: a card's value, else the column's own reach."""
    found: list[_Known] = []
    for column in row.grid.columns:
        figure = column.figures.get("reach")
        found.append((f"column:{column.key}:reach", figure) if figure is not None else None)
    for card in row.cards:
        if card.value is not None and found:
            found[row.span(card)[0]] = (f"card:{card.key}:value", card.value)
    return found


def _height(known: _Known) -> float:
    return max(1.5, min(1.0, max(0.0, known[1].value)) * DEPTH) if known else 0.0


def _runs(reach: list[_Known]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index, known in enumerate(reach):
        if known and runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        elif known:
            runs.append((index, index))
    return runs


def _river(row: Row, reach: list[_Known], floor: float) -> list[Mark]:
    marks: list[Mark] = []
    for first, last in _runs(reach):
        left, wide = row.grid.box(first, last)
        inner = [(row.grid.centre(index), floor - _height(reach[index])) for index in range(first, last + 1)]
        points = [(left, inner[0][1]), *inner, (left + wide, inner[-1][1])]
        surface = smooth(points)
        body: tuple[Command, ...] = (*surface, ("L", left + wide, floor), ("L", left, floor), ("Z",))
        marks += [Curve(commands=body, fill="accent-soft"), Curve(commands=surface, stroke="accent", width=1.6)]
    return marks


def _shares(row: Row, reach: list[_Known], floor: float) -> list[Mark]:
    marks: list[Mark] = []
    for index, known in enumerate(reach):
        if known:
            ref, figure = known
            y = floor - _height(known) - 7
            words = line(
                percent(figure.value, row.locale), row.grid.centre(index), y, STEP, weight=600, anchor="middle"
            )
            title = row.text(row.grid.columns[index].title)
            said = f"{title}: {row.say('reach')} {in_words(figure, row.locale)}"
            marks.append(Group(marks=(words,), ref=f"figure:{ref}", label=said))
    return marks


def points_lost(row: Row, index: int, reach: list[_Known]) -> float:
    """Return the share of all people who leave at a column, 0…1."""
    figure = row.grid.columns[index].figures.get("drop_off")
    if figure is None:
        return 0.0
    if figure.unit == "points":
        return figure.value / 100
    known = reach[index]
    return figure.value * (known[1].value if known else 1.0)


def _lost(row: Row, lost: float) -> str:
    return row.say("points", n=MINUS + number(100 * lost, row.locale, decimals=0 if lost >= 0.1 else 1))


def _losses(row: Row, reach: list[_Known], y: float) -> list[Mark]:
    marks: list[Mark] = []
    for index, column in enumerate(row.grid.columns):
        lost = points_lost(row, index, reach)
        if lost >= LEAST_LOSS:
            shown = _lost(row, lost)
            words = line(shown, row.grid.centre(index), y, _TEXT, weight=600, fill="pain", anchor="middle")
            said = f"{row.text(column.title)}: {shown} {row.say('leave')}"
            marks.append(Group(marks=(words,), ref=f"figure:column:{column.key}:drop_off", label=said))
    return marks


def _loops(row: Row) -> list[tuple[Edge, Figure, int, int]]:
    found = []
    for edge in row.model.edges:
        share = edge.figures.get("share")
        known = edge.frm in row.grid.spans and edge.to in row.grid.spans
        if edge.kind == "loop" and known and share is not None and share.value >= LEAST_LOOP:
            found.append((edge, share, row.grid.spans[edge.frm][0], row.grid.spans[edge.to][0]))
    return sorted(found, key=lambda one: (-one[1].value, one[2], one[3]))[:ARCS]


class _Arc(Struct, frozen=True):
    edge: Edge
    x0: float
    x1: float
    base: float  # px above the river's floor
    label: str


def _arcs(row: Row, reach: list[_Known]) -> tuple[list[_Arc], float]:
    """Lay loops on the skyline of the shares, narrow ones first; return them and how high it all is above the floor."""
    sky = [(_height(known) + 24.0) if known else 6.0 for known in reach]
    arcs: list[_Arc] = []
    for edge, share, start, end in sorted(_loops(row), key=lambda one: (abs(one[2] - one[3]), -one[1].value)):
        label = row.say("go_back", share=percent(share.value, row.locale))
        low, high = min(start, end), max(start, end)
        x0, x1 = row.grid.centre(start) - (6 if start == end else 0), row.grid.centre(end) + (14 if start == end else 0)
        low, high = _under(row, label, (x0 + x1) / 2, low, high)
        base = max(sky[low : high + 1])
        arcs.append(_Arc(edge, x0, x1, base, label))
        sky[low : high + 1] = [base + _TALL + 22] * (high + 1 - low)
    return arcs, max(sky) - (4 if not arcs else 0)


def _under(row: Row, label: str, x: float, low: int, high: int) -> tuple[int, int]:
    """Widen a run of columns to all that a label centred at x covers."""
    half = width(label, _TEXT, 600) / 2 + 4
    count = len(row.grid.edges) - 1
    covered = [i for i in range(count) if row.grid.edges[i] < x + half and row.grid.edges[i + 1] > x - half]
    return min([low, *covered]), max([high, *covered])


def _drawn(row: Row, one: _Arc, floor: float) -> Group:
    y = floor - one.base
    marks = (
        Curve(commands=arc(one.x0, one.x1, y, _TALL), stroke="pain", width=1.5),
        Curve(commands=arrow_head(one.x1, y + 2), fill="pain"),
        line(one.label, (one.x0 + one.x1) / 2, y - _TALL - 5, _TEXT, weight=600, fill="pain", anchor="middle"),
    )
    titles = {column.key: row.text(column.title) for column in row.grid.columns}
    said = f"{titles.get(one.edge.frm, one.edge.frm)} → {titles.get(one.edge.to, one.edge.to)}: {one.label}"
    return Group(marks=marks, ref=f"figure:{edge_ref(one.edge.frm, one.edge.to)}:share", label=said)
