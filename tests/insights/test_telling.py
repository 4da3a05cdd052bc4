"""How findings are placed, said, masked, folded and ordered."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from footpath.insights import signs, wording
from footpath.insights.attach import RULES, place
from footpath.insights.calendar import Calendar
from footpath.insights.cases import Segment
from footpath.insights.finding import Finding
from footpath.insights.masking import mask
from footpath.insights.ranking import ranked
from footpath.insights.world import see
from footpath.maps.model import Figure
from tests.insights import worlds
from tests.insights.worlds import DAY, HOUR, START


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Write to anna.b@shop.example.com now", "Write to ••• now"),
        ("@united you lost my bag", "••• you lost my bag"),
        ("call +371 2912 3456 after 5", "call ••• after 5"),
        ("see https://t.co/x1y2", "see •••"),
        ("paid 25.50 EUR on 12 Oct 2026 for 3 lamps", "paid 25.50 EUR on 12 Oct 2026 for 3 lamps"),
        ("包裹五天沒有動靜", "包裹五天沒有動靜"),
    ],
)
def test_personal_data_is_masked_and_nothing_else(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_a_signal_goes_to_what_it_names_then_its_own_event_then_the_last_touchpoint() -> None:
    people = [[("Cart", START, {}), ("Delivered", START + DAY, {}), ("Survey answered", START + 2 * DAY, {})]]
    rows: list[dict[str, object]] = [
        {"person": "p0", "at": START + 2 * DAY, "about": "Cart"},
        {"person": "p0", "at": START + DAY},
        {"person": "p0", "at": START + 2 * DAY},
        {"person": "p0", "at": START + 70 * DAY},
        {"person": "nobody", "at": START + DAY},
        {"person": "p0", "at": START + HOUR},
    ]
    signals = worlds.voices(rows)
    columns, types = ("Cart", "Delivered", "Survey answered"), {"Survey answered": "survey"}
    draft = worlds.draft(people, columns, types=types, signals=signals)
    placed = place(draft, see(draft), signals)
    assert placed.column.tolist() == [1, 2, 2, 0, 0, 1]
    rules = ["about", "own event", "last touchpoint", "none", "none", "last touchpoint"]
    assert [RULES[rule] for rule in placed.rule.tolist()] == rules


def test_a_signal_goes_to_what_its_words_speak_of_and_a_survey_to_what_was_done_last() -> None:
    people = [
        [
            ("Payment submitted", START, {}), ("Order delivered", START + DAY, {}), ("Home", START + 2 * DAY, {}),
        ]
    ]  # fmt: skip
    asked = "How likely are you to recommend us to a friend?"
    rows: list[dict[str, object]] = [
        {"person": "p0", "at": START + 3 * DAY, "about": asked, "text": "Płatność kartą nie działa, płatność!"},
        {"person": "p0", "at": START + 3 * DAY, "about": "payment", "text": "the delivery man was kind"},
        {"person": "p0", "at": START + 3 * DAY, "about": asked, "kind": "survey"},
        {"person": "p0", "at": START + 3 * DAY, "about": asked, "kind": "ticket"},
        {"person": "p0", "at": START + HOUR, "about": "How satisfied are you with the delivery?"},
    ]
    signals = worlds.voices(rows)
    columns, types = ("Payment submitted", "Order delivered", "Home"), {"Home": "page"}
    draft = worlds.draft(people, columns, types=types, signals=signals)
    placed = place(draft, see(draft), signals)
    assert placed.column.tolist() == [1, 1, 2, 3, 1]
    rules = ["topic", "topic", "last touchpoint", "last touchpoint", "last touchpoint"]
    assert [RULES[rule] for rule in placed.rule.tolist()] == rules


def days(*given: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1e6) for day in given])


def test_the_calendar_takes_days_weeks_months_or_years() -> None:
    assert Calendar.over(days("2026-05-01", "2026-05-04")).unit == "day"
    weeks = Calendar.over(days("2026-09-09", "2026-11-30"))
    assert (weeks.unit, weeks.starts[0], weeks.starts[-1]) == ("week", date(2026, 9, 7), date(2026, 11, 30))
    assert Calendar.over(days("2025-01-15", "2026-11-30")).unit == "month"
    assert Calendar.over(days("2006-01-15", "2026-11-30")).unit == "year"
    assert weeks.codes(days("2026-09-13", "2026-09-14", "2027-01-01")).tolist() == [0, 1, 12]


def test_segments_are_said_in_plain_words() -> None:
    weeks = Calendar.over(days("2026-09-09", "2026-11-30"))
    mobile = (("device", "mobile"),)
    assert wording.where(Segment(mobile, (5, 5)), weeks) == " on phones in the week of 12 Oct"
    assert wording.where(Segment((), (5, 12)), weeks) == " since 12 Oct"
    assert wording.where(Segment((), (0, 4)), weeks) == " until 11 Oct"
    assert wording.where(Segment((), (3, 4)), weeks) == " 28 Sep – 11 Oct"
    assert (
        wording.where(Segment((("region", "Latgale"), ("plan_type", "pro"))), weeks)
        == " in Latgale where plan type is pro"
    )


def test_numbers_are_said_value_first_and_with_a_true_minus() -> None:
    assert [wording.share(x) for x in (0.47, 0.031, 0.0004, 0.0, 0.05)] == ["47%", "3.1%", "under 0.1%", "0%", "5%"]
    assert [wording.duration(x) for x in (40, 720, 18720, 9 * 86400, 1e7)] == [
        "40 s", "12 min", "5.2 h", "9 days", "3.8 months",
    ]  # fmt: skip
    assert [wording.score(x) for x in (-0.62, 0.0, 0.4)] == ["−0.6", "0", "+0.4"]
    assert wording.count(1204) == "1,204"


def test_long_names_are_cut_at_a_word_so_that_a_title_stays_short() -> None:
    step = "Declaration final approved by supervisor of the department"
    title = wording.titled("wait.title", step=step, next="Payment handled", where=" since 12 Oct")
    assert title == "Slow: Declaration final… → Payment handled since 12 Oct"


def test_signs_know_words_of_trouble_in_the_languages_of_the_product() -> None:
    assert all(
        signs.speaks_of(name, signs.ERROR) for name in ("paymentFailed", "card_declined", "Błąd płatności", "付款失敗")
    )
    assert not signs.speaks_of("Profile viewed", signs.ERROR)
    assert signs.is_failure_status("404")
    assert not signs.is_failure_status("304")


def finding(detector: str, column: int, harm: float, **more: object) -> Finding:
    plain = {
        "title": f"{detector} {column} {harm}",
        "figure": Figure(value=0.5, unit="share", n=100),
        "reference": Figure(value=0.1, unit="share", n=100),
        "touched": np.arange(100),
        "cases": 100,
    }
    return Finding(detector=detector, column=column, harm=harm, **{**plain, **more})  # type: ignore[arg-type]


MOBILE_WEEK = Segment((("device", "mobile"),), (5, 5))


def test_an_error_leads_the_card_of_the_leaving_it_explains() -> None:
    shown, _ = ranked([
        finding("drop_off", 4, 40, segment=MOBILE_WEEK),
        finding("error", 4, 20, segment=MOBILE_WEEK),
        finding("loop", 4, 10, segment=MOBILE_WEEK),
    ])  # fmt: skip
    (card,) = shown
    assert (card.detector, card.harm) == ("error", 40)
    assert {other.detector for other in card.also} == {"drop_off", "loop"}


def test_a_small_clear_story_stays_beside_the_large_general_one() -> None:
    shown, _ = ranked([finding("drop_off", 4, 500), finding("drop_off", 4, 40, segment=MOBILE_WEEK)])
    assert [len(card.segment.parts) for card in shown] == [0, 1]


def test_different_people_at_different_places_are_different_troubles() -> None:
    shown, _ = ranked([
        finding("wait", 2, 50, segment=Segment((("region", "South"),))),
        finding("error", 5, 30, touched=np.arange(200, 300), segment=MOBILE_WEEK),
    ])  # fmt: skip
    assert [card.detector for card in shown] == ["wait", "error"]


def test_half_of_the_places_are_kept_for_those_that_say_for_whom() -> None:
    general = [finding("drop_off", column, 1000 - column, touched=np.arange(50)) for column in range(1, 15)]
    particular = [
        finding("error", c, 20, touched=np.arange(1000 * c, 1000 * c + 50), segment=Segment((("region", str(c)),)))
        for c in (20, 30, 40)
    ]
    shown, rest = ranked([*general, *particular])
    assert [card.detector for card in shown] == ["drop_off"] * 9 + ["error"] * 3
    assert len(rest) == 5
