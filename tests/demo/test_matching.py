"""The rule by which findings count as planted truths, on cards made by hand."""

from datetime import UTC, datetime
from typing import Any

from msgspec import structs
from planted import score

from footpath.demo.truths import Truth
from footpath.maps.model import Card, Column, Lane, Map, Note

PAYMENT = Truth(
    key="payment",
    kind="error",
    where=("payment",),
    dimensions=("device",),
    values=("mobile",),
    period=("2025-11-03", "2025-11-10"),
    direction="fails more",
    persons=16,
)
REGION = Truth(
    key="region",
    kind="wait",
    where=("deliver",),
    dimensions=("region",),
    values=("Wales",),
    direction="longer",
    persons=9,
)
CHURN = Truth(key="churn", kind="churn", where=("return",), direction="less", persons=9)


def drawn(*cards: Card) -> Map:
    return Map(
        key="m",
        title="M",
        period_start=datetime(2025, 9, 1, tzinfo=UTC),
        period_end=datetime(2026, 2, 1, tzinfo=UTC),
        columns=(Column(key="pay", title="Payment submitted"), Column(key="get", title="Delivered")),
        lanes=(Lane(key="pains", type="pain_points", title="Pain points"),),
        cards=cards,
    )


def card(text: str, detector: str, at: str = "pay", **props: Any) -> Card:
    return Card(key=text, lane="pains", at=at, text=text, props={"detector": detector, **props})


def test_an_error_on_phones_in_the_right_week_is_the_truth() -> None:
    found = score(drawn(card("Payment submitted fails on phones in the week of 3 Nov", "error")), [PAYMENT])
    assert set(found.found) == {"payment"}
    assert found.recall == found.precision == 1.0


def test_another_week_no_week_or_another_device_is_not() -> None:
    cards = (
        card("Payment submitted fails on phones in the week of 1 Dec", "error"),
        card("Payment submitted fails on phones", "error", segment=[["device", "mobile"]]),
        card("Payment submitted fails on tablets in the week of 3 Nov", "error"),
        card("Payment submitted fails on phones 6 Oct – 28 Dec", "error"),
    )
    found = score(drawn(*cards), [PAYMENT])
    assert found.missed == ("payment",)
    assert len(found.wrong) == 4


def test_a_run_of_days_over_the_new_year_is_read_right() -> None:
    truth = Truth(
        key="late", kind="error", where=("payment",), period=("2026-01-05", "2026-01-12"), direction="", persons=1
    )
    assert score(drawn(card("Payment submitted fails 29 Dec – 11 Jan", "error")), [truth]).recall == 1.0
    assert score(drawn(card("Payment submitted fails since 19 Jan", "error")), [truth]).recall == 0.0


def test_a_segment_counts_by_dimension_and_value() -> None:
    here = card("Slow from shipped to delivered in Wales", "wait", "get", segment=[["region", "Wales"]])
    other = card("Slow from shipped to delivered in Scotland", "wait", "get", segment=[["region", "Scotland"]])
    assert score(drawn(here, other), [REGION]).precision == 0.5
    assert score(drawn(other), [REGION]).recall == 0.0


def test_a_value_must_stand_as_a_word_of_its_own() -> None:
    truth = Truth(
        key="search",
        kind="drop_off",
        where=("search",),
        dimensions=("country",),
        values=("PL",),
        direction="",
        persons=9,
    )
    assert score(drawn(card("Search is a dead end for 5 PEOPLE", "dead_end")), [truth]).recall == 0.0
    assert score(drawn(card("31% leave at Search in PL", "drop_off")), [truth]).recall == 1.0


def test_the_wrong_kind_of_finding_is_not_the_truth() -> None:
    assert score(drawn(card("People in Wales come back", "loyal", segment=[["region", "Wales"]])), [REGION]).recall == 0


def test_cards_about_everybody_count_for_neither() -> None:
    found = score(drawn(card("38% leave at payment submitted", "drop_off")), [PAYMENT])
    assert found.general == 1
    assert found.precision == 1.0
    assert found.recall == 0.0


def test_the_place_may_be_what_a_column_says_it_holds() -> None:
    truth = Truth(key="coupon", kind="error", where=("coupon",), direction="", persons=9)
    model = structs.replace(
        drawn(card("Cart and 1 more fails", "error", "cart")),
        columns=(Column(key="cart", title="Cart and 1 more", description="Holds Cart, Coupon denied."),),
    )
    assert score(model, [truth]).recall == 1.0


def test_weaker_findings_are_listed_but_not_found() -> None:
    note = Note(topic="Weaker pains", text="Going back; Payment submitted fails on phones in the week of 3 Nov (39%)")
    found = score(structs.replace(drawn(), notes=(note,)), [PAYMENT, REGION])
    assert found.recall == 0.0
    assert found.listed == ("payment",)


def test_words_of_folded_findings_count() -> None:
    folded = card("38% leave at payment", "drop_off", also=["Payment fails on phones in the week of 3 Nov"])
    assert score(drawn(folded), [PAYMENT]).recall == 1.0


def test_churn_is_found_by_what_comes_before() -> None:
    assert score(drawn(card("After return requested, people don't come back", "loss", "get")), [CHURN]).recall == 1.0
    assert score(drawn(card("After a long wait, people don't come back", "loss", "get")), [CHURN]).recall == 0.0
