"""`footpath metric` and `footpath analyse metric`: defined once, measured by name, answers of surveys among them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.events.lakes import add, new_lake

import footpath as fp
from footpath.cli.main import cli
from footpath.core.errors import Invalid, NotFound
from footpath.events import Lake

DAY = 86_400


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Three weeks from Monday, 2 March 2026: orders of 10, 20, … and answers from those who ordered twice."""
    lake = new_lake(tmp_path)
    rows = [("ann", 1, 10.0), ("ann", 10, 20.0), ("bob", 2, 30.0), ("cid", 9, 40.0), ("cid", 16, None)]
    add(lake, [{"user_id": who, "name": "Order", "at": day * DAY, "value": value} for who, day, value in rows])
    scores = [
        ("ann", "nps", 10, 10),
        ("bob", "nps", 9, 3),
        ("cid", "nps", 11, 9),
        ("eve", "csat", 3, 4),
        ("eve", None, 3, 2),
    ]
    add(
        lake,
        [
            {"user_id": who, "kind": "survey", "metric": metric, "at": day * DAY, "score": float(score), "about": about}
            for (who, metric, day, score), about in zip(scores, [None, None, None, "Delivery", "Delivery"], strict=True)
        ],
        table="signals",
    )
    return lake


def run(lake: Lake, *words: str) -> str:
    result = CliRunner().invoke(cli, [*words, "--store", str(lake.folder)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def rows(lake: Lake, *words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(lake, "analyse", "metric", *words, "--json"))["rows"]
    return found


def test_a_metric_is_defined_listed_shown_measured_and_deleted(lake: Lake, tmp_path: Path) -> None:
    run(lake, "metric", "define", "revenue", "sum of Order", "--good", "up", "--symbol", "€")
    run(lake, "metric", "define", "per buyer", "ratio of revenue to (units of Order)")
    assert run(lake, "metric", "list").splitlines() == [
        "revenue    sum of Order  (up is good)", "per buyer  ratio of revenue to (units of Order)",
    ]  # fmt: skip
    assert run(lake, "metric", "show", "revenue") == "sum of Order"
    assert json.loads(run(lake, "metric", "show", "revenue", "--json"))["good"] == "up"
    assert [row["figure"] for row in rows(lake, "--metric", "revenue")] == [100.0]
    assert [row["figure"] for row in rows(lake, "--metric", "per buyer")] == [pytest.approx(100 / 3)]
    weeks = rows(lake, "--metric", "revenue", "--every", "week", "--compare", "previous", "--table", "trend")
    assert [(row["figure"], row["complete"]) for row in weeks] == [(40.0, True), (60.0, True), (0.0, False)]
    assert weeks[1]["before"] == 40.0
    told = run(lake, "analyse", "metric", "--metric", "revenue", "--every", "week", "--plot", str(tmp_path / "x.svg"))
    assert "2026-03-02" in told
    assert "60 €" in told
    assert (tmp_path / "x.svg").read_text().startswith("<svg")
    with pytest.raises(Invalid, match="part of 'per buyer'"):
        run(lake, "metric", "delete", "revenue")
    run(lake, "metric", "delete", "per buyer")
    run(lake, "metric", "delete", "revenue")
    assert run(lake, "metric", "list") == ""


def test_answers_of_surveys_are_measured_and_tell_people_apart(lake: Lake) -> None:
    assert [(row["figure"], row["n"]) for row in rows(lake, "--metric", "nps")] == [(pytest.approx(100 / 3), 3)]
    assert [row["figure"] for row in rows(lake, "--metric", "nps", "--who", "did Order at least 2 times")] == [100.0]
    assert [row["figure"] for row in rows(lake, "--metric", "csat")] == [1.0]
    assert [row["figure"] for row in rows(lake, "--metric", "rating of Delivery")] == [3.0]
    assert [
        row["figure"] for row in rows(lake, "--metric", "sum of Order", "--who", "did metric = nps & value <= 6")
    ] == [30.0]
    funnel = json.loads(run(lake, "analyse", "funnel", "--step", "Order", "--who", "not ever metric = nps", "--json"))
    assert funnel["rows"][0]["count"] == 0
    # Where nothing is asked about answers they are no events.
    assert [row["figure"] for row in rows(lake, "--metric", "count of anything")] == [5.0]
    assert fp.open(lake.folder).ask("metric", metric="nps").table()["n"].to_pylist() == [3]


def test_what_there_is_none_of_is_said(lake: Lake) -> None:
    run(lake, "metric", "define", "revenue", "sum of Order")
    for words in (
        ("metric", "show", "revenu"),
        ("metric", "delete", "revenu"),
        ("analyse", "metric", "--metric", "revenu"),
    ):
        with pytest.raises(NotFound, match="'revenu'") as caught:
            run(lake, *words)
        assert "revenue" in caught.value.hint
    with pytest.raises(Invalid, match="'summ'"):
        run(lake, "metric", "define", "x", "summ of Order")
