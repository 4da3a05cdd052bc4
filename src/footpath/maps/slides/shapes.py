"""DrawingML of single shapes: what PowerPoint, Keynote and LibreOffice draw and let people edit."""

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from footpath.maps.marks import Bounds, bounds, pairs
from footpath.maps.render.scene import Curve, Disc, Line, Rect, Words
from footpath.maps.render.text import chinese
from footpath.maps.render.theme import LEADING, Scheme, colour
from footpath.maps.slides.paragraphs import Block, Paragraph

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ASCENT = 0.97  # of the font size: from the top of a line box to its baseline in Inter at single spacing
_SLACK = 1.06  # room for the font that stands in where Inter is not installed
_BOLD_FROM = 600
Element = etree._Element  # noqa: SLF001 - the name lxml-stubs gives the type


class Pen:
    """Makes the elements of one slide: numbers them, scales px to EMU and looks colours up.

    Args:
        emu: English Metric Units a px.
        scheme: light or dark.
        language: BCP 47 tag of texts that don't say theirs.
    """

    def __init__(self, *, emu: float, scheme: Scheme, language: str) -> None:
        self._emu = emu
        self._scheme = scheme
        self._language = language
        self._last = 1

    def rect(self, mark: Rect) -> Element:
        """Return a rectangle, rounded as the mark says."""
        shape, properties = self._shape("Box", (mark.x, mark.y, mark.x + mark.w, mark.y + mark.h))
        shorter = min(mark.w, mark.h)
        share = round(min(0.5, mark.radius / shorter) * 100_000) if shorter else 0
        if mark.square_left and share:
            self._preset(properties, "round2SameRect", {"adj1": share, "adj2": 0})
            self._turn_right(properties, mark)
        else:
            self._preset(properties, "roundRect" if share else "rect", {"adj": share} if share else {})
        self._paint(properties, mark.fill)
        self._stroke(properties, mark.stroke, mark.stroke_width)
        return shape

    def disc(self, mark: Disc) -> Element:
        """Return a circle."""
        shape, properties = self._shape("Dot", bounds(mark))
        self._preset(properties, "ellipse", {})
        self._paint(properties, mark.fill)
        self._stroke(properties, mark.stroke, mark.width, mark.dash)
        return shape

    def curve(self, mark: Curve) -> Element:
        """Return a freeform with the mark's own points."""
        box = bounds(mark)
        shape, properties = self._shape("Curve", box)
        geometry = _add(properties, A, "custGeom")
        for word in ("avLst", "gdLst", "ahLst", "cxnLst"):
            _add(geometry, A, word)
        _add(geometry, A, "rect", l="0", t="0", r="r", b="b")
        width, height = self._size(box)
        path = _add(_add(geometry, A, "pathLst"), A, "path", w=str(width), h=str(height))
        if not mark.fill:
            path.set("fill", "none")
        for command in mark.commands:
            self._command(path, command, box)
        self._paint(properties, mark.fill, mark.opacity)
        self._stroke(properties, mark.stroke, mark.width, mark.dash)
        return shape

    def chevron(self, mark: Curve, title: Block) -> Element:
        """Return a stage's arrow as a native pentagon or chevron that holds its title."""
        left, top, _, bottom = box = bounds(mark)
        shape, properties = self._shape("Stage", box)
        xs = sorted({round(x, 2) for command in mark.commands for x, _ in pairs(command)})
        notched = len(xs) > 3
        depth = xs[-1] - xs[-2] if len(xs) > 1 else 0.0
        share = round(depth / max(1.0, bottom - top) * 100_000)
        self._preset(properties, "chevron" if notched else "homePlate", {"adj": share})
        self._paint(properties, mark.fill)
        self._stroke(properties, mark.stroke, mark.width)
        # A chevron's text begins where its notch ends.
        body = self._body(shape, anchor="ctr", left=title.left - left - (depth if notched else 0.0))
        for paragraph in title.paragraphs:
            self._paragraph(body, paragraph)
        return shape

    def line(self, mark: Line) -> Element:
        """Return a straight connector, with an arrow head when the mark has one."""
        left, top, right, bottom = bounds(mark)
        shape = etree.Element(f"{{{P}}}cxnSp", nsmap={"p": P, "a": A})
        self._name(_add(shape, P, "nvCxnSpPr"), "Line", "cNvCxnSpPr")
        properties = _add(shape, P, "spPr")
        turned = {}
        if mark.x2 < mark.x1:
            turned["flipH"] = "1"
        if mark.y2 < mark.y1:
            turned["flipV"] = "1"
        self._place(properties, (left, top, right, bottom), **turned)
        self._preset(properties, "line", {})
        self._stroke(properties, mark.stroke, mark.width, mark.dash, arrow=mark.arrow)
        return shape

    def text(self, block: Block) -> Element:
        """Return a text box whose lines break where the layout broke them."""
        first = block.paragraphs[0].style
        room = block.width * _SLACK
        left = {"start": block.left, "middle": first.x - room / 2, "end": first.x - room}[first.anchor]
        top = block.baseline - _ASCENT * first.size - (LEADING - 1.21) / 2 * first.size
        box = (left, top, left + room, block.bottom + 0.4 * first.size)
        shape, properties = self._shape("Text", box, text_box=True)
        self._preset(properties, "rect", {})
        _add(properties, A, "noFill")
        body = self._body(shape, anchor="t")
        for paragraph in block.paragraphs:
            self._paragraph(body, paragraph)
        return shape

    def group(self, members: list[Element], box: Bounds, name: str) -> Element:
        """Return the members as one group, so that a card moves as a whole."""
        group = etree.Element(f"{{{P}}}grpSp", nsmap={"p": P, "a": A})
        self._name(_add(group, P, "nvGrpSpPr"), name, "cNvGrpSpPr")
        properties = _add(group, P, "grpSpPr")
        frame = self._place(properties, box)
        for word, at in (("chOff", ("x", "y")), ("chExt", ("cx", "cy"))):
            source = frame[0 if word == "chOff" else 1]
            _add(frame, A, word, **{key: str(source.get(key)) for key in at})
        group.extend(members)
        return group

    def _shape(self, name: str, box: Bounds, *, text_box: bool = False) -> tuple[Element, Element]:
        shape = etree.Element(f"{{{P}}}sp", nsmap={"p": P, "a": A})
        kind = self._name(_add(shape, P, "nvSpPr"), name, "cNvSpPr")
        if text_box:
            kind.set("txBox", "1")
        properties = _add(shape, P, "spPr")
        self._place(properties, box)
        return shape, properties

    def _name(self, home: Element, name: str, kind: str) -> Element:
        self._last += 1
        _add(home, P, "cNvPr", id=str(self._last), name=f"{name} {self._last}")
        found = _add(home, P, kind)
        _add(home, P, "nvPr")
        return found

    def _units(self, px: float) -> int:
        return round(px * self._emu)

    def _size(self, box: Bounds) -> tuple[int, int]:
        left, top, right, bottom = box
        return max(1, self._units(right - left)), max(1, self._units(bottom - top))

    def _place(self, properties: Element, box: Bounds, **turned: str) -> Element:
        frame = _add(properties, A, "xfrm", **turned)
        width, height = self._size(box)
        _add(frame, A, "off", x=str(self._units(box[0])), y=str(self._units(box[1])))
        _add(frame, A, "ext", cx=str(width), cy=str(height))
        return frame

    def _turn_right(self, properties: Element, mark: Rect) -> None:
        """Lay the shape with two rounded top corners on its side: they are the right ones then."""
        frame = properties[0]
        middle_x, middle_y = mark.x + mark.w / 2, mark.y + mark.h / 2
        box = (middle_x - mark.h / 2, middle_y - mark.w / 2, middle_x + mark.h / 2, middle_y + mark.w / 2)
        width, height = self._size(box)
        frame.set("rot", "5400000")
        frame[0].set("x", str(self._units(box[0])))
        frame[0].set("y", str(self._units(box[1])))
        frame[1].set("cx", str(width))
        frame[1].set("cy", str(height))

    def _preset(self, properties: Element, name: str, adjusted: dict[str, int]) -> None:
        values = _add(_add(properties, A, "prstGeom", prst=name), A, "avLst")
        for word, value in adjusted.items():
            _add(values, A, "gd", name=word, fmla=f"val {value}")

    def _paint(self, home: Element, token: str, opacity: float = 1.0) -> None:
        if not token:
            _add(home, A, "noFill")
            return
        found = _add(_add(home, A, "solidFill"), A, "srgbClr", val=colour(token, self._scheme).lstrip("#"))
        if opacity < 1:
            _add(found, A, "alpha", val=str(round(opacity * 100_000)))

    def _stroke(
        self, home: Element, token: str, width: float, dash: tuple[float, ...] = (), *, arrow: bool = False
    ) -> None:
        ends = {} if dash or not token else {"cap": "rnd"}
        line = _add(home, A, "ln", w=str(max(1, self._units(width))), **ends)
        self._paint(line, token)
        if token and dash:
            parts = _add(line, A, "custDash")
            for on, off in zip(dash[::2], dash[1::2], strict=False):
                _add(parts, A, "ds", d=_thousandths(on / width), sp=_thousandths(off / width))
        if token:
            _add(line, A, "round")
        if arrow:
            _add(line, A, "tailEnd", type="triangle")

    def _command(self, path: Element, command: tuple[str | float, ...], box: Bounds) -> None:
        word = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo", "Z": "close"}[str(command[0])]
        home = _add(path, A, word)
        for x, y in pairs(command):
            _add(home, A, "pt", x=str(self._units(x - box[0])), y=str(self._units(y - box[1])))

    def _body(self, shape: Element, *, anchor: str, left: float = 0.0) -> Element:
        body = _add(shape, P, "txBody")
        edges = {"lIns": str(self._units(left)), "tIns": "0", "rIns": "0", "bIns": "0"}
        _add(_add(body, A, "bodyPr", wrap="none", anchor=anchor, rtlCol="0", **edges), A, "noAutofit")
        return body

    def _paragraph(self, body: Element, paragraph: Paragraph) -> None:
        style = paragraph.style
        home = _add(body, A, "p")
        aligned = {"start": "l", "middle": "ctr", "end": "r"}[style.anchor]
        look = _add(home, A, "pPr", algn=aligned)
        pitch = paragraph.pitch or LEADING * style.size
        _add(_add(look, A, "lnSpc"), A, "spcPts", val=str(self._points(pitch)))
        before = max(0.0, paragraph.gap - pitch)
        if before > 0.5:
            _add(_add(look, A, "spcBef"), A, "spcPts", val=str(self._points(before)))
        for position, line in enumerate(paragraph.lines):
            if position:
                self._font(_add(home, A, "br"), style)
            run = _add(home, A, "r")
            self._font(run, style)
            _add(run, A, "t").text = printable(line)

    def _points(self, px: float) -> int:
        """Return px as hundredths of a point."""
        return round(px * self._emu / 127)

    def _font(self, run: Element, style: Words) -> None:
        tag = style.lang or ("zh-TW" if chinese(style.text) else self._language)
        settings = {"lang": tag, "sz": str(max(100, self._points(style.size)))}
        if style.weight >= _BOLD_FROM:
            settings["b"] = "1"
        if style.italic:
            settings["i"] = "1"
        look = _add(run, A, "rPr", **settings)
        self._paint(look, style.fill)
        _add(look, A, "latin", typeface="Inter")
        _add(look, A, "ea", typeface="Noto Sans TC")
        if style.href:
            _add(look, A, "hlinkClick", **{LINK: printable(style.href)})


def describe(shape: Element, words: str, title: str = "") -> None:
    """Give a shape alternative text for people who hear the slide instead of seeing it."""
    named = next(shape.iter(f"{{{P}}}cNvPr"))
    if words:
        named.set("descr", printable(words))
    if title:
        named.set("title", printable(title))


def printable(text: str) -> str:
    """Return `text` without the characters XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


def _thousandths(share: float) -> str:
    return str(max(1, round(share * 100_000)))


def _add(home: Element, space: str, word: str, **attributes: Any) -> Element:
    return etree.SubElement(home, f"{{{space}}}{word}", attributes)


def around(boxes: Iterable[Bounds]) -> Bounds:
    """Return the box around boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
