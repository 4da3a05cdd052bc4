"""The question of clusters of journeys, and the rules it sets."""

from footpath.analytics.select import Select
from footpath.analytics.ways.question import WaysQuestion

MOST_CLUSTERS = 30
SAMPLE = 3000  # journeys the clusters are found in; all are then put into them


class ClustersQuestion(WaysQuestion, frozen=True, kw_only=True):
    """Which kinds of journeys there are.

    Attributes:
        clusters: how many; 0 = as many as are found again in another half of the journeys, at most `most`.
        most: most clusters that are looked for.
        representatives: journeys shown for each cluster: its middle, then those that stand for most of the others.
        goal: what counts as success: events, as in "Order".
    """

    clusters: int = 0
    most: int = 8
    representatives: int = 3
    goal: Select | None = None

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        found = (
            f"of 2 to {self.most}, those that half a sample finds again in the other half (prediction strength 0.8); "
            "of these the fewest whose mean silhouette is within 0.02 of the best; 1 where there are none"
        )
        rules = {
            **self.way_rules(),
            "alike": "by how often each step and each move comes (Hellinger distance); k-means",
            "clusters": f"{self.clusters} asked for" if self.clusters else found,
            "sample": f"clusters are found in {SAMPLE:,} journeys drawn by a hash of person and start; all are put in",
        }
        if self.goal is not None:
            rules["goal"] = self.goal.title
        return rules
