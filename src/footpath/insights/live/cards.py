"""What the cards of a map stand on now: touchpoints, channels, emotions and bindings have numbers, the others facts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import structs

from footpath.analytics import Journeys, ask
from footpath.core.errors import FootpathError
from footpath.core.stats import wilson
from footpath.insights.live.filters import Filters, segment_of
from footpath.insights.live.measuring import Measured, newest_at
from footpath.insights.live.model import LiveCard, LiveColumn, LiveTouchpoint
from footpath.maps import FRESH_FOR, Card, Evidence, Figure, Map, Unit, level

_TOUCHPOINT = "touchpoint-"
_UNITS: Mapping[str, Unit] = {
    "number": "count", "count": "count", "share": "share", "points": "points", "time": "seconds"
}  # fmt: skip


class Cards:
    """The cards of a map over what was counted for it.

    Args:
        model: the map.
        journeys: all of them, robots too; bindings are asked of them.
        seen, columns, touchpoints: what was counted.
        filters: what is looked at.
    """

    def __init__(
        self, model: Map, journeys: Journeys, seen: Measured, columns: Mapping[str, LiveColumn],
        touchpoints: Mapping[str, LiveTouchpoint], filters: Filters,
    ) -> None:  # fmt: skip
        self._model = structs.replace(model, as_of=seen.origin.as_of or model.as_of)
        self._journeys = journeys
        self._seen = seen
        self._columns = columns
        self._touchpoints = touchpoints
        self._filters = filters
        self._types = {lane.key: lane.type for lane in model.lanes}
        self._title = {touchpoint.title: touchpoint.key for touchpoint in model.touchpoints if touchpoint.title}

    def all(self) -> dict[str, LiveCard]:
        """Return every card by key."""
        return {card.key: self._card(card) for card in self._model.cards}

    def _card(self, card: Card) -> LiveCard:
        binding = card.props.get("binding")
        if isinstance(binding, dict):
            return self._bound(card, binding)
        shown = self._shown(card)
        if shown is not None:
            return self._made(self._evidence(card), value=shown)
        kind = self._types.get(card.lane, "")
        if kind == "touchpoint":
            return self._touchpoint(card)
        if kind == "emotion":
            return self._emotion(card)
        if kind in ("channel", "traffic", "time", "metric"):
            return self._made(self._evidence(card))
        return self._made(card.evidence)

    def _shown(self, card: Card) -> Figure | None:
        """Return the figure of its column that a card says it shows."""
        name = card.props.get("figure")
        column = self._columns.get(card.at)
        return column.figures.get(name) if column and isinstance(name, str) else None

    def _made(self, evidence: Evidence, **more: Any) -> LiveCard:
        return LiveCard(
            evidence=evidence, level=level(evidence, self._model), stale=self._stale(evidence.newest_at), **more
        )

    def _stale(self, newest: datetime | None) -> bool:
        return newest is not None and self._model.as_of is not None and self._model.as_of - newest > FRESH_FOR

    def _evidence(self, card: Card) -> Evidence:
        """Return what supports a card that shows figures of its column: its events and persons."""
        column = self._columns.get(card.at)
        if column is None:
            return Evidence()
        figures = column.figures
        persons = figures["reach"].numerator or 0.0
        return Evidence(
            observed=int(figures["events"].value), measured=int(persons), newest_at=column.newest_at,
            sources=tuple(part for part in self._seen.origin.source.split(", ") if part),
        )  # fmt: skip

    def _touchpoint(self, card: Card) -> LiveCard:
        named = card.props.get("touchpoint")
        key = named if isinstance(named, str) else card.key.removeprefix(_TOUCHPOINT)
        if key not in self._touchpoints and isinstance(card.text, str):
            key = self._title.get(card.text, key)
        found = self._touchpoints.get(key)
        if found is None:
            return self._made(self._evidence(card))
        persons, events = (int(found.figures[name].value) for name in ("persons", "events"))
        codes = [code for code, column in enumerate(self._seen.place.columns, start=1) if column.key == card.at]
        evidence = Evidence(
            observed=events, measured=persons, newest_at=newest_at(self._seen, codes) if events else None,
            sources=self._evidence(card).sources,
        )  # fmt: skip
        return self._made(evidence, value=found.figures["persons"], figures=found.figures)

    def _emotion(self, card: Card) -> LiveCard:
        column = self._columns.get(card.at)
        felt = column.figures.get("emotion") if column else None
        if felt is None or (card.persona and card.persona != self._filters.persona):
            return self._made(card.evidence)
        evidence = Evidence(
            reported=felt.n or 0, measured=felt.n or 0, newest_at=felt.as_of,
            sources=tuple(part for part in felt.source.split(", ") if part),
        )  # fmt: skip
        return self._made(evidence, value=felt)

    def _bound(self, card: Card, binding: dict[str, Any]) -> LiveCard:
        metric = binding.get("metric")
        if not isinstance(metric, str) or not metric:
            return self._made(card.evidence, problem="The binding names no metric.")
        try:
            figure = metric_figure(self._journeys, metric, self._model, self._filters)
        except FootpathError as problem:
            return self._made(card.evidence, problem=f"{problem.message} {problem.hint}".strip())
        if figure is None:
            return self._made(card.evidence, problem="No event counts for it in what is looked at.")
        n = figure.n or 0
        evidence = Evidence(observed=n, measured=n, newest_at=figure.as_of, sources=card.evidence.sources)
        return self._made(evidence, value=figure)


def metric_figure(journeys: Journeys, metric: str, model: Map, filters: Filters) -> Figure | None:
    """Return a metric as a figure; None where nothing counts for it.

    Raises:
        NotFound, Invalid: the metric cannot be used; the message says why.
    """
    who = filters.segment or segment_of(model, filters.persona)
    asked = {"metric": metric, "since": filters.since, "until": filters.until, "who": who}
    fields: dict[str, Any] = {name: value for name, value in asked.items() if value}
    answer = ask("metric", journeys, **fields)
    row = answer.figures.to_pylist()[0]
    if row["figure"] is None:
        return None
    return Figure(
        value=float(row["figure"]), unit=_UNITS.get(answer.look, "count"), n=int(row["n"]), lo=row["low"],
        hi=row["high"], definition=f"{answer.metric}. {'; '.join(f'{k}: {v}' for k, v in answer.rules.items())}",
        source="", as_of=answer.as_of,
    )  # fmt: skip


def trust_of(model: Map, cards: Mapping[str, LiveCard]) -> Figure:
    """Return the cards that are observed or measured, of the cards with content."""
    filled = [card for card in model.cards if (card.text or card.value is not None) and not card.props.get("prompt")]
    supported = sum(1 for card in filled if cards[card.key].level in ("observed", "measured"))
    span = wilson(supported, len(filled))
    return Figure(
        value=supported / len(filled) if filled else 0.0, unit="share", n=len(filled), numerator=supported,
        denominator=len(filled), lo=span[0] if span else None, hi=span[1] if span else None,
        definition="Cards that the data observes or measures, of the cards with content.",
    )  # fmt: skip
