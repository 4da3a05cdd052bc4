"""A map's figures as they are now, from the map, the journeys and what people said."""

from msgspec import structs

from footpath.analytics import Journeys
from footpath.insights.live.cards import Cards, trust_of
from footpath.insights.live.filters import Filters
from footpath.insights.live.measuring import columns_of, edges_of, measured, touchpoints_of
from footpath.insights.live.model import Live
from footpath.insights.live.saying import Said, emotions
from footpath.maps import Map


def live_of(model: Map, journeys: Journeys, filters: Filters | None = None, said: Said | None = None) -> Live:
    """Return a map's figures over journeys as they are.

    Args:
        model: the map.
        journeys: everybody's.
        filters: what is looked at; everything when None.
        said: what people said, for emotions; None = nothing.

    Raises:
        NotFound, Invalid: a filter cannot be used; the message names it.
    """
    chosen = filters or Filters()
    seen = measured(model, journeys, chosen)
    columns = columns_of(seen) if not seen.why else {}
    edges = edges_of(seen) if not seen.why else ()
    if said is not None and columns:
        felt = emotions(said, seen, chosen)
        columns = {
            key: structs.replace(one, figures={**one.figures, **felt.get(key, {})}) for key, one in columns.items()
        }
    touchpoints = touchpoints_of(model, seen) if not seen.why else {}
    cards = Cards(model, journeys, seen, columns, touchpoints, chosen).all()
    return Live(
        version=journeys.data_version, as_of=seen.origin.as_of, persons=seen.persons,
        events=int(seen.events.sum()), filters=chosen, periods=seen.periods,
        every=seen.counted.periods.every if seen.counted.periods else "day", columns=columns, touchpoints=touchpoints,
        edges=edges, cards=cards, trust=trust_of(model, cards), why=seen.why,
    )  # fmt: skip
