"""Journeys like one, worked out by hand."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import footpath as fp
from footpath.analytics import Journeys, ask
from footpath.analytics.calendar import instant_of
from footpath.analytics.ways.persons import hashes_of
from footpath.core.errors import Invalid, NotFound
from tests.analytics.events_of import START_US, events_of, in_order

WORLD = {
    "ann": "A B", "bob": "A B C D", "cid": "A B B C", "dan": "B A C", "eve": "A", "fay": "x", "gus": "A x B D",
    "hal": "C D",
}  # fmt: skip


def like(world: Journeys, **fields: Any) -> Any:
    return ask("similar", world, **fields)


def found(answer: Any, *columns: str) -> dict[str, Any]:
    rows = answer.figures.to_pylist()
    return {row["person"]: tuple(row[name] for name in columns) for row in rows}


def test_beginnings_most_alike_and_how_they_went_on() -> None:
    answer = like(in_order(WORLD), person="ann", goal="D")
    assert answer.wanted == ("A", "B")
    assert found(answer, "distance", "way", "shared", "next", "reached_goal") == {
        "bob": (0, "A → B", "A → B", "C", True),
        "cid": (0, "A → B", "A → B", "C", False),
        "gus": (1 / 3, "A → x → B", "A → B", "D", True),
        "dan": (1 / 2, "B", "B", "A", False),
        "eve": (1 / 2, "A", "A", "(end)", False),
    }  # fay and hal have nothing alike
    assert answer.next.to_pylist()[0]["next"] == "C"
    near, others = answer.outcome.to_pylist()
    assert (near["reached"], near["journeys"], others["reached"], others["journeys"]) == (2, 5, 1, 2)
    assert near["low"] < near["share"] == 0.4 < near["high"]
    assert answer.distances["journeys"].to_pylist() == [2, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2]
    assert answer.distances["reached"].to_pylist() == [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]


def test_whole_journeys() -> None:
    answer = like(in_order(WORLD), way="A → B", compare="whole", goal="D")
    assert found(answer, "distance", "edits", "reached_goal") == {
        "ann": (0, 0, False), "cid": (1 / 3, 1, False), "bob": (1 / 2, 2, True), "eve": (1 / 2, 1, False),
        "gus": (1 / 2, 2, True), "dan": (2 / 3, 2, False),
    }  # fmt: skip
    assert answer.next is None


def test_ways_are_made_of_the_touchpoints_asked_for() -> None:
    answer = like(in_order(WORLD), person="gus", touchpoints=["A", "B | D"])
    assert answer.wanted == ("A", "B or D")
    assert found(answer, "distance")["bob"] == (0,)
    views = events_of({"p": [("view", 0, {"device": "app"}), ("view", 1)], "q": [("view", 0, {"device": "app"})]})
    by_device = like(views, person="q", touchpoints=["view & device = app", "view"])
    assert by_device.figures["next"].to_pylist() == ["view"]


def test_of_equally_near_journeys_a_fair_sample_is_taken_whatever_the_buckets() -> None:
    world = {f"person-{number:03}": "A B C" for number in range(200)} | {"far": "A"}
    few = [like(split(world, buckets), way="A", count=20).figures for buckets in (1, 7)]
    assert few[0].equals(few[1])
    numbers = sorted(int(name[-3:]) for name in few[0]["person"].to_pylist() if name != "far")
    assert numbers[0] < 60
    assert numbers[-1] > 140
    assert len(set(hashes_of(pa.array(list(world))).tolist())) == 201


def split(world: dict[str, str], buckets: int) -> Journeys:
    return events_of(
        {person: [(name, 60.0 * place) for place, name in enumerate(way.split())] for person, way in world.items()},
        buckets=buckets,
    )


def test_names_have_the_same_number_wherever_they_stand() -> None:
    names = pa.array(["", "ann", "Åsa", "ann"], pa.string())
    whole = hashes_of(names)
    assert hashes_of(names.slice(1, 2)).tolist() == whole[1:3].tolist()
    assert hashes_of(names.cast(pa.large_string())).tolist() == whole.tolist()
    assert whole[1] == whole[3] != whole[2]


def test_the_person_is_known_whoever_else_is_looked_at() -> None:
    answer = like(in_order(WORLD), person="ann", who="did D")
    assert set(found(answer, "distance")) == {"bob", "gus"}
    start = instant_of(START_US)
    short = like(in_order(WORLD), person="bob", since=start, until=instant_of(START_US + 100_000_000))
    assert short.wanted == ("A", "B")
    visits = like(events_of({"p": [("A", 0), ("B", 9000)], "q": [("B", 0), ("C", 60)]}), person="p", unit="session")
    assert (visits.wanted, found(visits, "next")) == (("B",), {"q": ("C",)})


def test_what_cannot_be_answered_says_why() -> None:
    world = in_order(WORLD)
    for error, words, fields in (
        (NotFound, "'ann'", {"person": "an"}),
        (NotFound, "'ann', 'bob'", {"person": "zed"}),
        (Invalid, "--person", {}),
        (Invalid, "--person", {"person": "ann", "way": "A"}),
        (NotFound, "'A'", {"way": ["A", "Q"]}),
        (Invalid, "period", {"person": "fay", "touchpoints": ["A"]}),
        (Invalid, "one", {"person": "ann", "count": 0}),
    ):
        with pytest.raises(error) as caught:
            like(world, **fields)
        assert words in caught.value.hint


def test_nobody_else() -> None:
    alone = like(in_order({"ann": "A B"}), person="ann", goal="B")
    assert (alone.n, alone.figures.num_rows, alone.outcome["share"].to_pylist()) == (0, 0, [None, None])
    assert alone.plot().svg.startswith("<svg")
    everyone_at_once = like(in_order({f"p{n}": "A B" for n in range(5)}, gap_s=0), person="p0")
    assert everyone_at_once.figures["took_s"].to_pylist() == [0] * 4


def test_receipts_like_the_commonest_way(shared_data: Path) -> None:
    journeys = fp.read(shared_data / "wabo_receipt/receipt.csv").journeys()
    usual = (
        "Confirmation of receipt",
        "T02 Check confirmation of receipt",
        "T04 Determine confirmation of receipt",
        "T05 Print and send confirmation of receipt",
        "T06 Determine necessity of stop advice",
        "T10 Determine necessity to stop indication",
    )
    answer = like(journeys, way=usual, compare="whole", count=2000)
    assert answer.distances["journeys"][0].as_py() == 713
    assert answer.figures["distance"].to_pylist() == sorted(answer.figures["distance"].to_pylist())
