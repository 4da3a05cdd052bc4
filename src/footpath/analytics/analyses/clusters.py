"""Clusters: which kinds of journeys there are, each with journeys that stand for it."""

from typing import ClassVar

from msgspec.structs import replace

from footpath.analytics.analysis import Analysis
from footpath.analytics.clustering.answer import ClustersAnswer
from footpath.analytics.clustering.figures import answer_of
from footpath.analytics.clustering.planning import Fit, Plan, plan_of
from footpath.analytics.clustering.question import ClustersQuestion
from footpath.analytics.clustering.running import Part, run
from footpath.analytics.clustering.sampling import Sample, both, fit_of, sample
from footpath.analytics.journeys import Bucket, Journeys

State = Sample | tuple[Part, ...]


class Clusters(Analysis[ClustersQuestion, Plan, State, ClustersAnswer]):
    """Which kinds of journeys there are: clusters, what sets each apart, and real journeys that stand for it.

    Journeys are alike that come to the same steps and make the same moves about as often: a journey is the square
    roots of how often each step and each move comes in it, scaled to length 1. The clusters are found by k-means in a
    sample drawn by a hash of the persons, so that it is the same however they are stored; then every journey goes to
    the nearest. How many there are is what half of the sample finds again in the other half, unless you say it; where
    nothing is found again there is one cluster, and that is the finding.

    A cluster's middle is the sampled journey nearest to its mean. Touchpoints are marked that its journeys come to more
    or less often than all others do, at most one in twenty of them by chance; as clusters were made of the same
    journeys, that describes them and proves nothing about them.

    Tables: `figures` (a row a cluster), `touchpoints`, `representatives`, `choices` (of their number), `people`.
    """

    name: ClassVar[str] = "clusters"
    chart: ClassVar[str] = "clusters"
    explain: ClassVar[str] = (
        "Groups of journeys that went much the same way. Groups are found, not given: look at the "
        "journeys in one before naming it."
    )
    question = ClustersQuestion

    def plan(self, journeys: Journeys, question: ClustersQuestion) -> Plan:
        """Find the steps ways are made of, and the goal."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> State:
        """Draw one bucket's share of the sample; in the second round, put its journeys into the clusters."""
        return sample(bucket, plan) if plan.fit is None else (run(bucket, plan, plan.fit),)

    def merge(self, left: State, right: State) -> State:
        """Keep the lowest hashes of both shares of the sample; put parts side by side."""
        if isinstance(left, Sample) and isinstance(right, Sample):
            return both(left, right)
        if isinstance(left, Sample) or isinstance(right, Sample):
            raise TypeError("states of different rounds cannot be merged")
        return left + right

    def again(self, state: State, plan: Plan) -> Plan | None:
        """Find the clusters in the sample, for the second round."""
        return replace(plan, fit=fit_of(state, plan)) if isinstance(state, Sample) else None

    def finish(self, state: State, plan: Plan) -> ClustersAnswer:
        """Return the figures."""
        if isinstance(state, Sample) or not isinstance(plan.fit, Fit):
            raise TypeError("clusters take two rounds")
        return answer_of(state, plan, plan.fit)
