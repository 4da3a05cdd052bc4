"""A sankey: steps in columns by position, ribbons between them as wide as they are frequent."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.analytics.plots.fitting import fitted, width_of, wrapped
from footpath.analytics.plots.marks import Point, area, hinted, label, tag
from footpath.analytics.plots.picture import Picture, picture, text
from footpath.analytics.telling import phrase

_MARGIN, _TOP, _BAR, _GAP = 24.0, 108.0, 10.0, 16.0
_COLUMN, _LAST = 216.0, 180.0
_HIGH, _ROW = 420.0, 14.0
_STUB = 26.0
_SWEEPS = 6


class Stop(Struct, frozen=True):
    """A step at a position.

    Attributes:
        column: its position, from 0.
        share: 0…1, its height; left: 0…1 of those who end there.
        last: put below all others of the column.
    """

    column: int
    share: float
    left: float
    label: str
    words: str
    hint: str = ""
    ink: str = "accent"
    last: bool = False


class Ribbon(Struct, frozen=True):
    """A move between two stops, by place; `share` 0…1 is its width."""

    before: int
    after: int
    share: float
    hint: str = ""
    ink: str = "accent"
    opacity: float = 0.26


class Around(Struct, frozen=True):
    """What stands around the picture: title, line under it, legend (colour, text), titles of columns, note below."""

    title: str
    under: str
    legend: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    note: str


def sankey(stops: Sequence[Stop], ribbons: Sequence[Ribbon], around: Around) -> Picture:
    """Return the picture."""
    columns = max((stop.column for stop in stops), default=0) + 1
    scale = max(_HIGH, _ROW * 2.2 * _fullest(stops))
    order = _ordered(stops, ribbons, columns)
    spots = {}
    low = 0.0
    for place, column in enumerate(order):
        y = _TOP
        for one in column:
            spots[one] = (_MARGIN + place * _COLUMN, y)
            y += max(stops[one].share * scale, 1.0) + _GAP
        low = max(low, y)
    width = max(2 * _MARGIN + (columns - 1) * _COLUMN + _LAST, width_of(around.title, 16) + 2 * _MARGIN, 520)
    marks = _heading(around)
    marks += _ribbons(stops, ribbons, spots, scale)
    marks += _stops(stops, order, spots, scale)
    y = low
    for line in wrapped(around.note, max(60, int(width / 6.4)))[:8]:
        y += 16
        marks.append(text(_MARGIN, y, line, size=11, ink="ink-2"))
    told = "; ".join(ribbon.hint for ribbon in ribbons)
    return picture(marks, (width, y + _MARGIN), around.title, told)


def _heading(around: Around) -> list[str]:
    marks = [label((_MARGIN, 34), around.title, size=16, weight=650), text(_MARGIN, 54, around.under, ink="ink-2")]
    x = _MARGIN
    for ink, told in around.legend:
        marks.append(area(f"M{x:.1f} 65h14v10h-14Z", ink=ink, opacity=0.5))
        marks.append(text(x + 20, 74, told, size=11, ink="ink-2"))
        x += 38 + width_of(told, 11)
    for place, title in enumerate(around.columns):
        marks.append(label((_MARGIN + place * _COLUMN, _TOP - 10), title, size=11, ink="ink-2"))
    return marks


def _fullest(stops: Sequence[Stop]) -> int:
    counts: dict[int, int] = {}
    for stop in stops:
        counts[stop.column] = counts.get(stop.column, 0) + (stop.share > 0.01)
    return max(counts.values(), default=0)


def _ordered(stops: Sequence[Stop], ribbons: Sequence[Ribbon], columns: int) -> list[list[int]]:
    """Return the stops of each column from top to bottom: near those they come from and go to."""
    order = [
        sorted((one for one, stop in enumerate(stops) if stop.column == column), key=lambda one: -stops[one].share)
        for column in range(columns)
    ]
    for sweep in range(_SWEEPS):
        where = {one: float(place) for column in order for place, one in enumerate(column)}
        middle = dict(where)
        weight = dict.fromkeys(where, 1e-9)
        pull = {one: place * 1e-9 for one, place in where.items()}
        for ribbon in ribbons:
            here, there = (ribbon.after, ribbon.before) if sweep % 2 == 0 else (ribbon.before, ribbon.after)
            weight[here] += ribbon.share
            pull[here] += ribbon.share * where[there]
        middle = {one: pull[one] / weight[one] for one in where}
        order = [sorted(column, key=lambda one: (stops[one].last, middle[one], one)) for column in order]
    return order


def _ribbons(
    stops: Sequence[Stop], ribbons: Sequence[Ribbon], spots: dict[int, Point], scale: float
) -> list[str]:  # fmt: skip
    """Return ribbons, each beginning and ending below the one before, the widest underneath."""
    out = {one: spot[1] for one, spot in spots.items()}
    into = dict(out)
    begin: dict[int, float] = {}
    end: dict[int, float] = {}
    for place in sorted(range(len(ribbons)), key=lambda one: spots[ribbons[one].after][1]):
        begin[place] = out[ribbons[place].before]
        out[ribbons[place].before] += ribbons[place].share * scale
    for place in sorted(range(len(ribbons)), key=lambda one: spots[ribbons[one].before][1]):
        end[place] = into[ribbons[place].after]
        into[ribbons[place].after] += ribbons[place].share * scale
    marks = []
    for place in sorted(range(len(ribbons)), key=lambda one: -ribbons[one].share):
        ribbon = ribbons[place]
        tall = max(ribbon.share * scale, 0.6)
        a, b = spots[ribbon.before][0] + _BAR, spots[ribbon.after][0]
        bend = (a + b) / 2
        y, z = begin[place], end[place]
        d = (
            f"M{a:.1f} {y:.2f}C{bend:.1f} {y:.2f} {bend:.1f} {z:.2f} {b:.1f} {z:.2f}v{tall:.2f}"
            f"C{bend:.1f} {z + tall:.2f} {bend:.1f} {y + tall:.2f} {a:.1f} {y + tall:.2f}Z"
        )
        marks.append(hinted([area(d, ink=ribbon.ink, opacity=ribbon.opacity)], ribbon.hint))
    for one, stop in enumerate(stops):
        marks += _stub(stop, spots[one], scale)
    return marks


def _stub(stop: Stop, spot: Point, scale: float) -> list[str]:
    """Return the wedge for those who end at a stop, bending down."""
    tall = stop.left * scale
    if tall < 0.6:
        return []
    y = spot[1] + stop.share * scale - tall
    a, b = spot[0] + _BAR, spot[0] + _BAR + _STUB
    down = min(tall * 0.25, 6.0)
    d = f"M{a:.1f} {y:.2f}C{a + 14:.1f} {y:.2f} {b - 8:.1f} {y + down:.2f} {b:.1f} {y + down + tall / 2:.2f}"
    d += f"C{b - 8:.1f} {y + down + tall * 0.9:.2f} {a + 14:.1f} {y + tall:.2f} {a:.1f} {y + tall:.2f}Z"
    return [
        hinted([area(d, ink="pain", opacity=0.32)], phrase("{n} end at {step}", n=f"{stop.left:.1%}", step=stop.label))
    ]


def _stops(stops: Sequence[Stop], order: list[list[int]], spots: dict[int, Point], scale: float) -> list[str]:
    """Return bars and their labels, where there is room for these below each other."""
    marks, names = [], []
    for column in order:
        free = 0.0
        for one in column:
            stop, (x, y) = stops[one], spots[one]
            tall = max(stop.share * scale, 1.0)
            bar = area(f"M{x:.1f} {y:.2f}h{_BAR:.1f}v{tall:.2f}h-{_BAR:.1f}Z", ink=stop.ink)
            marks.append(hinted([bar], stop.hint or f"{stop.label}: {stop.words}"))
            two = tall >= 2 * _ROW
            line = max(y + min(tall / 2, 40.0) + (-2 if two else 4), free)
            if line > y + tall + _GAP:
                continue
            room = _COLUMN - _BAR - 24
            name = fitted(stop.label, room if two else room * 0.62, 12)
            names.append(_named((x + _BAR + 6, line), name, ""))
            beside = width_of(name, 12) + 8
            if two and stop.words:
                names.append(_named((x + _BAR + 6, line + _ROW), "", stop.words))
            elif stop.words and beside + width_of(stop.words, 11) <= room:
                names.append(_named((x + _BAR + 6 + beside, line), "", stop.words))
            free = line + (2 if two else 1) * _ROW + 2
    return marks + names


def _named(at: Point, name: str, words: str) -> str:
    told, size = (name, 12.0) if name else (words, 11.0)
    wide = width_of(told, size)
    patch = tag((at[0] + wide / 2, at[1]), "", wide + 4, size=size)
    return patch + label(at, told, size=size, weight=560 if name else 400, ink="ink" if name else "ink-2")
