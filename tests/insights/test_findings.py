"""From a draft to cards: null worlds stay quiet, the same input gives the same cards, and texts are fit to be shown."""

import msgspec
import numpy as np
import pytest

from footpath.insights.draft import Draft
from footpath.insights.findings import Findings, find
from footpath.maps.model import Persona
from tests.insights import worlds
from tests.insights.worlds import DAY, START

WEEK = 7 * DAY
SHOP = ("Home", "Product", "Cart", "Payment", "Paid")


def broken_payment(seed: int, n: int = 4000) -> Draft:
    people = worlds.shop(
        n,
        np.random.default_rng(seed),
        lambda step, who, week: 0.3 if (step, who["device"], week) == ("Payment", "mobile", 5) else 0.75,
    )
    rows: list[dict[str, object]] = [
        {
            "person": f"p{i}",
            "at": person[-1][1] + 1_000_000,
            "text": "The card was refused on my phone, mail me at jo@example.org.",
            "emotion": -0.8,
            "emotion_from": "text",
            "language": "en",
            "channel": "email",
        }
        for i, person in enumerate(people)
        if person[-1][0] == "Payment" and person[0][2]["device"] == "mobile" and (person[0][1] - START) // WEEK == 5
    ]
    rows += [
        {
            "about": "Product",
            "text": "Lovely photos and clear prices.",
            "emotion": 0.7,
            "language": "en",
            "person": f"p{i}",
        }
        for i in range(60)
    ]
    return worlds.draft(people, SHOP, goal="Paid", signals=worlds.voices(rows))


def searched(draft: Draft) -> Findings:
    return find(draft, draft.signals)


def test_worlds_without_a_planted_pain_stay_quiet() -> None:
    loud = 0
    for seed in range(30):
        people = worlds.shop(1500, np.random.default_rng(seed), lambda *_: 0.7)
        found = searched(worlds.draft(people, SHOP, goal="Paid"))
        loud += bool(found.pains or found.gains)
    assert loud <= 2


def test_worlds_where_persons_differ_but_segments_do_not_stay_quiet() -> None:
    """Rows of one person hang together: without the design effect these worlds would be full of findings."""
    loud = 0
    for seed in range(15):
        rng = np.random.default_rng(seed)
        rows: list[dict[str, object]] = []
        for i in range(60):
            mood, city = rng.normal(0.2, 0.5), str(rng.choice(["Riga", "Oslo", "Lund"]))
            rows += [
                {
                    "person": f"p{i}",
                    "about": "Cart",
                    "emotion": float(np.clip(mood, -1, 1)),
                    "properties": {"city": city},
                }
                for _ in range(20)
            ]
        people = [[("Cart", START + i, {}), ("Paid", START + DAY + i, {})] for i in range(60)]
        loud += bool(searched(worlds.draft(people, ("Cart", "Paid"), goal="Paid", signals=worlds.voices(rows))).pains)
    assert loud <= 1


def test_the_planted_pain_is_the_first_with_its_evidence_words_and_quote() -> None:
    found = searched(broken_payment(1))
    first = next(card for card in found.cards if card.lane == "pains")
    assert str(first.text).endswith("leave at Payment on phones in the week of 12 Oct")
    assert (first.at, first.rank, first.tone) == ("payment", 1, "pain")
    assert first.evidence.observed == found.pains[0].persons
    assert first.evidence.reported > 0
    assert first.evidence.sources == ("shop", "survey")
    asked = next(card for card in found.cards if card.lane == "opportunities")
    assert asked.text == "How might we help people go on from Payment on phones?"


def test_quotes_are_masked_and_keep_their_language_and_origin() -> None:
    quotes = [
        card for card in searched(broken_payment(2, 1500)).cards if card.lane == "quotes" and card.at == "payment"
    ]
    assert quotes[0].text == "The card was refused on my phone, mail me at •••."
    assert quotes[0].lang == "en"
    assert quotes[0].origin.startswith("survey · email · ")


def test_emotion_has_a_point_only_where_something_was_said_and_names_its_valley() -> None:
    points = {card.at: card for card in searched(broken_payment(3)).cards if card.lane == "emotion"}
    assert set(points) == {"product", "payment"}
    assert (points["payment"].text, points["payment"].tone) == ("Payment", "pain")
    value = points["product"].value
    assert value is not None
    assert (value.value, value.n) == (0.7, 60)


def test_a_point_on_few_answers_is_flagged_and_has_no_interval() -> None:
    rows: list[dict[str, object]] = [{"about": "Cart", "emotion": 0.5} for _ in range(3)]
    card = searched(worlds.draft([], ("Cart",), signals=worlds.voices(rows))).cards[0]
    assert card.detail == "too few · +0.5"
    assert card.value is not None
    assert (card.value.n, card.value.lo) == (3, None)


def test_personas_get_a_curve_each() -> None:
    draft = broken_payment(4, 1500)
    names = [name for bucket in draft.journeys.buckets for name in bucket.persons.to_pylist()]
    split = msgspec.structs.replace(
        draft,
        personas=(Persona(key="even", name="Even"), Persona(key="odd", name="Odd")),
        persona_of={name: int(name[1:]) % 2 for name in names},
    )
    assert {card.persona for card in searched(split).cards if card.lane == "emotion"} == {"even", "odd"}


def test_the_same_input_gives_the_same_bytes_whatever_the_buckets() -> None:
    draft = broken_payment(5, 1500)
    again = msgspec.structs.replace(
        draft, journeys=msgspec.structs.replace(draft.journeys, buckets=draft.journeys.buckets[::-1])
    )
    first, second, turned = (msgspec.json.encode(searched(one).cards) for one in (draft, draft, again))
    assert first == second == turned


@pytest.mark.parametrize("goal", ["", "Paid"])
def test_a_draft_without_anything_gives_only_notes(goal: str) -> None:
    found = searched(worlds.draft([], SHOP, goal=goal))
    assert found.cards == ()
    assert [note.topic for note in found.notes] == ["Emotion", "Pain points"]


def test_cards_are_short() -> None:
    for card in searched(broken_payment(6)).cards:
        if card.lane in ("pains", "gains"):
            assert len(str(card.text)) <= 72
            assert len(str(card.detail)) <= 100
