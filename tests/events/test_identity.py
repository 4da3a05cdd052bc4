import random
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.events.lakes import add, new_lake

from footpath.events import Persons, resolve
from footpath.events.grouping import components

LINK_LIMIT = 10  # of the preset footpath


def person(user: str | None = None, anonymous: str | None = None, email: str | None = None) -> dict[str, str | None]:
    return {"user_id": user, "anonymous_id": anonymous, "email_hash": email}


def resolved(folder: Path, *tables: list[dict[str, str | None]]) -> tuple[Persons, list[str | None]]:
    """Persons of a store with these rows, in events first, and the person of each row."""
    lake = new_lake(folder)
    for table, rows in zip(("events", "signals", "traits"), tables, strict=False):
        add(lake, rows, table=table)
    everyone = resolved_of(lake)
    given_rows = [row for rows in tables for row in rows]
    ids = pa.table({name: pa.array([row[name] for row in given_rows], pa.string()) for name in given_rows[0]})
    places = everyone.of(ids).to_pylist()
    return everyone, [None if place is None else everyone.canonical[place].as_py() for place in places]


def resolved_of(lake: object) -> Persons:
    with duckdb.connect() as con:
        return resolve(con, lake.snapshot())  # type: ignore[attr-defined]


def test_ids_seen_together_are_one_person_across_rows_and_tables(tmp_path: Path) -> None:
    _, who = resolved(
        tmp_path,
        [person("1", "a"), person(None, "a"), person("2"), person(None, "b")],
        [person(None, None, "e"), person("2", None, "e")],
        [person(None, "b", "e")],
    )
    assert who == ["user:1", "user:1", "user:2", "user:2", "user:2", "user:2", "user:2"]


def test_a_person_is_named_by_the_smallest_user_id_then_email_then_anonymous_id(tmp_path: Path) -> None:
    everyone, who = resolved(tmp_path, [person("9", "x"), person("10", "x"), person(None, "y", "e"), person(None, "z")])
    assert who == ["user:10", "user:10", "email:e", "anonymous:z"]
    assert everyone.canonical.to_pylist() == ["anonymous:z", "email:e", "user:10"]


@pytest.mark.parametrize("word", ["", " ", "null", "NULL", "undefined", "Anonymous", "nan", "(not set)"])
def test_placeholders_name_nobody_and_link_nobody(tmp_path: Path, word: str) -> None:
    _, who = resolved(tmp_path, [person("1", word), person("2", word), person(word), person(None, word, word)])
    assert who == ["user:1", "user:2", None, None]


@pytest.mark.parametrize("zero", ["0", "-1", "0000", "00000000-0000-0000-0000-000000000000"])
def test_zeros_link_nobody_but_a_case_may_be_called_zero(tmp_path: Path, zero: str) -> None:
    _, who = resolved(
        tmp_path, [person("1", zero), person("2", zero), person(zero), person(zero, "a"), person(None, zero)]
    )
    assert who == ["user:1", "user:2", f"user:{zero}", "anonymous:a", None]


@pytest.mark.parametrize("case", ["NA", "NAN", "NIL"])
def test_a_case_lettered_like_an_empty_value_is_a_case(tmp_path: Path, case: str) -> None:
    _, who = resolved(tmp_path, [person(case), person(case, "a"), person("1")])
    assert who == [f"user:{case}", f"user:{case}", "user:1"]


def test_an_id_shared_by_many_users_joins_none_of_them(tmp_path: Path) -> None:
    kiosk = [person(f"u{number:02}", "kiosk") for number in range(LINK_LIMIT + 1)]
    family = [person(f"f{number}", "tablet") for number in range(3)]
    everyone, who = resolved(tmp_path, [*kiosk, person(None, "kiosk"), *family])
    assert len(everyone) == LINK_LIMIT + 1 + 1 + 1
    assert who[len(kiosk)] == "anonymous:kiosk"
    assert set(who[-3:]) == {"user:f0"}


def test_a_store_without_ids_has_no_persons(tmp_path: Path) -> None:
    everyone, who = resolved(tmp_path, [person()])
    assert (len(everyone), who) == (0, [None])


def naive(size: int, edges: list[tuple[int, int]]) -> list[int]:
    smallest = list(range(size))
    changed = True
    while changed:
        changed = False
        for left, right in edges:
            low = min(smallest[left], smallest[right])
            changed |= smallest[left] != low or smallest[right] != low
            smallest[left] = smallest[right] = low
    return smallest


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_components_are_those_of_a_naive_search_in_whatever_order_edges_come(
    edges: list[tuple[int, int]], dice: random.Random
) -> None:
    shuffled = [pair if dice.random() < 0.5 else pair[::-1] for pair in edges]
    dice.shuffle(shuffled)
    left, right = (np.array([pair[side] for pair in shuffled], np.int64) for side in (0, 1))
    assert components(12, [left], [right]).tolist() == naive(12, edges)


def test_the_order_of_arrival_makes_no_difference(tmp_path: Path) -> None:
    dice = random.Random(3)
    rows = [person(dice.choice("123456"), dice.choice("abcdef")) for _ in range(8)]
    expected, _ = resolved(tmp_path / "0", rows)
    for turn in range(1, 4):
        dice.shuffle(rows)
        half = dice.randrange(1, 7)
        lake = new_lake(tmp_path / str(turn))
        add(lake, rows[half:], import_id="i1")
        add(lake, rows[:half], import_id="i2")
        found = resolved_of(lake)
        assert found.canonical.equals(expected.canonical)
        assert found.ids.equals(expected.ids)


def test_a_million_ids_take_seconds() -> None:
    dice = np.random.default_rng(5)
    left, right = dice.integers(0, 1_000_000, (2, 1_500_000))
    assert components(1_000_000, [left], [right]).max() < 1_000_000
