"""Chains are kept for those who ask again, and never for other journeys or labels than they were made of."""

import gc
from itertools import pairwise

import numpy as np
import pyarrow as pa
from hypothesis import given
from msgspec import structs

from footpath.analytics import Bucket, Journeys, ask
from footpath.analytics.kernels.chains import MOST, chain, chain_counts
from footpath.analytics.kernels.path_moves import move_counts_of_some
from footpath.analytics.paths.chains import Chains
from tests.analytics.test_paths_kernels import K, World, gaps, laid, moves_of, quickly, worlds

LOOKUP = np.array([0, 1, 2], np.uint16)
OTHER = np.array([0, 2, 1], np.uint16)
# two journeys, 1 2 – 1 and 2 2; the third event has no label
KEY = np.array([1, 2, 0, 1, 2, 2], np.uint16)


def bucket_of(key: np.ndarray, cuts: list[int]) -> Bucket:
    spans = np.array(list(pairwise(cuts)), np.int64)
    at = np.arange(len(key), dtype=np.int64)
    persons = pa.array([f"p{number}" for number in range(len(spans))])
    begin, end = spans[:, 0].copy(), spans[:, 1].copy()
    return Bucket(persons, begin, end, at, key, np.full(len(key), np.nan), {})


def test_what_is_asked_for_again_is_kept() -> None:
    chains, bucket = Chains(), bucket_of(KEY, [0, 4, 6])
    assert chains.of(bucket, (bucket.signature, LOOKUP), 2) is None
    made = chains.of(bucket, (bucket.signature, LOOKUP), 2)
    assert made is not None
    assert made.tolist() == [0, 1, 2, 1, 0, 2, 2, 0, 0, 0, 0, 0][: len(made)]
    assert made.tolist()[:8] == [0, 1, 2, 1, 0, 2, 2, 0]
    assert chains.of(bucket, (bucket.signature, LOOKUP), 2) is made
    assert chains.of(bucket, (bucket.signature, OTHER), 2) is None  # other labels: asked for once


def test_labels_of_another_column_and_too_many_labels_have_none() -> None:
    chains, bucket = Chains(), bucket_of(KEY, [0, 6])
    for _ in range(3):
        assert chains.of(bucket, (KEY.copy(), LOOKUP), 2) is None
        assert chains.of(bucket, (bucket.signature, LOOKUP), MOST + 1) is None
    assert chains.size == 0


def test_chains_go_with_their_journeys() -> None:
    chains, bucket = Chains(), bucket_of(KEY, [0, 6])
    for _ in range(2):
        chains.of(bucket, (bucket.signature, LOOKUP), 2)
    assert chains.size > 0
    del bucket
    gc.collect()
    another = bucket_of(KEY, [0, 6])
    assert chains.of(another, (another.signature, LOOKUP), 2) is None
    assert chains.size == 0


def test_other_journeys_with_the_same_ends_or_other_keys_have_chains_of_their_own() -> None:
    chains, bucket = Chains(), bucket_of(KEY, [0, 4, 6])
    for _ in range(2):
        made = chains.of(bucket, (bucket.signature, LOOKUP), 2)
    assert made is not None
    shorter = structs.replace(bucket, begin=bucket.begin + np.array([2, 0]))
    recoded = structs.replace(bucket, signature=KEY[::-1].copy())
    for other, expected in ((shorter, [0, 1, 0, 2, 2, 0]), (recoded, [0, 2, 2, 1, 0, 2, 1, 0])):
        assert chains.of(other, (other.signature, LOOKUP), 2) is None
        again = chains.of(other, (other.signature, LOOKUP), 2)
        assert again is not None
        assert again.tolist()[: len(expected)] == expected


def test_a_full_room_keeps_what_is_asked_now_and_leaves_out_the_rest() -> None:
    first, second = bucket_of(KEY, [0, 4, 6]), bucket_of(KEY, [0, 4, 6])
    chains = Chains(room=14)  # one chain of six events

    def asked(lookup: np.ndarray) -> list[bool]:
        return [chains.of(one, (one.signature, lookup), 2) is not None for one in (first, second)]

    assert asked(LOOKUP) == [False, False]
    assert asked(LOOKUP) == [True, False]
    assert asked(LOOKUP) == [True, False]  # the second does not push the first out, which is asked for next
    assert asked(OTHER) == [False, False]
    assert asked(OTHER) == [True, False]  # other labels make way
    assert chains.size <= 14


def test_answers_stay_the_same_when_chains_are_kept() -> None:
    key = np.array([0, 1, 1, 0, 1, 0, 0, 1], np.uint16)
    signatures = pa.table(
        {
            **{name: pa.array(["web"] * 2) for name in ("source", "type", "channel", "page")},
            "name": ["Home", "Order"],
            "events": [4, 4],
        }
    )
    journeys = Journeys((bucket_of(key, [0, 3, 3, 8]),), signatures, "1")
    answers = [
        ask("directly_follows", journeys, edges=0, persons=False, times=False, **cut).figures.to_pylist()
        for cut in ({}, {"until": "1970-01-01T00:00:00.000004Z"}, {}, {}, {"who": "did Order"}, {})
    ]
    assert answers[0] == answers[2] == answers[3] == answers[5]
    moves = {(row["from"], row["to"]): row["count"] for row in answers[0] if row["kind"] == "move"}
    assert moves == {("Home", "Order"): 3, ("Order", "Order"): 1, ("Order", "Home"): 1, ("Home", "Home"): 1}
    assert answers[1] != answers[0]


@quickly
@given(worlds, gaps)
def test_counts_along_a_chain(world: World, between: list[int]) -> None:
    spans, _, key, lookup = laid(world, between, np.uint16)
    expected, _, _ = moves_of(world)
    counts = chain_counts(chain(spans, key, lookup).view(np.uint16), K)
    assert {pair: int(counts[pair]) for pair in np.ndindex(counts.shape) if counts[pair]} == dict(expected)


def test_a_long_chain_of_as_many_labels_as_it_can_have() -> None:
    rng = np.random.default_rng(5)
    key = rng.integers(0, MOST + 1, 20_000).astype(np.uint16)
    ends = np.sort(np.append(rng.integers(0, len(key), 700), [0, len(key)]))
    spans, lookup = (ends[:-1], ends[1:]), np.arange(MOST + 1, dtype=np.uint16)
    counts = chain_counts(chain(spans, key, lookup).view(np.uint16), MOST)
    assert (counts == move_counts_of_some(spans, key, lookup, MOST)).all()
