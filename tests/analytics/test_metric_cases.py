"""Metrics over tiny worlds: every measure, periods, breakdowns, intervals and comparisons, worked out by hand."""

from datetime import UTC, datetime
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from msgspec.structs import replace

from footpath.analytics import Journeys, ask
from footpath.analytics.calendar import micros_of
from footpath.analytics.metrics.metric import Metric
from footpath.analytics.metrics.naming import define_metric
from footpath.analytics.select import Select
from footpath.core.errors import Invalid, NotFound
from footpath.core.stats import difference_of, poisson_interval, student, wilson
from footpath.feedback.scores import nps
from tests.analytics.events_of import Event, events_of
from tests.analytics.who_oracle import with_gaps

H, D = 3600.0, 86_400.0
MONDAY = micros_of(datetime(2024, 1, 1, tzinfo=UTC))


def shop() -> Journeys:
    """Three weeks from Monday, 1 January 2024, UTC; the newest event is cid's on Thursday of the third."""
    made = events_of(
        {
            "ann": [
                ("visit", 0, {"device": "mobile"}),
                ("order", H, {"device": "mobile", "amount": "10", "items": "2"}),
                ("order", 2 * D, {"device": "desktop", "amount": "0.1", "items": "1"}),
                ("order", 8 * D, {"device": "mobile", "amount": "0.2", "items": "many"}),
            ],
            "bob": [("visit", D, {"device": "desktop"}), ("visit", 9 * D), ("order", 10 * D, {"amount": "29.7"})],
            "cid": [("visit", 3 * D, {"device": "mobile"}), ("visit", 17 * D, {"device": "mobile"})],
            "dan": [("order", 4 * D, {"device": "mobile"})],
        },
        start=MONDAY,
    )
    traits = pa.table({"person": ["ann", "bob", "cid"], "trait": ["plan"] * 3, "value": ["pro", "free", "pro"]})
    return with_gaps(replace(made, traits=traits))


def figure(metric: "str | Metric", journeys: Journeys | None = None, **fields: Any) -> Any:
    return ask("metric", journeys or shop(), metric=metric, **fields).table()["figure"].to_pylist()[0]


def trend(metric: str, column: str = "figure", journeys: Journeys | None = None, **fields: Any) -> list[Any]:
    found: list[Any] = ask("metric", journeys or shop(), metric=metric, **fields).trend[column].to_pylist()
    return found


@pytest.mark.parametrize(
    ("metric", "expected", "n"),
    [
        ("count of order", 5, 5),
        ("count of anything", 10, 10),
        ("units of order", 3, 3),
        ("per unit of order", 5 / 3, 3),
        ("per unit of order among visit", 5 / 3, 3),
        ("sum of order", 40.0, 4),  # 10 + 0.1 + 0.2 + 29.7, to the cent; dan's has no amount
        ("mean of order", 10.0, 4),
        ("median of order", 5.1, 4),
        ("p75 of order", 14.925, 4),
        ("sum of order property items", 3.0, 2),  # "many" is no number
        ("mean of order property items", 1.5, 2),
        ("share of order", 0.75, 4),
        ("share of order among visit", 2 / 3, 3),
        ("share of order among visit within 1 h", 1 / 3, 3),  # ann, at the very hour
        ("share of order among visit within 1 d", 2 / 3, 3),
        ("time to order from visit", (H + 9 * D) / 2, 2),  # from the first visit: ann 1 h, bob 9 d
        ("p90 time to order from visit within 7 d", H, 1),
        ("time to visit from visit", (8 * D + 14 * D) / 2, 2),
        ("arpu of order", 10.0, 4),
        ("arpu of order among visit", 40 / 3, 3),
        ("arppu of order", 40 / 3, 3),
        ("ratio of (sum of order) to (count of visit)", 8.0, 5),
        ("ratio of (mean of order) to (per unit of visit)", 10 / (5 / 3), 4),
        ("ratio of (share of order) to (share of visit)", 0.75 / 0.75, 4),
    ],
)
def test_measures(metric: str, expected: float, n: int) -> None:
    row = ask("metric", shop(), metric=metric).table().to_pylist()[0]
    assert row["figure"] == pytest.approx(expected, rel=1e-12)
    assert row["n"] == n


