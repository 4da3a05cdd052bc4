"""A picture: SVG with a title and a description, in the colours of light and dark pages."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from msgspec import Struct

from footpath.core.errors import Invalid

COLOURS = {  # token: (light, dark)
    "bg": ("#FBFAF7", "#141816"), "ink": ("#1F2521", "#EEF1EC"), "ink-2": ("#58615B", "#A7B0A9"),
    "line": ("#E4E1D9", "#2E3531"), "accent": ("#1E6B52", "#6FCBA8"), "accent-soft": ("#E3F0EA", "#1F3A30"),
    "pain": ("#B3382C", "#F2938A"), "pain-soft": ("#FBEAE7", "#3A2220"), "warn": ("#9A6200", "#E8B75C"),
    "second": ("#7A5BB0", "#B9A2E8"), "third": ("#1F69A3", "#7FBDF2"), "fourth": ("#9A4A12", "#F0A46C"),
    "fifth": ("#A2326F", "#EF9CCB"), "panel": ("#FFFFFF", "#1C211E"), "warn-soft": ("#FBF1DD", "#3A2E17"),
}  # fmt: skip
SERIES = ("accent", "second", "third", "fourth", "fifth")
DASHES = ("", "7 4", "2 3", "10 3 2 3", "4 2")


class Picture(Struct, frozen=True):
    """A finished picture.

    Attributes:
        svg: the whole SVG element.
        title: what it shows, in one line.
    """

    svg: str
    title: str

    def save(self, path: str | Path) -> Path:
        """Write the picture to a file ending in .svg or .html and return its path."""
        target = Path(path)
        if target.suffix == ".svg":
            target.write_text(self.svg, encoding="utf-8")
        elif target.suffix in (".html", ".htm"):
            head = f'<!doctype html><meta charset="utf-8"><title>{escape(self.title)}</title>'
            target.write_text(head + self.svg, encoding="utf-8")
        else:
            raise Invalid(f"{target}: pictures are .svg or .html.", hint="Use one of these endings.")
        return target

    def _repr_html_(self) -> str:
        return self.svg


def picture(marks: Iterable[str], size: tuple[float, float], title: str, description: str) -> Picture:
    """Put SVG marks on a page; colours are given as `class="fill-TOKEN"` or `class="stroke-TOKEN"`.

    Args:
        marks: SVG elements made by `text`, `box`, `line`, `path`.
        size: width and height in px.
        title, description: what it shows, read out by screen readers.
    """
    width, height = size
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" class="footpath-plot"><title>{escape(title)}</title>'
        f"<desc>{escape(description)}</desc><style>{_style()}</style>"
        f'<rect class="fill-bg" width="{width:g}" height="{height:g}"/>{"".join(marks)}</svg>'
    )
    return Picture(svg, title)


def _style() -> str:
    def rules(scheme: int) -> str:
        return "".join(
            f".footpath-plot .fill-{token}{{fill:{pair[scheme]}}}"
            f".footpath-plot .stroke-{token}{{stroke:{pair[scheme]}}}"
            for token, pair in COLOURS.items()
        )

    font = (
        ".footpath-plot text{font-family:Inter,'Noto Sans TC',system-ui,sans-serif;font-variant-numeric:tabular-nums}"
    )
    return f"{font}{rules(0)}@media (prefers-color-scheme:dark){{{rules(1)}}}"


def text(x: float, y: float, words: str, *, size: float = 12, anchor: str = "start", ink: str = "ink") -> str:
    """Return a line of text; `anchor` is start, middle or end."""
    at = f'x="{x:.5g}" y="{y:.5g}" font-size="{size:g}" text-anchor="{anchor}"'
    return f'<text class="fill-{ink}" {at}>{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, *, ink: str = "accent", hint: str = "") -> str:
    """Return a filled rectangle with a tooltip."""
    tip = f"<title>{escape(hint)}</title>" if hint else ""
    at = f'x="{x:.5g}" y="{y:.5g}" width="{width:.5g}" height="{height:.5g}"'
    return f'<rect class="fill-{ink}" {at} rx="2">{tip}</rect>'


def line(points: Iterable[tuple[float, float]], *, ink: str = "line", width: float = 1, dash: str = "") -> str:
    """Return an open line through points."""
    at = " ".join(f"{x:.5g},{y:.5g}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline class="stroke-{ink}" points="{at}" fill="none" stroke-width="{width:g}"{dashes}/>'
