from datetime import UTC, datetime

import pytest

from footpath.maps.model import Figure
from footpath.maps.numbers import duration, figure, interval, money, number, percent, period


def test_numbers_are_grouped_with_a_true_minus() -> None:
    assert number(-41208, "en") == "−41,208"
    assert number(41208, "pl") == "41\u00a0208"
    assert number(0.25, "lv") == "0,2"
    assert number(-0.01, "en") == "0"


@pytest.mark.parametrize(
    ("share", "shown"), [(1.0, "100%"), (0.62, "62%"), (0.061, "6.1%"), (0.0, "0%"), (0.996, "99.6%")]
)
def test_shares_are_per_cent(share: float, shown: str) -> None:
    assert percent(share, "en") == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (42, "42\u00a0s"),
        (600, "10\u00a0min"),
        (7200, "2\u00a0h"),
        (86400 * 2.1, "2.1\u00a0days"),
        (86400 * 40, "40\u00a0days"),
    ],
)
def test_spans_are_in_the_unit_that_reads_best(seconds: float, shown: str) -> None:
    assert duration(seconds, "en") == shown


def test_money_carries_its_currency() -> None:
    assert money(41000, "EUR", "en") == "€41k"
    assert money(-12.5, "EUR", "en") == "−€12.5"
    assert money(1900, "PLN", "pl") == "1\u00a0900\u00a0zł"


def test_an_interval_is_shown_only_where_there_is_one() -> None:
    assert interval(Figure(value=0.5, unit="share", lo=0.4, hi=0.6), "en") == "40% – 60%"
    assert interval(Figure(value=0.5, unit="share"), "en") == ""
    assert figure(Figure(value=-0.5, unit="score"), "en") == "−0.5"


def test_a_period_reads_as_in_the_language() -> None:
    start, end = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC)
    assert period(start, end, "en") == "1 Sep – 30 Nov 2026"
    assert period(start, end, "zh-Hant") == "2026年9月1日 – 2026年11月30日"
