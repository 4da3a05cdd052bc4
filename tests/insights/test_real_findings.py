"""What an analyst who knows the public data sets would expect to be found in them."""

from pathlib import Path

import pytest

import footpath as fp
from footpath.core.stats import wilson
from footpath.maps.model import Card, Map, localised


def pains(drawn: Map) -> list[Card]:
    return sorted((card for card in drawn.cards if card.lane == "pains"), key=lambda card: card.rank or 0)


def titles(drawn: Map) -> list[str]:
    return [localised(card.text, "en") for card in pains(drawn)]


@pytest.fixture(scope="module")
def airline(shared_data: Path) -> Map:
    return fp.read(shared_data / "airline_tweets").map().model


@pytest.mark.deep
def test_incidents_go_to_and_fro_between_queues(shared_data: Path) -> None:
    drawn = fp.read(shared_data / "bpic2013_incidents").map().model
    assert any(title.startswith("To and fro: Queued ↔ Accepted") for title in titles(drawn))
    assert any(title.startswith("Going back: Completed → Accepted") for title in titles(drawn)), "reopened"


def test_tickets_lie_between_resolved_and_closed(shared_data: Path) -> None:
    drawn = fp.read(shared_data / "helpdesk_bpi_sequences" / "helpdesk.xes.gz").map().model
    assert titles(drawn)[0].startswith("Slow: Resolve ticket → Closed")


def test_tweets_complain_of_service_first_and_late_flights_second(airline: Map) -> None:
    first, second = pains(airline)[:2]
    assert [first.text, second.text] == ["Customer service issue", "Late flight"]
    assert first.value is not None
    assert (first.value.numerator, first.value.denominator) == (1482, 4700)
    assert (first.value.lo, first.value.hi) == pytest.approx(wilson(1482, 4700))
    assert first.evidence.reported == 1482


def test_every_opportunity_asks_something_else(airline: Map) -> None:
    asked = [localised(card.text, "en") for card in airline.cards if card.lane == "opportunities"]
    assert asked
    assert len(set(asked)) == len(asked)


def test_every_figure_of_a_finding_has_its_definition(airline: Map) -> None:
    cards = [card for card in airline.cards if card.lane in ("pains", "opportunities")]
    figures = [figure for card in cards for figure in (card.value, *card.figures.values()) if figure]
    assert figures
    assert all(figure.definition for figure in figures)


def test_a_column_knows_the_emotion_of_what_was_said_about_it(airline: Map) -> None:
    here = {card.at: card.value for card in airline.cards if card.lane == "emotion"}
    assert here
    assert all(column.figures["emotion"] == here[column.key] for column in airline.columns if column.key in here)
