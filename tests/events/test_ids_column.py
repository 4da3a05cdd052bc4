"""Further ids in facts: imports that carry them, and stores from before there was a column for them."""

import hashlib
import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from tests.events.lakes import add, new_lake, rows
from tests.events.persons_in import persons_in

from footpath.analytics import build_journeys, erase
from footpath.events import ImportOptions, Lake, import_paths, schema

MAPPING = """
version: 1
tables:
  - match: "*.csv"
    who: {user: customer, ids: {crm: contact, phone: mobile}}
    events: [{name: "=Bought", at: {column: when}}]
"""


def test_a_mapping_names_columns_of_further_ids_and_telephone_numbers_are_hashed(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(
        "customer,contact,mobile,when\nann,7,+44 20 7946 0018,2026-03-01\n,7,,2026-03-02\n"
    )
    (tmp_path / "map.yaml").write_text(MAPPING)
    lake = Lake.open(tmp_path / "store", create=True)
    import_paths(lake, [str(tmp_path / "shop.csv")], ImportOptions(mapping=str(tmp_path / "map.yaml")))
    phone = hashlib.sha256(b"+442079460018").hexdigest()
    found = [None if one is None else json.loads(one) for (one,) in rows(lake, "ids")]
    assert sorted(found, key=len) == [{"crm": "7"}, {"crm": "7", "phone": phone}]
    assert persons_in(lake) == {"user:ann": ["crm:7", f"phone:{phone}", "user:ann"]}
    assert build_journeys(lake).n_events == 2


def test_an_alias_in_a_segment_export_ties_two_user_ids(tmp_path: Path) -> None:
    calls = [
        {"type": "track", "event": "Paid", "userId": "old", "messageId": "1", "timestamp": "2026-03-01T00:00:00Z"},
        {"type": "track", "event": "Paid", "userId": "ann", "messageId": "2", "timestamp": "2026-03-02T00:00:00Z"},
        {"type": "alias", "previousId": "old", "userId": "ann", "messageId": "3", "timestamp": "2026-03-03T00:00:00Z"},
    ]
    (tmp_path / "calls.json").write_text("\n".join(map(json.dumps, calls)))
    lake = Lake.open(tmp_path / "store", create=True)
    import_paths(lake, [str(tmp_path / "calls.json")], ImportOptions())
    assert persons_in(lake)["user:ann"] == ["anonymous:old", "user:ann", "user:old"]


def old_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """A store made before events, signals and traits had a column `ids`."""
    with monkeypatch.context() as patch:
        for table in list(schema.TABLES):
            fields = [field for field in schema.TABLES[table] if field.name != "ids"]
            patch.setitem(schema.TABLES, table, pa.schema(fields))
        lake = new_lake(folder)
        add(lake, [{"user_id": "ann", "anonymous_id": "x"}, {"user_id": "bob", "at": 1}])
        add(lake, [{"user_id": "ann", "traits": '{"plan": "pro"}'}], table="traits")
    return Lake.open(lake.folder)


def test_an_old_store_is_read_and_takes_ids_from_then_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = old_store(tmp_path, monkeypatch)
    assert persons_in(lake) == {"user:ann": ["anonymous:x", "user:ann"], "user:bob": ["user:bob"]}
    assert build_journeys(lake).n_events == 2
    assert rows(lake, "user_id", "ids") == [("ann", None), ("bob", None)]
    add(lake, [{"user_id": "bob", "ids": '{"crm": "7"}', "at": 2}, {"ids": '{"crm": "7"}', "at": 3}], import_id="i2")
    assert build_journeys(lake).n_events == 4
    assert persons_in(lake)["user:bob"] == ["crm:7", "user:bob"]
    with duckdb.connect() as con:
        assert con.sql(f"SELECT count(ids) FROM {lake.snapshot().scan('events')}").fetchall() == [(2,)]


def test_a_person_of_an_old_store_can_be_erased(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = old_store(tmp_path, monkeypatch)
    assert erase(lake, "user:ann") == 2
    assert persons_in(lake) == {"user:bob": ["user:bob"]}


def test_rows_that_came_without_ids_are_known_again_when_they_come_with_the_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = old_store(tmp_path, monkeypatch)
    again = [{"user_id": "ann", "anonymous_id": "x", "ids": None}, {"user_id": "bob", "at": 1, "ids": None}]
    assert add(lake, again, import_id="i2").added == 0
