"""Cell formats of the workbook: few colours, each with one meaning, as in the picture."""

from typing import Any

from footpath.maps.model import Card, Unit
from footpath.maps.render.theme import colour

NUMBER_FORMATS: dict[Unit, str] = {
    "count": "#,##0.##",
    "persons": "#,##0",
    "share": "0.0%",
    "points": '0.0" pts"',
    "seconds": "[h]:mm:ss",
    "score": "0.00",
    "money": "#,##0.00",
    "ratio": "0.00",
}
_DAY_S = 86_400
LONGEST = 32_767  # characters Excel keeps in a cell
UNTITLED = "…"  # what a cell says of a column or lane without a title
_FILLS = {"pain": "pain-soft", "warn": "warn-soft", "good": "accent-soft"}


class Styles:
    """Formats made once a workbook; Excel keeps a limited number.

    Args:
        book: the xlsxwriter workbook.
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **settings: Any) -> Any:
        """Return the format with these xlsxwriter properties over the workbook's own."""
        key = tuple(sorted(settings.items()))
        if key not in self._made:
            # With a quote prefix no program runs a text that begins with "=" as a formula, not even after an edit.
            own = {"font_name": "Inter", "font_size": 10, "font_color": colour("ink", "light"), "valign": "top"}
            self._made[key] = self._book.add_format({"quote_prefix": True, **own, **settings})
        return self._made[key]

    def chart(self) -> Any:
        """Return a new line chart."""
        return self._book.add_chart({"type": "line"})

    def title(self) -> Any:
        """Return the format of a sheet's title."""
        return self(bold=True, font_size=18)

    def quiet(self) -> Any:
        """Return the format of secondary text."""
        return self(font_color=colour("ink-2", "light"))

    def head(self) -> Any:
        """Return the format of a column's name."""
        return self(bold=True, text_wrap=True, bottom=1, bottom_color=colour("line", "light"), valign="bottom")

    def stage(self) -> Any:
        """Return the format of a stage."""
        return self(
            bold=True,
            font_size=11,
            bg_color=colour("accent-soft", "light"),
            valign="vcenter",
            indent=1,
            right=5,
            right_color="#FFFFFF",
        )

    def text(self) -> Any:
        """Return the format of running text."""
        return self(text_wrap=True)

    def number(self, unit: Unit) -> Any:
        """Return the format of a number in its unit."""
        return self(num_format=NUMBER_FORMATS[unit], align="left", quote_prefix=False)

    def card(self, card: Card, **settings: Any) -> Any:
        """Return the format of a card: pain has a thick left edge, a quote is italic."""
        if card.tone in _FILLS:
            settings |= {"bg_color": colour(_FILLS[card.tone], "light")}
        if card.tone in ("pain", "warn"):
            settings |= {"left": 5, "left_color": colour(card.tone, "light")}
        return self(text_wrap=True, **settings)


def cell_value(value: float, unit: Unit) -> float:
    """Return a figure's value as Excel counts it: durations in days."""
    return value / _DAY_S if unit == "seconds" else value


def fitting(text: str) -> str:
    """Return `text` cut, with an ellipsis, to what a cell can hold."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
