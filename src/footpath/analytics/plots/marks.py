"""Marks that pictures of paths need beside text, boxes and lines: curves, areas, cards, labels on curves."""

from collections.abc import Iterable
from html import escape

Point = tuple[float, float]


def hinted(marks: Iterable[str], hint: str) -> str:
    """Return marks as one thing with a tooltip."""
    return f"<g><title>{escape(hint)}</title>{''.join(marks)}</g>"


def stroke(d: str, *, ink: str, width: float, opacity: float = 1, dash: str = "") -> str:
    """Return a curve along SVG path data."""
    more = f' stroke-dasharray="{dash}"' if dash else ""
    more += f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<path class="stroke-{ink}" d="{d}" fill="none" stroke-width="{width:.3g}"{more}/>'


def area(d: str, *, ink: str, opacity: float = 1) -> str:
    """Return an area within SVG path data."""
    more = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<path class="fill-{ink}" d="{d}"{more}/>'


def panel(at: Point, size: Point, *, ink: str = "panel", edge: str = "line", dash: str = "", radius: float = 6) -> str:
    """Return a card: a rectangle with a hairline."""
    more = f' stroke-dasharray="{dash}"' if dash else ""
    place = f'x="{at[0]:.1f}" y="{at[1]:.1f}" width="{size[0]:.1f}" height="{size[1]:.1f}" rx="{radius:g}"'
    return f'<rect class="fill-{ink} stroke-{edge}" {place}{more}/>'


def label(
    at: Point, words: str, *, size: float = 12, weight: int = 400, anchor: str = "start", ink: str = "ink"
) -> str:
    """Return a line of text of some weight."""
    place = f'x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size:g}" font-weight="{weight}" text-anchor="{anchor}"'
    return f'<text class="fill-{ink}" {place}>{escape(words)}</text>'


def tag(at: Point, words: str, width: float, *, size: float = 11, ink: str = "ink") -> str:
    """Return a line of text around a point, on a patch in the colour of the page: for labels that lie on curves."""
    x, y = at
    patch = f'x="{x - width / 2:.1f}" y="{y - size * 0.86:.1f}" width="{width:.1f}" height="{size * 1.18:.1f}" rx="3"'
    return f'<rect class="fill-bg" fill-opacity="0.86" {patch}/>' + label(
        at, words, size=size, anchor="middle", ink=ink
    )
