"""Pages: everything is on one of them, and titles come again."""

import io

import pytest
from pypdf import PdfReader
from worlds import lamp
from worlds_hard import huge

from footpath.maps import Map, Options
from footpath.maps.formats.pdf import Pdf
from footpath.maps.formats.png import Png
from footpath.maps.render.layout import layout
from footpath.maps.tiling import tiled


@pytest.mark.parametrize("make", [lamp, huge])
def test_tiles_cover_the_drawing_once(make: object) -> None:
    scene = layout(make())  # type: ignore[operator]
    sheets = tiled(scene, 842.0, 595.0, 22.0, 0.75)
    area = sum((x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (sheet.tiles[0].window for sheet in sheets))
    assert area == pytest.approx(scene.width * scene.height)
    for sheet in sheets:
        for tile in sheet.tiles:
            left, top, right, bottom = tile.window
            assert tile.x + (right - left) * tile.scale <= sheet.width - 21.9
            assert tile.y + (bottom - top) * tile.scale <= sheet.height - 21.9


def pages(model: Map, **options: object) -> list[tuple[float, float, str]]:
    read = PdfReader(io.BytesIO(Pdf().write(model, Options(**options))))  # type: ignore[arg-type]
    return [(float(p.mediabox.width), float(p.mediabox.height), p.extract_text()) for p in read.pages]


def test_a_page_fits_the_drawing_or_the_paper() -> None:
    scene = layout(lamp())
    [(width, height, text)] = pages(lamp())
    assert (width, height) == pytest.approx((scene.width * 0.75, scene.height * 0.75), abs=0.1)
    assert "I order a lamp and live with it" in text
    [(width, height, text)] = pages(lamp(), paper="a3")
    assert (width, height) == pytest.approx((1190.55, 841.89), abs=0.1)


def test_tiled_pages_repeat_lane_titles_and_step_names() -> None:
    found = pages(lamp(), paper="a4", tiled=True)
    assert len(found) > 1
    assert all("Emotion" in text or "Pain points" in text for _, _, text in found)


def test_png_has_as_many_pixels_as_asked_for() -> None:
    scene = layout(lamp())
    for scale in (1.0, 2.0):
        data = Png().write(lamp(), Options(scale=scale))
        width = int.from_bytes(data[16:20], "big")
        assert width == pytest.approx(scene.width * scale, abs=2)


def test_dark_is_dark() -> None:
    assert Png().write(lamp(), Options(scale=0.5)) != Png().write(lamp(), Options(scale=0.5, theme="dark"))
