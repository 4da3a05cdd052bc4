"""From journeys in clusters to what people read about them."""

from collections.abc import Sequence
from math import fsum
from typing import Any

import numpy as np
import pyarrow as pa

from footpath.analytics.clustering.answer import ClustersAnswer
from footpath.analytics.clustering.planning import Fit, Plan
from footpath.analytics.clustering.running import Part
from footpath.analytics.durations import SECOND_US
from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.ways.figures import Row, newest_of, share_of, table_of, types_of
from footpath.analytics.ways.variants import told
from footpath.core.stats import (
    difference_interval,
    discoveries,
    likelihood_root,
    mean_interval,
    upper_tail,
    wilson_each,
)

RATE = 0.05
FEWEST = 5  # journeys at a touchpoint; fewer say nothing
_MOST_SHOWN = 40  # visits of a way that are written out
_MOST_KEPT = 200  # visits of a way in the picture
_MORE, _LESS = 3, 2  # touchpoints named that set a cluster apart


class _All:
    """One number a journey over all buckets, clusters numbered by size."""

    def __init__(self, parts: Sequence[Part], fit: Fit) -> None:
        found = np.concatenate([part.cluster for part in parts])
        sizes = np.bincount(found[found >= 0], minlength=fit.count)
        self.order: Int64 = np.lexsort((np.arange(fit.count), -sizes))
        self.order = self.order[sizes[self.order] > 0]
        rank = np.full(fit.count + 1, -1, np.int64)  # the last one is for journeys in no cluster
        rank[self.order] = np.arange(len(self.order))
        self.cluster = rank[found]
        self.sizes: Int64 = sizes[self.order].astype(np.int64)
        self.visits = np.concatenate([part.visits for part in parts])
        self.took = np.concatenate([part.took for part in parts])
        self.times = np.concatenate([part.times for part in parts])
        self.value = np.concatenate([part.value for part in parts])
        self.reached: Int64 = np.sum([part.reached for part in parts], axis=0)[self.order]

    def of(self, cluster: int, values: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
        """Return the numbers of one cluster."""
        return np.asarray(values[self.cluster == cluster])


def answer_of(parts: Sequence[Part], plan: Plan, fit: Fit) -> ClustersAnswer:
    """Put the answers of all buckets together."""
    everyone = _All(parts, fit)
    touchpoints = _touchpoints(everyone, plan)
    stands = _representatives(parts, everyone, plan, fit)
    return ClustersAnswer(
        rules=plan.question.rules(),
        n=len(everyone.cluster),
        as_of=newest_of([part.newest for part in parts]),
        clustered=int(everyone.sizes.sum()),
        figures=_figures(everyone, plan, touchpoints, stands),
        touchpoints=table_of(touchpoints, _TOUCHPOINTS),
        representatives=table_of([{**row, "way": told(row["way"], _MOST_SHOWN)} for row in stands], _STANDS),
        choices=_choices(fit, len(everyone.order)),
        people=_people(parts, everyone, goal=plan.goal is not None),
        ways=tuple(tuple(row["way"][:_MOST_KEPT]) for row in stands if row["rank"] == 1),
    )


def _figures(everyone: _All, plan: Plan, touchpoints: Sequence[Row], stands: Sequence[Row]) -> pa.Table:
    total = int(everyone.sizes.sum())
    middles = {row["cluster"]: row for row in stands if row["rank"] == 1}
    rows: list[Row] = []
    for place, size in enumerate(everyone.sizes.tolist()):
        middle = middles.get(place + 1, {"person": None, "way": []})
        row: Row = {
            "cluster": place + 1,
            "journeys": size,
            **share_of(size, total),
            "median_visits": float(np.median(everyone.of(place, everyone.visits))),
            "median_took_s": float(np.median(everyone.of(place, everyone.took))) / SECOND_US,
            **(_goal(everyone, place) if plan.goal is not None else {}),
            "apart": _words([one for one in touchpoints if one["cluster"] == place + 1]),
            "person": middle["person"],
            "way": told(middle["way"], _MOST_SHOWN),
        }
        rows.append(row)
    goal = "reached reached_share reached_low reached_high value value_low value_high " if plan.goal is not None else ""
    types = types_of(
        f"cluster journeys share low high median_visits median_took_s {goal}apart person way",
        whole="cluster journeys reached",
        parts="share low high median_visits median_took_s reached_share reached_low reached_high value value_low "
        "value_high",
    )
    return table_of(rows, types)


def _goal(everyone: _All, place: int) -> Row:
    times, value = everyone.of(place, everyone.times), everyone.of(place, everyone.value)
    reached = int(np.count_nonzero(times))
    # added exactly, so that the order of persons does not touch the last digit
    total, squares = fsum(value), fsum(value * value)
    low, high = mean_interval(total, squares, len(value)) or (None, None)
    return {
        "reached": reached,
        **share_of(reached, len(times), "reached"),
        "value": total / len(value),
        "value_low": low,
        "value_high": high,
    }


def _words(rows: Sequence[Row]) -> str:
    """Return what sets a cluster apart in words: what its journeys have more and less of than the others."""
    sure = [row for row in rows if row["apart"]]
    more = [row for row in sure if row["z"] > 0][:_MORE]
    less = [row for row in sure if row["z"] < 0][:_LESS]
    parts = [f"more {', '.join(map(_times, more))}"] if more else []
    parts += [f"less {', '.join(map(_times, less))}"] if less else []
    return "; ".join(parts)


def _times(row: Row) -> str:
    if row["lift"] is None:
        return f"{row['touchpoint']} (only here)"
    return f"{row['touchpoint']} ({row['lift']:.2g}×)" if row["lift"] else f"{row['touchpoint']} (never)"


def _touchpoints(everyone: _All, plan: Plan) -> list[Row]:
    """Return for each cluster and touchpoint who comes there, beside the others; the surest first."""
    if len(everyone.sizes) == 0:
        return []
    reached = everyone.reached.astype(np.float64)
    total = reached.sum(axis=0)
    sizes = np.repeat(everyone.sizes[:, None].astype(np.float64), reached.shape[1], axis=1)
    others, rest = total[None, :] - reached, sizes.sum(axis=0)[None, :] - sizes
    z = likelihood_root(reached, sizes, (others, rest))
    tested = np.flatnonzero(
        np.tile(total >= FEWEST, len(reached)) & (np.tile(np.arange(reached.shape[1]), len(reached)) > 0)
    )
    marked = np.zeros(z.size, np.bool_)
    p = np.minimum(1.0, 2 * upper_tail(np.abs(z.ravel()[tested])))
    marked[tested] = discoveries(p, rate=RATE) if len(everyone.sizes) > 1 else False
    rows = []
    low, high = wilson_each(reached.ravel(), sizes.ravel())
    for place, chance in zip(tested.tolist(), p.tolist(), strict=True):
        cluster, code = divmod(place, reached.shape[1])
        counts = (int(reached[cluster, code]), int(others[cluster, code]))
        n = (int(sizes[cluster, code]), int(rest[cluster, code]))
        rows.append(
            {
                "cluster": cluster + 1,
                "touchpoint": plan.labels.names[code],
                "journeys": counts[0],
                "share": counts[0] / n[0],
                "low": float(low[place]),
                "high": float(high[place]),
                **_beside(counts, n),
                "z": float(z[cluster, code]),
                "p": chance if n[1] else None,
                "apart": bool(marked[place]),
            }
        )
    return sorted(rows, key=lambda row: (row["cluster"], -abs(row["z"]), row["touchpoint"]))


def _beside(counts: tuple[int, int], n: tuple[int, int]) -> Row:
    if not n[1]:
        return {}
    interval = difference_interval(counts, n) or (None, None)
    shares = (counts[0] / n[0], counts[1] / n[1])
    return {
        "others_share": shares[1],
        "lift": shares[0] / shares[1] if shares[1] else None,
        "difference": shares[0] - shares[1],
        "difference_low": interval[0],
        "difference_high": interval[1],
    }


_TOUCHPOINTS = types_of(
    "cluster touchpoint journeys share low high others_share lift difference difference_low difference_high z p apart",
    whole="cluster journeys",
    parts="share low high others_share lift difference difference_low difference_high z p",
    truths="apart",
)


def _representatives(parts: Sequence[Part], everyone: _All, plan: Plan, fit: Fit) -> list[Row]:
    exactly = np.sum([part.exactly for part in parts], axis=0)
    rows: list[Row] = []
    for place, cluster in enumerate(everyone.order.tolist()):
        own = [(one, int(exactly[index])) for index, one in enumerate(fit.representatives) if one.cluster == cluster]
        size = int(everyone.sizes[place])
        for rank, (one, journeys) in enumerate(own, start=1):
            way = [plan.labels.names[code] for code in one.way.tolist()]
            rows.append(
                {
                    "cluster": place + 1, "rank": rank, "person": one.person, "way": way, "visits": len(way),
                    "journeys": journeys, **share_of(journeys, size),
                }
            )  # fmt: skip
    return rows


_STANDS = types_of(
    "cluster rank person way visits journeys share low high",
    whole="cluster rank visits journeys",
    parts="share low high",
)


def _choices(fit: Fit, count: int) -> pa.Table:
    rows = [
        {"clusters": one.k, "prediction_strength": one.strength, "silhouette": one.silhouette, "chosen": one.k == count}
        for one in fit.choices
    ]
    columns = "clusters prediction_strength silhouette chosen"
    return table_of(rows, types_of(columns, whole="clusters", parts="prediction_strength silhouette", truths="chosen"))


def _people(parts: Sequence[Part], everyone: _All, *, goal: bool) -> pa.Table:
    nowhere = everyone.cluster < 0
    apart: Float64 = np.concatenate([part.apart for part in parts]).astype(np.float64)
    columns = {
        "person": pa.chunked_array([part.persons.take(pa.array(part.owner)) for part in parts], pa.string()),
        "cluster": pa.array(everyone.cluster + 1, mask=nowhere),
        "distance": pa.array(apart, mask=nowhere),
        "visits": pa.array(everyone.visits),
        "took_s": pa.array(everyone.took / SECOND_US),
    }
    if goal:
        columns |= {"reached": pa.array(everyone.times > 0), "value": pa.array(everyone.value)}
    return pa.table(columns)
