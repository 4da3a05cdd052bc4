"""Cut the fonts in src/footpath/maps/fonts from the full ones. Run by hand, seldom; its results are committed.

    python tools/build_fonts.py INTER_FOLDER NOTO_FOLDER

INTER_FOLDER: the folder `web/` of the npm package `inter-ui` 4.1.1 (`npm pack inter-ui@4.1.1`, unpack it).
NOTO_FOLDER: where Debian's package `fonts-noto-cjk` puts `NotoSansCJK-Regular.ttc` and `-Bold.ttc`.

Inter keeps Latin with every European letter, Greek, Cyrillic, punctuation, arrows and mathematical signs.
Noto Sans TC keeps the frequent part of Big5, all of GB 2312, kana, bopomofo and full-width forms, in Taiwanese shapes.
The map's numbers are tabular everywhere, so the digits of the built fonts *are* the tabular ones (a PPTX cannot ask
for the feature, and a width measured once then holds in every format).
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

OUT = Path(__file__).resolve().parents[1] / "src" / "footpath" / "maps" / "fonts"
INTER = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700, "Italic": 400}
NOTO = {"Regular": 400, "Bold": 700}
INTER_RANGES = (
    (0x20, 0x17F), (0x18F, 0x18F), (0x192, 0x192), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1CD, 0x1DC), (0x1E6, 0x1E7),
    (0x1F4, 0x1F5), (0x1FA, 0x21B), (0x22A, 0x233), (0x2B0, 0x2DD), (0x300, 0x338), (0x370, 0x3FF), (0x400, 0x4FF),
    (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209C), (0x20A0, 0x20C0), (0x2100, 0x214F), (0x2150, 0x215F),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x2328), (0x25A0, 0x25FF), (0x2605, 0x2606), (0x2610, 0x2612),
    (0x2660, 0x2667), (0x2713, 0x2717), (0x2764, 0x2764), (0xFB00, 0xFB06),
)  # fmt: skip
NOTO_RANGES = (
    (0x2014, 0x2027),
    (0x3000, 0x30FF),
    (0x3105, 0x312F),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF9F),
    (0xFFE0, 0xFFE6),
)


def main(inter: Path, noto: Path) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for style in INTER:
        _cut(_inter(inter, style), _span(INTER_RANGES), ["kern", "mark", "mkmk", "ccmp", "locl"], f"Inter-{style}.ttf")
    for style in NOTO:
        _cut(_noto(noto, style), chinese() | _span(NOTO_RANGES), ["ccmp", "locl"], f"NotoSansTC-{style}.otf")


def chinese() -> set[int]:
    """Code points of Big5's first level and of GB 2312."""
    big5 = (_decode(bytes((a, b)), "big5") for a in range(0xA4, 0xC7) for b in range(0x40, 0xFF))
    gb = (_decode(bytes((a, b)), "gb2312") for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF))
    return {ord(char) for char in (*big5, *gb) if char}


def _decode(data: bytes, codec: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return ""
    return text if len(text) == 1 and "㐀" <= text <= "鿿" else ""


def _span(ranges: tuple[tuple[int, int], ...]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


def _inter(folder: Path, style: str) -> TTFont:
    font = TTFont(folder / f"Inter-{style}.woff2")
    font.flavor = None
    _tabular_digits(font)
    return font


def _tabular_digits(font: TTFont) -> None:
    """Point the ten digits at their tabular forms."""
    gsub = font["GSUB"].table
    lookups = {
        index
        for record in gsub.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    for index in sorted(lookups):
        for table in gsub.LookupList.Lookup[index].SubTable:
            swaps = getattr(table, "ExtSubTable", table).mapping
            for cmap in font["cmap"].tables:
                for code in range(ord("0"), ord("9") + 1):
                    if cmap.cmap.get(code) in swaps:
                        cmap.cmap[code] = swaps[cmap.cmap[code]]


def _noto(folder: Path, style: str) -> TTFont:
    collection = TTCollection(folder / f"NotoSansCJK-{style}.ttc")
    font = next(font for font in collection.fonts if font["name"].getDebugName(1).startswith("Noto Sans CJK TC"))
    for record in font["name"].names:
        record.string = (
            record.toUnicode().replace("Noto Sans CJK TC", "Noto Sans TC").replace("NotoSansCJKtc", "NotoSansTC")
        )
    cff = font["CFF "].cff
    cff.fontNames = [f"NotoSansTC-{style}"]
    return font


def _cut(font: TTFont, codes: set[int], features: list[str], name: str) -> None:
    options = subset.Options(
        layout_features=features, hinting=False, desubroutinize=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    )
    options.drop_tables += ["DSIG", "BASE", "VORG", "vhea", "vmtx", "meta"]
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    font.recalcTimestamp = False
    font.save(OUT / name)
    print(f"{name}: {(OUT / name).stat().st_size / 1e6:.2f} MB, {len(font.getBestCmap())} characters")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
