"""Scene → SVG markup: with colours written out for programs that draw, or as CSS classes for pages with two themes."""

import re
from collections.abc import Iterable, Iterator
from html import escape as html_escape

from footpath.maps.render.scene import Curve, Disc, Group, Line, Mark, Picture, Rect, Scene, Words
from footpath.maps.render.theme import COLOURS, Scheme, colour

FAMILY = "Inter, 'Noto Sans TC', system-ui, sans-serif"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """Return text safe inside markup and attributes, without characters XML does not allow."""
    return html_escape(_FORBIDDEN.sub("", text), quote=True)


class Pen:
    """Writes marks as SVG elements.

    Args:
        scheme: write colours out for this scheme; None = as classes `f-TOKEN` and `s-TOKEN` of a style sheet.
        live: make cards and figures reachable by pointer and keyboard.
    """

    def __init__(self, scheme: Scheme | None = None, *, live: bool = False) -> None:
        self._scheme = scheme
        self._live = live

    def marks(self, marks: Iterable[Mark]) -> str:
        """Return the markup of marks in order."""
        return "".join(self._mark(mark) for mark in marks)

    def _mark(self, mark: Mark) -> str:
        match mark:
            case Group():
                return self._group(mark)
            case Words():
                return self._words(mark)
            case Rect():
                return self._rect(mark)
            case Line():
                ends = f'x1="{n(mark.x1)}" y1="{n(mark.y1)}" x2="{n(mark.x2)}" y2="{n(mark.y2)}"'
                return f"<line {ends}{self._ink('', mark.stroke, mark.width, mark.dash)}/>"
            case Disc() | Picture():
                return self._disc(mark) if isinstance(mark, Disc) else picture(mark)
            case Curve():
                faint = f' opacity="{n(mark.opacity)}"' if mark.opacity < 1 else ""
                return f'<path d="{_path(mark)}"{self._ink(mark.fill, mark.stroke, mark.width, mark.dash)}{faint}/>'

    def _group(self, group: Group) -> str:
        title = f"<title>{escape(group.title)}</title>" if group.title else ""
        return f"<g{self._role(group)}>{title}{self.marks(group.marks)}</g>"

    def _role(self, group: Group) -> str:
        ref = f' data-ref="{escape(group.ref)}"' if group.ref else ""
        label = f' aria-label="{escape(group.label)}"' if group.label else ""
        if not self._live or not label:
            return ref + (
                f' role="img"{label}' if label and group.ref.startswith(("card:", "figure:", "link:")) else ""
            )
        asks = group.ref.startswith(("card:", "figure:", "column:")) or bool(group.title)
        return f'{ref}{label} role="button" tabindex="-1"' if asks else f'{ref}{label} role="group"'

    def _words(self, words: Words) -> str:
        look = f' font-weight="{words.weight}"' if words.weight != 400 else ""
        look += ' font-style="italic"' if words.italic else ""
        look += f' text-anchor="{words.anchor}"' if words.anchor != "start" else ""
        look += f' lang="{escape(words.lang)}"' if words.lang else ""
        place = f'x="{n(words.x)}" y="{n(words.y)}" font-size="{n(words.size)}"'
        text = f"<text {place}{look}{self._ink(words.fill)}>{escape(words.text)}</text>"
        if not words.href or self._live:  # a live card is a button, which may hold no link: its table does
            return text
        return f'<a href="{escape(words.href)}" target="_blank" rel="noopener noreferrer">{text}</a>'

    def _rect(self, rect: Rect) -> str:
        ink = self._ink(rect.fill, rect.stroke, rect.stroke_width)
        if rect.square_left and rect.radius:
            r, right, bottom = rect.radius, rect.x + rect.w, rect.y + rect.h
            corner = f"a{n(r)} {n(r)} 0 0 1"
            down = f"H{n(right - r)}{corner} {n(r)} {n(r)}V{n(bottom - r)}{corner} {n(-r)} {n(r)}"
            path = f"M{n(rect.x)} {n(rect.y)}{down}H{n(rect.x)}Z"
            return f'<path d="{path}"{ink}/>'
        rounded = f' rx="{n(rect.radius)}"' if rect.radius else ""
        return f'<rect x="{n(rect.x)}" y="{n(rect.y)}" width="{n(rect.w)}" height="{n(rect.h)}"{rounded}{ink}/>'

    def _disc(self, disc: Disc) -> str:
        ink = self._ink(disc.fill, disc.stroke, disc.width, disc.dash)
        if disc.half:
            r = n(disc.r)
            return f'<path d="M{n(disc.cx)} {n(disc.cy - disc.r)}a{r} {r} 0 0 0 0 {n(2 * disc.r)}Z"{ink}/>'
        return f'<circle cx="{n(disc.cx)}" cy="{n(disc.cy)}" r="{n(disc.r)}"{ink}/>'

    def _ink(self, fill: str = "", stroke: str = "", width: float = 1.0, dash: tuple[float, ...] = ()) -> str:
        line = ""
        if stroke:
            line = f' stroke-width="{n(width)}"' if width != 1 else ""
            line += f' stroke-dasharray="{" ".join(n(one) for one in dash)}"' if dash else ""
            line += ' stroke-linecap="round" stroke-linejoin="round"' if not dash else ""
        if self._scheme is None:
            names = [f"f-{fill}" if fill else "f-none", *([f"s-{stroke}"] if stroke else [])]
            return f' class="{" ".join(names)}"{line}'
        painted = f' fill="{colour(fill, self._scheme) if fill else "none"}"'
        return painted + (f' stroke="{colour(stroke, self._scheme)}"' if stroke else "") + line


