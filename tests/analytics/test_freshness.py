"""What came since the base was built: any order of imports, restarts and compactions gives what building anew gives."""

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footpath.analytics import Bucket, build_journeys, building, compact_journeys, erase, persons
from footpath.analytics.building import bases
from footpath.analytics.kernels.merging import merged
from footpath.core.errors import NotFound
from footpath.events import Lake, compacting, write_rules
from tests.dials import examples
from tests.events.lakes import add, new_lake

Told = dict[str, list[tuple[Any, ...]]]


def dimensions(lake: Lake) -> set[str]:
    return {name for bucket in build_journeys(lake).buckets for name in bucket.dimensions}


def told(lake: Lake, names: set[str] | None = None) -> tuple[Told, list[tuple[str, str, str]], int, dict[str, int]]:
    """Journeys (with every dimension), traits, events left out and events by signature, in plain values."""
    journeys = build_journeys(lake)
    names = dimensions(lake) if names is None else names
    signatures = [tuple(row[name] for name in ("source", "name", "page")) for row in journeys.signatures.to_pylist()]
    found: Told = {}
    for bucket in journeys.buckets:
        for place, person in enumerate(bucket.whose(np.arange(bucket.n_journeys)).to_pylist()):
            assert person not in found
            found[person] = [
                (
                    int(bucket.at[i]),
                    signatures[bucket.signature[i]],
                    None if np.isnan(bucket.value[i]) else float(bucket.value[i]),
                    _values(bucket, i, names),
                )
                for i in range(bucket.begin[place], bucket.end[place])
            ]
    assert journeys.traits is not None
    traits = sorted(tuple(row.values()) for row in journeys.traits.to_pylist())
    counts: dict[str, int] = {}
    for key, events in zip(signatures, journeys.signatures["events"].to_pylist(), strict=True):
        counts[str(key)] = counts.get(str(key), 0) + events
    return found, traits, journeys.left_out, {key: events for key, events in counts.items() if events}


def _values(bucket: Bucket, i: int, names: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, one.values[one.codes[i]]) for name, one in bucket.dimensions.items() if name in names))


def everyone(lake: Lake) -> dict[str, set[tuple[str, str]]]:
    found = persons(lake)
    names = found.canonical.to_pylist()
    assert names == sorted(names)
    people: dict[str, set[tuple[str, str]]] = {name: set() for name in names}
    for row in found.ids.to_pylist():
        people[names[row["person"]]].add((row["kind"], row["id"]))
    return people


def anew(lake: Lake, folder: Path) -> Lake:
    """The same facts in a store where nothing has been worked out yet."""
    copy = folder / "anew"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(lake.folder, copy, ignore=shutil.ignore_patterns("derived"))
    return Lake.open(copy)


IDS = {
    "user_id": st.sampled_from([None, "a", "b", "c", "0"]),
    "anonymous_id": st.sampled_from([None, "x", "y", "undefined"]),
    "email_hash": st.sampled_from([None, None, "e"]),
}
EVENT = st.fixed_dictionaries(
    {
        **IDS,
        "at": st.integers(0, 2),
        "row": st.integers(1, 2),
        "source": st.sampled_from(["s.csv", "r.csv"]),
        "name": st.sampled_from(["Viewed", "Paid"]),
        "page": st.sampled_from([None, "/p/1", "/p/2", "/cart"]),
        "value": st.sampled_from([None, 1.5]),
        "account_id": st.sampled_from([None, None, "acme"]),
        "properties": st.sampled_from([None, '{"plan": "pro"}', '{"plan": "free"}']),
    }
)
TRAIT = st.fixed_dictionaries(
    {**IDS, "at": st.sampled_from([None, 1, 2]), "traits": st.sampled_from(['{"tier": 1}', '{"tier": 2, "big": true}'])}
)
MOVE = st.one_of(
    st.tuples(st.just("events"), st.lists(EVENT, min_size=1, max_size=6)),
    st.tuples(st.just("traits"), st.lists(TRAIT, min_size=1, max_size=3)),
    st.tuples(st.just("signals"), st.lists(st.fixed_dictionaries(IDS), min_size=1, max_size=3)),
    st.tuples(st.sampled_from(["ask", "compact", "restart", "merge", "merge"]), st.just([])),
    st.tuples(st.just("erase"), st.integers(0, 3)),
)


