"""A shop's store, and for every analysis some questions that can be asked of it.

An analysis without questions here fails `test_every_analysis.py`: give it at least two.
"""

import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from footpath.analytics import Journeys, build_journeys
from footpath.analytics.building import bases
from footpath.events import Lake
from tests.events.lakes import add, new_lake

DAY = 86_400
WAYS = (
    ("Home", "Product", "Cart", "Order"),
    ("Home", "Product", "Product", "Cart"),
    ("Ad", "Home", "Product", "Cart", "Order", "Return"),
    ("Home", "Search", "Product", "Support", "Cancel"),
    ("Mail", "Product", "Cart", "Order"),
)
CHANNELS = ("web", "app", "email", "ads", "direct")
PERSONS = 90

EXAMPLES: Mapping[str, tuple[dict[str, Any], ...]] = {
    "attribution": (
        {"conversions": ["Order"], "lookback": "30 d"},
        {"conversions": ["Order", "Support"], "by": "campaign", "models": ["markov", "shapley", "linear"], "order": 2},
        {"conversions": ["Order"], "by": "trait plan", "who": "did Cart", "after": "overlap"},
    ),
    "clusters": (
        {"clusters": 3, "goal": "Order"},
        {"most": 4, "who": "did Home", "unit": "session", "step": ["name"]},
    ),
    "conformance": (
        {"steps": ["Home", "Product", "Cart", "Order"]},
        {"steps": ["Home", "Product", "Order"], "moves": ["2-1"], "off_plan": "cost", "who": "did Cart"},
    ),
    "directly_follows": (
        {},
        {"edges": 6, "persons": True, "times": True, "since": "2026-03-03", "versus": "trait plan = pro"},
        {"unit": "session", "hide": ["Home"]},
    ),
    "drift": (
        {"periods": ["2026-03-01..2026-03-04", "2026-03-04..2026-03-20"], "shuffles": 20},
        {"versus": "trait plan = pro", "horizon": "10 d", "shuffles": 10, "step": ["page", "name"]},
    ),
    "drivers": (
        {"starts": ["Home"], "goals": ["Order"], "window": "2 d", "least": 1},
        {"starts": ["Home", "Ad"], "goals": ["Order"], "like": "posthog", "up_to": "window", "who": "did Product"},
        {
            "starts": ["Home"],
            "goals": ["Order"],
            "window": "5 d",
            "candidates": ["trait plan", "page"],
            "unit": "account",
        },
    ),
    "frequency": (
        {"people": True},
        {"events": ["Order"], "often": "fifths", "ago": "fifths", "by": "trait plan", "unit": "account"},
    ),
    "funnel": (
        {"steps": ["Home", "Product", "Order"], "window": "7 d"},
        {"steps": ["Home", "Cart", "Order"], "by": "channel", "exclude": ["Support"], "count": "attempt"},
        {"steps": ["Product", "Order"], "who": "trait plan = pro", "by": "trait plan", "order": "any"},
        {"steps": ["Home", "Order"], "unit": "account", "since": "2026-03-02"},
    ),
    "lifecycle": (
        {"period": "day", "people": True},
        {"events": ["Order", "Cart"], "period": "week", "by": "device", "attribution": "last touch", "new_by": "any"},
    ),
    "metric": (
        {"metric": "sum of Order", "every": "week", "by": "device", "compare": "previous"},
        {"metric": "p90 of Order", "every": "day", "by": "trait plan", "who": "did Cart"},
        {"metric": "share of Order among Home within 3 d", "unit": "session", "by": "channel", "since": "2026-03-03"},
        {"metric": "ratio of (mean of Order) to (mean of Return)", "unit": "account", "every": "month"},
        {
            "metric": "units of anything",
            "since": "2026-03-05",
            "until": "2026-03-12",
            "compare": "previous",
            "by": "page",
        },
    ),
    "path_tree": (
        {"after": 4},
        {"anchor": ["Cart"], "before": 2, "after": 2, "occurrence": "every", "versus": "did Order", "nodes": 3},
    ),
    "precursors": (
        {"losses": ["Cancel"], "least": 2, "support": 0.01},
        {
            "inactive": "3 d",
            "goals": ["Order"],
            "by": "channel",
            "gaps": "none",
            "least": 2,
            "who": "trait plan = free",
        },
    ),
    "retention": (
        {"periods": 6, "period": "day"},
        {"starts": ["Ad"], "returns": ["Order"], "aligned": "birth", "by": "device", "period": "week", "people": True},
        {"mode": "recurring", "when": "streak", "by": "trait plan", "attribution": "same", "unit": "account"},
    ),
    "sankey": (
        {"steps": 4},
        {"start": ["/product/*"], "pause": "30 min", "edges": 6, "versus": "did Order", "step": ["page"]},
    ),
    "sessions": (
        {"trend": True, "period": "day", "people": True},
        {
            "goal": "Order",
            "by": "channel",
            "session_breaks": ["midnight", "campaign"],
            "ends": "page",
            "bounce_time": "1 min",
        },
    ),
    "similar": (
        {"person": "user:u5"},
        {"way": ["Home", "Product", "Cart"], "compare": "beginning", "goal": "Order", "count": 20},
    ),
    "stickiness": (
        {"period": "day"},
        {"events": ["Product"], "period": "day", "by": "region", "cumulative": True, "people": True},
    ),
    "time_between": (
        {"start": "Home", "end": "Order", "people": True},
        {"start": "Product", "end": "Product", "pair": "each", "by": "campaign", "trend": True, "period": "day"},
    ),
    "timeline": (
        {"person": "user:u7"},
        {"person": "user:u95", "since": "2026-03-02"},
    ),
    "variants": (
        {"top": 5},
        {"unit": "session", "collapse": True, "clean": ["Cart|Order => Buying"], "who": "not did Support"},
    ),
}
QUESTIONS = [
    pytest.param(name, fields, id=f"{name}-{number}")
    for name, questions in EXAMPLES.items()
    for number, fields in enumerate(questions, 1)
]