def test_sums_are_exact() -> None:
    assert figure("sum of order & value <= 0.2") == 0.3
    made = events_of({f"p{i}": [("order", i, {"amount": "0.1"})] for i in range(10)}, start=MONDAY)
    assert figure("sum of order", made) == 1.0


def test_over_time_with_periods_of_the_zone() -> None:
    assert trend("count of order", every="week") == [3, 2, 0]
    assert trend("sum of order", every="week") == [10.1, 29.9, 0.0]
    assert trend("mean of order", every="week") == [pytest.approx(5.05), pytest.approx(14.95), None]
    assert trend("units of order", every="month") == [3]
    assert trend("count of order", "complete", every="week") == [True, True, False]
    # 31 March 2024 has 23 hours in Riga, and Monday begins at 21:00 UTC.
    sunday = micros_of(datetime(2024, 3, 31, 20, 30, tzinfo=UTC))
    made = events_of({"p": [("a", 0), ("a", H)], "q": [("b", -40 * D), ("b", 40 * D)]}, start=sunday)
    found = ask("metric", made, metric="count of a", every="day", tz="Europe/Riga").trend.to_pylist()
    some = {row["from"]: row["figure"] for row in found if row["figure"]}
    assert list(some) == [datetime(2024, 3, 30, 22, tzinfo=UTC), datetime(2024, 3, 31, 21, tzinfo=UTC)]
    weeks = ask("metric", made, metric="count of a", every="week", tz="Europe/Riga", week_start="sunday").trend
    assert [row["figure"] for row in weeks.to_pylist() if row["figure"]] == [2]


def test_periods_that_are_cut_are_not_complete() -> None:
    fields = {"metric": "count of order", "every": "week", "since": "2024-01-03", "until": "2024-01-10"}
    rows = ask("metric", shop(), **fields).trend.to_pylist()
    assert [(row["from"].day, row["figure"], row["complete"]) for row in rows] == [(3, 2, False), (8, 1, False)]
    # Data that begin on a Wednesday leave their first week short.
    late = events_of({"p": [("a", 2 * D), ("a", 9 * D), ("a", 30 * D)]}, start=MONDAY)
    assert trend("count of a", "complete", late, every="week") == [False, True, True, True, False]
    # What may still follow within 7 d is not settled yet.
    assert trend("share of order among visit within 7 d", "complete", every="week") == [True, False, False]


def test_broken_down_by_value_of_each_event() -> None:
    rows = ask("metric", shop(), metric="units of order", by="device").table().to_pylist()
    assert [(row["value"], row["figure"]) for row in rows] == [
        ("(all)", 3), ("mobile", 2), ("(unknown)", 1), ("desktop", 1),
    ]  # fmt: skip
    rows = ask("metric", shop(), metric="units of order", by="device", values=1).table().to_pylist()
    assert [(row["value"], row["figure"]) for row in rows] == [("(all)", 3), ("mobile", 2), ("(other)", 2)]
    by_plan = ask("metric", shop(), metric="sum of order", by="trait plan", every="week").trend.to_pylist()
    assert {(row["value"], row["from"].day): row["figure"] for row in by_plan} == {
        ("(all)", 1): 10.1, ("(all)", 8): 29.9, ("(all)", 15): 0.0,
        ("pro", 1): 10.1, ("pro", 8): 0.2, ("pro", 15): 0.0,
        ("free", 1): 0.0, ("free", 8): 29.7, ("free", 15): 0.0,
        ("(unknown)", 1): 0.0, ("(unknown)", 8): 0.0, ("(unknown)", 15): 0.0,
    }  # fmt: skip
    first = ask("metric", shop(), metric="count of order", by="device", attribution="first touch").table().to_pylist()
    assert [(row["value"], row["figure"]) for row in first] == [("(all)", 5), ("mobile", 4), ("desktop", 1)]
    last = ask("metric", shop(), metric="count of order", by="device", attribution="last touch").table().to_pylist()
    assert [(row["value"], row["figure"]) for row in last] == [("(all)", 5), ("mobile", 4), ("desktop", 1)]