@given(st.lists(MOVE, min_size=2, max_size=9), st.booleans())
@settings(
    max_examples=examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_order_of_what_happens_gives_what_building_anew_gives(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, Any]], few_per_bucket: bool
) -> None:
    folder = tmp_path_factory.mktemp("lake")
    lake = new_lake(folder)
    with pytest.MonkeyPatch.context() as patch:
        write_rules(lake.folder, "shared: {anonymous: 1, email: 1}")  # so that ids come to be shared
        patch.setattr(compacting, "FEWEST", 2)
        patch.setattr(bases, "PER_BUCKET", 2 if few_per_bucket else 1_000_000)
        for number, (what, rows) in enumerate(moves):
            if what == "compact":
                compact_journeys(lake)
            elif what == "erase":
                known = persons(lake).canonical.to_pylist()
                if known:
                    erase(lake, known[int(rows) % len(known)])
            elif what == "merge":
                lake.compact()
            elif what == "restart":
                lake = Lake.open(lake.folder)
            elif rows:
                add(lake, rows, table=what, import_id=f"i{number}")
            if what != "restart":
                build_journeys(lake)
        fresh = anew(lake, folder)
        # Which properties are dimensions is not looked at again when somebody is erased, until all is built anew.
        names = dimensions(fresh) & dimensions(lake)
        assert names == dimensions(fresh) == dimensions(lake) or any(what == "erase" for what, _ in moves)
        assert told(lake, names) == told(fresh, names)
        assert everyone(lake) == everyone(fresh)


def folders(lake: Lake) -> list[str]:
    return sorted(path.name for path in (lake.folder / "derived" / "journeys").iterdir() if path.is_dir())


def test_what_is_new_is_laid_over_the_base_until_it_is_folded_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": name, "at": 10, "page": "/p/1"} for name in "abc"])
    build_journeys(lake)
    (first,) = folders(lake)
    files = {path: path.stat().st_mtime_ns for path in (lake.folder / "derived").rglob("*.npy")}
    add(lake, [{"user_id": "b", "at": 5, "name": "Came"}, {"user_id": "d", "at": 1}], import_id="i2")
    journeys = build_journeys(lake)
    assert folders(lake)[0] == first
    assert folders(lake)[1].startswith("overlay-")
    assert all(path.stat().st_mtime_ns == at for path, at in files.items())
    assert [bucket.n_journeys for bucket in journeys.buckets] == [2, 2]
    assert [event[1][1] for event in told(lake)[0]["user:b"]] == ["Came", "Viewed"]
    with monkeypatch.context() as patch:
        patch.setattr(bases, "build", None)  # nothing is built anew
        assert compact_journeys(lake)
    assert not compact_journeys(lake)
    assert len(folders(lake)) == 1
    assert [bucket.n_journeys for bucket in build_journeys(lake).buckets] == [4]


def test_an_anonymous_past_joins_a_person_who_signs_in_later(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"anonymous_id": "x", "at": 1, "name": "Came"}, {"user_id": "ann", "at": 9, "name": "Paid"}])
    assert sorted(told(lake)[0]) == ["anonymous:x", "user:ann"]
    add(lake, [{"anonymous_id": "x", "user_id": "ann"}], table="signals", import_id="i2")
    assert {name: [event[1][1] for event in way] for name, way in told(lake)[0].items()} == {
        "user:ann": ["Came", "Paid"]
    }


