"""QR codes are drawn as the standard says: compared with pictures of another encoder, and read back."""

import hashlib

import pytest

from footpath.core.errors import Invalid
from footpath.workshops import qr


def digest(text: str) -> str:
    rows = ("".join("#" if module else "." for module in row) for row in qr.matrix(text))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


@pytest.mark.parametrize(("count", "version"), [(14, 1), (84, 5), (122, 7), (213, 10)])
def test_full_codes_are_the_same_as_those_of_segno(count: int, version: int) -> None:
    """Texts that fill a code, for which no encoder has a choice; segno's matrices by their digest."""
    assert len(qr.matrix("a" * count)) == 17 + 4 * version
    assert digest("a" * count) == SEGNO[count]


SEGNO = {14: "c9435535453892e2", 84: "09ab7a74bbcf3fa5", 122: "4ea296b3632b06c9", 213: "7eb47fdb56b042f3"}


@pytest.mark.parametrize("text", ["x", "http://localhost:8080/join/ABCDEFGH", "https://journeys.example.org/join/Ā"])
def test_a_code_reads_back_as_its_text(text: str) -> None:
    grid = qr.matrix(text)
    version = (len(grid) - 17) // 4
    told = sum(grid[y][8] << at for at, y in enumerate((0, 1, 2, 3, 4, 5, 7, 8))) ^ 0x5412 & 0xFF
    told |= (sum(grid[8][x] << 8 + at for at, x in enumerate((7, 5, 4, 3, 2, 1, 0)))) ^ 0x5412 & 0xFF00
    mask = told >> 10 & 7
    free: qr.Grid = [[None] * len(grid) for _ in grid]
    qr._draw_fixed(free, version)
    qr._draw_format(free, mask)
    bits = [grid[y][x] ^ qr._masked(mask, x, y) for x, y in qr._path(len(grid)) if free[y][x] is None]
    stream = "".join("01"[bit] for bit in bits)
    assert stream[:4] == "0100"
    length = int(stream[4:12], 2)
    assert bytes(int(stream[12 + 8 * at : 20 + 8 * at], 2) for at in range(length)).decode() == text
    assert told >> 13 == 0, "level M"


def test_check_words_leave_no_remainder() -> None:
    words = [64, 23, 128, 236, 17]
    assert qr._remainder([*words, *qr._remainder(words, 10)], 10) == [0] * 10


def test_a_text_that_fits_no_code_is_refused() -> None:
    with pytest.raises(Invalid, match="too long"):
        qr.svg("a" * 214)
    assert qr.svg("a").startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"')
