"""QR codes of short texts as SVG (ISO/IEC 18004: bytes, level M, versions 1 to 10), for phones to read off a screen."""

from collections.abc import Iterator

from footpath.core.errors import Invalid

# Per version from 1: data bytes in all, error correction bytes a block, blocks.
_SIZES = (
    (16, 10, 1), (28, 16, 1), (44, 26, 1), (64, 18, 2), (86, 24, 2), (108, 16, 4), (124, 18, 4), (154, 22, 4),
    (182, 22, 5), (216, 26, 5),
)  # fmt: skip
_ALIGNED = ((), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34), (6, 22, 38), (6, 24, 42), (6, 26, 46), (6, 28, 50))
QR_BYTES = 213  # of the longest text
_QUIET = 4  # modules of air around it
Grid = list[list[bool | None]]


def svg(text: str) -> str:
    """Return the picture of a text of up to `QR_BYTES` bytes; black on white whatever the theme, for cameras."""
    grid = matrix(text)
    size = len(grid) + 2 * _QUIET
    dark = "".join(
        f"M{x + _QUIET},{y + _QUIET}h1v1h-1z" for y, row in enumerate(grid) for x, module in enumerate(row) if module
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="white" d="M0,0h{size}v{size}h-{size}z"/><path d="{dark}"/></svg>'
    )


def matrix(text: str) -> list[list[bool]]:
    """Return the modules, row by row, True = dark; raises Invalid when the text is too long."""
    data = text.encode()
    version = next((v for v, (room, _, _) in enumerate(_SIZES, 1) if len(data) <= room - (2 if v < 10 else 3)), 0)
    if not version:
        raise Invalid("The address is too long for a QR code.", hint="Set FOOTPATH_URL to a shorter one.")
    bits = _bits(_codewords(data, version))
    drawn = [_drawn(version, bits, mask) for mask in range(8)]
    return min(drawn, key=_penalty)


def _codewords(data: bytes, version: int) -> bytes:
    """Return what is drawn: data in blocks, interleaved, and their error correction after them."""
    room, correcting, blocks = _SIZES[version - 1]
    length = 8 if version < 10 else 16
    stream = f"{0b0100:04b}{len(data):0{length}b}" + "".join(f"{byte:08b}" for byte in data)
    stream += "0" * min(4, room * 8 - len(stream))
    stream += "0" * (-len(stream) % 8)
    words = [int(stream[at : at + 8], 2) for at in range(0, len(stream), 8)]
    words += [(0xEC, 0x11)[at % 2] for at in range(room - len(words))]
    short, longer = divmod(room, blocks)
    parts, at = [], 0
    for block in range(blocks):
        size = short + (block >= blocks - longer)
        parts.append(words[at : at + size])
        at += size
    checks = [_remainder(part, correcting) for part in parts]
    laid = [part[place] for place in range(short + 1) for part in parts if place < len(part)]
    laid += [check[place] for place in range(correcting) for check in checks]
    return bytes(laid)