def test_a_device_seen_with_too_many_users_parts_them_again(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    write_rules(lake.folder, "shared: {anonymous: 2}")
    add(lake, [{"anonymous_id": "kiosk", "user_id": name, "at": at} for at, name in enumerate("ab")])
    add(lake, [{"anonymous_id": "kiosk", "at": 5}], import_id="i2")
    assert sorted(told(lake)[0]) == ["user:a"]
    add(lake, [{"anonymous_id": "kiosk", "user_id": "c", "at": 6}], import_id="i3")
    assert {name: len(way) for name, way in told(lake)[0].items()} == {
        "anonymous:kiosk": 1, "user:a": 1, "user:b": 1, "user:c": 1,
    }  # fmt: skip


def test_a_new_property_to_break_down_by_is_found_in_old_events_too(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "a", "properties": json.dumps({"plan": "pro"})}])
    assert "plan" not in build_journeys(lake).buckets[0].dimensions
    add(lake, [{"user_id": "b", "properties": json.dumps({"plan": "free"})}], import_id="i2")
    assert build_journeys(lake).dimension("plan") == {"": 0, "free": 1, "pro": 1}


def test_a_property_that_comes_to_have_many_values_is_no_longer_one(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "a", "properties": json.dumps({"plan": plan, "size": plan % 3})} for plan in range(30)])
    assert {"plan", "size"} <= set(build_journeys(lake).buckets[0].dimensions)
    more = [{"user_id": "b", "properties": json.dumps({"plan": plan, "size": plan % 3})} for plan in range(30, 60)]
    add(lake, more, import_id="i2")
    journeys = build_journeys(lake)
    assert [sorted(bucket.dimensions) for bucket in journeys.buckets] == [
        ["campaign", "channel", "device", "region", "size"]
    ] * 2
    assert journeys.dimension("size") == {"": 0, "0": 20, "1": 20, "2": 20}


def test_templates_of_pages_follow_what_is_new_without_old_events_being_read(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "a", "page": f"/shop/{word}"} for word in ("tea", "mug")])
    assert set(build_journeys(lake).signatures["page"].to_pylist()) == {"/shop/tea", "/shop/mug"}
    words = [f"thing{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(60)]
    add(lake, [{"user_id": "b", "page": f"/shop/{word}"} for word in words], import_id="i2")
    assert set(build_journeys(lake).signatures["page"].to_pylist()) == {"/shop/*"}
    assert len(folders(lake)) == 2


def test_a_base_made_of_other_files_is_not_used(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    for number in range(2):
        add(lake, [{"user_id": f"u{number}"}], import_id=f"i{number}")
        build_journeys(lake)
    lake._facts["events"].open().optimize.compact()  # what another tool may do to a Delta table
    assert build_journeys(lake).n_persons == 2
    assert len(folders(lake)) == 1


STRETCHES = st.lists(st.lists(st.tuples(*[st.integers(0, 2)] * 3), max_size=4).map(sorted), max_size=4)


@given(st.lists(STRETCHES, max_size=4))
@settings(max_examples=examples(40), deadline=None)
def test_sorted_stretches_come_out_in_one_order(people: list[list[list[tuple[int, int, int]]]]) -> None:
    ways = [[event for stretch in stretches for event in stretch] for stretches in people]
    events = [event for way in ways for event in way]
    offsets = np.cumsum([0, *map(len, ways)]).astype(np.int64)
    at, rank, row = np.array(events, np.int64).reshape(-1, 3).T.copy()
    order = merged(offsets, at, rank, row, np.arange(len(events)))
    expected = [
        begin + i
        for begin, way in zip(offsets, ways, strict=False)
        for i in sorted(range(len(way)), key=lambda i: (way[i], i))
    ]
    assert order.tolist() == expected


def test_an_erased_person_is_gone_from_facts_and_journeys_and_others_stay_as_they_were(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    secret = {"user_id": "ann-secret", "anonymous_id": "x-secret", "campaign": "for-ann-secret", "page": "/secret/ann"}
    add(lake, [secret, {"user_id": "bob", "at": 1}, {"anonymous_id": "x-secret", "at": 2}, {"user_id": "cid"}])
    build_journeys(lake)
    add(lake, [{"user_id": "ann-secret", "traits": '{"tier": "secret"}'}], table="traits", import_id="i2")
    add(lake, [{"user_id": "ann-secret", "at": 9}, {"user_id": "bob", "at": 8}], import_id="i3")
    before = told(lake)[0]
    assert erase(lake, "user:ann-secret") == 4
    assert told(lake)[0] == {name: way for name, way in before.items() if name != "user:ann-secret"}
    assert not [path for path in lake.folder.rglob("*") if path.is_file() and b"secret" in path.read_bytes()]
    assert folders(lake)[0].startswith("base-")
    with pytest.raises(NotFound, match="ann-secret"):
        erase(lake, "user:ann-secret")


def test_erasing_rewrites_only_the_buckets_that_hold_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bases, "PER_BUCKET", 4)
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": f"u{n}"} for n in range(40)])
    build_journeys(lake)
    inodes = {path.stat().st_ino for path in (lake.folder / "derived").rglob("at.npy")}
    erase(lake, "user:u7")
    monkeypatch.setattr(bases, "build", None)
    assert build_journeys(lake).n_persons == 39
    after = {path.stat().st_ino for path in (lake.folder / "derived").rglob("at.npy")}
    assert len(after - inodes) == 1


def test_a_large_overlay_is_folded_in_by_whoever_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "SMALL", 2)
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": f"u{n}"} for n in range(10)])
    for number, size in enumerate((2, 1)):
        build_journeys(lake)
        add(lake, [{"user_id": "new", "at": 10 * number + n} for n in range(size)], import_id=f"i{number}")
    assert len(build_journeys(lake).buckets) == 1
    assert [name.split("-")[0] for name in folders(lake)] == ["base"]


def test_a_server_folds_a_large_overlay_in_beside_its_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "SMALL", 2)
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": f"u{n}"} for n in range(10)])
    build_journeys(lake)
    assert not building.fold_if_large(lake)
    add(lake, [{"user_id": "new", "at": n} for n in range(3)], import_id="more")
    assert len(build_journeys(lake, folds=False).buckets) == 2
    assert building.fold_if_large(lake)
    folded = build_journeys(lake, folds=False)
    assert (len(folded.buckets), folded.n_events) == (1, 13)


