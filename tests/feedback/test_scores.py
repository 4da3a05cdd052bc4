import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.core.errors import Invalid
from footpath.core.weighted import Moments, effective_n, weighted_mean_interval
from footpath.feedback import scores


def test_nps_is_promoters_minus_detractors_in_points() -> None:
    found = scores.nps(scores.expand({10: 5, 8: 3, 6: 2}))
    assert (found.value, found.n, found.excluded) == (pytest.approx(30), 10, 0)
    # delta method: 1.96 · sqrt((0.5 + 0.2 − 0.3²) / 10) = 0.4841
    assert found.lo == pytest.approx(30 - 48.41, abs=0.01)
    assert found.hi == pytest.approx(30 + 48.41, abs=0.01)


def test_answers_off_the_scale_are_sentinels() -> None:
    found = scores.nps([10, 9, 0, 11, 99, -1, float("nan")])
    assert (found.n, found.excluded) == (3, 4)
    assert found.value == pytest.approx(100 / 3)


def test_nobody_answering_gives_no_number() -> None:
    assert scores.nps([]).value is None
    assert scores.mean_score([0, 6], (1, 5)).value is None
    assert scores.top_two([], (1, 5)).lo is None


def test_weights_scale_an_answers_say() -> None:
    assert scores.nps([10, 0], [3, 1]).value == pytest.approx(50)
    assert scores.nps([10, 0], [3, None]).value == pytest.approx(50)  # type: ignore[list-item]
    assert scores.mean_score([1, 5], (1, 5), [1, 3]).value == pytest.approx(4)
    assert scores.top_two([1, 4, 5], (1, 5), [2, 1, 1]).value == pytest.approx(0.5)


def test_csat_is_a_mean_and_a_top_two_share() -> None:
    answers = [5, 5, 4, 3, 1]
    assert scores.mean_score(answers, (1, 5)).value == pytest.approx(3.6)
    share = scores.top_two(answers, (1, 5))
    assert share.value == pytest.approx(0.6)
    assert share.lo == pytest.approx(0.2307, abs=1e-4)  # Wilson for 3 of 5
    assert share.hi == pytest.approx(0.8824, abs=1e-4)


def test_ces_counts_those_who_found_it_easy() -> None:
    assert scores.easy([7, 6, 5, 4, 1]).value == pytest.approx(0.6)
    assert scores.easy([5, 4, 3, 2], (1, 5)).value == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("answers", "scale", "metric", "expected"),
    [
        ([1, 3, 5, 6, 0], (1, 5), "csat", [-1, 0, 1, np.nan, np.nan]),
        ([1, 4, 7], (1, 7), "ces", [-1, 0, 1]),
        ([0, 6, 7, 8, 9, 10, 11], (0, 10), "nps", [-1, -1, 0, 0, 1, 1, np.nan]),
        ([-1, 0.25], (-1, 1), "sentiment", [-1, 0.25]),
    ],
)
def test_any_scale_becomes_an_emotion(
    answers: list[float], scale: tuple[float, float], metric: str, expected: list[float]
) -> None:
    np.testing.assert_allclose(scores.emotion(answers, scale, metric=metric), expected)


def test_a_scale_without_room_is_refused() -> None:
    with pytest.raises(Invalid, match="no room"):
        scores.emotion([1], (5, 5))


@pytest.mark.parametrize(
    ("answers", "metric", "expected"),
    [
        ([1, 5, 3], "rating", (1, 5)),
        ([1, 9, None], "rating", (1, 10)),
        ([0, 9], "csat", (0, 10)),
        ([50, 80], "rating", (0, 100)),
        ([11, 0], "nps", (0, 10)),
        ([1, 5], "ces", (1, 7)),
        ([1, 5] * 20, "ces", (1, 5)),
        ([-1, 0.5], "sentiment", (-1, 1)),
        ([3, 1000], "rating", None),
        ([1, 2], None, None),
        ([], "rating", None),
    ],
)
def test_a_missing_scale_is_what_the_metric_and_the_answers_say(
    answers: list[float | None], metric: str | None, expected: tuple[float, float] | None
) -> None:
    assert scores.likely_scale(answers, metric) == expected


@given(st.lists(st.integers(0, 10), min_size=2, max_size=50))
def test_the_mean_emotion_of_nps_answers_is_nps_over_100(answers: list[int]) -> None:
    found = scores.nps(answers).value
    assert found is not None
    assert scores.emotion(answers, (0, 10), metric="nps").mean() == pytest.approx(found / 100)


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=30))
def test_equal_weights_give_the_usual_interval_of_a_mean(values: list[float]) -> None:
    x = np.array(values)
    moments = Moments(len(x), len(x) * 2.0, 2 * x.sum(), 4.0 * len(x), 4 * x.sum(), 4 * (x * x).sum())
    found = weighted_mean_interval(moments)
    assert found is not None
    half = 1.959963984540054 * x.std(ddof=1) / np.sqrt(len(x))
    np.testing.assert_allclose(found, (x.mean() - half, x.mean() + half), atol=1e-4)


def test_unequal_weights_carry_less_information() -> None:
    assert effective_n(4, 4) == 4
    assert effective_n(4, 10) == pytest.approx(1.6)  # weights 3 and 1
    assert effective_n(0, 0) == 0


def test_sfo_nps_of_2017_with_and_without_weights(shared_data: Path) -> None:
    """Code 11 means blank: counting it as a promoter would give 41.61."""
    with (shared_data / "sfo_survey" / "2017_SFO_Customer_Survey.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["NETPRO"], row["WEIGHT"]) for row in csv.DictReader(file)]
    answers = [float(answer) if answer.strip() else np.nan for answer, _ in rows]
    plain, weighted = scores.nps(answers), scores.nps(answers, [float(weight) for _, weight in rows])
    assert plain.value == pytest.approx(39.84, abs=0.005)
    assert weighted.value == pytest.approx(40.40, abs=0.005)
    assert plain.n == weighted.n == 2746
    assert plain.lo is not None
    assert plain.hi is not None
    assert plain.lo < 39.84 < plain.hi
