"""Drift: what changed between two periods, or differs between two groups."""

from typing import ClassVar

from footpath.analytics.analysis import Comparison
from footpath.analytics.drifting.answer import DriftAnswer
from footpath.analytics.drifting.figures import answer_of
from footpath.analytics.drifting.planning import Plan, plan_of
from footpath.analytics.drifting.question import DriftQuestion
from footpath.analytics.drifting.running import Part, run
from footpath.analytics.journeys import Bucket, Journeys

State = tuple[tuple[Part, ...], ...]


class Drift(Comparison[DriftQuestion, Plan, State, DriftAnswer]):
    """What changed between two periods, or differs between two groups of persons: steps, moves, times, whole ways.

    Every step, move and time is tested, all of them together: of the changes marked, at most the share `rate` is false.
    Each row has the first and the second figure and the change (second less first) with its 95 % interval (Newcombe for
    shares, from the intervals of both medians for times). Journeys are taken as if they knew nothing of each other,
    also where a person has one in both.

    As a whole, two distances between the ways say how much drifted: the share of journeys that would have to go another
    way, which is large by chance alone where nearly every way is different; and the share of visits to change, which is
    not. Beside them stands what comes out when journeys are shuffled between the two.

    To hold two periods of a map's columns against each other, give the columns as touchpoints (`--map` does).

    Tables: `figures` (steps, moves, times), `distances`, `groups`.
    """

    name: ClassVar[str] = "drift"
    title: ClassVar[str] = "What changed"
    chart: ClassVar[str] = "drift"
    explain: ClassVar[str] = (
        "What changed between two periods in the ways people went. A difference within its interval may be chance."
    )
    question = DriftQuestion

    def plan(self, journeys: Journeys, question: DriftQuestion) -> Plan:
        """Find the steps and the periods."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> State:
        """Count one bucket's journeys, one part a period."""
        return tuple((part,) for part in run(bucket, plan))

    def merge(self, left: State, right: State) -> State:
        """Put the parts of each period side by side: times are ranked all together."""
        return tuple(mine + theirs for mine, theirs in zip(left, right, strict=True))

    def finish(self, state: State, plan: Plan) -> DriftAnswer:
        """Hold the two periods against each other."""
        return answer_of((state[0], state[1]), plan)

    def compare(self, first: State, second: State, plan: Plan) -> DriftAnswer:
        """Hold the two groups of persons against each other."""
        return answer_of((first[0], second[0]), plan)
