"""The answer to clusters of journeys."""

import pyarrow as pa
import pyarrow.compute as pc

from footpath.analytics.answer import Answer
from footpath.analytics.plots.chips import Chip, Lane, chips
from footpath.analytics.plots.picture import Picture
from footpath.analytics.telling import figures, phrase, rules_told
from footpath.analytics.ways.figures import length, percent


class ClustersAnswer(Answer, frozen=True, kw_only=True):
    """Which kinds of journeys there are.

    Attributes:
        clustered: journeys that are in a cluster: those with at least one step.
        figures: one row a cluster, the largest first: size, share with interval, median visits and time, who reached
            the goal and the mean value there, what sets it apart, and its middle: a real person and their way.
        touchpoints: one row a cluster and touchpoint: share of its journeys that come there, that of all others, lift
            (the one over the other), difference with interval, p, and whether it sets the cluster apart beyond chance.
        representatives: real journeys that stand for each cluster: the middle, then those that bring the rest nearest
            to one of them; with how many journeys went exactly so.
        choices: what spoke for each number of clusters; empty when it was given.
        people: one row a journey: its person, cluster, distance from the middle, visits, time.
        ways: the way of each cluster's middle.
    """

    clustered: int
    figures: pa.Table
    touchpoints: pa.Table
    representatives: pa.Table
    choices: pa.Table
    people: pa.Table
    ways: tuple[tuple[str, ...], ...]

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        names = ("figures", "touchpoints", "representatives", "choices", "people")
        return {name: getattr(self, name) for name in names}

    def of(self, cluster: int) -> pa.Table:
        """Return the journeys of one cluster."""
        return self.people.filter(pc.equal(self.people["cluster"], cluster))

    def brief(self) -> pa.Table:
        """Return a row a cluster with what sets it apart."""
        return pa.Table.from_pylist(
            [
                {
                    "cluster": row["cluster"],
                    "journeys": row["journeys"],
                    "share": percent(row),
                    "visits": row["median_visits"],
                    "took": length(row["median_took_s"]),
                    **({"goal": percent(row, "reached")} if "reached" in row else {}),
                    "apart": row["apart"] or "–",
                    "middle": f"{row['person']}: {row['way']}",
                }
                for row in self.figures.to_pylist()
            ]
        )

    def plot(self) -> Picture:
        """Return the way of each cluster's middle, with what sets the cluster apart."""
        more = {
            (row["cluster"], row["touchpoint"])
            for row in self.touchpoints.to_pylist()
            if row["apart"] and row["difference"] > 0
        }
        lanes = []
        for row, way in zip(self.figures.to_pylist(), self.ways, strict=True):
            goal = phrase("goal {share}", share=percent(row, "reached")) if "reached" in row else ""
            size = phrase(
                "{n} journeys, median {visits} visits, {time}",
                n=f"{row['journeys']:,}",
                visits=f"{row['median_visits']:g}",
                time=length(row["median_took_s"]),
            )
            made = [Chip(name, "soft" if (row["cluster"], name) in more else "plain") for name in way]
            words = " · ".join(
                part for part in (size, goal, row["apart"].replace("(never)", phrase("(never)"))) if part
            )
            lanes.append(Lane(phrase("Cluster {n}", n=row["cluster"]), figures(f"{row['share']:.1%}"), made, words))
        note = rules_told(self.rules)
        title = phrase("No journeys to group")
        if lanes:
            total = f"{self.clustered:,}"
            title = phrase("{n} kinds of journeys among {total}", n=len(lanes), total=total)
        if len(lanes) == 1:
            title = phrase("One kind of journey among {total}", total=total)
        return chips(lanes, title=title, note=note)
