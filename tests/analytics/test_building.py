import json
import random
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from footpath.analytics import Journeys, build_journeys, persons, review
from footpath.analytics.building import bases, dictionary
from footpath.events import Lake
from tests.analytics.examples import shop
from tests.dials import examples
from tests.events.lakes import START, add, new_lake

Told = dict[str, list[tuple[Any, ...]]]


def told(journeys: Journeys) -> Told:
    """Journeys as plain lists: person → (seconds, source, name, page, value, device) in order."""
    found: Told = {}
    signatures = journeys.signatures.to_pylist()
    for bucket in journeys.buckets:
        for place, person in enumerate(bucket.whose(np.arange(bucket.n_journeys)).to_pylist()):
            span = range(bucket.begin[place], bucket.end[place])
            found[person] = [_event(bucket, signatures, position) for position in span]
    return found


def _event(bucket: Any, signatures: list[dict[str, Any]], position: int) -> tuple[Any, ...]:
    signature = signatures[bucket.signature[position]]
    seconds = (int(bucket.at[position]) - int(START.timestamp()) * 1_000_000) / 1_000_000
    value = None if np.isnan(bucket.value[position]) else float(bucket.value[position])
    device = bucket.dimensions["device"]
    told_device = device.values[device.codes[position]] or None
    return seconds, signature["source"], signature["name"], signature["page"], value, told_device


def oracle(files: list[list[dict[str, Any]]]) -> Told:
    """The same from plain rows: by person, then by time, source, line and place in the file."""
    found: Told = defaultdict(list)
    order: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for rows in files:
        for position, row in enumerate(rows):
            if row["user_id"] is None:
                continue
            key = (row["at"], row["source"], row["row"], position)
            event = (row["at"], row["source"], row["name"], row["page"], row["value"], row["device"])
            order[f"user:{row['user_id']}"].append((key, event))
    for person, events in order.items():
        found[person] = [event for _, event in sorted(events, key=lambda pair: pair[0])]
    return dict(found)


def test_a_person_travels_in_order_of_time_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(
        lake,
        [
            {"user_id": "ann", "at": 30, "name": "Paid", "value": 9.5},
            {"user_id": "bob", "at": 10, "name": "Viewed", "page": "/p/1", "device": "mobile"},
            {"user_id": "ann", "at": 10, "name": "Viewed", "page": "/p/2", "device": "desktop"},
        ],
    )
    assert told(build_journeys(lake)) == {
        "user:ann": [(10, "s.csv", "Viewed", "/p/*", None, "desktop"), (30, "s.csv", "Paid", None, 9.5, None)],
        "user:bob": [(10, "s.csv", "Viewed", "/p/*", None, "mobile")],
    }


