"""The first round: a sample of journeys that is the same however they are stored, and the clusters in it."""

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.clustering.groups import Choice, choices, chosen, directions, grouped
from footpath.analytics.clustering.planning import Fit, Plan, Representative
from footpath.analytics.clustering.question import SAMPLE
from footpath.analytics.journeys import Bucket, Float64, Int64, UInt16
from footpath.analytics.kernels.distance import edit_distances
from footpath.analytics.kernels.variants import UInt64
from footpath.analytics.kernels.way_features import feature_count, nearest_centre, way_features
from footpath.analytics.kernels.way_visits import gathered, visits_in
from footpath.analytics.ways.persons import hashes_of
from footpath.analytics.ways.variants import Variants, variants_of

_CANDIDATES = 100  # ways of a cluster that may stand for others
_LONGEST = 100  # visits of them that are compared


class Sample(Struct, frozen=True):
    """The journeys of lowest hash.

    Attributes:
        hashes: of person and first event, ascending.
        persons: whose they are.
        offsets, codes: their ways.
    """

    hashes: UInt64
    persons: pa.StringArray
    offsets: Int64
    codes: UInt16


def sample(bucket: Bucket, plan: Plan) -> Sample:
    """Return one bucket's share of the sample: journeys with at least one visit."""
    key, lookup = plan.labels.keyed(bucket)
    visits = visits_in((bucket.begin, bucket.end), key, lookup, plan.labels.k)
    some = np.flatnonzero(np.diff(visits.offsets))
    names = hashes_of(bucket.persons)[bucket.owners()[some]]
    hashes = _mixed(names ^ bucket.at[bucket.begin[some]].view(np.uint64))
    order = np.argsort(hashes, kind="stable")[:SAMPLE]
    rows = some[order]
    return Sample(hashes[order], bucket.whose(rows), *gathered(visits.offsets, visits.codes, rows))


def _mixed(numbers: UInt64) -> UInt64:
    """Return 64-bit numbers mixed so that neighbours lie anywhere (MurmurHash3's finaliser)."""
    for factor in (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)):
        numbers = (numbers ^ (numbers >> np.uint64(33))) * factor
    return numbers ^ (numbers >> np.uint64(33))


def both(left: Sample, right: Sample) -> Sample:
    """Return the sample of two shares together."""
    hashes = np.concatenate([left.hashes, right.hashes])
    order = np.argsort(hashes, kind="stable")[:SAMPLE]
    offsets = np.concatenate([left.offsets, right.offsets[1:] + left.offsets[-1]])
    ways = gathered(offsets, np.concatenate([left.codes, right.codes]), order)
    persons = pa.concat_arrays([left.persons, right.persons]).take(pa.array(order))
    return Sample(hashes[order], persons, *ways)


def fit_of(found: Sample, plan: Plan) -> Fit:
    """Find the clusters in the sample, and the journeys that stand for them."""
    size = feature_count(plan.labels.k)
    if not len(found.hashes):
        return Fit(np.zeros((size, 0)), (), ())
    features = way_features(found.offsets, found.codes, plan.labels.k, size)
    points = directions(features)
    group, spoken = _groups(points, plan)
    count = int(group.max()) + 1
    centres = np.stack([features[group == one].mean(axis=0, dtype=np.float64) for one in range(count)], axis=1)
    nearest, apart = nearest_centre(found.offsets, found.codes, plan.labels.k, centres)
    ways, row = variants_of(found.offsets, found.codes)
    stands = [
        _representatives(
            found, (ways, row), np.where(nearest == one, apart, np.inf), (one, plan.question.representatives)
        )
        for one in range(count)
    ]
    return Fit(centres, spoken, [one for some in stands for one in some])


def _groups(points: Float64, plan: Plan) -> tuple[Int64, list[Choice]]:
    different = len(np.unique(points.round(9), axis=0))
    if plan.question.clusters:
        return grouped(points, min(plan.question.clusters, different)), []
    spoken = choices(points, plan.question.most)
    return grouped(points, min(chosen(spoken), different)), spoken


def _representatives(
    found: Sample, ways: tuple[Variants, Int64], apart: Float64, wanted: tuple[int, int]
) -> list[Representative]:
    """Return the journey nearest to the middle, then those that bring the rest of the cluster nearest to one of them.

    Args:
        apart: distance of each journey of the sample from the middle; infinite for those of other clusters.
        wanted: number of the cluster, and how many journeys.
    """
    variants, row = ways
    cluster, count = wanted
    inside = np.flatnonzero(apart < np.inf)
    if not len(inside):
        return []
    own, first, journeys = np.unique(row[inside], return_index=True, return_counts=True)
    middle = np.lexsort((variants.hashes[own], -journeys, apart[inside[first]].round(9)))[0]
    order = np.lexsort((variants.hashes[own], -journeys))
    order = np.concatenate([[middle], order[order != middle][: _CANDIDATES - 1]])
    picked = _picked(_apart(variants, own[order]), journeys[order], count)
    return [
        Representative(
            person=found.persons[int(inside[first[order[place]]])].as_py(),
            cluster=cluster,
            way=variants.way(own[order[place]]),
            number=variants.hashes[own[order[place]]],
        )
        for place in picked
    ]


def _apart(variants: Variants, rows: Int64) -> Float64:
    ways = [variants.way(row)[:_LONGEST] for row in rows]
    offsets = np.cumsum([0, *map(len, ways)]).astype(np.int64)
    return edit_distances(offsets, np.concatenate(ways), np.arange(len(ways)))


def _picked(distance: Float64, weight: Int64, count: int) -> list[int]:
    """Return the first, then one after the other that which lessens the weighted distances to the nearest most."""
    picked = [0]
    near = distance[:, 0]
    while len(picked) < min(count, len(distance)):
        gain = (np.maximum(near[:, None] - distance, 0.0) * weight[:, None]).sum(axis=0)
        gain[picked] = -1.0
        picked.append(int(np.argmax(gain)))
        near = np.minimum(near, distance[:, picked[-1]])
    return picked
