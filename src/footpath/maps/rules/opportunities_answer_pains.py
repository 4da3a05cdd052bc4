"""Opportunities that answer something."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule, cards_about
from footpath.maps.model import Card, Map, localised, stages


class OpportunitiesAnswerPains(Rule):
    """An opportunity stands in a stage with a pain point, or an arrow leads to it from one."""

    name = "opportunities_answer_pains"
    severity = "advice"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every opportunity that answers no pain point."""
        stage = _stage_of(model)
        pains = [card for _, card in cards_about(model, "pain", "pains")]
        hurting = {stage.get(key, key) for card in pains for key in _ends(card)}
        linked = {link.to for link in model.links} | {link.frm for link in model.links}
        for position, card in cards_about(model, "opportunity", "opportunities"):
            if card.key not in linked and not hurting & {stage.get(key, key) for key in _ends(card)}:
                message = f"“{localised(card.text, model.locale)}” answers no pain point."
                hint = "Add the pain point to this stage, or move the opportunity to where it hurts."
                yield Finding(path=f"cards[{position}]", message=message, hint=hint)


def _ends(card: Card) -> tuple[str, ...]:
    return (card.at, card.to) if card.to else (card.at,)


def _stage_of(model: Map) -> dict[str, str]:
    """Return the stage that every column belongs to."""
    parent = {column.key: column.parent for column in model.columns}
    tops = {column.key for column in stages(model)}
    found: dict[str, str] = {}
    for key in parent:
        here, seen = key, set[str]()
        while here not in tops and here in parent and here not in seen:
            seen.add(here)
            here = parent[here]
        found[key] = here
    return found
