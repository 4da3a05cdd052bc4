import hashlib
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from deltalake import DeltaTable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dials import examples
from tests.events.lakes import add, new_lake, rows

from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.events import TABLES, Appended, ImportRecord, Lake, Reject

ANN, BOB = {"user_id": "ann"}, {"user_id": "bob"}


def test_what_was_appended_can_be_read_with_every_column_of_the_schema(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    assert add(lake, [ANN | {"value": 2.5, "at": 60}, BOB], import_id="march") == Appended(added=2, duplicates=0)
    with duckdb.connect() as con:
        table = lake.relation(con, "events").to_arrow_table()
    assert table.column_names == TABLES["events"].names
    assert table.select(["user_id", "import_id", "value", "page", "at"]).to_pylist()[0] == {
        "user_id": "ann",
        "import_id": "march",
        "value": 2.5,
        "page": None,
        "at": datetime(2026, 3, 1, 0, 1, tzinfo=UTC),
    }


def test_any_tool_that_reads_delta_reads_the_store(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [ANN, BOB])
    table = DeltaTable(lake.folder / "events")
    assert pa.table(table.to_pyarrow_table())["user_id"].to_pylist() == ["ann", "bob"]
    assert table.count() == 2


def test_the_same_rows_again_add_nothing_and_leave_the_version_alone(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [ANN, BOB])
    version = lake.version
    assert add(lake, [BOB, ANN], import_id="i2") == Appended(added=0, duplicates=2)
    assert lake.version == version


def test_equal_rows_of_one_file_are_different_events_and_a_longer_file_adds_only_its_new_rows(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    assert add(lake, [ANN, ANN, BOB]).added == 3
    assert add(lake, [ANN, ANN, BOB], import_id="i2") == Appended(added=0, duplicates=3)
    assert add(lake, [ANN, ANN, BOB, ANN, BOB], import_id="i3") == Appended(added=2, duplicates=3)
    assert rows(lake, "user_id") == [("ann",)] * 3 + [("bob",)] * 2


def test_a_column_that_is_missing_is_the_same_as_one_that_is_null(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [ANN])
    assert add(lake, [ANN | {"page": None, "dedupe_id": None}], import_id="i2").duplicates == 1


def test_the_same_text_in_another_column_is_another_row(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    assert add(lake, [{"device": "app"}, {"channel": "app"}, {"channel": "app", "source": "t.csv"}]).added == 3


def test_rows_with_an_id_of_their_own_are_told_by_it_alone(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    first = [ANN | {"dedupe_id": "o1"}, ANN | {"dedupe_id": "o2"}, BOB | {"dedupe_id": "o1"}]
    assert add(lake, first) == Appended(added=2, duplicates=1)
    assert add(lake, [BOB | {"dedupe_id": "o2"}, BOB | {"dedupe_id": "o3"}], import_id="i2") == Appended(1, 1)
    assert rows(lake, "user_id") == [("ann",), ("ann",), ("bob",)]


def test_rows_with_and_without_ids_live_in_one_append(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    mixed = [ANN | {"dedupe_id": "o1"}, ANN, ANN, BOB | {"dedupe_id": "o1"}]
    assert add(lake, mixed) == Appended(added=3, duplicates=1)
    assert add(lake, mixed, import_id="i2") == Appended(added=0, duplicates=4)


def test_keys_are_plain_md5_so_that_no_version_of_any_library_changes_them(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "ann", "at": 60}, {"user_id": "ann", "at": 60}, {"dedupe_id": "o1"}])
    us = int(datetime(2026, 3, 1, 0, 1, tzinfo=UTC).timestamp()) * 1_000_000
    content = f"s.csv\x1fuser_id=ann\x1ftype=track\x1fname=Viewed\x1fat={us}"
    first = hashlib.md5(content.encode()).digest()  # noqa: S324
    second = hashlib.md5(f"{first.hex().upper()}:1".encode()).digest()  # noqa: S324
    by_id = hashlib.md5(b"s.csv\x1fdedupe_id=o1").digest()  # noqa: S324
    assert {key for (key,) in rows(lake, "key")} == {first, second, by_id}


@given(
    files=st.lists(
        st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["1", "2", None])), max_size=6),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_files_leaves_what_a_plain_count_leaves(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[tuple[str, str | None]]]
) -> None:
    lake = new_lake(tmp_path_factory.mktemp("lake"))
    ids: set[str] = set()
    most = dict.fromkeys("ab", 0)
    for number, file in enumerate(files):
        add(lake, [{"user_id": who, "dedupe_id": own} for who, own in file], import_id=f"i{number}")
        ids |= {own for _, own in file if own}
        for who in "ab":
            most[who] = max(most[who], sum(1 for name, own in file if name == who and own is None))
    assert len(rows(lake, "key")) == len(ids) + sum(most.values())
    assert len(set(rows(lake, "key"))) == len(rows(lake, "key"))


@pytest.mark.parametrize(
    ("row", "word"), [({"colour": "red"}, "colour"), ({"name": None}, "name"), ({"source": None}, "source")]
)
def test_rows_that_do_not_fit_are_refused_whole(tmp_path: Path, row: dict[str, str | None], word: str) -> None:
    lake = new_lake(tmp_path)
    with pytest.raises(Invalid, match=word):
        add(lake, [ANN, BOB | row])
    assert rows(lake, "key") == []
    assert add(lake, [ANN]).added == 1


def test_a_missing_needed_column_is_named(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    with duckdb.connect() as con, pytest.raises(Invalid, match="'at', 'name'"):
        lake.append("events", con, "SELECT 's' AS source, 1 AS row, 'track' AS type", import_id="i")


def test_an_empty_query_changes_nothing(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    query = "SELECT 's' AS source, 1 AS row, 'track' AS type, 'x' AS name, now() AS \"at\" WHERE false"
    with duckdb.connect() as con:
        assert lake.append("events", con, query, import_id="i") == Appended(0, 0)
    assert lake.version == "e0-s0-t0"


def test_a_snapshot_stays_as_it_is(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [ANN])
    snapshot = lake.snapshot()
    add(lake, [BOB], import_id="i2")
    with duckdb.connect() as con:
        assert snapshot.relation(con, "events").to_arrow_table().num_rows == 1
    assert lake.version != snapshot.version


def test_progress_is_told_as_a_share(tmp_path: Path) -> None:
    lake, told = new_lake(tmp_path), []
    query = "SELECT 's' AS source, i AS row, 'track' AS type, 'x' AS name, now() AS \"at\" FROM range(300000) r(i)"
    with duckdb.connect() as con:
        lake.append("events", con, query, import_id="i", progress=told.append)
    assert all(0 <= share <= 1 for share in told)


def test_a_finished_import_is_known_again(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    assert lake.seen("c", "m") is None
    at = datetime(2026, 3, 1, tzinfo=UTC)
    record = ImportRecord(
        import_id="i1", source="s", file="s.csv", content_hash="c", mapping_hash="m", events=3, imported_at=at
    )
    lake.record_import(record)
    assert lake.seen("c", "m") == record
    assert Lake.open(lake.folder).seen("c", "m") == record
    assert lake.seen("c", "other") is None


def test_import_ids_that_could_name_another_file_are_refused(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    for name in ("../x", "a/b", "", ".hidden"):
        with pytest.raises(Invalid):
            lake.add_rejects(name, [])


def test_rejects_can_be_opened_in_a_spreadsheet_without_running_formulas(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    bad = Reject(line=7, field="at", value='=HYPERLINK("x")', reason="no time", remedy="+ write it as 2026-03-01")
    assert lake.add_rejects("i1", [bad]) == 1
    lake.add_rejects("i1", [bad])
    lines = lake.rejects_path("i1").read_text().splitlines()
    assert lines[0] == "line,field,value,reason,remedy"
    assert lines[1] == """7,at,"'=HYPERLINK(""x"")",no time,'+ write it as 2026-03-01"""
    assert len(lines) == 3


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="footpath import"):
        Lake.open(tmp_path / "none")


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(Invalid, match="no store"):
        Lake.open(tmp_path, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_store_of_a_later_format_is_refused(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    (lake.folder / "store.json").write_text('{"format": "footpath-store/9"}')
    with pytest.raises(Conflict, match="footpath-store/9"):
        Lake.open(lake.folder)


def test_an_unknown_table_is_named(tmp_path: Path) -> None:
    with duckdb.connect() as con, pytest.raises(NotFound, match="orders"):
        new_lake(tmp_path).relation(con, "orders")


def test_info_counts_what_is_there(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [ANN, BOB | {"at": 86_400}])
    add(lake, [BOB | {"at": 2 * 86_400, "text": "slow"}], table="signals")
    info = lake.info()
    assert (info.events, info.signals, info.traits, info.persons) == (2, 1, 0, 2)
    assert (str(info.first_at), str(info.last_at)) == ("2026-03-01 00:00:00+00:00", "2026-03-03 00:00:00+00:00")
    assert [(source.source, source.table, source.rows) for source in info.sources] == [
        ("s.csv", "events", 2),
        ("s.csv", "signals", 1),
    ]
    assert info.size_bytes > 1000
