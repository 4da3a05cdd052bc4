"""Never a bare number."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule
from footpath.maps.model import Map
from footpath.maps.numbers import MINUS
from footpath.maps.walk import figures


class NumbersHaveN(Rule):
    """A number says what it rests on: n, and how it was computed."""

    name = "numbers_have_n"
    severity = "warn"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every number without n, or without a definition."""
        for path, figure in figures(model):
            if figure.definition:
                continue
            shown = f"{figure.value:g}".replace("-", MINUS)
            message = f"{shown} lacks a definition." if figure.n is not None else f"{shown} lacks n and a definition."
            yield Finding(path=path, message=message, hint="Say how many it rests on and how it was computed.")
