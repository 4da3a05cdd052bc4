"""A map as a plan: its columns, its planned moves, and what was travelled beside them."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import footpath as fp
from footpath.analytics import Journeys, Select
from footpath.cli.main import cli
from footpath.core.errors import Invalid
from footpath.insights import planned, with_plan
from footpath.maps import Column, Edge, Figure, Map, MapDocument, Touchpoint, leaves
from footpath.maps import Path as Way
from tests.analytics.events_of import in_order

WORLD = {"ann": "Visit Sign_up Pay", "bob": "Visit Pay", "cid": "Visit Chat Sign_up", "dan": "Help"}


def shop(**fields: Any) -> Map:
    return Map(
        key="shop",
        title="Shop",
        columns=(
            Column(key="come", title="Coming"),
            Column(key="visit", title="Visit us", parent="come", matches=("visit",)),
            Column(key="join", title="Joining"),
            Column(key="sign-up", title={"en": "Sign up", "pl": "Rejestracja"}, parent="join"),
            Column(key="pay", title="Pay", parent="join", matches=("pay", "invoice")),
        ),
        touchpoints=(
            Touchpoint(key="visit", title="Visit", where={"name": ("Visit",)}),
            Touchpoint(key="pay", title="Pay", where={"name": ("Pay", "Never seen")}),
            Touchpoint(key="invoice", title="Invoice", where={"name": ("Invoice",), "channel": ("mail",)}),
        ),
        **fields,
    )


def moves(model: Map, world: Journeys | None = None) -> set[tuple[int, int]]:
    return set(planned(model, world or in_order(WORLD)).moves)


def test_columns_are_steps_and_those_that_match_nothing_take_events_called_alike() -> None:
    found = planned(shop(), in_order(WORLD))
    assert found.titles == ("Visit us", "Sign up", "Pay")
    assert [[one.name for one in step] for step in found.steps] == [[("Visit",)], [("Sign_up",)], [("Pay",)]]


def test_planned_moves_come_from_edges_paths_goal_and_reading_order() -> None:
    chain = {(0, 1), (1, 2), (2, 3), (3, 0)}
    assert moves(shop()) == chain
    travelled = Edge(frm="visit", to="pay", kind="skip", figures={"persons": Figure(value=1, unit="persons")})
    assert moves(shop(edges=(travelled,))) == chain
    assert moves(shop(edges=(Edge(frm="visit", to="pay", kind="skip"),))) == chain | {(1, 3)}
    assert moves(shop(edges=(Edge(frm="visit", to="pay", kind="branch"),))) == chain - {(1, 2)} | {(1, 3)}
    assert moves(shop(edges=(Edge(frm="join", to="come", kind="loop"),))) == chain | {(3, 1)}
    assert moves(shop(edges=(Edge(frm="visit", kind="leave"),))) == chain | {(1, 0)}
    assert moves(shop(goal="sign-up")) == chain | {(2, 0)}
    way = Way(key="w", title="W", kind="alternative", columns=("sign-up", "visit"))
    seen = Way(key="s", title="S", kind="observed", columns=("pay", "visit"))
    assert moves(shop(paths=(way, seen))) == chain | {(0, 2), (2, 1), (1, 0)}


def test_titles_tell_columns_apart() -> None:
    model = Map(
        key="m", title="M", columns=tuple(Column(key=key, title="Visit") for key in ("a", "b", "visit")),
    )  # fmt: skip
    assert planned(model, in_order(WORLD)).titles == ("Visit", "Visit (2)", "Visit (3)")


def test_other_questions_take_columns_as_touchpoints() -> None:
    fields = with_plan("similar", in_order(WORLD), shop(), {"person": "ann"})
    assert [(one.label, one.name) for one in fields["touchpoints"]] == [
        ("Visit us", ("Visit",)), ("Sign up", ("Sign_up",)), ("Pay", ("Pay",)),
    ]  # fmt: skip
    assert isinstance(fields["touchpoints"][0], Select)


def test_what_does_not_go_together_is_refused() -> None:
    world = in_order(WORLD)
    for name, model, fields in (
        ("timeline", shop(), {}),
        ("conformance", shop(), {"steps": ["Visit"]}),
        ("similar", shop(), {"touchpoints": ["Visit"]}),
        ("conformance", Map(key="m", title="M"), {}),
        ("conformance", Map(key="m", title="M", columns=(Column(key="x", title="Nowhere"),)), {}),
    ):
        with pytest.raises(Invalid) as caught:
            with_plan(name, world, model, fields)
        assert caught.value.hint


@pytest.fixture
def store(tmp_path: Path) -> Path:
    lines = ["user,event,time"]
    for person, way in WORLD.items():
        lines += [f"{person},{name},2024-01-0{place + 1}" for place, name in enumerate(way.split())]
    (tmp_path / "events.csv").write_text("\n".join(lines))
    fp.read(tmp_path / "events.csv", store=tmp_path / "store")
    MapDocument(shop()).save(tmp_path / "shop.map.yaml")
    return tmp_path


def test_a_store_is_held_against_a_map_in_a_file(store: Path) -> None:
    opened = fp.open(store / "store")
    answer = opened.conformance(store / "shop.map.yaml")
    assert (answer.n, answer.on_plan) == (4, 3)
    assert answer.figures["reached"].to_pylist() == [3, 2, 2]
    assert {row["journeys_that"]: row["journeys"] for row in answer.overall.to_pylist()} == {
        "follow the plan": 1, "skip a step": 1, "come back to a step": 0, "jump back": 0, "jump aside": 0,
        "enter late": 0, "leave before the end": 1, "have events off the plan": 2, "are nowhere on the plan": 1,
    }  # fmt: skip
    wider = opened.conformance(shop(), moves="1-3")
    assert wider.overall["journeys"][0].as_py() == 2
    assert opened.ask("drift", plan=shop(), shuffles=2).n == 4
    assert opened.ask("timeline", person="ann").figures.num_rows == 3


def test_the_command_line_takes_a_map(store: Path) -> None:
    def run(*words: str) -> str:
        found = CliRunner().invoke(cli, ["analyse", *words, "--store", str(store / "store")])
        assert found.exit_code == 0, found.output
        return found.output

    plan = ["--map", str(store / "shop.map.yaml")]
    assert "Visit us" in run("conformance", *plan, "--csv")
    assert "skip a step" in run("conformance", *plan, "--table", "overall")
    assert "Sign up" in run("drift", *plan, "--csv")
    assert "--map" in run("similar", "--help")
    assert "--map" not in run("timeline", "--help")


def test_a_drawn_map_and_its_conformance_count_the_same(shared_data: Path) -> None:
    store = fp.read(shared_data / "wabo_receipt/receipt.csv")
    drawn = store.map().model
    answer = store.conformance(drawn)
    reached = [leaf.figures["reach"].numerator for leaf in leaves(drawn)]
    assert answer.figures["reached"].to_pylist() == reached
    assert answer.n == 1434
    assert 0 < answer.mean_fitness < 1
