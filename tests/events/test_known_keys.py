"""Keys are told from known ones, whatever runs they lie in."""

from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.events.known import KnownKeys, keys_in

# few upper halves, so that many keys share one, and the ends of what they can be
halves = st.sampled_from([0, 1, 2, 5, (1 << 63) - 1, 1 << 63, (1 << 64) - 1])
some_keys = st.lists(st.tuples(halves, halves), max_size=40)


def column(keys: list[tuple[int, int]]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array([high.to_bytes(8) + low.to_bytes(8) for high, low in keys], pa.binary())])


@settings(max_examples=80, deadline=None)
@given(st.lists(some_keys, max_size=4), some_keys)
def test_a_key_is_known_when_a_run_has_it(
    tmp_path_factory: object, runs: list[list[tuple[int, int]]], asked: list[tuple[int, int]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("keys")  # type: ignore[attr-defined]
    known = KnownKeys(folder)
    for number, keys in enumerate(runs):
        added = keys_in(column(keys))
        known.add(added, np.ones(len(added), np.bool_), f"file-{number}")
    wanted = keys_in(column(asked))
    every = {key for keys in runs for key in keys}
    assert known.has(wanted).tolist() == [asked[place] in every for place in wanted.place.tolist()]


def test_many_keys_among_many(tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    there = [(int(high), int(low)) for high, low in rng.integers(0, 1 << 63, (5000, 2))]
    known = KnownKeys(tmp_path)
    added = keys_in(column(there))
    known.add(added, np.ones(len(added), np.bool_), "file")
    asked = there[::7] + [(high, low ^ 1) for high, low in there[::11]] + [(0, 0), ((1 << 64) - 1, 5)]
    wanted = keys_in(column(asked))
    every = set(there)
    assert known.has(wanted).tolist() == [asked[place] in every for place in wanted.place.tolist()]
