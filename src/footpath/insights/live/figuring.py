"""A map's figures as they are now, from the map, the journeys and what people said."""

from concurrent.futures import ThreadPoolExecutor

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
    with ThreadPoolExecutor(2) as pool:  # the sorting of times keeps one core busy for long
        moves = pool.submit(lambda: edges_of(seen) if not seen.why else ())
        columns = columns_of(seen) if not seen.why else {}
        edges = moves.result()
    if said is not None and columns:
        felt = emotions(said, seen, chosen)
        columns = {
            key: structs.replace(one, figures={**one.figures, **felt.get(key, {})}) for key, one in columns.items()
        }
    touchpoints = touchpoints_of(model, seen) if not seen.why else {}
    cards = Cards(model, journeys, seen, columns, touchpoints, chosen).all()
    return Live(
        version=journeys.data_version, as_of=seen.origin.as_of, persons=seen.left.persons,
        events=int(seen.left.events.sum()), filters=chosen, periods=seen.periods.instants if seen.periods else [],
        every=seen.periods.every if seen.periods else "day", columns=columns, touchpoints=touchpoints,
        edges=edges, cards=cards, trust=trust_of(model, cards), why=seen.why,
    )  # fmt: skip
