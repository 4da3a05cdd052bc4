"""Curve lanes: one smooth line per persona on a common scale, with interval, n, and the deepest point named."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from footpath.maps.lane import Drawn, Row, in_words
from footpath.maps.model import Card, Figure
from footpath.maps.numbers import number
from footpath.maps.render.cards import evidence_glyph, line
from footpath.maps.render.scene import Curve, Disc, Group, Line, Mark, Words
from footpath.maps.render.shapes import band, smooth
from footpath.maps.render.text import width, wrap
from footpath.maps.render.theme import CURVES, DASHES, PAGE, TINY

LABEL = 11.5
TOP = 8.0
LEAST_DIP = 0.08  # of the scale: a shallower lowest point is not called a valley


class Scale(Struct, frozen=True):
    """What a curve is drawn against: its ends, and the words at high, middle and low."""

    low: float
    high: float
    words: tuple[str, str, str]
    height: float = 100.0


class Series(Struct, frozen=True):
    """One curve: its look by `index`, its points by column."""

    index: int
    name: str
    planned: bool
    points: dict[int, Card]

    @property
    def sure(self) -> dict[int, Card]:
        """Its points on enough answers: only these carry the line."""
        return {column: card for column, card in self.points.items() if not card.props.get("few")}

    @property
    def colour(self) -> str:
        """Token of its colour."""
        return CURVES[self.index % len(CURVES)]

    @property
    def dash(self) -> tuple[float, ...]:
        """Dashes of its line; a curve of a planned state is always dashed."""
        return (6, 5) if self.planned else DASHES[self.index % len(DASHES)]


class _Plot(Struct, frozen=True):
    row: Row
    scale: Scale
    top: float  # y of the scale's high end

    def y(self, value: float) -> float:
        part = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return self.top + self.scale.height * (1 - min(1.0, max(0.0, part)))

    def at(self, column: int, value: float) -> tuple[float, float]:
        return self.row.grid.centre(column), self.y(value)


def series_of(row: Row) -> list[Series]:
    """Return the lane's curves: one a persona and state, personas in the map's order, everybody first."""
    order = {"": -1} | {persona.key: index for index, persona in enumerate(row.model.personas)}
    points: dict[tuple[str, bool], dict[int, Card]] = {}
    for card in row.cards:
        if card.value is not None:
            planned = card.props.get("state") in ("future", "ideal", "to-be")
            points.setdefault((card.persona, planned), {})[row.span(card)[0]] = card
    keys = sorted(points, key=lambda key: (order.get(key[0], 99), key))
    shades = {key: index for index, key in enumerate(dict.fromkeys(persona for persona, _ in keys))}
    return [Series(shades[key[0]], _named(row, *key), key[1], dict(sorted(points[key].items()))) for key in keys]


def _named(row: Row, persona: str, planned: bool) -> str:
    found = row.persona(persona)
    name = row.text(found.name) if found else persona or row.say("everyone")
    return f"{name} · {row.say('future')}" if planned else name


def plot(row: Row, scale: Scale, top: float, *, valleys: bool) -> Drawn:
    """Draw all curves of a lane, the scale at the left, and a line of n per curve below."""
    all_series = series_of(row)
    chart = _Plot(row, scale, top + TOP)
    marks: list[Mark] = [*_axis(chart)]
    for series in all_series:
        marks += _curve(chart, series)
    labels = _valleys(chart, all_series) if valleys else []
    for series in all_series:
        marks += _points(chart, series, {words_of for words_of, _ in labels})
    marks += [group for _, group in labels]
    lowest = max([chart.top + scale.height, *(_bottom(group) for _, group in labels)])
    below = max(lowest + 18, top + row.title_height + 14 if len(all_series) > 1 else 0)
    aside: list[Mark] = [*_words(chart)]
    for index, series in enumerate(all_series):
        y = below + index * 17
        marks += _counts(row, series, y)
        aside += _legend(row, series, y) if len(all_series) > 1 else ()
    rows = max(1, len(all_series))
    if not all_series:
        marks.append(line(row.say("no_data"), row.grid.x(0), below, TINY, fill="ink-2"))
    return Drawn(marks=tuple(marks), aside=tuple(aside), height=below + (rows - 1) * 17 + 4 - top)


def scale_width(row: Row, scale: Scale) -> float:
    """Return the width the words of the scale need left of the columns."""
    del row
    return max(width(one, TINY) for one in scale.words) + 14


def curve_legend(row: Row) -> list[tuple[str, str, str]]:
    """Return (sign, colour token, name) of each curve where there are several."""
    curves = series_of(row)
    return [("○□△◇▽"[one.index % 5], one.colour, one.name) for one in curves] if len(curves) > 1 else []


def _axis(chart: _Plot) -> list[Mark]:
    grid = chart.row.grid
    heights = ((chart.top, (2, 4)), (chart.top + chart.scale.height / 2, ()), (chart.top + chart.scale.height, (2, 4)))
    return [Line(x1=grid.edges[0], y1=y, x2=grid.right, y2=y, stroke="line", dash=dash) for y, dash in heights]


def _words(chart: _Plot) -> list[Mark]:
    x = chart.row.grid.edges[0] - 8
    half = chart.scale.height / 2
    return [
        line(one, x, chart.top + half * index + 4, TINY, fill="ink-2", anchor="end")
        for index, one in enumerate(chart.scale.words)
    ]


def _value(card: Card) -> Figure:
    assert card.value is not None  # noqa: S101 - series hold only cards with a value
    return card.value


def _curve(chart: _Plot, series: Series) -> list[Mark]:
    places = [(column, chart.at(column, _value(card).value)) for column, card in series.sure.items()]
    marks: list[Mark] = []
    for run in _runs([column for column, _ in places]):
        cards = [(column, _value(series.points[column])) for column in run]
        if all(value.lo is not None and value.hi is not None for _, value in cards) and len(cards) > 1:
            upper = [chart.at(column, value.hi or 0.0) for column, value in cards]
            lower = [chart.at(column, value.lo or 0.0) for column, value in cards]
            marks.append(Curve(commands=band(upper, lower), fill=series.colour, opacity=0.15))
    whole = smooth([point for _, point in places])
    for (before, _), (after, _), start, command in zip(places, places[1:], places, whole[1:], strict=False):
        bridged = after - before > 1
        piece = (("M", *start[1]), command)
        dash = (1.5, 5.0) if bridged else series.dash
        if bridged or series.dash:
            faint = 0.55 if bridged else 1.0
            marks.append(
                Curve(commands=piece, stroke=series.colour, width=1.4 if bridged else 2.0, dash=dash, opacity=faint)
            )
    if not series.dash:
        marks += _solid(series, places, whole)
    return marks


def _solid(
    series: Series, places: list[tuple[int, tuple[float, float]]], whole: Sequence[tuple[str | float, ...]]
) -> list[Mark]:
    """Join neighbouring pieces into one path each, so that the line has no seams."""
    marks: list[Mark] = []
    path: list[tuple[str | float, ...]] = []
    for index, (before, after) in enumerate(pairwise(places)):
        if after[0] - before[0] > 1:
            marks += [Curve(commands=tuple(path), stroke=series.colour, width=2.2)] if path else []
            path = []
            continue
        path = path or [("M", *before[1])]
        path.append(whole[index + 1])
    return [*marks, Curve(commands=tuple(path), stroke=series.colour, width=2.2)] if path else marks


def _runs(columns: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for column in columns:
        if runs and runs[-1][-1] == column - 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return runs


def _points(chart: _Plot, series: Series, valleys: set[str]) -> list[Mark]:
    marks: list[Mark] = []
    for column, card in series.points.items():
        x, y = chart.at(column, _value(card).value)
        few = column not in series.sure
        hurts = not few and (card.tone == "pain" or card.key in valleys)
        stroke = "ink-2" if few else "pain" if hurts else series.colour
        shape = _marker(series.index, x, y, stroke, 5.0 if hurts else 2.6 if few else 4.2)
        title = chart.row.text(chart.row.grid.columns[column].title) if chart.row.grid.columns else ""
        said = f"{title}: {series.name} {in_words(_value(card), chart.row.locale)}"
        marks.append(
            Group(marks=shape, ref=f"figure:card:{card.key}:value", label=said, title=chart.row.text(card.text))
        )
    return marks


def _marker(index: int, x: float, y: float, stroke: str, r: float) -> tuple[Mark, ...]:
    """Return a ring, square, triangle, diamond or cross-barred ring: shape says which curve, not only colour."""
    corners: dict[int, tuple[tuple[float, float], ...]] = {
        1: ((-r, -r), (r, -r), (r, r), (-r, r)),
        2: ((0, -r * 1.25), (r * 1.15, r * 0.85), (-r * 1.15, r * 0.85)),
        3: ((0, -r * 1.3), (r * 1.3, 0), (0, r * 1.3), (-r * 1.3, 0)),
        4: ((-r * 1.15, -r * 0.85), (r * 1.15, -r * 0.85), (0, r * 1.25)),
    }
    outline = corners.get(index % 5)
    if outline is None:
        return (Disc(cx=x, cy=y, r=r, fill="bg", stroke=stroke, width=2),)
    moves = (("M" if at == 0 else "L", x + dx, y + dy) for at, (dx, dy) in enumerate(outline))
    return (Curve(commands=(*moves, ("Z",)), fill="bg", stroke=stroke, width=1.8),)


def _counts(row: Row, series: Series, y: float) -> list[Mark]:
    marks: list[Mark] = []
    for column in range(len(row.grid.edges) - 1):
        card = series.points.get(column)
        x = row.grid.centre(column)
        if card is None:
            marks.append(Group(marks=(line("–", x, y, TINY, fill="ink-2", anchor="middle"),), label=row.say("no_data")))
            continue
        count = _value(card).n
        words = line(
            f"n {number(count, row.locale)}" if count is not None else "–",
            x + 5,
            y,
            TINY,
            fill="ink-2",
            anchor="middle",
        )
        sign = evidence_glyph(row, card, x - words.width / 2 - 4, y - 4, 3.2)
        marks.append(Group(marks=(*sign, words), ref=f"card:{card.key}", label=in_words(_value(card), row.locale)))
    return marks


def _legend(row: Row, series: Series, y: float) -> tuple[Mark, ...]:
    """Name a curve at the left of its line of n, before a sample of its line and marker."""
    right = row.grid.edges[0] - 8
    room = right - PAGE - 34
    shown = wrap(series.name, room, TINY, lines=1)
    words = line(shown[0] if shown else "", right - 30, y, TINY, weight=500, fill="ink", anchor="end")
    x = right - 24
    sample = Line(x1=x, y1=y - 4, x2=x + 24, y2=y - 4, stroke=series.colour, width=2, dash=series.dash)
    marks = (sample, *_marker(series.index, x + 12, y - 4, series.colour, 3.4), words)
    return (Group(marks=marks, label=series.name, title=series.name if words.text != series.name else ""),)


def _valleys(chart: _Plot, all_series: list[Series]) -> list[tuple[str, Group]]:
    """Name the deepest point of every curve, each label where no other text, no point and no curve is."""
    taken = [box for series in all_series for box in _covered(chart, series)]
    placed: list[tuple[str, Group]] = []
    for series in all_series:
        column = _valley(chart, series)
        if column is not None:
            card = series.points[column]
            words = _label(chart, series, column, taken, several=len(all_series) > 1)
            taken.append(_extent(words))
            placed.append(
                (
                    card.key,
                    Group(marks=(words,), ref=f"card:{card.key}", label=words.text, title=chart.row.text(card.text)),
                )
            )
    return placed


def _covered(chart: _Plot, series: Series) -> list[tuple[float, float, float, float]]:
    """Return boxes over a curve's points and along its line."""
    points = [chart.at(column, _value(card).value) for column, card in series.points.items()]
    boxes = [(x - 6, y - 6, x + 6, y + 6) for x, y in points]
    line_points = [chart.at(column, _value(card).value) for column, card in series.sure.items()]
    for (x1, y1), (x2, y2) in pairwise(line_points):
        for part in range(1, 12):
            x, y = x1 + (x2 - x1) * part / 12, y1 + (y2 - y1) * part / 12
            boxes.append((x - (x2 - x1) / 24, y - 3, x + (x2 - x1) / 24, y + 3))
    return boxes


