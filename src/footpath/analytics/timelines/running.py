"""One person's events, taken out of the bucket they are in."""

import numpy as np
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics.durations import SECOND_US
from footpath.analytics.journeys import Bucket, Int64, Journeys
from footpath.analytics.scope import in_sessions
from footpath.analytics.signatures import COLUMNS
from footpath.analytics.timelines.question import TimelineQuestion
from footpath.analytics.ways.figures import INSTANT
from footpath.analytics.ways.persons import find, position_in


class Plan(Struct, frozen=True):
    """A question ready to be run; `person` is the whole name, `signatures` are those of the journeys."""

    question: TimelineQuestion
    person: str
    signatures: pa.Table


def plan_of(journeys: Journeys, question: TimelineQuestion) -> Plan:
    """Check that there is such a person; raises NotFound naming those called alike."""
    _, person = find(journeys, question.person)
    return Plan(question, person, journeys.signatures.select([*COLUMNS]))


def run(bucket: Bucket, plan: Plan) -> tuple[pa.Table, ...]:
    """Return the person's events, or nothing when they are in another bucket."""
    place = position_in(bucket, plan.person)
    mine = np.flatnonzero(bucket.owners() == place) if place >= 0 else np.zeros(0, np.int64)
    if not len(mine):
        return ()
    alone = replace(bucket, begin=bucket.begin[mine], end=bucket.end[mine], owner=bucket.owners()[mine], home="")
    visits = in_sessions(alone, plan.question)
    rows = visits.rows()
    return (_table(visits, rows, plan),) if len(rows) else ()


def _table(visits: Bucket, rows: Int64, plan: Plan) -> pa.Table:
    at = visits.at[rows]
    told = plan.signatures.take(pa.array(visits.signature[rows]))
    gaps = np.diff(at) / SECOND_US
    value = visits.value[rows]
    session = np.repeat(np.arange(1, visits.n_journeys + 1), visits.end - visits.begin)
    columns = {
        "at": pa.array(at).cast(INSTANT),
        "session": pa.array(session, pa.int64()),
        "gap_s": pa.array([None, *gaps.tolist()], pa.float64()),
        **{name: told[name] for name in ("name", "channel", "page", "type", "source")},
        "value": pa.array(value, pa.float64(), mask=np.isnan(value)),
    }
    for name, dimension in visits.dimensions.items():
        codes = dimension.codes[rows]
        if codes.any() and name not in columns:
            known = pa.array([None, *dimension.values[1:]], pa.string())
            columns[name] = known.take(pa.array(codes))
    return pa.table(columns)
