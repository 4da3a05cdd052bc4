"""Many small appends: which rows are known, and small files put together."""

import math
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.events.lakes import START, add, new_lake, table_of

from footpath.core import clock
from footpath.core.errors import Invalid
from footpath.events import Lake, appending, compacting, facts, known
from footpath.events.known import KnownKeys, firsts, keys_in

KEYS = st.lists(st.integers(0, 5), max_size=12)


def take(lake: Lake, ids: list[Any], *, source: str = "shop", import_id: str = "c1") -> tuple[int, int]:
    with duckdb.connect() as con:
        rows = [{"source": source, "name": f"{one}", "user_id": "u", "dedupe_id": one} for one in ids]
        con.register("given", table_of(rows, "events"))
        done = lake.take("events", con, "SELECT * FROM given", import_id=import_id)
        return done.added, done.duplicates


def names(lake: Lake) -> list[str]:
    with duckdb.connect() as con:
        return [name for (name,) in con.execute(f"SELECT name FROM {lake.snapshot().scan('events')}").fetchall()]


def column(numbers: list[int]) -> pa.ChunkedArray:
    return pa.chunked_array(
        [pa.array([(n // 3).to_bytes(8, "big") + (n % 3).to_bytes(8, "big") for n in numbers], pa.binary())]
    )


@given(st.lists(KEYS, max_size=8), KEYS, st.integers(1, 4))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_added_is_known_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, added: list[list[int]], asked: list[int], at_once: int
) -> None:
    folder = tmp_path_factory.mktemp("keys")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "_AT_ONCE", at_once)
        for number, some in enumerate(added):
            keys = keys_in(column(some))
            KnownKeys(folder).add(keys, firsts(keys), f"file-{number}")
        keys = keys_in(column(asked))
        there = {n for some in added for n in some}
        found = KnownKeys(folder).has(keys)
    assert [bool(one) for one in found] == [asked[place] in there for place in keys.place]
    # As in a binary number: few runs, however many files.
    total = sum(len(set(some)) for some in added)
    assert len(list(folder.glob("*.npy"))) <= 1 + math.log2(total + 1) + sum(not some for some in added)


@given(KEYS)
def test_the_first_of_equal_keys_is_the_one_that_came_first(numbers: list[int]) -> None:
    keys = keys_in(column(numbers))
    kept = np.sort(keys.place[firsts(keys)]).tolist()
    assert kept == [place for place, one in enumerate(numbers) if one not in numbers[:place]]


def test_a_row_whose_id_the_lake_has_is_dropped_whoever_brought_it(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    assert take(lake, ["a", "b", "a"]) == (2, 1)
    assert take(lake, ["b", "c"]) == (1, 1)
    assert take(lake, ["a"], source="other") == (1, 0)
    add(lake, [{"source": "shop", "dedupe_id": "d"}], import_id="i2")
    assert take(Lake.open(lake.folder), ["d", "e"]) == (1, 1)
    assert add(lake, [{"source": "shop", "dedupe_id": "e"}], import_id="i3").duplicates == 1
    lake.forget_derived()
    assert take(lake, ["a", "b", "c", "d", "e", "f"]) == (1, 5)


def test_every_row_needs_an_id(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="dedupe_id"):
        take(new_lake(tmp_path), ["a", None])


def test_a_file_that_a_crash_kept_from_the_list_of_keys_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = new_lake(tmp_path)
    take(lake, ["a"])
    with monkeypatch.context() as broken:
        broken.setattr(KnownKeys, "add", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            take(lake, ["b"])
    assert take(lake, ["a", "b", "c"]) == (1, 2)


def test_who_was_erased_can_come_again(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    take(lake, ["a", "b"])
    assert sum(one.rows for one in lake.erase({"user": ["u"]})) == 2
    assert take(lake, ["a"]) == (1, 0)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([1] * 15, None), ([1] * 16, range(16)), ([300_000, *[1] * 16], range(1, 17)), ([1] * 8 + [20] * 8, range(16)),
        ([50_000] * 20, range(20)), ([800_000] * 30, None), ([60_000] * 100, range(66)),
        ([1] * 10 + [300_000] + [1] * 10, None),
    ],
)  # fmt: skip
def test_which_neighbours_are_put_together(rows: list[int], expected: range | None) -> None:
    assert compacting.chosen(rows) == expected


@pytest.fixture
def four(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compacting, "FEWEST", 4)


@pytest.mark.usefixtures("four")
def test_small_files_become_one_with_the_same_rows_in_the_same_order(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    for number in range(8):
        take(lake, [f"{number}-{place}" for place in range(number % 3 + 1)], import_id=f"c{number % 2}")
    before, version = names(lake), lake.version
    assert lake.compact() == 8
    assert (names(lake), len(lake.snapshot().files["events"])) == (before, 1)
    assert lake.version != version
    assert take(lake, ["3-0", "new"]) == (1, 1)
    assert names(lake) == [*before, "new"]
    assert lake.compact() == 0


@pytest.mark.usefixtures("four")
def test_those_who_are_reading_keep_their_files_for_five_minutes_but_not_after_an_erasure(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    with clock.freeze(START):
        for number in range(4):
            take(lake, [f"{number}"])
        reading = lake.snapshot()
        lake.compact()
        take(lake, ["more"])
    assert all(Path(path).is_file() for path in reading.files["events"])
    with clock.freeze(START.replace(minute=6)):
        for number in range(4, 8):
            take(lake, [f"{number}"])
        again = lake.snapshot()
        lake.compact()
    assert not any(Path(path).is_file() for path in reading.files["events"])
    lake.erase({"user": ["u"]})
    assert not any(Path(path).is_file() for path in again.files["events"])


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("instant", ["part", "merge", "replaced"])
def test_a_crash_while_files_are_put_together_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, instant: str
) -> None:
    lake = new_lake(tmp_path)
    for number in range(5):
        take(lake, [f"{number}"])
    before = names(lake)

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    home, name = {
        "part": (facts.Facts, "merge"), "merge": (facts.DeltaTable, "create_write_transaction"),
        "replaced": (KnownKeys, "replaced"),
    }[instant]  # fmt: skip
    with monkeypatch.context() as broken:
        broken.setattr(home, name, die)
        with pytest.raises(KeyboardInterrupt):
            lake.compact()
    lake = Lake.open(lake.folder)
    assert names(lake) == before
    assert take(lake, ["0", "4", "new"]) == (1, 2)
    lake.compact()
    assert names(lake) == [*before, "new"]
    assert len(list((lake.folder / "events" / "_merging").glob("*"))) == 0


@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=6), min_size=2, max_size=3))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_index_of_keys_finds_what_reading_all_keys_finds(
    tmp_path_factory: pytest.TempPathFactory, appends: list[list[tuple[int, bool]]]
) -> None:
    kept = []
    for large in (0, 1 << 20):
        lake = new_lake(tmp_path_factory.mktemp("lake"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(appending, "LARGE", large)
            patch.setattr(appending, "TIMES", 0)
            for rows in appends:  # some rows with an id of their own, some that only their content tells apart
                add(lake, [{"name": f"{one}", "dedupe_id": f"{one}" if by_id else None} for one, by_id in rows])
        kept.append(sorted(names(lake)))
    assert kept[0] == kept[1]
