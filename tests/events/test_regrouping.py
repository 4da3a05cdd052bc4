"""Who is who after new facts and decisions, step by step, is who is who worked out from all of them at once."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dials import examples

from footpath.events import (
    Decision,
    Graph,
    Identity,
    Known,
    Regrouped,
    Where,
    clusters_of,
    decided,
    known_of,
    known_with,
    look_up,
    regroup,
)
from footpath.events.identity_rules import Rules, rules_of

Row = tuple[tuple[tuple[str, str], ...], int]
RULES = [
    "shared: {anonymous: 1, email: 1}",
    "shared: {anonymous: 2}\nlimits: {anonymous: 2, user: 1}\nalias: false",
    "kinds: [email, user, anonymous]\nunique: [email]\nshared_device: turns",
    "shared: {}\nunique: [user]",
    "shared: {email: 1}\nlimits: {user: 2, email: 1}",
]
ID = st.sampled_from([*(("user", text) for text in "abcd"), *(("anonymous", text) for text in "xyz"), ("email", "e")])
ROW = st.tuples(st.lists(ID, min_size=1, max_size=3, unique=True).map(tuple), st.integers(0, 4))
DECISION = st.tuples(st.sampled_from(["merge", "split"]), st.lists(ID, min_size=2, max_size=3, unique=True))
STEP = st.tuples(st.lists(ROW, max_size=4), st.lists(st.integers(0, 3), max_size=3), st.booleans())


def graph(rows: Sequence[Row], rules: Rules) -> Graph:
    kinds = {kind: code for code, kind in enumerate(rules.kinds)}
    on = [(sorted((kinds[kind], text) for kind, text in ids), at) for ids, at in rows]
    ids = sorted({one for row, _ in on for one in row})
    place = {one: number for number, one in enumerate(ids)}
    pairs: dict[tuple[int, int], int] = {}
    for row, at in on:
        for one, other in combinations(row, 2):
            pair = (place[one], place[other])
            pairs[pair] = min(at, pairs.get(pair, at))
    columns = np.array([(*pair, at) for pair, at in sorted(pairs.items())], np.int64).reshape(-1, 3)
    return Graph(
        rules.kinds,
        np.array([kind for kind, _ in ids], np.uint8),
        pa.array([text for _, text in ids], pa.string()),
        *(columns[:, i].copy() for i in range(3)),
    )


def hashed(some: Graph) -> npt.NDArray[np.uint64]:
    names = [f"{some.kinds[kind]}:{text}" for kind, text in zip(some.kind, some.id.to_pylist(), strict=True)]
    # Few different ones, so that ids share hashes.
    return np.array([hashlib.sha256(name.encode()).digest()[0] % 5 for name in names], np.uint64)


def names_of(kinds: tuple[str, ...], kind: npt.NDArray[np.uint8], ids: pa.Array) -> list[str]:
    return [f"{kinds[code]}:{text}" for code, text in zip(kind, ids.to_pylist(), strict=True)]


def anew(rows: Sequence[Row], identity: Identity) -> dict[str, str]:
    whole = graph(rows, identity.rules)
    found, _ = clusters_of(whole, identity)
    names = names_of(whole.kinds, whole.kind, whole.id)
    return dict(zip(names, found.canonical.take(found.ids["person"]).to_pylist(), strict=True))


def first(rows: Sequence[Row], identity: Identity) -> tuple[Known, list[str]]:
    whole = graph(rows, identity.rules)
    found, grouped = clusters_of(whole, identity)
    where = Where(found.ids["person"].to_numpy(), grouped.cluster.astype(np.int32))
    return known_of(whole, where, hashed(whole)), found.canonical.to_pylist()


def folded(
    known: Known, names: list[str], fresh: Graph, numbers: npt.NDArray[np.int64], people: Regrouped
) -> tuple[Known, list[str]]:
    new = np.flatnonzero(numbers >= len(known))
    further = Graph(
        fresh.kinds, fresh.kind[new], fresh.id.take(pa.array(new)), numbers[fresh.left], numbers[fresh.right], fresh.at
    )
    person = np.append(known.person, np.full(len(new), -1)).astype(np.int32)
    cluster = np.append(known.cluster, np.full(len(new), -1)).astype(np.int32)
    person[people.ids] = len(names) + people.person
    cluster[people.ids] = int(known.cluster.max(initial=-1)) + 1 + people.cluster
    hashes = hashed(Graph(fresh.kinds, further.kind, further.id, fresh.left[:0], fresh.left[:0], fresh.left[:0]))
    return known_with(known, further, Where(person, cluster), hashes), [*names, *people.names.to_pylist()]


@given(
    st.sampled_from(RULES),
    st.lists(ROW, max_size=8),
    st.lists(DECISION, max_size=4),
    st.lists(STEP, min_size=1, max_size=4),
)
@settings(max_examples=examples(150))
def test_step_by_step_is_all_at_once(
    rules: str,
    rows: list[Row],
    made: list[tuple[str, list[tuple[str, str]]]],
    steps: list[tuple[list[Row], list[int], bool]],
) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    decisions = [
        Decision(
            number=number,
            kind="merge" if kind == "merge" else "split",
            one=tuple(f"{k}:{t}" for k, t in ids[:1]),
            other=tuple(f"{k}:{t}" for k, t in ids[1:]),
            at=now,
        )
        for number, (kind, ids) in enumerate(made, 1)
    ]
    known_rules = rules_of(rules)
    identity = Identity(known_rules)
    base, names = first(rows, identity)
    every, before = list(rows), ()
    since: list[Row] = []
    for new, in_force, fold in steps:
        since += new
        every += new
        chosen = tuple(decisions[number] for number in sorted(set(in_force)) if number < len(decisions))
        fresh = graph(since, known_rules)
        found = look_up(base, fresh, hashed(fresh))
        said = decided(base, found, (before, chosen), hashed)
        people = regroup(base, found, np.zeros(0, np.int64), known_rules, said)
        after, told = folded(base, names, fresh, found.number, people)
        ids = names_of(after.graph.kinds, after.graph.kind, after.graph.id)
        ours = {name: told[person] for name, person in zip(ids, after.person.tolist(), strict=True)}
        assert ours == anew(every, Identity(known_rules, chosen))
        assert set(np.unique(base.person[people.ids[people.ids < len(base)]])) == set(people.touched.tolist())
        if fold:
            base, names, before, since = after, told, chosen, []
