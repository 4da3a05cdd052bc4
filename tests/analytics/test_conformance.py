"""Planned against travelled, worked out by hand and on real logs."""

from collections import defaultdict
from csv import DictReader
from pathlib import Path
from typing import Any

import pytest

import footpath as fp
from footpath.analytics import Journeys, ask
from footpath.core.errors import Invalid, NotFound
from tests.analytics.events_of import events_of, in_order

WORLD = {
    "ann": "A B C", "bob": "A C", "cid": "A B A B C", "dan": "B C x", "eve": "A B", "fay": "x", "gus": "A x A C B C",
}  # fmt: skip


def held(world: Journeys, steps: Any = ("A", "B", "C"), **fields: Any) -> Any:
    return ask("conformance", world, steps=list(steps), **fields)


def overall(answer: Any) -> dict[str, int]:
    return {row["journeys_that"]: row["journeys"] for row in answer.overall.to_pylist()}


def fits(answer: Any) -> dict[str, float | None]:
    return dict(zip(answer.people["person"].to_pylist(), answer.people["fitness"].to_pylist(), strict=True))


def test_who_follows_skips_comes_back_enters_late_and_leaves() -> None:
    answer = held(in_order(WORLD))
    assert (answer.n, answer.on_plan) == (7, 6)
    assert overall(answer) == {
        "follow the plan": 1,  # ann
        "skip a step": 2,  # bob, gus
        "come back to a step": 2,  # cid to A and B, gus to C
        "jump back": 2,  # cid, gus
        "jump aside": 0,
        "enter late": 1,  # dan
        "leave before the end": 1,  # eve
        "have events off the plan": 3,  # dan, fay, gus
        "are nowhere on the plan": 1,  # fay
    }


def test_fitness_counts_visits_to_add_and_to_take_away() -> None:
    # cid: take A B away, of 5 visits + 3 planned ones; bob, dan, eve: add one, of 2 + 3; gus: take C away, of 4 + 3
    answer = held(in_order(WORLD))
    expected = {
        "ann": 1.0, "bob": 1 - 1 / 5, "cid": 1 - 2 / 8, "dan": 1 - 1 / 5, "eve": 1 - 1 / 5, "fay": None,
        "gus": 1 - 1 / 7,
    }  # fmt: skip
    assert fits(answer) == expected
    mean, together = answer.fitness.to_pylist()
    known = [one for one in expected.values() if one is not None]
    assert mean["fitness"] == pytest.approx(sum(known) / 6)
    assert mean["low"] < mean["fitness"] < mean["high"] <= 1
    assert together["fitness"] == pytest.approx(1 - 6 / 36)
    assert answer.distribution["journeys"].to_pylist() == [0, 0, 0, 0, 0, 0, 0, 1, 4, 0, 1]
    assert answer.worst(2)["person"].to_pylist() == ["cid", "bob"]
    assert answer.variants["way"].to_pylist()[0] == "A → B → A → B → C"
    with_strays = fits(held(in_order(WORLD), off_plan="cost"))
    assert (with_strays["dan"], with_strays["gus"]) == (1 - 2 / 6, 1 - 2 / 8)


def test_steps_are_counted_by_journeys_and_by_visits() -> None:
    a, b, c = held(in_order(WORLD)).table().to_pylist()
    assert (a["events"], a["visits"], a["reached"], a["started"], a["ended"]) == (7, 6, 5, 5, 0)
    assert (b["skipped"], b["skipped_share"]) == (1, 1 / 6)  # bob; gus came to it later
    assert (b["repeated"], c["repeated"], b["ended"], b["ended_share"]) == (1, 1, 1, 0.2)
    assert c["low"] < c["share"] == 5 / 6 < c["high"]


def test_moves_say_what_they_are_and_how_long_they_take() -> None:
    moves = {(row["from"], row["to"]): row for row in held(in_order(WORLD, gap_s=10)).moves.to_pylist()}
    assert {move: row["kind"] for move, row in moves.items() if row["kind"] != "planned"} == {
        ("(start)", "B"): "late", ("A", "C"): "skip", ("B", "(end)"): "leave", ("B", "A"): "back", ("C", "B"): "back",
    }  # fmt: skip
    there = moves["A", "B"]
    assert (there["times"], there["journeys"], there["of"], there["time_median_s"]) == (4, 3, 5, 10)


def test_time_at_a_step_and_to_the_next() -> None:
    world = events_of(
        {
            "ann": [("A", 0), ("A", 30), ("B", 40), ("x", 45), ("B", 50)],
            "bob": [("A", 0), ("B", 100)],
        }
    )
    a, b = held(world, "AB").table().to_pylist()
    assert (a["stay_n"], a["stay_median_s"], a["stay_p90_s"]) == (2, 15, 27)
    assert (a["next_n"], a["next_median_s"], a["next_p90_s"]) == (2, 55, 91)
    assert (b["stay_median_s"], b["next_n"], b["next_median_s"]) == (5, 0, None)


def test_optional_steps_branches_and_loops_are_planned() -> None:
    world = in_order(WORLD)
    assert overall(held(world, optional=[2]))["follow the plan"] == 2  # ann, bob
    assert overall(held(world, moves=["2-1"]))["follow the plan"] == 2  # ann, cid
    assert overall(held(world, moves=["start-2", "2-end"]))["follow the plan"] == 3  # ann, dan, eve
    assert overall(held(world, moves=["1-3"], only_moves=True))["follow the plan"] == 1  # bob
    assert overall(held(world, to_end=False))["leave before the end"] == 1
    assert fits(held(world, to_end=False))["eve"] == 1.0
    aside = in_order({"p": "A B C D"})
    branch = held(aside, "ABCD", moves=["1-2", "1-3", "2-4", "3-4"], only_moves=True)
    assert overall(branch)["jump aside"] == 1
    every = held(in_order({"p": "A A B"}), "AB", collapse=False)
    assert (overall(every)["come back to a step"], fits(every)["p"]) == (1, 1 - 1 / 5)


