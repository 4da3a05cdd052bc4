import json

import numpy as np
import pyarrow as pa
import pytest

from footpath.core.errors import NoJourney
from footpath.insights.draw import Facts, draw_map
from footpath.insights.wish import Wish
from tests.insights.journeys_of import journeys_of, no_signals, no_traits


def people(count: int) -> pa.Table:
    rows = [
        {"plan": "monthly" if n % 2 else "yearly", "tenure months": 3 + n % 5 if n % 2 else 50 + n % 7}
        for n in range(count)
    ]
    return pa.table(
        {
            "source": ["people.csv"] * count,
            "person": [f"p{n}" for n in range(count)],
            "traits": [json.dumps(row) for row in rows],
        }
    )


def answers(about: list[str], scores: list[float]) -> pa.Table:
    count = len(about)
    empty = no_signals()
    given = {
        "source": ["survey.csv"] * count,
        "row": list(range(count)),
        "about": about,
        "kind": ["survey"] * count,
        "score": scores,
        "scale_min": [1.0] * count,
        "scale_max": [5.0] * count,
        "metric": ["csat"] * count,
        "key": [b"0" * 16] * count,
        "import_id": ["i"] * count,
    }
    columns = [pa.array(given.get(field.name, [None] * count), field.type) for field in empty.schema]
    return pa.table(columns, schema=empty.schema)


def test_a_table_of_persons_says_what_it_is_good_for() -> None:
    facts = Facts(journeys=journeys_of({}), signals=no_signals(), traits=people(100))
    with pytest.raises(NoJourney) as error:
        draw_map(facts, Wish())
    assert "100 persons" in error.value.message
    assert "--personas" in error.value.hint


def test_with_personas_asked_for_it_draws_them_side_by_side() -> None:
    facts = Facts(journeys=journeys_of({}), signals=no_signals(), traits=people(100))
    drawn = draw_map(facts, Wish(personas=2))
    assert drawn.kind == "empathy"
    assert [persona.share.numerator for persona in drawn.personas if persona.share] == [50, 50]
    told = {str(card.text) for card in drawn.cards}
    assert any("tenure" in text for text in told)
    assert any("plan" in text for text in told)


def test_one_event_a_person_is_no_journey() -> None:
    facts = Facts(journeys=journeys_of({"ann": "buy", "bob": "buy"}), signals=no_signals(), traits=no_traits())
    with pytest.raises(NoJourney, match="no journey"):
        draw_map(facts, Wish())


def test_answers_alone_become_a_map_of_what_they_are_about() -> None:
    about = ["Check-in", "Security", "Food"] * 40
    scores = np.tile([4.0, 2.0, 3.0], 40).tolist()
    facts = Facts(journeys=journeys_of({}), signals=answers(about, scores), traits=no_traits())
    drawn = draw_map(facts, Wish())
    assert drawn.kind == "experience"
    emotion = {card.at: card.value.value for card in drawn.cards if card.lane == "emotion" and card.value}
    assert len(emotion) == 3
    assert min(emotion, key=lambda key: emotion[key]) == "security"
    assert "No journey" in {note.topic for note in drawn.notes}
