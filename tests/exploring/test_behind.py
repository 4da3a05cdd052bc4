"""The persons behind a part of an answer: rows picked by value, by what a list holds, and by bounds."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from footpath.core.errors import Invalid
from footpath.exploring import Listed, Part
from footpath.exploring.behind import listed

MONDAY, TUESDAY = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)
PEOPLE = pa.table(
    {
        "person": ["ann", "bob", "cid", "dan"],
        "furthest": [1, 2, 3, 3],
        "wait_s": pa.array([5.0, None, 60.0, 61.0]),
        "started": [MONDAY, MONDAY, TUESDAY, TUESDAY],
        "back": [[0, 1], [1], [], None],
        "entry": pa.array(["Home", None, "Home", "Cart"]).dictionary_encode(),
    }
)


def who(part: Part) -> list[str]:
    return [row[0] for row in listed(PEOPLE, part).table.rows]


def test_rows_are_picked_by_what_a_part_says() -> None:
    assert who(Part(where={"furthest": 3})) == ["cid", "dan"]
    assert who(Part(where={"entry": "Home"}, below={"furthest": 3})) == ["ann"]
    assert who(Part(least={"furthest": 2}, where={"started": "2026-03-02T00:00:00Z"})) == ["bob"]
    assert who(Part(where={"back": 1})) == ["ann", "bob"]
    assert who(Part(where={"entry": None})) == ["bob"]
    assert who(Part(where={"furthest": "far"})) == []


def test_a_lower_bound_is_part_of_it_and_an_upper_one_is_not() -> None:
    assert who(Part(least={"wait_s": 5}, below={"wait_s": 61})) == ["ann", "cid"]


def test_they_come_in_pieces() -> None:
    first: Listed = listed(PEOPLE, Part(limit=3))
    assert (first.n, first.next, len(first.table.rows)) == (4, 3, 3)
    rest = listed(PEOPLE, Part(after=3))
    assert (rest.n, rest.next, len(rest.table.rows)) == (4, None, 1)


def test_what_the_table_has_not_is_refused_with_what_it_has() -> None:
    with pytest.raises(Invalid, match="no column 'age'"):
        listed(PEOPLE, Part(where={"age": 3}))
    with pytest.raises(Invalid, match="entry holds no numbers"):
        listed(PEOPLE, Part(least={"entry": 1}))