def _times(a: int, b: int) -> int:
    """Multiply in the field of 256 elements of x⁸ + x⁴ + x³ + x² + 1."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = (a << 1) ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


def _remainder(words: list[int], count: int) -> list[int]:
    """Return the Reed–Solomon check words."""
    divisor, root = [1], 1
    for _ in range(count):
        divisor = [a ^ _times(b, root) for a, b in zip([*divisor, 0], [0, *divisor], strict=True)]  # times (x − root)
        root = _times(root, 2)
    left = [0] * count
    for word in words:
        factor = word ^ left[0]
        left = [one ^ _times(by, factor) for one, by in zip([*left[1:], 0], divisor[1:], strict=True)]
    return left


def _bits(words: bytes) -> list[bool]:
    return [bool(word >> shift & 1) for word in words for shift in range(7, -1, -1)]


def _drawn(version: int, bits: list[bool], mask: int) -> list[list[bool]]:
    size = 17 + 4 * version
    grid: Grid = [[None] * size for _ in range(size)]
    _draw_fixed(grid, version)
    _draw_format(grid, mask)
    waiting = iter(bits)
    for x, y in _path(size):
        if grid[y][x] is None:
            grid[y][x] = next(waiting, False) ^ _masked(mask, x, y)
    return [[bool(module) for module in row] for row in grid]


def _path(size: int) -> Iterator[tuple[int, int]]:
    """Yield the order in which modules are filled: two columns at a time, up and down, from the right."""
    up = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for y in range(size - 1, -1, -1) if up else range(size):
            yield right, y
            yield right - 1, y
        up = not up


def _draw_fixed(grid: Grid, version: int) -> None:
    size = len(grid)
    for at in range(8, size - 8):
        grid[6][at] = grid[at][6] = at % 2 == 0
    for cx, cy in ((3, 3), (size - 4, 3), (3, size - 4)):
        _draw_square(grid, cx, cy, 4)
    centres = _ALIGNED[version - 1]
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for cx in centres:
        for cy in centres:
            if (cx, cy) not in corners:
                _draw_square(grid, cx, cy, 2)
    if version >= 7:
        _draw_version(grid, version)


def _draw_square(grid: Grid, cx: int, cy: int, reach: int) -> None:
    """Draw a pattern to find (reach 4, with the light ring around it) or to align by (reach 2)."""
    light = (2, 4) if reach == 4 else (1,)
    for y in range(max(0, cy - reach), min(len(grid), cy + reach + 1)):
        for x in range(max(0, cx - reach), min(len(grid), cx + reach + 1)):
            grid[y][x] = max(abs(x - cx), abs(y - cy)) not in light


def _draw_version(grid: Grid, version: int) -> None:
    left = version
    for _ in range(12):
        left = (left << 1) ^ ((left >> 11) * 0x1F25)
    told = version << 12 | left
    for at in range(18):
        x, y = len(grid) - 11 + at % 3, at // 3
        grid[y][x] = grid[x][y] = bool(told >> at & 1)


def _draw_format(grid: Grid, mask: int) -> None:
    """Draw level M (00) and the mask, twice."""
    left = mask
    for _ in range(10):
        left = (left << 1) ^ ((left >> 9) * 0x537)
    told = (mask << 10 | left) ^ 0x5412
    size = len(grid)
    first = [(8, at) for at in (0, 1, 2, 3, 4, 5, 7, 8)] + [(at, 8) for at in (7, 5, 4, 3, 2, 1, 0)]
    second = [(size - 1 - at, 8) for at in range(8)] + [(8, size - 7 + at) for at in range(7)]
    for places in (first, second):
        for at, (x, y) in enumerate(places):
            grid[y][x] = bool(told >> at & 1)
    grid[size - 8][8] = True


def _masked(mask: int, x: int, y: int) -> bool:
    turned = (
        x + y, y, x, x + y, x // 3 + y // 2, x * y % 2 + x * y % 3, x * y % 2 + x * y % 3, (x + y) % 2 + x * y % 3,
    )[mask]  # fmt: skip
    if mask in (2, 3):
        return turned % 3 == 0
    return (turned == 0) if mask == 5 else turned % 2 == 0


def _penalty(grid: list[list[bool]]) -> int:
    """Return how hard a camera finds it: long runs, blocks, look-alikes of the corners, too dark or too light."""
    turned = [list(column) for column in zip(*grid, strict=True)]
    found = sum(_runs(line) for line in (*grid, *turned))
    size = len(grid)
    for y in range(size - 1):
        for x in range(size - 1):
            found += 3 * (grid[y][x] == grid[y][x + 1] == grid[y + 1][x] == grid[y + 1][x + 1])
    dark = sum(map(sum, grid))
    return found + 10 * (abs(dark * 20 - size * size * 10) // (size * size))


def _runs(line: list[bool]) -> int:
    text = "".join("#" if module else "." for module in line)
    found = sum(len(run) - 2 for run in text.replace("#.", "# .").replace(".#", ". #").split() if len(run) >= 5)
    alike = ("#.###.#....", "....#.###.#")
    return found + 40 * sum(text.startswith(pattern, at) for pattern in alike for at in range(len(text)))
