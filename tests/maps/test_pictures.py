"""Pictures that a map brings along are in every drawn file."""

import zlib
from base64 import b64encode
from io import BytesIO

import pypdf
import pytest
from pptx import Presentation

from footpath.maps import FORMATS, Card, Column, Lane, Map, Options


def png(side: int) -> bytes:
    """Return a green square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    rows = (b"\0" + b"\x1e\x6b\x52" * side) * side
    head = side.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def drawn(kind: str, src: str) -> bytes:
    card = Card(key="a", lane="see", at="pay", text="The till", props={"src": src})
    lane = Lane(key="see", type="storyboard", title="Seen")
    model = Map(key="m", title="M", columns=(Column(key="pay", title="Pay"),), lanes=(lane,), cards=(card,))
    return FORMATS[kind]().write(model, Options(theme="light"))


DATA = f"data:image/png;base64,{b64encode(png(8)).decode()}"


@pytest.mark.parametrize("kind", ["svg", "html"])
def test_a_picture_is_in_pages(kind: str) -> None:
    assert f'href="{DATA}" aria-label="The till"'.encode() in drawn(kind, DATA)


def test_a_picture_is_in_the_pdf() -> None:
    page = pypdf.PdfReader(BytesIO(drawn("pdf", DATA))).pages[0]
    assert len(page.images) == 1


def test_a_picture_is_native_on_the_slide_and_whole_in_its_frame() -> None:
    shapes = Presentation(BytesIO(drawn("pptx", DATA))).slides[0].shapes
    (found,) = [shape for shape in shapes if shape.shape_type == 13]
    assert found.image.blob == png(8)
    assert found.width == found.height
    assert found._element._nvXxPr.cNvPr.get("descr") == "The till"


@pytest.mark.parametrize("src", ["/api/v1/attachments/x", "https://x.org/a.png", "data:image/svg+xml;base64,AAAA", ""])
def test_nothing_is_loaded_from_elsewhere(src: str) -> None:
    assert b"<image" not in drawn("svg", src)


def test_a_broken_picture_breaks_no_file() -> None:
    for kind in ("svg", "pdf", "pptx"):
        assert drawn(kind, "data:image/png;base64,AAAA")
