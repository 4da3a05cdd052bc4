"""What people answered, as events of their journeys, for questions that look at it."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from footpath.analytics import Journeys, of_answers, persons, with_events
from footpath.core.querying import querying
from footpath.events import Lake

_SCORED = """
SELECT signals.*, coalesce(about, metric, kind) AS name,
    CASE WHEN scale_min < scale_max THEN scale_min::VARCHAR || ' to ' || scale_max::VARCHAR END AS scale
FROM signals WHERE score IS NOT NULL AND "at" IS NOT NULL ORDER BY source, "row", "key"
"""


def with_answers(journeys: Journeys, lake: Lake, fields: Mapping[str, Any]) -> Journeys:
    """Return the journeys with the scores people gave as events in them, where a question looks at any.

    Such an event has the signal's source and channel, its kind as type, what it is about as name and the score as
    amount; `metric` (nps, csat, …) and `scale` ("1 to 5") are properties.

    Args:
        journeys: of the store, as they are.
        lake: the store.
        fields: of the question.
    """
    return with_events(journeys, answers(lake)) if of_answers(fields, journeys.store) else journeys


def answers(lake: Lake) -> pa.Table:
    """Return the scores in a store by person, as `analytics.with_events` takes them."""
    with querying() as con:
        con.execute(f"CREATE TEMP VIEW signals AS {lake.relation(con, 'signals').sql_query()}")
        table = con.sql(_SCORED).to_arrow_table()
    everybody = persons(lake)
    columns = {
        "person": everybody.canonical.take(everybody.of(table)),
        "at": table["at"],
        "source": table["source"],
        "type": table["kind"],
        "channel": table["channel"],
        "name": table["name"],
        "value": table["score"],
        "metric": table["metric"],
        "scale": table["scale"],
    }
    return pa.table(columns)
