"""The tracking plan: what is seen, what drifts, what breaks what was agreed."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pyarrow as pa
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.cli.main import cli
from footpath.core.errors import Invalid
from footpath.events import Lake, check_plan, drifts, load_plan, plan_as_yaml, propose_plan, see
from footpath.events.plan import seen as seen_module
from footpath.events.plan.kinds import kind
from footpath.events.plan.model import ACCEPTS, EventPlan, Plan, PropertyPlan

START = datetime(2026, 1, 1, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def put(lake: Lake, events: list[dict[str, Any]], name: str = "i1") -> None:
    """Add events; `at` in days since 2026-01-01, properties as an object."""
    rows = [
        {
            "row": position + 1, "source": "app", "type": "track", "name": "Order", "user_id": "u", "event_id": None,
            "channel": None,
            **event,
            "at": (START + timedelta(days=event.get("at", 0))).isoformat(),
            "properties": json.dumps(event["properties"]) if "properties" in event else None,
        }
        for position, event in enumerate(events)
    ]  # fmt: skip
    text = [name for name in rows[0] if name not in ("row", "at")]
    columns = ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in text)
    with duckdb.connect() as con:
        con.register("given", pa.Table.from_pylist(rows))
        query = f'SELECT "row", "at"::TIMESTAMPTZ AS "at", {columns} FROM given'
        lake.append("events", con, query, import_id=name)


def orders(*properties: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return [{"properties": one, "event_id": f"e{n}", **more} for n, one in enumerate(properties)]


def test_what_is_seen_is_counted_over_all_files_and_only_new_ones_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake.open(tmp_path / "s", create=True)
    put(lake, orders({"total": 1, "cur": "EUR"}, {"total": 2.5, "cur": "PLN"}), "a")
    put(lake, [{"properties": {"total": "9"}, "at": 3, "channel": "web"}, {"name": "View", "source": "site"}], "b")
    seen = see(lake)
    order = seen["Order"]
    assert (list(seen), order.count, order.sources, seen["View"].sources) == (
        ["Order", "View"],
        3,
        {"app": 3},
        {"site": 1},
    )
    assert {name: {k: v.count for k, v in held.kinds.items()} for name, held in order.properties.items()} == {
        "@channel": {"text": 1}, "@user_id": {"text": 3},
        "total": {"integer": 1, "number": 1, "number-text": 1}, "cur": {"text": 2},
    }  # fmt: skip
    assert (order.properties["total"].low, order.properties["total"].high) == (1.0, 9.0)
    assert order.properties["cur"].values == {"EUR": 1, "PLN": 1}
    counted: list[str] = []
    count = seen_module._count
    monkeypatch.setattr(seen_module, "_count", lambda con, scan: (counted.append(scan), count(con, scan))[1])
    put(lake, [{"properties": {"total": 4}}], "c")
    assert see(lake)["Order"].count == 4
    assert len(counted) == 1


def test_values_of_somebody_who_was_erased_are_kept_nowhere(tmp_path: Path) -> None:
    lake = Lake.open(tmp_path / "s", create=True)
    put(lake, [{"properties": {"street": "Hidden Lane"}, "user_id": "gone"}, {"properties": {"street": "Main"}}])

    def known() -> bool:
        return any(b"Hidden Lane" in path.read_bytes() for path in lake.folder.rglob("*") if path.is_file())

    see(lake)
    assert known()
    lake.erase({"user": ["gone"]})
    assert not known()
    assert see(lake)["Order"].count == 1


def test_an_even_sample_is_looked_at_where_an_event_is_frequent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen_module, "MOST_ROWS", 100)
    lake = Lake.open(tmp_path / "s", create=True)
    put(lake, [*orders(*({"n": n, "half": True} if n % 2 else {"n": n} for n in range(1000))), {"name": "Rare"}])
    seen = see(lake)
    assert (seen["Order"].count, seen["Rare"].count, seen["Rare"].looked) == (1000, 1, 1)
    assert 50 <= seen["Order"].looked <= 160
    assert 0.3 < seen["Order"].properties["half"].count / seen["Order"].looked < 0.7


def test_each_way_to_break_a_plan_is_found_with_examples(tmp_path: Path) -> None:
    lake = Lake.open(tmp_path / "s", create=True)
    put(lake, [
        *orders({"total": 5, "cur": "EUR", "code": "AB-1"}, {"cur": "EUR"}, {"total": "5", "cur": "EUR"},
                {"total": -1, "cur": "USD", "code": "x"}, {"total": 2, "cur": "EUR", "odd/key": 1}),
        {"name": "Strange", "event_id": "s1"}, {"source": "old", "properties": {"total": 1, "cur": "EUR"}},
    ])  # fmt: skip
    order = EventPlan(
        sources=["app"], others="deny",
        properties={
            "total": PropertyPlan(type="number", required=True, min=0, max=100),
            "cur": PropertyPlan(type="text", enum=["EUR", "PLN"]),
            "code": PropertyPlan(pattern="[A-Z]{2}-[0-9]+"),
            "@channel": PropertyPlan(required=True),
        },
    )  # fmt: skip
    found = check_plan(lake, Plan(events={"Order": order, "Never": EventPlan()}, expect="all"))
    assert found.events == 7
    assert {(b.event, b.property, b.rule): (b.count, b.of, b.examples) for b in found.broken} == {
        ("Order", "total", "missing"): (1, 6, ("e1",)),
        ("Order", "total", "type"): (1, 6, ("e2",)),
        ("Order", "total", "range"): (1, 6, ("e3",)),
        ("Order", "cur", "enum"): (1, 6, ("e3",)),
        ("Order", "code", "pattern"): (1, 6, ("e3",)),
        ("Order", "@channel", "missing"): (6, 6, ("e0", "e1", "e2", "e3", "e4")),
        ("Order", "", "other property"): (1, 6, ("e4",)),
        ("Order", "", "source"): (1, 6, ("old row 7",)),
        ("Strange", "", "other event"): (1, 1, ("s1",)),
        ("Never", "", "not seen"): (0, 0, ()),
    }
    assert check_plan(lake, Plan(events={}, others="allow")).broken == ()


def test_a_time_leaves_out_what_is_older(tmp_path: Path) -> None:
    lake = Lake.open(tmp_path / "s", create=True)
    put(lake, [{"name": "Bad", "at": 0}, {"at": 5}])
    plan = Plan(events={"Order": EventPlan()})
    assert len(check_plan(lake, plan).broken) == 1
    assert check_plan(lake, plan, since=START + timedelta(days=1)).broken == ()


def test_a_plan_made_from_what_was_seen_is_kept_by_it_and_survives_its_file(tmp_path: Path) -> None:
    lake = Lake.open(tmp_path / "s", create=True)
    put(lake, orders(*({"total": n + 0.5, "cur": "EUR" if n % 2 else "PLN", "note": f"n{n}", "when": "2026-01-01",
                        **({"gift": True} if n % 3 else {})} for n in range(60))))  # fmt: skip
    plan = propose_plan(see(lake))
    order = plan.events["Order"].properties
    assert (order["total"].type, order["total"].required) == ("number", True)
    assert (order["cur"].enum, order["note"].enum, order["when"].type) == (["EUR", "PLN"], [], "time")
    assert order["gift"].required is False
    path = tmp_path / "plan.yaml"
    path.write_text(plan_as_yaml(plan))
    assert load_plan(path) == plan
    assert check_plan(lake, load_plan(path)).broken == ()


def days(name: str, counts: list[int], **more: Any) -> list[dict[str, Any]]:
    return [{"name": name, "at": day, **more} for day, count in enumerate(counts) for _ in range(count)]


def test_what_drifts_is_told_and_what_stays_is_not(tmp_path: Path) -> None:
    lake = Lake.open(tmp_path / "s", create=True)
    steady = [2] * 35
    put(lake, [
        *days("Steady", steady, properties={"a": 1}),
        *days("Gone", [5] * 28),
        *({"name": "New", "at": 33} for _ in range(3)),
        *days("Jump", [*[5] * 28, *[25] * 7]),
        *days("Drop", [*[20] * 28, *[2] * 7]),
        *days("Shift", [4] * 28, properties={"total": 1, "old": "x"}),
        *({"name": "Shift", "at": 28 + n % 7, "properties": {"total": "1", "fresh": True}} for n in range(28)),
    ])  # fmt: skip
    told = {(d.event, d.property, d.what): d.said for d in drifts(see(lake))}
    assert told == {
        ("Gone", "", "event gone"): "not seen since",
        ("New", "", "new event"): "seen 3 times",
        ("Jump", "", "volume up"): "175 in 7 days, usually 35",
        ("Drop", "", "volume down"): "14 in 7 days, usually 140",
        ("Shift", "total", "type changed"): "text, so far number",
        ("Shift", "old", "property gone"): "was in 80%",
        ("Shift", "fresh", "new property"): "in 28 of 140 looked at",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("events:\n  A:\n    properties:\n      x: {type: nubmer}\n", "line 4: events.A.properties.x.type"),
        ("events:\n  A: {ownr: me}\n", "line 2: "),
        ("events:\n  A:\n   - b\n", "line 3: events.A"),
        ("events: [\n", "line 2"),
        ("others: deny\n", "events"),
        ("events: {A: {properties: {x: {pattern: '('}}}}\n", "events.A.properties.x.pattern"),
        ("events: {A: {properties: {x: {min: 2, max: 1}}}}\n", "events.A.properties.x.min"),
        ("events: {A: {properties: {'@nose': {}}}}\n", "events.A.properties.@nose"),
    ],
)
def test_what_is_wrong_in_a_plan_is_named(text: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    with pytest.raises(Invalid) as problem:
        load_plan(path)
    assert expected in str(problem.value)
    assert problem.value.hint


_VALUES = st.none() | st.booleans() | st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False) \
    | st.text(max_size=8) | st.sampled_from(["1", "-2.5e3", "2026-01-01", "2026-01-01T10:00:00Z", "1.", "+", "."]) \
    | st.lists(st.integers(), max_size=2) | st.dictionaries(st.text(max_size=2), st.integers(), max_size=2)  # fmt: skip


def kind_of(value: Any) -> str | None:
    """Say the kind of a value the slow way."""
    if value is None:
        return None
    plain = {bool: "boolean", list: "list", dict: "object", int: "integer", float: "number"}
    return plain.get(type(value), "some text")


@settings(max_examples=15, deadline=None)
@given(st.lists(_VALUES, min_size=1, max_size=20))
def test_any_value_has_the_kind_of_its_json(values: list[Any]) -> None:
    with duckdb.connect() as con:
        for value in values:
            text = msgspec.json.encode(value).decode()
            found = con.execute(f"SELECT {kind('v')} FROM (SELECT ?::JSON AS v)", [text]).fetchall()[0][0]
            expected = kind_of(value)
            assert found == expected or (expected == "some text" and found in ACCEPTS["text"])


def test_the_commands_show_write_and_check_a_plan_and_tell_ci(tmp_path: Path) -> None:
    run, csv = CliRunner(), tmp_path / "orders.csv"
    rows = "".join(f"u{n},2026-01-{n % 28 + 1:02},Order,{n}.5\n" for n in range(50))
    csv.write_text("user_id,time,event,total\n" + rows)
    plan = tmp_path / "plan.yaml"
    assert run.invoke(cli, ["plan", "init", str(plan), "--file", str(csv)]).exit_code == 0
    kept = run.invoke(cli, ["plan", "check", str(plan), "--file", str(csv)])
    assert (kept.exit_code, kept.stdout) == (0, "50 events keep to the plan.\n")
    shown = run.invoke(cli, ["plan", "show", "--file", str(csv), "--json"])
    assert json.loads(shown.stdout)["events"]["Order"]["count"] == 50
    plan.write_text("events: {Order: {properties: {coupon: {required: true}}}}")
    broken = run.invoke(cli, ["plan", "check", str(plan), "--file", str(csv), "--json"])
    assert broken.exit_code == 1
    (one,) = json.loads(broken.stdout)["broken"]
    assert (one["rule"], one["count"], one["examples"][0]) == ("missing", 50, "orders.csv row 1")
    assert "required" in run.invoke(cli, ["plan", "check", str(plan), "--file", str(csv)]).stdout


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real data sets are not here")
@pytest.mark.parametrize("name", ["bupar_eventlogs/patients.csv.gz"])
def test_a_plan_of_real_data_is_kept_by_it(name: str, tmp_path: Path) -> None:
    run, plan = CliRunner(), tmp_path / "plan.yaml"
    assert run.invoke(cli, ["import", str(SHARED / name), "--store", str(tmp_path / "s")]).exit_code == 0
    assert run.invoke(cli, ["plan", "init", str(plan), "--store", str(tmp_path / "s")]).exit_code == 0
    found = run.invoke(cli, ["plan", "check", str(plan), "--store", str(tmp_path / "s")])
    assert found.exit_code == 0, found.stdout
