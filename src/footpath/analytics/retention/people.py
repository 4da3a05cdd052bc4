"""Lists: who is in which cohort, and when they were back."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from footpath.analytics.journeys import Int64
from footpath.analytics.periods.values import Groups, joined
from footpath.analytics.retention.planning import Plan
from footpath.analytics.retention.running import Part


def people_of(parts: Sequence[Part], bounds: Int64, shift: Sequence[int], groups: Groups, plan: Plan) -> pa.Table:
    """Return one row a person and cohort: person, (value,) cohort, time of the start, brackets counted as returned in.

    Args:
        bounds: µs each cohort's period begins at.
        shift: place among the cohorts of each part's first period.
    """
    zone = pa.timestamp("us", tz=plan.question.tz)

    def instants(at: Int64) -> pa.Array:
        return pa.array(at).cast(pa.timestamp("us", tz="UTC")).cast(zone)

    cohort = joined([part.starts.period + at for part, at in zip(parts, shift, strict=True)])
    places, cuts = _brackets(parts, plan.brackets)
    columns = {
        "person": pa.chunked_array([part.persons.take(pa.array(part.starts.owner)) for part in parts], pa.string()),
        "cohort": instants(bounds[cohort]),
        "started_at": instants(joined([part.starts.at for part in parts])),
        "back": pa.ListArray.from_arrays(pa.array(cuts, pa.int32()), pa.array(places, pa.int32())),
    }
    if groups.by is not None:
        codes = joined([part.start_code for part in parts])
        columns["value"] = pa.array(groups.names, pa.string()).take(pa.array(groups.place[codes]))
    return pa.table(columns)


def _brackets(parts: Sequence[Part], brackets: int) -> tuple[Int64, Int64]:
    """Return the brackets returned in, start by start, and where those of each start begin."""
    words = [part.starts.back for part in parts]
    if not words:
        return np.zeros(0, np.int64), np.zeros(1, np.int64)
    bits = np.concatenate(words)
    k = np.arange(brackets)
    there = (bits[:, k // 64] >> (k % 64).astype(np.uint64)) & np.uint64(1)
    start, places = np.nonzero(there)
    return places, np.concatenate([[0], np.cumsum(np.bincount(start, minlength=len(bits)))])