def _valley(chart: _Plot, series: Series) -> int | None:
    """Return the column of the deepest point; of a measured curve only if whoever measured it called it a pain."""
    cards = series.sure
    if any(_value(card).n is not None for card in cards.values()):
        cards = {column: card for column, card in cards.items() if card.tone == "pain"}
        return min(cards, key=lambda one: (_value(cards[one]).value, one), default=None)
    values = {column: _value(card).value for column, card in cards.items()}
    dip = LEAST_DIP * (chart.scale.high - chart.scale.low)
    if series.planned or len(values) < 3 or max(values.values()) - min(values.values()) < dip:
        return None
    return min(values, key=lambda one: (values[one], one))


def _label(
    chart: _Plot, series: Series, column: int, taken: list[tuple[float, float, float, float]], *, several: bool
) -> Words:
    card = series.points[column]
    what = chart.row.text(card.text) or (
        chart.row.text(chart.row.grid.columns[column].title) if chart.row.grid.columns else ""
    )
    said = chart.row.say("valley", what=what)
    text = wrap(f"{said} ({series.name})" if several else said, 230, LABEL, 600, lines=1)[0]
    x, y = chart.at(column, _value(card).value)
    half = width(text, LABEL, 600) / 2
    x = min(max(x, chart.row.grid.edges[0] + half), chart.row.grid.right - half)
    wanted = None
    for shift in (19.0, -11.0, 33.0, -25.0, 47.0, 61.0, 75.0, 89.0, 103.0, 117.0):
        wanted = line(text, x, y + shift, LABEL, weight=600, fill="pain", anchor="middle")
        if y + shift > chart.top + 4 and not any(_meet(_extent(wanted), box) for box in taken):
            return wanted
    lowest = max(box[3] for box in taken)
    return line(text, x, lowest + 14, LABEL, weight=600, fill="pain", anchor="middle")


def _extent(words: Words) -> tuple[float, float, float, float]:
    return words.x - words.width / 2, words.y - words.size, words.x + words.width / 2, words.y + 3


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _bottom(group: Group) -> float:
    return max(mark.y for mark in group.marks if isinstance(mark, Words))
