"""A process map: steps as cards in columns, moves as curves as wide as they are frequent."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics.plots.fitting import fitted, width_of, wrapped
from footpath.analytics.plots.layers import Layout, layered
from footpath.analytics.plots.marks import Point, area, hinted, label, panel, stroke, tag
from footpath.analytics.plots.picture import Picture, picture, text

_MARGIN, _TOP = 24.0, 88.0
_LOOP, _BOW = 36.0, 26.0  # room above a card for its loop, and beside one for a move within its column
_CARD, _WIDEST, _PAD = 128.0, 216.0, 10.0
_LINE = 15.0
_WIDE, _NARROW, _ARROW = 13.0, 1.3, 7.0
_HEAD = 12.5


class Card(Struct, frozen=True):
    """A step.

    Attributes:
        title: its name; figures: the line under it.
        share: 0…1, how much of the card is filled.
        below: further lines: what stands left, what stands right and its colour.
        hint: its tooltip.
        ink: colour it is filled with.
    """

    title: str
    figures: str
    share: float
    below: tuple[tuple[str, str, str], ...] = ()
    hint: str = ""
    ink: str = "accent-soft"


class Move(Struct, frozen=True):
    """A move between two cards, by place; `weight` 0…1 is its width."""

    before: int
    after: int
    weight: float
    words: str
    hint: str = ""
    ink: str = ""


class Words(Struct, frozen=True):
    """What stands around the picture: title, line under it, legend (colour, text), note at the foot."""

    title: str
    under: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    note: str = ""


def process_map(cards: Sequence[Card], moves: Sequence[Move], words: Words) -> Picture:
    """Return the map; moves from right to left are in another colour."""
    sizes = [_size(card) for card in cards]
    loops = [_LOOP if any(move.before == move.after == at for move in moves) else 0.0 for at in range(len(cards))]
    layout = layered(
        [(wide, high + loop) for (wide, high), loop in zip(sizes, loops, strict=True)],
        [(move.before, move.after, move.weight) for move in moves],
    )
    below = tuple((x, y + loop) for (x, y), loop in zip(layout.spots, loops, strict=True))
    layout = replace(layout, spots=below)
    left, top = _MARGIN, _TOP
    curves = _Curves(layout, sizes, moves, (left, top))
    width = max(layout.size[0] + 2 * _MARGIN + _BOW, width_of(words.title, 16) + 2 * _MARGIN, 560.0)
    marks = _heading(words, width)
    marks += curves.drawn()
    for card, spot, size in zip(cards, layout.spots, sizes, strict=True):
        marks.append(_card(card, (spot[0] + left, spot[1] + top), size))
    marks += curves.labels()
    y = top + layout.size[1] + 8
    for line in wrapped(words.note, max(60, int(width / 6.4)))[:8]:
        y += 16
        marks.append(text(_MARGIN, y, line, size=11, ink="ink-2"))
    told = "; ".join(move.hint for move in moves)
    return picture(marks, (width, y + _MARGIN), words.title, told)


def _heading(words: Words, width: float) -> list[str]:
    marks = [label((_MARGIN, 34), words.title, size=16, weight=650), text(_MARGIN, 54, words.under, ink="ink-2")]
    x = _MARGIN
    for ink, told in words.legend:
        x_end = x + 18
        if x_end + width_of(told, 11) > width:
            break
        marks.append(stroke(f"M{x:.1f} 70H{x_end:.1f}", ink=ink, width=3))
        marks.append(text(x_end + 6, 74, told, size=11, ink="ink-2"))
        x = x_end + 6 + width_of(told, 11) + 18
    return marks


def _title(card: Card) -> list[str]:
    """Return the title in one line, or in two where it is long."""
    room = _WIDEST - 2 * _PAD
    if width_of(card.title, _HEAD) <= room:
        return [card.title]
    first, *others = wrapped(card.title, int(room / (_HEAD * 0.56))) or [""]
    return [first, fitted(" ".join(others), room, _HEAD)] if others else [fitted(first, room, _HEAD)]


def _size(card: Card) -> Point:
    title = _title(card)
    wide = max(
        *(width_of(line, _HEAD) for line in title),
        width_of(card.figures, 12),
        *(width_of(f"{left}   {right}", 11) for left, right, _ in card.below),
        0,
    )
    return min(max(_CARD, wide + 2 * _PAD), _WIDEST), 2 * _PAD + _LINE * (1 + len(title) + len(card.below)) - 4


def _card(card: Card, at: Point, size: Point) -> str:
    room = size[0] - 2 * _PAD
    marks = [panel(at, size)]
    filled = max(0.0, min(card.share, 1.0)) * size[0]
    if filled >= 1:
        # the filled part has square corners but where the card ends, so that it reads as a level
        marks.append(area(_level(at, size, filled), ink=card.ink))
    y = at[1] + _PAD + 9
    for line in _title(card):
        marks.append(label((at[0] + _PAD, y), line, size=_HEAD, weight=560))
        y += _LINE
    marks.append(label((at[0] + _PAD, y), fitted(card.figures, room + 1, 12), size=12))
    for left, right, ink in card.below:
        y += _LINE
        marks.append(label((at[0] + _PAD, y), left, size=11, ink="ink-2"))
        marks.append(label((at[0] + size[0] - _PAD, y), right, size=11, anchor="end", ink=ink))
    return hinted(marks, card.hint or card.title)


def _level(at: Point, size: Point, filled: float) -> str:
    """Return the left part of a card, within its hairline and round corners."""
    (x, y), (wide, high), r = at, size, 5.5
    x, y, wide, high = x + 0.5, y + 0.5, wide - 1, high - 1
    end = min(max(filled, r), wide)
    turn = r if end > wide - r else 0.0
    right = f"h{end - r - turn:.1f}" + (
        f"a{r} {r} 0 0 1 {r} {r}v{high - 2 * r:.1f}a{r} {r} 0 0 1 -{r} {r}" if turn else f"v{high:.1f}"
    )
    return f"M{x + r:.1f} {y:.1f}{right}H{x + r:.1f}a{r} {r} 0 0 1 -{r} -{r}V{y + r:.1f}a{r} {r} 0 0 1 {r} -{r}Z"


class _Curves:
    """Curves between cards, and where their labels find room."""

    def __init__(self, layout: Layout, sizes: Sequence[Point], moves: Sequence[Move], corner: Point) -> None:
        self._moves = moves
        self._layout = layout
        self._spots = [(x + corner[0], y + corner[1]) for x, y in layout.spots]
        self._sizes = sizes
        self._corner = corner
        self._widths = [max(_NARROW, _WIDE * move.weight) for move in moves]
        self._ports = self._placed()
        self._taken = [(x, y, x + size[0], y + size[1]) for (x, y), size in zip(self._spots, sizes, strict=True)]

    def _back(self, move: Move) -> bool:
        return self._layout.columns[move.before] > self._layout.columns[move.after]

    def _flat(self, move: Move) -> bool:
        return self._layout.columns[move.before] == self._layout.columns[move.after]

    def _placed(self) -> dict[tuple[int, bool], float]:
        """Return the y of each curve's beginning and end, side by side along the edge of the card."""
        ends: dict[tuple[int, bool], list[tuple[float, int, bool]]] = {}
        for place, move in enumerate(self._moves):
            if move.before == move.after:
                continue
            right = not self._back(move)
            for card, other, out in ((move.before, move.after, True), (move.after, move.before, False)):
                side = right if out or self._flat(move) else not right
                route = self._layout.routes[place]
                far = (route[0] if out else route[-1])[2] + self._corner[1] if route else self._middle(other)
                ends.setdefault((card, side), []).append((far, place, out))
        ports = {}
        for (card, _), those in ends.items():
            high = self._sizes[card][1] - 12
            need = sum(self._widths[place] for _, place, _ in those)
            gap = min(10.0, max(0.0, (high - need) / len(those)))
            scale = min(1.0, high / need) if need else 1.0
            y = self._middle(card) - (min(need, high) + gap * (len(those) - 1)) / 2
            for _, place, out in sorted(those):
                step = self._widths[place] * scale
                ports[place, out] = y + step / 2
                y += step + gap
        return ports

    def _middle(self, card: int) -> float:
        return self._spots[card][1] + self._sizes[card][1] / 2

    def points(self, place: int) -> list[Point]:
        """Return what a curve goes through: its beginning, the sides of columns it passes, its end."""
        move = self._moves[place]
        back = self._back(move)
        before, after = self._spots[move.before], self._spots[move.after]
        start = before[0] + (0 if back else self._sizes[move.before][0])
        stop = after[0] + (self._sizes[move.after][0] if back or self._flat(move) else 0)
        found = [(start, self._ports[place, True])]
        for come, go, y in self._layout.routes[place]:
            found += [(come + self._corner[0], y + self._corner[1]), (go + self._corner[0], y + self._corner[1])]
        return [*found, (stop, self._ports[place, False])]

    def drawn(self) -> list[str]:
        """Return the curves, the widest on top."""
        order = sorted(range(len(self._moves)), key=lambda place: (self._widths[place], -place))
        return [self._curve(place) for place in order]

    def _curve(self, place: int) -> str:
        move, width = self._moves[place], self._widths[place]
        ink = move.ink or ("warn" if self._back(move) else "accent")
        if move.before == move.after:
            return hinted(self._loop(move, width, ink), move.hint)
        points = self.points(place)
        head = _ARROW + width * 0.4
        towards = 1 if points[-1][0] > points[-2][0] else -1
        if self._flat(move):
            towards = -1
        tip = points[-1]
        end = (tip[0] - towards * head, tip[1])
        d = _bowed(points[0], end) if self._flat(move) else _through([*points[:-1], end])
        half = max(3.2, width * 0.75)
        arrow = f"M{tip[0]:.1f} {tip[1]:.1f}L{end[0]:.1f} {end[1] - half:.1f}V{end[1] + half:.1f}Z"
        return hinted([stroke(d, ink=ink, width=width, opacity=0.5), area(arrow, ink=ink)], move.hint)

    def _loop(self, move: Move, width: float, ink: str) -> list[str]:
        """Return an arc above a card."""
        (x, y), (wide, _) = self._spots[move.before], self._sizes[move.before]
        a, b = x + wide * 0.62, x + wide * 0.86
        d = f"M{a:.1f} {y:.1f}C{a - 8:.1f} {y - 26:.1f} {b + 8:.1f} {y - 26:.1f} {b:.1f} {y - 6:.1f}"
        arrow = f"M{b:.1f} {y:.1f}L{b - 4:.1f} {y - 7:.1f}H{b + 4:.1f}Z"
        return [stroke(d, ink=ink, width=min(width, 6), opacity=0.5), area(arrow, ink=ink)]

    def labels(self) -> list[str]:
        """Return the words of moves where there is room for them, those of the widest first."""
        marks = []
        for place in sorted(range(len(self._moves)), key=lambda one: (-self._widths[one], one)):
            move = self._moves[place]
            wide = width_of(move.words, 11)
            for x, y in self._rooms(place, wide):
                box = (x - wide / 2 - 2, y - 10, x + wide / 2 + 2, y + 3)
                if not any(box[0] < c and a < box[2] and box[1] < d and b < box[3] for a, b, c, d in self._taken):
                    self._taken.append(box)
                    marks.append(tag((x, y), move.words, wide + 4))
                    break
        return marks

    def _rooms(self, place: int, wide: float) -> list[Point]:
        """Return where the words of a move could stand."""
        move = self._moves[place]
        if move.before == move.after:
            (x, y), (width, _) = self._spots[move.before], self._sizes[move.before]
            return [(x + width * 0.74, y - 22), (x + width - wide / 2, y - 22)]
        points = self.points(place)
        if self._flat(move):
            return [(points[0][0] + _BOW + wide / 2, (points[0][1] + points[-1][1]) / 2 + 4)]
        spans = list(pairwise(points))
        longest = sorted(spans, key=lambda span: -abs(span[1][0] - span[0][0]))
        return [
            (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * (share * share * (3 - 2 * share)) + 4)
            for a, b in longest
            for share in (0.5, 0.4, 0.6, 0.3, 0.7)
        ]


def _through(points: Sequence[Point]) -> str:
    """Return a curve through points that is level at each."""
    d = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for place, (a, b) in enumerate(pairwise(points)):
        if place % 2:  # across a column
            d += f"L{b[0]:.1f} {b[1]:.1f}"
        else:
            bend = (b[0] - a[0]) / 2
            d += f"C{a[0] + bend:.1f} {a[1]:.1f} {b[0] - bend:.1f} {b[1]:.1f} {b[0]:.1f} {b[1]:.1f}"
    return d


def _bowed(a: Point, b: Point) -> str:
    """Return a curve between two points of one column, out to the right."""
    out = max(a[0], b[0]) + _BOW
    return f"M{a[0]:.1f} {a[1]:.1f}C{out:.1f} {a[1]:.1f} {out:.1f} {b[1]:.1f} {b[0]:.1f} {b[1]:.1f}"