def test_only_some_persons_sessions_and_accounts() -> None:
    assert figure("sum of order", who="trait plan = pro") == 10.3
    row = ask("metric", shop(), metric="units of anything", unit="session").table().to_pylist()[0]
    assert (row["figure"], row["units"]) == (10, 4)  # an hour lies between any two events; 4 persons had them
    assert figure("share of order", unit="session") == 0.5
    made = events_of(
        {"a": [("x", 0, {"account": "k", "amount": "1"})], "b": [("x", 5, {"account": "k", "amount": "2"})],
         "c": [("x", 9, {"account": "l", "amount": "4"})]}, start=MONDAY,
    )  # fmt: skip
    assert figure("arpu of x", made, unit="account") == 3.5
    assert figure("units of x", made, unit="account") == 2


def many(n: int = 30) -> dict[str, list[Event]]:
    """Person i has 1 + i % 3 orders in the first week, of amounts that differ more between persons than within."""
    return {
        f"p{i:02}": [
            *(("order", k * H, {"amount": f"{10 + i + k / 2}"}) for k in range(1 + i % 3)),
            ("visit", 5 * D),
            ("end", 20 * D),
        ]
        for i in range(n)
    }


def test_intervals_heed_that_persons_have_several_events() -> None:
    made = events_of(many(), start=MONDAY)
    x = np.array([sum(10 + i + k / 2 for k in range(1 + i % 3)) for i in range(30)])
    y = np.array([1.0 + i % 3 for i in range(30)])
    mean = x.sum() / y.sum()
    se = sqrt(((x - mean * y) ** 2).sum() * 30 / 29) / y.sum()
    row = ask("metric", made, metric="mean of order").table().to_pylist()[0]
    assert row["figure"] == pytest.approx(mean)
    assert (row["low"], row["high"]) == pytest.approx((mean - student(29) * se, mean + student(29) * se), rel=1e-9)
    naive = sqrt(np.var([10 + i + k / 2 for i in range(30) for k in range(1 + i % 3)], ddof=1) / y.sum())
    assert se > 1.2 * naive
    total = ask("metric", made, metric="sum of order").table().to_pylist()[0]
    worth = x.sum() ** 2 / (x**2).sum()
    low, high = (bound * x.sum() / worth for bound in poisson_interval(worth))
    assert (total["low"], total["high"]) == pytest.approx((low, high))
    some = ask("metric", made, metric="share of order & value >= 25 among order").table().to_pylist()[0]
    assert (some["low"], some["high"]) == pytest.approx(wilson(16, 30))  # of i = 14 the third is 25
    per_unit = ask("metric", made, metric="per unit of order").table().to_pylist()[0]
    se = np.std(y, ddof=1) / sqrt(30)
    assert per_unit["high"] == pytest.approx(y.mean() + student(29) * se)
    few = ask("metric", events_of(many(9), start=MONDAY), metric="mean of order").table().to_pylist()[0]
    assert (few["low"], few["high"]) == (None, None)


def test_a_ratio_of_ratios_has_the_interval_of_its_linear_form() -> None:
    made = events_of(many(), start=MONDAY)
    sums = np.array([sum(10 + i + k / 2 for k in range(1 + i % 3)) for i in range(30)])
    orders, ones = np.array([1.0 + i % 3 for i in range(30)]), np.ones(30)
    value = (sums.sum() / orders.sum()) / (orders.sum() / ones.sum())
    form = value * (sums / sums.sum() - 2 * orders / orders.sum() + ones / ones.sum())
    half = student(29) * sqrt((form**2).sum() * 30 / 29)
    row = ask("metric", made, metric="ratio of (mean of order) to (per unit of order)").table().to_pylist()[0]
    assert (row["low"], row["figure"], row["high"]) == pytest.approx((value - half, value, value + half))


def answers(scores: list[float], name: str = "asked") -> Journeys:
    return events_of({f"p{i:03}": [(name, i, {"amount": str(one)})] for i, one in enumerate(scores)}, start=MONDAY)