def test_ties_keep_the_order_of_lines_and_events_of_one_line_that_of_the_query(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    names = ["Created", "Paid", "Shipped", "Delivered", "Returned", "Archived"]
    add(lake, [{"user_id": "ann", "row": 1 + index // 3, "name": name} for index, name in enumerate(names)])
    assert [event[2] for event in told(build_journeys(lake))["user:ann"]] == names


EVENT = st.fixed_dictionaries(
    {
        "user_id": st.sampled_from(["a", "b", "c", None]),
        "at": st.integers(0, 3),
        "name": st.sampled_from(["Viewed", "Paid"]),
        "page": st.sampled_from([None, "/x", "/y"]),
        "value": st.sampled_from([None, 1.5]),
        "device": st.sampled_from([None, "mobile"]),
        "row": st.integers(1, 3),
    }
)


@given(st.lists(st.lists(EVENT, max_size=12), min_size=1, max_size=3), st.booleans())
@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_journeys_are_those_of_a_naive_sort(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[dict[str, Any]]], many_buckets: bool
) -> None:
    lake = new_lake(tmp_path_factory.mktemp("lake"))
    sources = [[row | {"source": f"{number}.csv"} for row in rows] for number, rows in enumerate(files)]
    for number, rows in enumerate(sources):
        add(lake, rows, import_id=f"i{number}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bases, "PER_BUCKET", 2 if many_buckets else 1_000_000)
        journeys = build_journeys(lake)
    assert told(journeys) == oracle(sources)
    assert journeys.n_events + journeys.left_out == sum(map(len, files))
    assert journeys.n_persons == len(oracle(sources))
    assert sum(journeys.signatures["events"].to_pylist()) == journeys.n_events
    for bucket in journeys.buckets:
        assert bucket.persons.to_pylist() == sorted(bucket.persons.to_pylist())
        assert [str(array.dtype) for array in (bucket.offsets, bucket.at, bucket.signature, bucket.value)] == [
            "int64", "int64", "uint16", "float64",
        ]  # fmt: skip


def test_the_order_of_imports_makes_no_difference(tmp_path: Path) -> None:
    dice = random.Random(11)
    files = [
        [{"user_id": dice.choice("abc"), "at": dice.randrange(3), "source": name} for _ in range(9)] for name in "xyz"
    ]
    answers = []
    for order in ([0, 1, 2], [2, 0, 1]):
        lake = new_lake(tmp_path / str(order))
        for number in order:
            add(lake, files[number], import_id=f"i{number}")
        answers.append(told(build_journeys(lake)))
    assert answers[0] == answers[1]


def test_an_empty_store_has_empty_journeys(tmp_path: Path) -> None:
    journeys = build_journeys(new_lake(tmp_path))
    assert (journeys.n_persons, journeys.n_events, journeys.signatures.num_rows) == (0, 0, 0)
    assert journeys.signatures.column_names == ["source", "type", "channel", "name", "page", "events"]
    assert journeys.dimension("device") == {}


def test_events_that_name_nobody_are_counted_as_left_out(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "undefined"}, {}, {"user_id": "ann"}, {"anonymous_id": "x"}, {"user_id": "0"}])
    journeys = build_journeys(lake)
    assert (journeys.n_events, journeys.left_out) == (3, 2)
    assert sorted(told(journeys)) == ["anonymous:x", "user:0", "user:ann"]


def test_one_person_over_many_ids_has_one_journey(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(
        lake,
        [
            {"anonymous_id": "x", "at": 1, "name": "Came"},
            {"anonymous_id": "x", "user_id": "ann", "at": 2, "name": "Signed in"},
            {"email_hash": "e", "at": 3, "name": "Wrote"},
            {"user_id": "0", "anonymous_id": "x", "at": 4, "name": "Signed out"},
        ],
    )
    add(lake, [{"user_id": "ann", "email_hash": "e"}], table="traits")
    journeys = told(build_journeys(lake))
    assert [event[2] for event in journeys["user:ann"]] == ["Came", "Signed in", "Wrote", "Signed out"]


def test_signals_and_traits_find_their_person_even_without_events(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "ann", "email_hash": "e"}])
    add(lake, [{"email_hash": "e", "text": "good"}, {"user_id": "cid", "text": "bad"}], table="signals")
    everyone = persons(lake)
    with duckdb.connect() as con:
        signals = lake.relation(con, "signals").order("text").to_arrow_table()
    assert everyone.canonical.take(everyone.of(signals)).to_pylist() == ["user:cid", "user:ann"]
    assert everyone.of(signals.slice(0, 0)).to_pylist() == []
    assert build_journeys(lake).n_persons == 1


def test_a_build_is_kept_until_facts_or_page_rules_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "ann", "page": "/a/b"}])
    first = build_journeys(lake)
    with monkeypatch.context() as patch:
        patch.setattr(bases, "build", None)
        assert build_journeys(Lake.open(lake.folder)).data_version == first.data_version
    (lake.folder / "pages.yaml").write_text("yours: [/a/*]")
    second = build_journeys(lake)
    assert second.signatures["page"].to_pylist() == ["/a/*"]
    add(lake, [{"user_id": "bob"}])
    third = build_journeys(lake)
    assert third.n_persons == 2
    assert len({first.data_version, second.data_version, third.data_version}) == 3
    assert first.n_events == 1
    assert len([path for path in (lake.folder / "derived" / "journeys").iterdir() if path.is_dir()]) == 2


