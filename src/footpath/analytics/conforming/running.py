"""A plan held against the journeys of one bucket."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.conforming.planning import Plan
from footpath.analytics.journeys import Bucket, Int64
from footpath.analytics.kernels.fitness import plan_costs
from footpath.analytics.kernels.plan_moves import PlanCounts, move_times, plan_counts, stay_times
from footpath.analytics.kernels.way_visits import visits_in
from footpath.analytics.ways.variants import Variants, variants_of

Int32 = npt.NDArray[np.int32]


class Part(Struct, frozen=True):
    """What a plan came to in one bucket.

    Attributes:
        newest: µs of the newest event looked at, `NEVER` when there is none.
        events: events of each step; [0] those on none.
        counts: as from `kernels.plan_moves`; `kinds` is one number a journey.
        moved, stayed: (cuts, µs) as from `move_times` and `stay_times`.
        variants: the different ways through the steps.
        way_cost: what each of them costs.
        persons: whose journeys they are; `owner` points into them.
        owner, variant, last, off: one a journey: position of its person; row in `variants` or −1; step it was last at
            or 0; events on no step.
    """

    newest: int
    events: Int64
    counts: PlanCounts
    moved: tuple[Int64, Int64]
    stayed: tuple[Int64, Int64]
    variants: Variants
    way_cost: Int64
    persons: pa.StringArray
    owner: Int32
    variant: Int32
    last: npt.NDArray[np.uint8]
    off: Int32


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    k = plan.steps.k
    key, lookup = plan.steps.keyed(bucket)
    visits = visits_in((bucket.begin, bucket.end), key, lookup, k, repeats=not plan.question.collapse)
    variants, variant = variants_of(visits.offsets, visits.codes)
    spans = (bucket.at[visits.first], bucket.at[visits.last])
    return Part(
        newest=bucket.newest,
        events=visits.events,
        counts=plan_counts(visits, plan.graph.kind, plan.graph.between),
        moved=move_times(visits.offsets, visits.codes, spans, k),
        stayed=stay_times(visits.codes, spans, k),
        variants=variants,
        way_cost=plan_costs(variants.offsets, variants.codes, plan.graph.gap),
        persons=bucket.persons,
        owner=bucket.owners().astype(np.int32),
        variant=variant.astype(np.int32),
        last=_last(visits.offsets, visits.codes),
        off=(bucket.end - bucket.begin - visits.on).astype(np.int32),
    )


def _last(offsets: Int64, codes: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint8]:
    """Return the code of each way's last visit, 0 where it has none."""
    some = np.diff(offsets) > 0
    found = np.zeros(len(some), np.uint8)
    found[some] = codes[offsets[1:][some] - 1]
    return found