def test_answers_stay_right_while_others_import_erase_and_fold_in(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": f"u{n}", "at": n} for n in range(50)])
    build_journeys(lake)
    done = threading.Event()
    failures: list[BaseException] = []

    def until_done(work: Callable[[Lake], object]) -> None:
        try:
            while not done.is_set():
                work(Lake.open(lake.folder))
        except BaseException as problem:
            failures.append(problem)

    def ask(store: Lake) -> None:
        journeys = build_journeys(store)
        names = [name for bucket in journeys.buckets for name in bucket.whose(np.arange(bucket.n_journeys)).to_pylist()]
        assert len(names) == len(set(names)) >= 45

    threads = [threading.Thread(target=until_done, args=(work,)) for work in (ask, ask, compact_journeys)]
    for thread in threads:
        thread.start()
    for number in range(8):
        add(lake, [{"user_id": f"u{number}", "at": 90}, {"user_id": f"v{number}"}], import_id=f"i{number}")
        if number % 2:
            erase(lake, f"user:u{number}")
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert told(lake) == told(anew(lake, tmp_path))
    assert build_journeys(lake).n_events == 50 + 16 - 4 * 2


def test_an_erased_person_stays_gone_when_what_is_new_is_folded_in(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": name} for name in "abc"])
    build_journeys(lake)
    erase(lake, "user:b")
    add(lake, [{"user_id": "d"}, {"user_id": "a", "at": 3}], import_id="i2")
    assert compact_journeys(lake)
    assert everyone(lake) == {f"user:{name}": {("user", name)} for name in "acd"}
    add(lake, [{"user_id": "b", "at": 7}], import_id="i3")
    assert {name: len(way) for name, way in told(lake)[0].items()} == {
        "user:a": 2, "user:b": 1, "user:c": 1, "user:d": 1,
    }  # fmt: skip
