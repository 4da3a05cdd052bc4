"""What is kept of persons, and which case numbers of several files are the same case."""

from pathlib import Path

import pytest
from tests.events.importing_world import World

from footpath.core.errors import Invalid

LOG = "{case},activity,at\n" + "".join(
    f"{case},{name},2024-01-{day:02} 10:00:00\n"
    for case in range(1, 9)
    for day, name in enumerate(("Opened", "Answered", "Closed"), case)
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def _logs(world: World, first: str, second: str) -> int:
    (world.folder / "files").mkdir()
    world.take(
        world.write("first.csv", LOG.replace("{case}", first)),
        world.write("second.csv", LOG.replace("{case}", second).replace("Opened", "Called")),
    )
    return int(world.rows("SELECT count(DISTINCT user_id) FROM events")[0][0])


def test_case_numbers_of_columns_called_differently_are_different_cases(world: World) -> None:
    assert _logs(world, "case_id", "case_number") == 16


def test_case_numbers_of_columns_called_the_same_are_the_same_cases(world: World) -> None:
    assert _logs(world, "CaseID", "case_id") == 8


def test_case_numbers_under_a_name_that_says_nothing_stay_in_their_file(world: World) -> None:
    assert _logs(world, "case:concept:name", "case:concept:name") == 16


def test_numbered_traces_stay_in_their_file(world: World) -> None:
    event = (
        '<event><string key="concept:name" value="A"/><date key="time:timestamp" value="2024-01-01T10:00:00Z"/></event>'
    )
    trace = '<trace><string key="concept:name" value="{}"/>' + event + "</trace>"
    for name, cases in (("a.xes", "12"), ("b.xes", "23"), ("c.xes", ("X-1", "X-2")), ("d.xes", ("X-2", "X-3"))):
        log = '<log xes.version="1.0">' + "".join(trace.format(case) for case in cases) + "</log>"
        world.take(world.write(name, log))
    assert world.rows("SELECT count(DISTINCT user_id) FROM events") == [(4 + 3,)]


def test_user_numbers_link_files(world: World) -> None:
    assert _logs(world, "customer_id", "user_id") == 8


def test_addresses_in_what_people_wrote_are_masked(world: World) -> None:
    rows = "".join(
        f"{number},2024-02-{number:02},Please write to jan.kowalski+{number}@poczta.example.pl or @shop\n"
        for number in range(1, 21)
    )
    world.take(world.write("tickets.csv", f"customer_id,created_at,message\n{rows}"))
    texts = [text for (text,) in world.rows('SELECT text FROM signals ORDER BY "row"')]
    assert texts[0] == "Please write to …@… or @shop"
    assert not any("kowalski" in text for text in texts)


def test_no_rejects_file_without_rejects(world: World) -> None:
    world.take(world.write("log.csv", LOG.replace("{case}", "case_id")))
    assert list((world.lake.folder / "rejects").iterdir()) == []


def test_rows_left_out_before_are_named_again_when_the_file_comes_again(world: World) -> None:
    path = world.write("log.csv", LOG.replace("{case}", "case_id") + "9,Opened,2024-13-45 10:00:00\n")
    first, again = (world.take(path).files[0].tables[0] for _ in range(2))
    assert first.rejected == again.rejected == 1
    assert Path(first.rejects_file).is_file()
    assert again.rejects_file == first.rejects_file


def test_a_blank_name_is_no_file(world: World) -> None:
    with pytest.raises(Invalid, match="FILES"):
        world.take("  ")
