"""The presentation: the map on one slide of its own size, then how it was made."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu

from footpath.maps.archive import steady
from footpath.maps.marks import Bounds, Leaf, bounds, leaves
from footpath.maps.model import Map, localised
from footpath.maps.render.scene import Curve, Disc, Group, Line, Mark, Rect, Scene, Words
from footpath.maps.render.text import clean
from footpath.maps.render.theme import Scheme, colour
from footpath.maps.slides.notes import note_pages
from footpath.maps.slides.paragraphs import block_of, blocks
from footpath.maps.slides.photos import place
from footpath.maps.slides.shapes import LINK, A, Element, Pen, around, describe

_EMU_PER_PX = 9525.0
_LARGEST = 51_206_400  # 56 inches, the most PowerPoint takes
_SMALLEST = 914_400
_BLANK_LAYOUT = 6
_LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)


def deck(model: Map, scene: Scene, *, scheme: Scheme, locale: str) -> bytes:
    """Return the file; the same map gives the same bytes."""
    show = Presentation()
    emu = min(_EMU_PER_PX, _LARGEST / max(scene.width, scene.height))
    show.slide_width = Emu(max(_SMALLEST, round(scene.width * emu)))
    show.slide_height = Emu(max(_SMALLEST, round(scene.height * emu)))
    _facts(show, model, locale)
    pen = Pen(emu=emu, scheme=scheme, language={"zh-Hant": "zh-TW"}.get(locale, locale))
    place(_slide(show, list(_drawn(scene.marks, pen)), scheme), scene.marks, emu)
    for page in note_pages(model, locale, scene.width, scene.height):
        pen = Pen(emu=emu, scheme=scheme, language=locale)
        _slide(show, list(_drawn(page, pen)), scheme)
    packed = BytesIO()
    show.save(packed)
    return steady(packed.getvalue())


def _facts(show: Any, model: Map, locale: str) -> None:
    facts = show.core_properties
    facts.title = clean(localised(model.title, locale))[:255]
    facts.subject = clean(localised(model.scenario, locale))[:255]
    facts.author = facts.last_modified_by = clean(model.owner)[:255] or "Footpath"
    facts.created = facts.modified = (model.as_of or _LONG_AGO).astimezone(UTC).replace(tzinfo=None)
    facts.revision = 1


def _slide(show: Any, shapes: list[Element], scheme: Scheme) -> Any:
    slide = show.slides.add_slide(show.slide_layouts[_BLANK_LAYOUT])
    fill = slide.background.fill
    fill.solid()
    untyped: Any = RGBColor
    fill.fore_color.rgb = untyped(*bytes.fromhex(colour("bg", scheme).lstrip("#")))
    tree = slide.shapes._spTree  # noqa: SLF001 - python-pptx adds shapes one by one, in quadratic time
    for placeholder in list(slide.placeholders):
        tree.remove(placeholder._element)  # noqa: SLF001
    tree.extend(shapes)
    for link in tree.iter(f"{{{A}}}hlinkClick"):  # a slide keeps addresses aside and names them by number
        link.set(LINK, slide.part.relate_to(link.get(LINK), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    return slide


def _drawn(marks: tuple[Mark, ...], pen: Pen) -> Iterator[Element]:
    """Yield the shapes of marks; a group without groups inside becomes one group to move."""
    flat: list[Mark] = []
    for mark in marks:
        if not isinstance(mark, Group):
            flat.append(mark)
            continue
        yield from _members(flat, pen)
        flat = []
        if any(isinstance(inner, Group) for inner in mark.marks):
            yield from _drawn(mark.marks, pen)
        elif mark.marks:
            yield _grouped(mark, pen)
    yield from _members(flat, pen)


def _grouped(group: Group, pen: Pen) -> Element:
    members = list(_members(group.marks, pen))
    kind, _, key = group.ref.partition(":")
    shape = members[0] if len(members) == 1 else pen.group(members, _box(group), f"{kind or 'part'} {key}".strip())
    describe(shape, group.label, "" if group.title == group.label else group.title)
    return shape


def _box(group: Group) -> Bounds:
    return around(bounds(leaf) for leaf in leaves(group.marks))


def _members(marks: Any, pen: Pen) -> Iterator[Element]:
    """Yield the shapes first and the text on them after."""
    flat = list(leaves(marks))
    words = [mark for mark in flat if isinstance(mark, Words)]
    arrow = _stage_arrow(flat)
    if arrow:
        yield pen.chevron(arrow, block_of(words))
        return
    for mark in flat:
        if isinstance(mark, Rect):
            yield pen.rect(mark)
        elif isinstance(mark, Disc):
            yield pen.disc(mark)
        elif isinstance(mark, Curve):
            yield pen.curve(mark)
        elif isinstance(mark, Line):
            yield pen.line(mark)
    for block in blocks(words):
        yield pen.text(block)


def _stage_arrow(marks: list[Leaf]) -> Curve | None:
    """Return the arrow when the marks are a stage: an arrow and, inside it, its title."""
    if len(marks) < 2 or not isinstance(marks[0], Curve):
        return None
    arrow, titles = marks[0], marks[1:]
    left, top, right, bottom = bounds(arrow)
    straight = all(command[0] in ("M", "L", "Z") for command in arrow.commands)
    inside = all(
        isinstance(title, Words) and title.anchor == "start" and left <= title.x <= right and top <= title.y <= bottom
        for title in titles
    )
    return arrow if straight and inside and arrow.fill else None
