"""What people hand over besides clean files: odd ones, broken ones, folders of both, and what options mend."""

# ruff: noqa: E501 - files stand here as they are

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from tests.events.importing_world import World

from footpath.core.errors import FootpathError, Invalid

LOG = "user_id,event,time,value\nu1,visit,2024-05-01T10:00:00Z,\nu1,buy,2024-05-01T10:05:00Z,12.50\nu2,visit,2024-05-02T09:00:00Z,\n"
NAMES = "SELECT name, count(*) FROM events GROUP BY ALL ORDER BY name"


def test_a_folder_imports_what_it_can_and_names_the_rest(world: World) -> None:
    world.write("x/log.csv", LOG)
    world.write("x/photo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    world.write("x/empty.csv", b"")
    world.write("x/broken.csv.gz", gzip.compress(LOG.encode() * 50)[:60])
    report = world.take(world.folder / "files" / "x")
    assert report.total("events") >= 3
    skipped = {file.path.name for file in report.files if file.skipped or file.problem}
    assert {"photo.png", "empty.csv"} <= skipped


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 500, b"PAR1junk", b"PK\x03\x04xl/ junk", b"\x1f\x8b\x08junk"]
)
def test_what_cannot_be_read_is_an_error_with_advice(world: World, content: bytes) -> None:
    with pytest.raises(FootpathError) as problem:
        world.take(world.write("file.csv", content))
    assert problem.value.message
    assert problem.value.hint


@pytest.mark.parametrize(
    "content",
    [
        "a,a,b\n1,2,3\n",
        "x\n",
        ",".join(f"c{n}" for n in range(300)) + "\n" + ",".join("1" for _ in range(300)) + "\n",
        "user_id,event,time\nu1,visit,2024-05-01T10:00:00Z\n",
        'user_id,event,time,note\nu1,visit,2024-05-01,"two\nlines"\nu1,buy,2024-05-02,"a ""quote"""\n',
        "user_id,event,time\nu\x001,vis\x00it,2024-05-01\nu2,buy,2024-05-02\n",
        "user_id,event,time\ru1,visit,2024-05-01\ru2,buy,2024-05-02\r",
        "user_id,event,time\r\nu1,visit,2024-05-01\r\n\r\n",
        "id;" * 50 + "\n" + "1;" * 50,
        "[]",
        "{}",
        '{"a": [1, 2, {"b": 3}]}',
    ],
)
def test_odd_files_import_or_say_why(world: World, content: str) -> None:
    with suppress(Invalid):
        assert world.take(world.write("odd.csv", content)).tables


def test_options_name_the_columns_and_a_mistaken_name_gets_a_hint(world: World) -> None:
    path = world.write("log.csv", "k,w,t\nu1,visit,2024-05-01\nu1,buy,2024-05-02\n")
    with pytest.raises(Invalid, match="No column is called 'kk'"):
        world.take(path, person="kk")
    world.take(path, person="k", event="w", time=("t",), channel="=phone")
    assert world.rows("SELECT user_id, name, channel FROM events ORDER BY name") == [
        ("u1", "buy", "phone"),
        ("u1", "visit", "phone"),
    ]


def test_a_saved_mapping_does_what_recognition_did(world: World, tmp_path: Path) -> None:
    path = world.write("orders.csv", LOG)
    saved = tmp_path / "mapping.yaml"
    world.take(path, save_mapping=str(saved))
    other = World(tmp_path / "other")
    other.take(path, mapping=str(saved))
    assert other.rows('SELECT user_id, name, "at"::VARCHAR, value FROM events ORDER BY ALL') == world.rows(
        'SELECT user_id, name, "at"::VARCHAR, value FROM events ORDER BY ALL'
    )
    saved.write_text("tables:\n- who: {person: x}\n")
    with pytest.raises(Invalid, match="not a mapping"):
        other.take(path, mapping=str(saved))


def test_an_id_that_lost_its_last_digits_does_not_swallow_rows(world: World) -> None:
    rows = "".join(f"5703010836728130{n % 2}0,u{n},2024-05-01 10:00:0{n},visit\n" for n in range(6))
    world.take(world.write("log.csv", f"tweet_id,user_id,time,event\n{rows}"))
    assert world.rows("SELECT count(*) FROM events") == [(6,)]
