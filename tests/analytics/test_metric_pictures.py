"""Pictures of metrics: lines over time, bars by value, before and now."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from footpath.analytics import ask
from footpath.analytics.plots.fitting import both_ends, width_of
from footpath.analytics.plots.lines import At, Series, lines
from footpath.analytics.plots.ranges import Range, ranges
from tests.analytics.test_metric_cases import before_and_after, shop

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314


def words(svg: str) -> list[str]:
    return [found.text or "" for found in parsed(svg).iter(f"{SVG}text")]


def weeks(values: list[float | None], complete: int) -> tuple[At, ...]:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    spans = [None if value is None else (value - 1, value + 1) for value in values]
    return tuple(
        At(start + timedelta(days=7 * k), value, span, str(value), k < complete)
        for k, (value, span) in enumerate(zip(values, spans, strict=True))
    )


def test_what_is_not_complete_is_dashed_and_gaps_are_gaps() -> None:
    svg = lines([Series("a", weeks([4, 5, None, 7, 8], 4))], str, title="A").svg
    drawn = [one for one in parsed(svg).iter(f"{SVG}polyline") if one.get("stroke-width") == "2"]
    assert [bool(one.get("stroke-dasharray")) for one in drawn] == [False, True]
    assert len(list(parsed(svg).iter(f"{SVG}circle"))) == 4


def test_axes_begin_at_nought_and_step_in_round_numbers() -> None:
    told = words(lines([Series("a", weeks([41, 33], 2))], lambda value: f"{value:g}", title="A").svg)
    assert [word for word in told if word.isdigit()][:6] == ["0", "10", "20", "30", "40", "50"]
    waits = [Series("a", weeks([86_400 * 9.5, 86_400], 2))]
    days = lines(waits, lambda seconds: f"{seconds / 86_400:g} d", title="A", units=(86_400.0, 1.0))
    assert [word for word in words(days.svg) if word.endswith(" d")] == ["0 d", "2 d", "4 d", "6 d", "8 d", "10 d"]


def test_only_five_lines_are_drawn_and_odd_names_do_no_harm() -> None:
    many = [Series(f'<b>&"{k}', weeks([k, k + 1.0], 2)) for k in range(8)]
    svg = lines(many, str, title="<A>", note="n").svg
    assert "3 more in the table. n" in words(svg)
    assert '<b>&"0' in words(svg)


def test_bars_show_before_and_now_with_their_intervals() -> None:
    rows = [
        Range("x", 4.0, (3.0, 5.0), "3 → 4", 3.0, (2.5, 3.5), "better"),
        Range("y", -2.0, None, "–", None, None, None),
        Range("z", None, None, "–"),
    ]
    svg = ranges(rows, lambda value: f"{value:g}", title="A").svg
    told = words(svg)
    assert {"before", "now", "better", "-2", "0", "5"} <= set(told)
    assert "worse" not in told
    assert "Nothing to show." in words(ranges([], str, title="A").svg)


def test_long_names_keep_both_ends() -> None:
    found = both_ends("Spring newsletter to customers in region 17", 150)
    assert (found[:6], found[-9:]) == ("Spring", "region 17")
    assert width_of(found) <= 156
    assert both_ends("short", 150) == "short"


@pytest.mark.parametrize("show", ["", "trend", "values", "change"])
def test_every_answer_has_its_pictures(show: str) -> None:
    fields = {"since": "2024-01-08", "until": "2024-01-15", "compare": "previous"}
    for answer in (
        ask("metric", shop(), metric="sum of order", every="week", by="device"),
        ask("metric", before_and_after(), metric="mean of order", **fields),
        ask("metric", shop(), metric="time to order from visit"),
    ):
        parsed(answer.plot(show).svg)
    changed = ask("metric", before_and_after(), metric="mean of order", **fields).plot("change")
    assert changed.title == "mean of order: before and now"
