"""Variants: the question of whole ways, and the ways of each bucket."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.breakdowns import REST
from footpath.analytics.journeys import Bucket, Int64, Journeys, UInt16
from footpath.analytics.kernels.path_moves import grouped
from footpath.analytics.kernels.path_steps import Float32
from footpath.analytics.kernels.path_ways import UInt64, ways
from footpath.analytics.paths.labels import Labels, labels_of
from footpath.analytics.paths.question import PathQuestion
from footpath.core.errors import Invalid


class VariantsQuestion(PathQuestion, frozen=True, kw_only=True):
    """Which whole ways people go.

    Attributes:
        top: how many ways are shown, the most frequent; the rest is put together in "(other)".
        examples: name up to three persons who went each way.
    """

    top: int = 20
    examples: bool = True

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        return {
            **self.path_rules(),
            "ways": f"all steps of a {self.unit}, told apart by every one; {self.top} shown, the rest is {REST}",
            "times": "from the first event to the last, to seven digits",
        }


LIKES: Mapping[str, Mapping[str, Any]] = {"amplitude": {"collapse": True}}


class WayPlan(Struct, frozen=True):
    """A question about ways, with what steps are called."""

    question: VariantsQuestion
    labels: Labels


class WayPart(Struct, frozen=True):
    """The different ways of one bucket.

    Attributes:
        hashes, cuts, codes: as `kernels.path_ways.Ways` has them.
        counts: journeys of each way; begin: where their times are in `times`, µs to seven digits.
        sums: ways × 2: sum of the times in units of 2³² µs and of 1 µs.
        examples: ways × 3 positions in `persons`, −1 = no more; none when not asked for.
        without: journeys without a step; newest: µs of the newest event.
    """

    hashes: UInt64
    cuts: Int64
    codes: UInt16
    counts: Int64
    begin: Int64
    times: Float32
    sums: Int64
    examples: Int64
    persons: pa.StringArray
    without: int
    newest: int


def plan_of(journeys: Journeys, question: VariantsQuestion) -> WayPlan:
    """Check a question and compile it; raises Invalid or NotFound with a remedy."""
    if question.top < 1:
        raise Invalid(f"top is {question.top}.", hint="Show at least one way.")
    return WayPlan(question, labels_of(journeys, question))


def part_of(bucket: Bucket, plan: WayPlan) -> WayPart:
    """Return the ways of a bucket."""
    key, lookup = plan.labels.keyed(bucket)
    found = ways((bucket.begin, bucket.end), bucket.at, key, lookup, plan.question.collapse)
    there = found.way >= 0
    size = len(found.hashes)
    cuts, times, sums = grouped(found.way[there], found.took[there], size)
    examples, persons = np.zeros((0, 3), np.int64), bucket.persons[:0]
    if plan.question.examples and size:
        examples = np.where(found.examples >= 0, bucket.owners()[found.examples], -1)
        persons = bucket.persons
    return WayPart(
        hashes=found.hashes,
        cuts=found.cuts,
        codes=found.codes,
        counts=np.diff(cuts),
        begin=cuts[:-1],
        times=times,
        sums=sums,
        examples=examples,
        persons=persons,
        without=int((~there).sum()),
        newest=bucket.newest,
    )
