"""Never a bare number."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule
from footpath.maps.model import Map
from footpath.maps.walk import figures


class NumbersHaveN(Rule):
    """A number says what it rests on: n, and how it was computed."""

    name = "numbers_have_n"
    severity = "warn"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every number without n, or without a definition."""
        for path, figure in figures(model):
            lacking = [
                word for word, missing in (("n", figure.n is None), ("a definition", not figure.definition)) if missing
            ]
            if lacking and not (figure.n is None and figure.definition):
                message = f"{figure.value:g} lacks {' and '.join(lacking)}."
                yield Finding(path=path, message=message, hint="Say how many it rests on and how it was computed.")