def test_properties_with_few_values_are_dimensions(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    plans = [{"plan": "pro" if n % 2 else "free", "order": f"o{n}", "all": "same", "deep": {"x": 1}} for n in range(60)]
    add(
        lake,
        [
            {"user_id": "ann", "at": n, "properties": json.dumps(plan), "region": f"r{n % 3}"}
            for n, plan in enumerate(plans)
        ]
        + [{"user_id": "ann", "at": 99, "properties": '{"plan": null, "a/b ~\'": 1}'}]
        + [{"user_id": "ann", "at": 99, "properties": '{"a/b ~\'": 2}'}],
    )
    journeys = build_journeys(lake)
    assert set(journeys.buckets[0].dimensions) == {"device", "region", "campaign", "channel", "plan", "a/b ~'"}
    assert journeys.dimension("plan") == {"": 2, "free": 30, "pro": 30}
    assert journeys.dimension("region") == {"": 2, "r0": 20, "r1": 20, "r2": 20}
    assert journeys.dimension("a/b ~'") == {"": 60, "1": 1, "2": 1}


def test_rare_values_beyond_what_codes_can_tell_share_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("footpath.analytics.dimensions.MOST_VALUES", 2)
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "ann", "campaign": name, "at": n} for n, name in enumerate("aabbcde")])
    assert build_journeys(lake).dimension("campaign") == {"": 0, "(other)": 3, "a": 2, "b": 2}


def test_equal_hashes_of_different_signatures_do_not_mix_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "ann", "name": name, "at": n} for n, name in enumerate("abca")])
    real = dictionary._hash
    monkeypatch.setattr(dictionary, "_hash", lambda salt: "1::UBIGINT" if salt < 3 else real(salt))
    assert [event[2] for event in told(build_journeys(lake))["user:ann"]] == ["a", "b", "c", "a"]


def test_a_million_events_of_one_person_are_one_journey(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    query = (
        "SELECT 's' AS source, i + 1 AS row, 'ann' AS user_id, 'track' AS type, 'x' AS name, "
        'make_timestamptz((i * 7919) % 1000003) AS "at" FROM range(1000000) r(i)'
    )
    with duckdb.connect() as con:
        lake.append("events", con, query, import_id="i")
    bucket = build_journeys(lake).buckets[0]
    assert (bucket.begin.tolist(), bucket.end.tolist()) == ([0], [1_000_000])
    assert bool((np.diff(bucket.at) >= 0).all())


def test_a_review_shows_templates_with_examples(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"page": "/p/1"}, {"page": "/p/2", "channel": "app"}, {"page": "/cart"}, {}])
    found = review(lake)
    assert (found.contacts, found.paths) == (2, 3)
    assert found.templates.to_pylist() == [
        {"template": "/p/*", "paths": 2, "events": 2, "example": "/p/1"},
        {"template": "/cart", "paths": 1, "events": 1, "example": "/cart"},
    ]
    assert "- /p/*" in (lake.folder / "pages.yaml").read_text()


def test_arrays_on_disk_are_plain_and_stay_as_they_are_when_a_kernel_writes(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "ann", "at": 5}])
    bucket = build_journeys(lake).buckets[0]
    assert type(bucket.at) is np.ndarray
    bucket.at[0] = 0
    assert build_journeys(lake).buckets[0].at[0] == int((START + timedelta(seconds=5)).timestamp()) * 1_000_000
    assert isinstance(bucket.persons, pa.StringArray)


def test_the_newest_event_is_written_down_and_looked_up_again_for_other_spans(tmp_path: Path) -> None:
    journeys = build_journeys(shop(tmp_path))
    for bucket in journeys.buckets:
        assert bucket.latest is not None
        assert bucket.newest == bucket.at[bucket.end - 1].max()
        first = replace(bucket, begin=bucket.begin[:1], end=bucket.begin[:1] + 1)
        assert first.newest == bucket.at[bucket.begin[0]]
