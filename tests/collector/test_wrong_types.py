"""A field of any type where another was meant: one at a time, in an element that is otherwise good."""

import itertools
import json
from typing import Any

import pytest

from footpath.collector.intake import records_of
from tests.collector.test_fuzz import ROUTES, WORDS, read

_OBJECTS = (
    "properties", "traits", "context", "$set", "$set_once", "$groups", "$group_set", "user_properties",
    "event_properties", "groups", "params", "user_data", "integrations", "campaign", "device", "library", "location",
)  # fmt: skip
_TIMES = ("timestamp", "sentAt", "originalTimestamp", "sent_at", "at", "time", "$time", "dtm", "stm", "ttm")
_LISTS = ("batch", "events", "data", "signals")
_NUMBERS = ("offset", "revenue", "value", "score", "tr_tt", "timestamp_micros")
GOOD: dict[str, Any] = {
    **{word: "u" for word in WORDS if word not in (*_LISTS, "ue_pr", "ue_px", "cx", "co")},
    **{word: {} for word in _OBJECTS},
    **dict.fromkeys(_TIMES, 1_772_359_200_000),
    **dict.fromkeys(_NUMBERS, 1),
    "e": "pv", "type": "track", "email": "a@b.c", "kind": "note", "p": "web",
}  # fmt: skip
WRONG: list[Any] = [[], {}, [{}], {"u": []}, 7, -1.5, True, None, "", "x"]


AROUND = {"api_key": "k", "writeKey": "k", "key": "k", "client_id": "c"}


def wrapped(elements: list[dict[str, Any]]) -> list[Any]:
    lists = [{**AROUND, name: elements} for name in ("batch", "events", "data", "traits", "signals")]
    return [*elements, elements, *lists]


def kept(path: str, method: str, document: Any) -> int:
    reading = read(path, method, json.dumps(document).encode(), {})
    if not reading:
        return 0
    records_of(reading, "s", "r")
    return len(reading.events) + len(reading.traits) + len(reading.signals)


@pytest.mark.parametrize("name", sorted(set(ROUTES) - {"hooks", "mail"}))  # those read what a mapping names, or a mail
def test_a_field_of_a_wrong_type_is_refused_or_left_out_and_breaks_nothing(name: str) -> None:
    routes = [(path, method) for path, method in ROUTES[name] if method == "POST"]
    assert any(kept(path, method, one) for path, method in routes for one in wrapped([GOOD]))
    outer = [{**GOOD, word: wrong} for word, wrong in itertools.product(GOOD, WRONG)]
    inner = [{**GOOD, "properties": {word: wrong}} for word, wrong in itertools.product(WORDS, WRONG)]
    every = [*outer, *inner]
    for first in range(0, len(every), 100):
        for document in wrapped(every[first : first + 100]):
            for path, method in routes[:1]:
                kept(path, method, document)