def test_a_step_may_be_any_of_several_events_and_events_take_the_first_that_fits() -> None:
    world = events_of({"p": [("a", 0, {"device": "app"}), ("b", 1), ("c", 2)]})
    answer = held(world, [["a & device = app", "b"], ["a", "c"]], titles=["Begin"])
    assert answer.table()["name"].to_pylist() == ["Begin", "a or c"]
    assert answer.table()["events"].to_pylist() == [2, 1]


def test_degenerate_journeys_answer_sensibly() -> None:
    nothing = held(Journeys((), in_order({"p": "A B C"}).signatures, "none"))
    assert (nothing.n, nothing.as_of, nothing.mean_fitness) == (0, None, None)
    assert "nobody" in nothing.plot().title
    alone = held(in_order({"p": "A"}, gap_s=0), "A")
    assert (alone.mean_fitness, alone.fitness["low"].to_pylist()) == (1.0, [None, None])
    same = held(in_order({"p": "A B C"}, gap_s=0))
    assert same.table()["next_median_s"].to_pylist() == [0, 0, None]
    nowhere = held(in_order({"p": "A B C"}), "A", who="not did A")
    assert nowhere.n == 0


def test_plans_that_cannot_be_are_refused() -> None:
    world = in_order({"p": "A B C"})
    for error, fields in (
        (Invalid, {"steps": []}),
        (Invalid, {"optional": [4]}),
        (Invalid, {"moves": ["1-9"]}),
        (Invalid, {"moves": ["0-1"]}),
        (Invalid, {"moves": ["A to B"]}),
        (Invalid, {"moves": ["start-1", "2-end"], "only_moves": True}),
        (Invalid, {"titles": ["a", "b", "c", "d"]}),
        (NotFound, {"steps": ["A", "Z"]}),
    ):
        with pytest.raises(error) as caught:
            ask("conformance", world, **{"steps": ["A", "B", "C"], **fields})
        assert caught.value.hint


def test_buckets_and_filters_do_not_change_the_answer() -> None:
    one, three = (held(in_order(WORLD)) if n == 2 else held(split(WORLD, n)) for n in (1, 3))
    for name, table in one.tables().items():
        if name != "people":
            assert table.equals(three.tables()[name]), name
    assert fits(one) == fits(three)
    kept = held(in_order(WORLD), who="did C")
    alone = held(in_order({person: way for person, way in WORLD.items() if "C" in way}))
    assert kept.figures.equals(alone.figures)
    assert kept.moves.equals(alone.moves)


def split(world: dict[str, str], buckets: int) -> Journeys:
    return events_of(
        {person: [(name, 60.0 * place) for place, name in enumerate(way.split())] for person, way in world.items()},
        buckets=buckets,
    )


def log_of(path: Path) -> dict[str, list[str]]:
    rows = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in DictReader(file):
            rows[row["case:concept:name"]].append((row["time:timestamp"], row["concept:name"]))
    return {case: [name for _, name in sorted(events, key=lambda event: event[0])] for case, events in rows.items()}


def test_the_running_example_keeps_to_its_process(shared_data: Path) -> None:
    store = fp.read(shared_data / "pm4py_running_example/running-example.csv")
    steps = [
        "register request", "examine casually | examine thoroughly", "check ticket", "decide", "reinitiate request",
        "pay compensation | reject request",
    ]  # fmt: skip
    moves = ["1-2", "1-3", "2-3", "3-2", "2-4", "3-4", "4-5", "5-2", "5-3", "4-6"]
    answer = ask("conformance", store.journeys(), steps=steps, moves=moves, only_moves=True)
    assert (answer.n, answer.mean_fitness) == (6, 1.0)
    assert overall(answer)["follow the plan"] == 6
    in_line = ask("conformance", store.journeys(), steps=steps, optional=[5])
    assert overall(in_line)["follow the plan"] == 2  # cases that examine first and never reinitiate


def test_receipts_keep_to_the_usual_way_as_a_plain_count_says(shared_data: Path) -> None:
    log = log_of(shared_data / "wabo_receipt/receipt.csv")
    plan = ["Confirmation of receipt", "T02", "T04", "T05", "T06", "T10"]
    names = sorted({name for way in log.values() for name in way})
    steps = [next(name for name in names if name.startswith(start)) for start in plan]
    answer = ask("conformance", fp.read(shared_data / "wabo_receipt/receipt.csv").journeys(), steps=steps)
    costs, follow = [], 0
    for way in log.values():
        on = [name for name in way if name in steps]
        on = [name for place, name in enumerate(on) if place == 0 or on[place - 1] != name]
        if on:
            # to a chain, what stays is the longest common subsequence
            cost = len(on) + len(steps) - 2 * common(on, steps)
            costs.append(1 - cost / (len(on) + len(steps)))
            follow += cost == 0
    assert follow >= 713
    assert overall(answer)["follow the plan"] == follow
    assert answer.mean_fitness == pytest.approx(sum(costs) / len(costs))


def common(left: list[str], right: list[str]) -> int:
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            best[i + 1][j + 1] = best[i][j] + 1 if one == other else max(best[i][j + 1], best[i + 1][j])
    return best[-1][-1]


def test_sessions_are_held_against_a_plan_one_by_one() -> None:
    world = events_of({"p": [("A", 0), ("B", 60), ("A", 7200)]})
    assert fits(held(world, "AB", unit="session")) == {"p": 1 - 1 / 3}
    answer = held(world, "AB", unit="session")
    assert (answer.n, overall(answer)["follow the plan"]) == (2, 1)
