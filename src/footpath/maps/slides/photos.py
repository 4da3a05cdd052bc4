"""Pictures on a slide: native, whole, in the middle of their frame."""

from base64 import b64decode
from binascii import Error
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from footpath.maps.marks import leaves
from footpath.maps.render.scene import Mark, Picture


def place(slide: Any, marks: Iterable[Mark], emu: float) -> None:
    """Add the pictures among some marks; those that PowerPoint cannot show (WebP) leave their frame empty."""
    for mark in leaves(marks):
        if isinstance(mark, Picture):
            _place(slide, mark, emu)


def _place(slide: Any, mark: Picture, emu: float) -> None:
    try:
        data = b64decode(mark.src.partition(",")[2], validate=True)
        shown = slide.shapes.add_picture(BytesIO(data), 0, 0)
    except (Error, ValueError, OSError):
        return
    scale = min(mark.w * emu / shown.width, mark.h * emu / shown.height)
    shown.width, shown.height = round(shown.width * scale), round(shown.height * scale)
    shown.left = round((mark.x + mark.w / 2) * emu - shown.width / 2)
    shown.top = round((mark.y + mark.h / 2) * emu - shown.height / 2)
    shown._element._nvXxPr.cNvPr.set("descr", mark.alt)  # noqa: SLF001 - python-pptx has no word for it