def told(answer: Any) -> dict[str, Any]:
    """An answer in plain values, to the last digit."""
    tables = {name: (str(table.schema), repr(table.to_pydict())) for name, table in answer.tables().items()}
    return {"rules": dict(answer.rules), "n": answer.n, "as_of": answer.as_of, **tables}


def shop(folder: Path) -> Lake:
    """Make a store with a base of several buckets, and an overlay on it."""
    with patch.object(bases, "PER_BUCKET", 400):
        lake = fill(new_lake(folder))
        build_journeys(lake)
        add(lake, _events(random.Random(8), range(PERSONS - 10, PERSONS + 10)), import_id="i2")
        build_journeys(lake)
    return lake


def fill(lake: Lake) -> Lake:
    """Put events and traits of the shop's first persons into a store, in two imports."""
    dice = random.Random(7)
    add(lake, _events(dice, range(PERSONS // 2)), import_id="i0")
    add(lake, _events(dice, range(PERSONS // 3, PERSONS)), import_id="i1")
    add(lake, _traits(dice, range(PERSONS)), table="traits", import_id="t1")
    return lake


def journeys_of(lake: Lake) -> Journeys:
    """The shop's journeys: three buckets or more, one of which lies over the others."""
    journeys = build_journeys(lake)
    assert len({bucket.home for bucket in journeys.buckets}) >= 3
    assert any(bucket.owner is not None for bucket in journeys.buckets)
    return journeys


def _events(dice: random.Random, persons: range) -> list[dict[str, Any]]:
    return [event for person in persons for visit in range(dice.randint(1, 4)) for event in _visit(dice, person, visit)]


def _visit(dice: random.Random, person: int, visit: int) -> list[dict[str, Any]]:
    start = visit * dice.randrange(1, 12) * DAY + dice.randrange(DAY)
    usual = {
        "user_id": f"u{person}",
        "account_id": f"a{person % 17}" if person % 3 else None,
        "channel": dice.choice(CHANNELS),
        "campaign": dice.choice(("spring", "sale", None)),
        "device": dice.choice(("mobile", "desktop")),
        "region": dice.choice(("LV", "PL")),
    }
    return [
        {
            **usual,
            "name": name,
            "at": start + place * dice.choice((0, 30, 400, 4000)),
            "page": f"/{name.lower()}/{dice.randrange(5)}",
            "value": round(dice.uniform(1, 90), 2) if name in ("Order", "Return") else None,
            "properties": json.dumps({"plan": dice.choice(("pro", "free"))}),
        }
        for place, name in enumerate(dice.choice(WAYS))
    ]


def _traits(dice: random.Random, persons: range) -> list[dict[str, Any]]:
    return [
        {"user_id": f"u{person}", "traits": json.dumps({"plan": dice.choice(("pro", "free"))})}
        for person in persons
        if person % 4
    ]
