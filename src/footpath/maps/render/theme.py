"""The colours and type sizes of every picture. A scene names a colour by its token; a format looks it up here."""

from typing import Literal

Scheme = Literal["light", "dark"]

COLOURS: dict[str, tuple[str, str]] = {  # token: (light, dark)
    "bg": ("#FBFAF7", "#141816"),
    "panel": ("#FFFFFF", "#1C211E"),
    "ink": ("#1F2521", "#EEF1EC"),
    "ink-2": ("#58615B", "#A7B0A9"),
    "line": ("#E4E1D9", "#2E3531"),
    "accent": ("#1E6B52", "#6FCBA8"),
    "accent-soft": ("#E3F0EA", "#1F3A30"),
    "pain": ("#B3382C", "#F2938A"),
    "pain-soft": ("#FBEAE7", "#3A2220"),
    "warn": ("#9A6200", "#E8B75C"),
    "warn-soft": ("#FBF1DD", "#3A2E17"),
    "second": ("#7A5BB0", "#B9A2E8"),
    "third": ("#1F69A3", "#7FBDF2"),
    "fourth": ("#9A4A12", "#F0A46C"),
    "fifth": ("#A2326F", "#EF9CCB"),
}
CURVES = ("accent", "second", "third", "fourth", "fifth")  # one a persona, told apart by dash and marker as well
DASHES: tuple[tuple[float, ...], ...] = ((), (7, 4), (2, 3), (10, 3, 2, 3), (4, 2))

TITLE, STAGE, STEP, TEXT, SMALL, TINY = 24.0, 13.5, 12.5, 12.5, 11.5, 11.0
PAGE, GUTTER, PAD = 24.0, 12.0, 12.0  # page margin, air between columns, air above and below a lane's content
LEADING = 1.36


def colour(token: str, scheme: Scheme) -> str:
    """Return a token's colour as #RRGGBB; raises KeyError for a token that is not in the theme."""
    return COLOURS[token][scheme == "dark"]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two #RRGGBB colours (WCAG 2.2, 1…21)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(value: str) -> float:
    channels = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