def test_scores_are_those_of_surveys() -> None:
    given = [10.0] * 12 + [9.0] * 8 + [8.0] * 6 + [7.0] * 4 + [6.0] * 5 + [0.0] * 3 + [99.0, -1.0]
    expected = nps(given)
    row = ask("metric", answers(given), metric="nps of asked").table().to_pylist()[0]
    assert (row["figure"], row["n"]) == (pytest.approx(expected.value), expected.n)
    # Student's t and n − 1 make it a little wider than the normal interval of the counts.
    assert expected.lo is not None
    assert row["low"] == pytest.approx(expected.lo, abs=1.5)
    assert row["low"] < expected.lo
    given = [5.0] * 10 + [4.0] * 5 + [3.0] * 3 + [1.0] * 2 + [9.0]
    row = ask("metric", answers(given), metric="csat of asked").table().to_pylist()[0]
    assert (row["figure"], row["n"], (row["low"], row["high"])) == (0.75, 20, pytest.approx(wilson(15, 20)))
    assert figure("rating of asked", answers(given)) == pytest.approx((50 + 20 + 9 + 2) / 20)
    assert figure("ces of asked scale 1 to 9", answers(given)) == pytest.approx((50 + 20 + 9 + 2 + 9) / 21)
    # Twelve promoters and nobody else is no proof that there is nobody else.
    row = ask("metric", answers([10.0] * 12), metric="nps of asked").table().to_pylist()[0]
    assert (row["figure"], row["high"]) == (100.0, 100.0)
    assert 40 < row["low"] < 60
    assert ask("metric", answers([10.0] * 3), metric="nps of asked").table()["low"].to_pylist() == [None]


def before_and_after() -> Journeys:
    """Forty persons, of whom half come back in the second week and spend 5 more each than in the first."""
    world: dict[str, list[Event]] = {}
    for i in range(40):
        world[f"p{i:02}"] = [
            ("order", (i % 7) * D, {"amount": f"{20 + i}", "device": "mobile" if i % 4 else "desktop"})
        ]
        if i % 2:
            world[f"p{i:02}"].append(("order", (7 + i % 5) * D, {"amount": f"{25 + i}"}))
        world[f"p{i:02}"].append(("end", 15 * D))
    return events_of(world, start=MONDAY)


def test_compared_with_the_period_before() -> None:
    made = before_and_after()
    fields = {"metric": "mean of order", "since": "2024-01-08", "until": "2024-01-15", "compare": "previous"}
    row = ask("metric", made, **fields).table().to_pylist()[0]
    first, second = np.array([20.0 + i for i in range(40)]), np.array([25.0 + i for i in range(1, 40, 2)])
    assert (row["figure"], row["before"]) == (pytest.approx(second.mean()), pytest.approx(first.mean()))
    assert row["difference"] == pytest.approx(second.mean() - first.mean())
    ends = [
        (mean - student(n - 1) * sd / sqrt(n), mean + student(n - 1) * sd / sqrt(n))
        for mean, sd, n in ((part.mean(), part.std(ddof=1), len(part)) for part in (second, first))
    ]
    gaps = (second - second.mean()) / 20, (first - first.mean()) / 40
    both = sum(gaps[0][k] * gaps[1][i] for k, i in enumerate(range(1, 40, 2)))
    correlation = both / sqrt((gaps[0] ** 2).sum() * (gaps[1] ** 2).sum())
    expected = difference_of((second.mean(), ends[0]), (first.mean(), ends[1]), correlation=correlation)
    assert correlation > 0.5
    assert (row["difference_low"], row["difference_high"]) == pytest.approx(expected)
    assert row["verdict"] == "higher"
    good = Metric(measure="mean", of=Select(("order",)), good="down")
    assert ask("metric", made, **{**fields, "metric": good}).table()["verdict"].to_pylist() == ["worse"]


def test_each_period_is_compared_with_the_one_before_and_that_of_a_year_before() -> None:
    rows = ask(
        "metric", before_and_after(), metric="units of order", every="week", compare="previous"
    ).trend.to_pylist()
    assert [(row["figure"], row["before"], row["verdict"]) for row in rows] == [
        (40, None, None), (20, 40, "lower"), (0, None, None),
    ]  # fmt: skip
    year = events_of({"p": [("a", k * 7 * D) for k in range(60)]}, start=MONDAY)
    weeks = trend("count of a", "before", year, every="week", compare="year")
    assert weeks == [None] * 52 + [1.0] * 7 + [None]
    months = ask("metric", year, metric="count of a", every="month", compare="year").trend.to_pylist()
    assert [(row["from"].month, row["figure"], row["before"]) for row in months if row["before"]] == [(1, 4, 5)]
    fields = {"metric": "count of a", "since": "2025-01-01", "until": "2025-02-01", "compare": "year"}
    assert ask("metric", year, **fields).table()["before"].to_pylist() == [5]


