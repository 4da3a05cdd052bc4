"""Curves: a smooth line that never overshoots its points, arcs for loops, rounded connectors."""

from collections.abc import Sequence
from itertools import pairwise

Command = tuple[str | float, ...]
Point = tuple[float, float]


def smooth(points: Sequence[Point]) -> tuple[Command, ...]:
    """Return a monotone cubic through points of growing x (Fritsch & Carlson 1980), as one path."""
    if not points:
        return ()
    return (("M", *points[0]), *smooth_on(points))


def smooth_on(points: Sequence[Point]) -> tuple[Command, ...]:
    """Return the curve commands of `smooth` without the first move, to join paths."""
    slopes = _slopes(points)
    commands: list[Command] = []
    for index, ((x0, y0), (x1, y1)) in enumerate(pairwise(points)):
        third = (x1 - x0) / 3
        commands.append(
            ("C", x0 + third, y0 + slopes[index] * third, x1 - third, y1 - slopes[index + 1] * third, x1, y1)
        )
    return tuple(commands)


def _slopes(points: Sequence[Point]) -> list[float]:
    chords = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(points)]
    if not chords:
        return [0.0]
    inner = [0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in pairwise(chords)]
    return [chords[0], *inner, chords[-1]] if len(chords) > 1 else [chords[0]] * 2


def band(upper: Sequence[Point], lower: Sequence[Point]) -> tuple[Command, ...]:
    """Return the closed area between two curves through points of the same x."""
    back = [(-x, y) for x, y in reversed(lower)]  # mirrored, so that x grows on the way back
    mirrored = [_mirror(command) for command in smooth_on(back)]
    return (*smooth(upper), ("L", *lower[-1]), *mirrored, ("Z",))


def _mirror(command: Command) -> Command:
    kind, *numbers = command
    return (kind, *(-float(value) if index % 2 == 0 else value for index, value in enumerate(numbers)))


def arc(x0: float, x1: float, base: float, height: float) -> tuple[Command, ...]:
    """Return a flat-topped arc from (x0, base) over to (x1, base), `height` px high (negative: below)."""
    reach = min(abs(x1 - x0) / 2, 36.0)
    way = reach if x1 > x0 else -reach
    top = base - height
    return (
        ("M", x0, base),
        ("C", x0, base - height * 0.7, x0 + way * 0.35, top, x0 + way, top),
        ("L", x1 - way, top),
        ("C", x1 - way * 0.35, top, x1, base - height * 0.7, x1, base),
    )


def arrow_head(x: float, y: float, *, down: bool = True, size: float = 4.5) -> tuple[Command, ...]:
    """Return a small triangle whose tip is at (x, y)."""
    back = y - size * 1.7 if down else y + size * 1.7
    return (("M", x, y), ("L", x - size, back), ("L", x + size, back), ("Z",))


def chevron(x: float, y: float, w: float, h: float, *, notch: float, tip: float) -> tuple[Command, ...]:
    """Return an arrow-shaped band: `notch` px cut in at the left, `tip` px pointing out at the right."""
    return (
        ("M", x, y),
        ("L", x + w - tip, y),
        ("L", x + w, y + h / 2),
        ("L", x + w - tip, y + h),
        ("L", x, y + h),
        ("L", x + notch, y + h / 2),
        ("Z",),
    )
