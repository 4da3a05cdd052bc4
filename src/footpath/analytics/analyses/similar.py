"""Similar: the journeys most like one, and how they went on."""

from typing import ClassVar

from footpath.analytics.analysis import Analysis
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.similarity.answer import SimilarAnswer
from footpath.analytics.similarity.figures import answer_of
from footpath.analytics.similarity.planning import Plan, plan_of
from footpath.analytics.similarity.question import SimilarQuestion
from footpath.analytics.similarity.running import Part, merged, run


class Similar(Analysis[SimilarQuestion, Plan, tuple[Part, int], SimilarAnswer]):
    """Which journeys are most like one person's, or like a way you write down, and how they went on.

    Every journey is compared, none is guessed: the distance is the exact edit distance of the two ways (touchpoints in
    order, repeats in a row being one visit) over the visits of the longer one. By default the beginning of each other
    journey that is most alike counts, so that `next` says what came right after, and `outcome` how many of the nearest
    came to the goal afterwards, beside all the others. `compare: whole` compares whole journeys instead. A person's own
    journey is left out; of equally near journeys beyond `count` a fair sample is taken, the same every time.

    Tables: `figures` (a row a journey), `next`, `outcome`, `distances`.
    """

    name: ClassVar[str] = "similar"
    title: ClassVar[str] = "Similar people"
    chart: ClassVar[str] = "sequences"
    explain: ClassVar[str] = (
        "Journeys most like one, by what must be changed to make them the same. Like ways can have unlike reasons."
    )
    question = SimilarQuestion

    def plan(self, journeys: Journeys, question: SimilarQuestion) -> Plan:
        """Find the person, or the touchpoints named, and what journeys are to be like."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, int]:
        """Compare one bucket's journeys."""
        return run(bucket, plan), plan.question.count

    def merge(self, left: tuple[Part, int], right: tuple[Part, int]) -> tuple[Part, int]:
        """Keep the nearest of both."""
        return merged(left[0], right[0], left[1]), left[1]

    def finish(self, state: tuple[Part, int], plan: Plan) -> SimilarAnswer:
        """Return the figures."""
        return answer_of(state[0], plan)