def test_percentiles_are_compared_by_the_same_draws() -> None:
    fields = {"metric": "median of order", "since": "2024-01-08", "until": "2024-01-15", "compare": "previous"}
    row = ask("metric", before_and_after(), **fields).table().to_pylist()[0]
    assert (row["figure"], row["before"], row["difference"]) == (45.0, 39.5, 5.5)
    assert row["difference_low"] < 5.5 < row["difference_high"]


def test_what_cannot_be_measured_is_said() -> None:
    for error, fields in (
        (NotFound, {"metric": "count of oder"}),
        (NotFound, {"metric": "sum of order property colour"}),
        (Invalid, {"metric": "sum of order property device"}),
        (Invalid, {"metric": "sum of"}),
        (Invalid, {"metric": "revenue"}),
        (Invalid, {"metric": "count of order", "compare": "previous"}),
        (Invalid, {"metric": "count of order", "since": "2024-01-08", "until": "2024-01-01"}),
        (Invalid, {"metric": "count of order", "every": "fortnight"}),
        (NotFound, {"metric": "count of order", "by": "colour"}),
    ):
        with pytest.raises(error) as caught:
            ask("metric", shop(), **fields)
        assert caught.value.hint
    huge = events_of({"p": [("a", 0, {"amount": "1e13"})]}, start=MONDAY)
    with pytest.raises(Invalid, match="too large"):
        ask("metric", huge, metric="sum of a")
    long = events_of({"p": [("a", 0, {"b": f"{i}"}) for i in range(3)] + [("a", 9e8)]}, start=MONDAY)
    with pytest.raises(Invalid, match="too many"):
        ask(
            "metric",
            long,
            metric="count of a",
            every="hour",
            by="b",
            since="2024-01-01",
            until="2025-01-01",
            compare="year",
        )


def test_small_amounts_that_do_not_count_are_told() -> None:
    tiny = events_of({"p": [("a", 0, {"amount": "1e-9"}), ("a", 1, {"amount": "2"})]}, start=MONDAY)
    answer = ask("metric", tiny, metric="sum of a")
    assert answer.table()["figure"].to_pylist() == [2.0]
    assert answer.rules["sums"] == "exact, amounts in millionths; 1 smaller amounts count as 0"


def test_nothing_at_all_answers() -> None:
    nobody = Journeys((), shop().signatures, "x")
    for metric in ("count of order", "mean of order", "median of order", "share of order", "time to order from visit"):
        for fields in (
            {},
            {"every": "week"},
            {"since": "2024-01-01", "compare": "previous"},
            {"every": "day", "compare": "year"},
        ):
            answer = ask("metric", nobody, metric=metric, **fields)
            assert answer.n == 0
            assert answer.as_of is None
            assert answer.plot().svg.startswith("<svg")
            answer.brief()
    late = ask("metric", shop(), metric="mean of order", every="week", since="2030-01-01", compare="previous")
    assert (late.n, late.trend.num_rows) == (0, 0)
    assert late.table()["figure"].to_pylist() == [None]
    one = events_of({"p": [("a", 0)] * 5}, start=MONDAY)
    assert trend("count of a", journeys=one, every="hour") == [5]


def test_a_metric_is_asked_for_by_name(tmp_path: Path) -> None:
    made = replace(shop(), store=str(tmp_path))
    define_metric(tmp_path, "revenue", Metric(measure="sum", of=Select(("order",)), good="up", symbol="€"))
    define_metric(tmp_path, "per visitor", "ratio of revenue to (units of visit)")
    answer = ask("metric", made, metric="revenue")
    assert (answer.metric, answer.rules["metric"], answer.n) == ("revenue", "sum of order", 4)
    assert answer.brief()["figure"].to_pylist() == ["40 €"]
    assert figure("per visitor", made) == pytest.approx(40 / 3)


def test_numbers_as_people_read_them() -> None:
    week = (
        ask("metric", shop(), metric="share of order among visit", every="week", compare="previous").brief().to_pylist()
    )
    assert week[1]["from"] == "2024-01-08"
    assert week[2]["from"] == "2024-01-15 (not complete)"
    assert (week[1]["figure"], week[1]["difference"]) == ("100.0%", "+66.7 points")
    wait = ask("metric", shop(), metric="time to order from visit").brief().to_pylist()[0]
    assert (wait["figure"], wait["95 %"]) == ("4.5 d", "too few")
    assert ask("metric", shop(), metric="count of order").brief()["figure"].to_pylist() == ["5"]