def picture(mark: Picture) -> str:
    """Return a picture, whole in its box."""
    box = f'x="{n(mark.x)}" y="{n(mark.y)}" width="{n(mark.w)}" height="{n(mark.h)}"'
    return f'<image {box} href="{escape(mark.src)}" aria-label="{escape(mark.alt)}"/>'


def n(value: float) -> str:
    """Return a number as short as two decimals allow."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _path(curve: Curve) -> str:
    return "".join(str(kind) + " ".join(n(float(value)) for value in numbers) for kind, *numbers in curve.commands)


def classes() -> str:
    """Return the style rules behind the classes of a `Pen` without a scheme."""
    fills = "".join(f".f-{token}{{fill:var(--{token})}}.s-{token}{{stroke:var(--{token})}}" for token in COLOURS)
    return f".f-none{{fill:none}}{fills}"


def variables(scheme: Scheme) -> str:
    """Return the theme's colours as CSS variables."""
    return "".join(f"--{token}:{colour(token, scheme)};" for token in COLOURS)


def words_of(marks: Iterable[Mark]) -> Iterator[Words]:
    """Walk over all text of a drawing."""
    for mark in marks:
        if isinstance(mark, Words):
            yield mark
        elif isinstance(mark, Group):
            yield from words_of(mark.marks)


def document(scene: Scene, scheme: Scheme | None, font_css: str = "") -> str:
    """Return a whole SVG file: in one scheme, or following the reader's system when `scheme` is None."""
    size = f'width="{n(scene.width)}" height="{n(scene.height)}" viewBox="0 0 {n(scene.width)} {n(scene.height)}"'
    style = font_css
    if scheme is None:
        dark = f"@media (prefers-color-scheme:dark){{svg{{{variables('dark')}}}}}"
        style += f"svg{{{variables('light')}}}{dark}{classes()}"
    sheet = f"<style>{style}</style>" if style else ""
    ground = Rect(x=0, y=0, w=scene.width, h=scene.height, fill="bg")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FAMILY}" role="img" '
        f'aria-label="{escape(scene.title)}"><title>{escape(scene.title)}</title>{sheet}'
        f"{Pen(scheme).marks((ground, *scene.marks))}</svg>\n"
    )
