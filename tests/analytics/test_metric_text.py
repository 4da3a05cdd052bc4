"""Metrics as text: what is read, what is refused and where, that text and metric are the same, and the saved file."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics.metrics.language import metric_text, read_metric
from footpath.analytics.metrics.measure import MEASURES
from footpath.analytics.metrics.metric import Metric
from footpath.analytics.metrics.naming import define_metric, forget_metric, resolved, saved_metrics
from footpath.analytics.select import Select
from footpath.core.errors import Invalid, NotFound
from tests.analytics.test_who_text import lengths, names, selects

ORDER, VISIT, CART = (Select((name,)) for name in ("Order", "Visit", "Added to cart"))
VISITORS = Metric(measure="units", of=VISIT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count of Order", Metric(measure="count", of=ORDER)),
        ("Units of anything", Metric(measure="units")),
        ("per unit of Order among Visit", Metric(measure="per_unit", of=ORDER, among=VISIT)),
        ("sum of Order & device = mobile", Metric(measure="sum", of=Select(("Order",), {"device": ("mobile",)}))),
        ("mean of Added to cart property items", Metric(measure="mean", of=CART, property="items")),
        ("median of Order", Metric(measure="percentile", of=ORDER)),
        ("p90 of Order", Metric(measure="percentile", of=ORDER, percent=90)),
        ("p99.5 of Order", Metric(measure="percentile", of=ORDER, percent=99.5)),
        ("share of Order", Metric(measure="share", of=ORDER)),
        ("share of Order among Visit within 7 d", Metric(measure="share", of=ORDER, among=VISIT, within="7 d")),
        ("time to Order from Visit", Metric(measure="time", of=ORDER, among=VISIT)),
        ("p75 time to Order from Visit", Metric(measure="time", of=ORDER, among=VISIT, percent=75)),
        ("time to Order from Visit within 30d", Metric(measure="time", of=ORDER, among=VISIT, within="30d")),
        ("median time to Order from anything", Metric(measure="time", of=ORDER, among=Select())),
        ("ratio of revenue to (units of Visit)", Metric(measure="ratio", of_metric="revenue", over=VISITORS)),
        ("nps", Metric(measure="nps", of=Select(where={"metric": ("nps",)}))),
        ('nps of "A & B" property score', Metric(measure="nps", of=Select(("A & B",)), property="score")),
        ("csat of Rated scale 1 to 7", Metric(measure="csat", of=Select(("Rated",)), scale=(1, 7))),
    ],
)  # fmt: skip
def test_definitions_are_read(text: str, expected: Metric) -> None:
    assert read_metric(text) == expected
    assert read_metric(metric_text(expected)) == expected


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ("", "nothing is measured", "count of Order"),
        ("summ of Order", "'summ' is not understood", 'Did you mean "sum"'),
        ("sum", "sum of what", "sum of Order"),
        ("sum of Order among Visit", "sum has no among", "property"),
        ("p0 of Order", "percent is 0", "between 0 and 100"),
        ("p100 of Order", "percent is 100", "between 0 and 100"),
        ("share of Order within soon", "'soon' is no length", "30 d"),
        ("time of Order", "time to what", "time to Order from Visit"),
        ("time to Order", "time from what", "from Visit"),
        ("ratio of revenue", "ratio to what", "to (units"),
        ("ratio of (ratio of a to b) to c", "cannot be part", ""),
        ("ratio of (median of Order) to (count of Order)", "cannot be part of a ratio", "counts, units"),
        ("csat of Rated scale 5 to 1", "runs from 5 to 1", "worst answer first"),
        ("csat of Rated scale 1", "a scale up to what", "1 to 5"),
        ("share of Order within 1 d within 2 d", "second time", "Leave one out"),
        ("count of Order )", "')' cannot follow", ""),
        ("nps scale 1 to 5", "nps has no scale", ""),
    ],
)
def test_errors_point_at_the_place_and_say_the_remedy(text: str, problem: str, remedy: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_metric(text)
    assert problem in caught.value.message
    assert remedy in caught.value.hint


def _metric(measure: str, fields: dict[str, object]) -> Metric:
    uses = MEASURES[measure].uses
    usual = {"of": MEASURES[measure]().default()} if measure != "ratio" else {}
    return Metric(measure=measure, **{**usual, **{name: value for name, value in fields.items() if name in uses}})  # type: ignore[arg-type]


fields = st.fixed_dictionaries(
    {},
    optional={
        "of": selects,
        "among": selects,
        "within": lengths,
        "property": names.filter(bool),
        "percent": st.sampled_from([50.0, 90.0, 99.5, 2.5]),
        "scale": st.sampled_from([(0.0, 10.0), (1.0, 7.0), (-1.0, 1.5)]),
    },
)
plain = st.builds(_metric, st.sampled_from([name for name in MEASURES if name not in ("ratio", "time")]), fields)
times = st.builds(
    lambda of, among, within: Metric(measure="time", of=of, among=among, within=within), selects, selects, lengths
)
parts = st.one_of(
    names.filter(lambda name: bool(name.strip())), st.builds(_metric, st.sampled_from(["count", "sum", "mean"]), fields)
)
ratios = st.builds(lambda one, other: Metric(measure="ratio", of_metric=one, over=other), parts, parts)


@settings(max_examples=200)
@given(st.one_of(plain, times, ratios))
def test_text_and_metric_are_the_same(metric: Metric) -> None:
    assert read_metric(metric_text(metric)) == metric


def test_metrics_are_saved_by_name(tmp_path: Path) -> None:
    store = str(tmp_path)
    define_metric(tmp_path, "revenue", "sum of Order")
    define_metric(tmp_path, "visitors", Metric(measure="units", of=VISIT, good="up", title="Visitors a week"))
    define_metric(tmp_path, "per visitor", "ratio of revenue to visitors")
    assert (tmp_path / "metrics.yaml").read_text().splitlines()[1:] == [
        "revenue: sum of Order",
        "visitors:",
        "  definition: units of Visit",
        "  good: up",
        "  title: Visitors a week",
        "per visitor: ratio of revenue to visitors",
    ]
    assert saved_metrics(tmp_path)["visitors"].title == "Visitors a week"
    found = resolved("per visitor", store)
    assert isinstance(found.of_metric, Metric)
    assert (found.title, found.of_metric.title) == ("per visitor", "revenue")
    with pytest.raises(Invalid, match="part of 'per visitor'"):
        forget_metric(tmp_path, "revenue")
    with pytest.raises(NotFound, match="'cost'"):
        define_metric(tmp_path, "margin", "ratio of revenue to cost")
    with pytest.raises(Invalid, match="circle"):
        define_metric(tmp_path, "revenue", 'ratio of "per visitor" to visitors')
    with pytest.raises(NotFound, match="'revenu'") as caught:
        resolved("revenu", store)
    assert "'revenue'" in caught.value.hint
    forget_metric(tmp_path, "per visitor")
    assert list(saved_metrics(tmp_path)) == ["revenue", "visitors"]


def test_the_file_of_metrics_may_be_edited_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "metrics.yaml"
    path.write_text("# mine\nrevenue:\n  definition: sum of Order\n  symbol: €\n# below\nvisits: count of Visit\n")
    define_metric(tmp_path, "revenue", Metric(measure="sum", of=Select(("Paid",)), symbol="zł"))
    assert path.read_text().startswith("# mine\nrevenue:\n  definition: sum of Paid\n  symbol: zł\n# below\nvisits: ")
    path.write_text("revenue:\n  definition: sum of Order\n  goood: up\n")
    with pytest.raises(Invalid, match=r"'revenue' in metrics\.yaml"):
        saved_metrics(tmp_path)
    path.write_text("revenue: summ of Order\n")
    with pytest.raises(Invalid, match="summ"):
        resolved("revenue", str(tmp_path))
