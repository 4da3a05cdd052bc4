"""Fonts for one file: only the letters it uses, as data inside it."""

import base64
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import BytesIO

from footpath.maps.render.scene import Words
from footpath.maps.render.text import FONTS, style, wide

_WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700, "Italic": 400}


def letters(words: Iterable[Words]) -> dict[str, set[str]]:
    """Return which characters are drawn in which font file."""
    used: dict[str, set[str]] = {}
    for one in words:
        face = "Italic" if one.italic else style(one.weight)
        used.setdefault(f"Inter-{face}.ttf", set()).update(one.text)
        chinese = {char for char in one.text if wide(char)}
        if chinese:
            used.setdefault(f"NotoSansTC-{'Bold' if 'Bold' in face else 'Regular'}.otf", set()).update(chinese)
    return used


def embedded(used: Mapping[str, set[str]]) -> str:
    """Return @font-face rules holding subsets of the shipped fonts with the characters asked for."""
    rules = []
    for file in sorted(used):
        family, _, face = file.rpartition(".")[0].partition("-")
        data = base64.b64encode(_subset(file, "".join(sorted(used[file])))).decode("ascii")
        rules.append(
            f"@font-face{{font-family:'{'Inter' if family == 'Inter' else 'Noto Sans TC'}';"
            f"font-weight:{_weights(family, face)};font-style:{'italic' if face == 'Italic' else 'normal'};"
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        )
    return "".join(rules)


def _weights(family: str, face: str) -> str:
    if family != "Inter":
        return "600 900" if face == "Bold" else "100 500"
    return str(_WEIGHTS[face])


@lru_cache(maxsize=32)
def _subset(file: str, characters: str) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        flavor="woff2", layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], notdef_outline=True
    )
    options.recalc_timestamp = False
    with TTFont(FONTS / file, recalcTimestamp=False) as font:
        if not any(unicodedata.combining(char) for char in characters):
            # Kerning is not in the widths that lines are broken by, and reading its table takes most of the time.
            del font["GPOS"]
        cutter = subset.Subsetter(options)
        cutter.populate(text=characters)
        cutter.subset(font)
        font.flavor = "woff2"
        out = BytesIO()
        font.save(out)
        return out.getvalue()
