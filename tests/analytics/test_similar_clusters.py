"""Which kinds of journeys there are, on worlds whose kinds are known."""

from typing import Any

import numpy as np
import pytest

from footpath.analytics import Bucket, Journeys, ask
from footpath.analytics.clustering import sampling
from footpath.core.errors import Invalid, NotFound
from tests.analytics.events_of import Event, events_of, in_order

KINDS = (
    ["home", "list", "item", "cart", "pay", "thanks"],
    ["help", "search", "faq", "search", "faq"],
    ["home", "list", "item"],
)
SIZES = (60, 40, 100)


def kinds() -> dict[str, list[Event]]:
    """200 persons: 60 buy, 40 ask, 100 look; one step in ten is another, and looking is repeated."""
    rng = np.random.default_rng(11)
    made: dict[str, list[Event]] = {}
    names = sorted({name for way in KINDS for name in way})
    for kind, size in enumerate(SIZES):
        for number in range(size):
            way = KINDS[kind] * (int(rng.integers(1, 4)) if kind == 2 else 1)
            way = [name if rng.random() > 0.1 else str(rng.choice(names)) for name in way]
            made[f"{'bal'[kind]}{number:03}"] = [
                (name, 60.0 * place, {"amount": "20"} if name == "pay" else {}) for place, name in enumerate(way)
            ]
    return made


def clustered(world: Journeys, **fields: Any) -> Any:
    return ask("clusters", world, **fields)


def test_kinds_are_found_as_many_as_there_are() -> None:
    answer = clustered(events_of(kinds()), goal="pay")
    assert (answer.n, answer.clustered) == (200, 200)
    assert answer.choices.filter(answer.choices["chosen"])["clusters"].to_pylist() == [3]
    sizes = answer.figures["journeys"].to_pylist()
    assert sizes == sorted(sizes, reverse=True)
    persons = zip(answer.people["person"].to_pylist(), answer.people["cluster"].to_pylist(), strict=True)
    right = sum(person[0] == "lba"[cluster - 1] for person, cluster in persons)
    assert right > 180


def test_a_cluster_says_what_sets_it_apart_and_who_stands_for_it() -> None:
    answer = clustered(events_of(kinds()), goal="pay")
    look, buy, helped = answer.figures.to_pylist()
    assert buy["apart"].startswith("more ")
    assert "cart" in buy["apart"]
    assert "faq" in helped["apart"]
    assert buy["reached_low"] < buy["reached_share"] < buy["reached_high"]
    assert buy["reached_share"] > 0.8
    assert look["reached_share"] < 0.3
    assert buy["value_low"] < buy["value"] < buy["value_high"]
    assert buy["way"] == "home → list → item → cart → pay → thanks"
    person = dict(zip(answer.people["person"].to_pylist(), answer.people["cluster"].to_pylist(), strict=True))
    for row in answer.representatives.to_pylist():
        assert person[row["person"]] == row["cluster"]
        assert row["journeys"] >= 1
    assert [row["rank"] for row in answer.representatives.to_pylist()] == [1, 2, 3] * 3
    table = {(row["cluster"], row["touchpoint"]): row for row in answer.touchpoints.to_pylist()}
    pay = table[2, "pay"]
    others = pay["others_share"]
    assert pay["lift"] == pytest.approx(pay["share"] / others)
    assert pay["difference_low"] < pay["difference"] < pay["difference_high"]
    assert pay["apart"]


def test_the_middle_goes_exactly_as_many_went() -> None:
    world = in_order({f"p{n}": "a b c" for n in range(30)} | {f"q{n}": "x y" for n in range(20)})
    answer = clustered(world, clusters=2)
    assert [(row["way"], row["journeys"]) for row in answer.representatives.to_pylist()] == [
        ("a → b → c", 30),
        ("x → y", 20),
    ]
    assert answer.choices.num_rows == 0
    assert answer.people["distance"].to_pylist() == pytest.approx([0.0] * 50, abs=1e-3)
    assert answer.of(2).num_rows == 20


@pytest.mark.parametrize("sample", [3000, 60])
def test_buckets_do_not_matter(sample: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "SAMPLE", sample)
    few, many = (clustered(events_of(kinds(), buckets=buckets), goal="pay") for buckets in (1, 6))
    for name, table in few.tables().items():
        if name != "people":
            assert table.equals(many.tables()[name]), name
    left, right = (sorted(one.people.to_pylist(), key=lambda row: row["person"]) for one in (few, many))
    assert left == right


def test_every_round_goes_over_all_buckets() -> None:
    calls: list[int] = []

    def run(work: Any, buckets: Any) -> list[Any]:
        calls.append(len(buckets))
        return [work(bucket) for bucket in buckets]

    assert ask("clusters", events_of(kinds(), buckets=4), run=run).n == 200
    assert calls == [4, 4]


def test_journeys_without_a_step_are_in_no_cluster() -> None:
    world = in_order({"ann": "a b", "bob": "x", "cid": "a b"})
    answer = clustered(world, touchpoints=["a", "b"])
    assert (answer.n, answer.clustered, answer.figures["journeys"].to_pylist()) == (3, 2, [2])
    assert dict(zip(answer.people["person"].to_pylist(), answer.people["cluster"].to_pylist(), strict=True)) == {
        "ann": 1, "bob": None, "cid": 1,
    }  # fmt: skip


def test_degenerate_journeys_answer_sensibly() -> None:
    nothing = clustered(Journeys((), in_order({"p": "A"}).signatures, "none"))
    assert (nothing.n, nothing.figures.num_rows, nothing.as_of) == (0, 0, None)
    assert nothing.plot().svg.startswith("<svg")
    alone = clustered(in_order({"p": "A"}), goal="A")
    assert (alone.figures["journeys"].to_pylist(), alone.figures["person"].to_pylist()) == ([1], ["p"])
    assert "One kind" in alone.plot().title
    more_than_ways = clustered(in_order({"p": "A", "q": "A B"}, gap_s=0), clusters=5)
    assert more_than_ways.figures["journeys"].to_pylist() == [1, 1]
    long = clustered(events_of({"p": [("ab"[n % 2], float(n)) for n in range(5000)], "q": [("a", 0)]}), clusters=2)
    assert long.figures.num_rows == 2
    assert isinstance(in_order({"p": "A"}).buckets[0], Bucket)


def test_what_cannot_be_clustered_is_refused() -> None:
    world = in_order({"p": "A"})
    for error, fields in (
        (Invalid, {"clusters": -1}),
        (Invalid, {"clusters": 31}),
        (Invalid, {"most": 0}),
        (Invalid, {"representatives": 0}),
        (NotFound, {"goal": "Z"}),
    ):
        with pytest.raises(error) as caught:
            clustered(world, **fields)
        assert caught.value.hint
