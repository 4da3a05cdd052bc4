"""Pains that somebody felt."""

from collections.abc import Iterator

from footpath.maps.evidence import level
from footpath.maps.lint import Finding, Rule, cards_about
from footpath.maps.model import Map, localised


class PainsHaveEvidence(Rule):
    """A pain point rests on something customers did or said."""

    name = "pains_have_evidence"
    severity = "warn"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every pain point that is a guess."""
        for position, card in cards_about(model, "pain", "pains"):
            if level(card.evidence, model) == "hypothesis":
                message = f"“{localised(card.text, model.locale)}” is a guess."
                hint = "Count the interviews, tickets or cases that show it in `evidence`, or drop it."
                yield Finding(path=f"cards[{position}].evidence", message=message, hint=hint)
