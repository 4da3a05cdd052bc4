"""The evidence ladder and freshness of cards, computed from the facts behind them."""

from datetime import timedelta

from footpath.maps.model import Card, Evidence, Level, Map

MEASURED_MIN_N = 30  # below this a metric is "too few" and does not count as measured
FRESH_FOR = timedelta(days=90)  # against the map's as_of, so that the same data always gives the same map


def level(evidence: Evidence, model: Map) -> Level:
    """Return how well a card is supported: hypothesis < reported < observed < measured."""
    if evidence.measured >= MEASURED_MIN_N and fresh(evidence, model):
        return "measured"
    if evidence.observed > 0 or evidence.measured > 0:
        return "observed"
    return "reported" if evidence.reported > 0 else "hypothesis"


def fresh(evidence: Evidence, model: Map) -> bool:
    """Say whether the newest fact is at most 90 days older than the map's data; unknown age is not fresh."""
    if evidence.newest_at is None or model.as_of is None:
        return False
    return model.as_of - evidence.newest_at <= FRESH_FOR


def trust(model: Map) -> tuple[int, int]:
    """Return (cards observed or measured, cards with content)."""
    filled = [card for card in model.cards if (card.text or card.value is not None) and not card.props.get("prompt")]
    return sum(1 for card in filled if _supported(card, model)), len(filled)


def _supported(card: Card, model: Map) -> bool:
    return level(card.evidence, model) in ("observed", "measured")
