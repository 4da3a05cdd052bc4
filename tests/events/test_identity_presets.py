"""The published cases of other products: their tables, our answer."""

import random
from pathlib import Path

import pytest
from tests.events.lakes import add, new_lake
from tests.events.persons_in import persons_in, whose

from footpath.events import PRESETS, Lake, write_rules

Row = dict[str, object]


def lake_of(folder: Path, preset: str, rows: list[Row], table: str = "events") -> Lake:
    lake = new_lake(folder)
    write_rules(lake.folder, f"preset: {preset}")
    dice = random.Random(7)
    shuffled = [{"at": at, "row": at + 1, **row} for at, row in enumerate(rows)]
    dice.shuffle(shuffled)  # the order of arrival is nobody's business
    add(lake, shuffled, table=table)
    return lake


def on(device: str, user: str | None = None) -> Row:
    return {"anonymous_id": device, "user_id": user}


ADOBE = [
    *(on("246", user) for user in (None, "Bob", "Bob", None, "Bob", None, "Bob")),
    *(on("3579"), on("3579")),
    *(on("81911"), on("81911", "Bob"), on("81911")),
]


def test_i1_adobe_after_replay_has_two_people(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, "adobe", ADOBE)
    assert set(persons_in(lake)) == {"user:Bob", "anonymous:3579"}
    assert whose(lake, ADOBE) == ["user:Bob"] * 7 + ["anonymous:3579"] * 2 + ["user:Bob"] * 3


def test_i1_adobe_before_bob_is_known_on_a_device_its_events_are_the_cookies(tmp_path: Path) -> None:
    """What came until the first login anywhere: every cookie is a person."""
    assert set(persons_in(lake_of(tmp_path, "adobe", [on("246"), on("3579"), on("81911")]))) == {
        "anonymous:246", "anonymous:3579", "anonymous:81911",
    }  # fmt: skip


def test_i1_adobe_after_a_privacy_request_for_bob_the_cookies_are_persons_again(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, "adobe", ADOBE)
    lake.erase({"user": ["Bob"]})
    assert set(persons_in(lake)) == {"anonymous:246", "anonymous:3579", "anonymous:81911"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([on("D1"), on("D1"), on("D1", "U1")], ["U1", "U1", "U1"]),
        ([on("D1"), on("D1"), on("D1", "U1"), on("D2"), on("D2"), on("D2", "U1")], ["U1"] * 6),
        ([on("D1"), on("D1", "U1"), on("D2"), on("D2"), on("D2", "U2")], ["U1", "U1", "U2", "U2", "U2"]),
        ([on("D1"), on("D1", "U1"), on("D1", "U2"), on("D1")], ["U1", "U1", "U2", "U1"]),
    ],
    ids=["new user", "returning user", "two users and a reset", "two users without a reset"],
)
def test_i2_mixpanel(tmp_path: Path, rows: list[Row], expected: list[str]) -> None:
    lake = lake_of(tmp_path, "mixpanel", rows)
    assert whose(lake, rows) == [f"user:{user}" for user in expected]


def test_i3_amplitude_has_two_users_on_one_device_and_events_in_between_are_the_last_ones(tmp_path: Path) -> None:
    rows = [on("R"), on("R", "Jane"), on("R"), on("R", "Mary"), on("R"), on("R", "Jane"), on("R")]
    lake = lake_of(tmp_path, "amplitude", rows)
    assert set(persons_in(lake)) == {"user:Jane", "user:Mary"}
    expected = ["Jane", "Jane", "Jane", "Mary", "Mary", "Jane", "Jane"]
    assert whose(lake, rows) == [f"user:{user}" for user in expected]


def test_i4_segment_joins_two_profiles_by_the_event_that_bears_an_id_of_both(tmp_path: Path) -> None:
    rows: list[Row] = [on("a1", "u1"), {"email_hash": "e2", "anonymous_id": "a2"}]
    assert len(persons_in(lake_of(tmp_path / "1", "segment", rows))) == 2
    rows += [{"user_id": "u1", "email_hash": "e2"}, on("a2")]
    lake = lake_of(tmp_path / "2", "segment", rows)
    assert whose(lake, rows) == ["user:u1"] * 4


def test_i5_segment_lets_the_weaker_id_go_when_a_second_user_id_would_join(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"user_id": "abc123", "email_hash": "jane@"},
        {"user_id": "abc456", "email_hash": "jane@"},
        {"email_hash": "jane@"},
    ]
    lake = lake_of(tmp_path, "segment", rows)
    assert whose(lake, rows) == ["user:abc123", "user:abc456", "user:abc123"]
    assert persons_in(lake) == {"user:abc123": ["email:jane@", "user:abc123"], "user:abc456": ["user:abc456"]}


def test_i5_segment_gives_a_profile_five_anonymous_ids_and_no_sixth(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, "segment", [on(f"a{n}", "u") for n in range(6)])
    assert sorted(persons_in(lake)) == ["anonymous:a5", "user:u"]


def test_i6_snowplow_makes_three_of_alice_bob_and_the_phone_they_share(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"anonymous_id": "cookie", "user_id": "alice"},
        {"ids": '{"device": "phone"}'},
        {"user_id": "alice", "ids": '{"device": "phone"}'},
        {"user_id": "bob", "ids": '{"device": "phone"}'},
    ]
    assert set(persons_in(lake_of(tmp_path / "1", "snowplow", rows[:3]))) == {"user:alice"}
    lake = lake_of(tmp_path / "2", "snowplow", rows)
    assert persons_in(lake) == {
        "user:alice": ["anonymous:cookie", "user:alice"], "user:bob": ["user:bob"], "device:phone": ["device:phone"],
    }  # fmt: skip
    assert whose(lake, rows) == ["user:alice", "device:phone", "user:alice", "user:bob"]


def test_i7_posthog_has_four_persons_after_two_users_and_two_resets(tmp_path: Path) -> None:
    """posthog-js 512: anonymous, identify, reset, identify as another, reset, and an anonymous visitor after each."""
    lake = new_lake(tmp_path)
    write_rules(lake.folder, "preset: posthog")
    add(lake, [on("a1", "u1"), on("a3", "u2")], table="traits")  # the $identify calls
    events = [on("a1"), on("a1", "u1"), on("a2"), on("a3"), on("a3", "u2"), on("a4")]
    add(lake, events, import_id="i2")
    assert set(persons_in(lake)) == {"user:u1", "anonymous:a2", "user:u2", "anonymous:a4"}
    assert whose(lake, events) == ["user:u1", "user:u1", "anonymous:a2", "user:u2", "user:u2", "anonymous:a4"]


def test_posthog_refuses_to_merge_who_is_identified_but_for_a_dangerous_merge(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    write_rules(lake.folder, "preset: posthog")
    add(lake, [{**on("a", "u1"), "at": 1}, {**on("a", "u2"), "at": 2}], table="traits")
    assert persons_in(lake) == {"user:u1": ["anonymous:a", "user:u1"], "user:u2": ["user:u2"]}
    add(lake, [{"user_id": "u1", "ids": '{"user": "u2"}', "at": 3}], table="traits", import_id="i2")
    assert persons_in(lake) == {"user:u1": ["anonymous:a", "user:u1", "user:u2"]}


def test_posthog_never_merges_by_a_property_or_an_event(tmp_path: Path) -> None:
    rows: list[Row] = [{"user_id": "u1", "email_hash": "e"}, {"user_id": "u2", "email_hash": "e"}, on("a", "u1")]
    assert sorted(persons_in(lake_of(tmp_path, "posthog", rows))) == ["anonymous:a", "user:u1", "user:u2"]


def test_rudderstack_and_tracardi_join_without_limit(tmp_path: Path) -> None:
    rows = [on("kiosk", f"u{n:02}") for n in range(30)]
    for preset in ("rudderstack", "tracardi"):
        assert list(persons_in(lake_of(tmp_path / preset, preset, rows))) == ["user:u00"]
    assert len(persons_in(lake_of(tmp_path / "ours", "footpath", rows))) == 31


def test_unomi_gives_a_session_to_the_profile_whose_address_logs_in(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"anonymous_id": "s", "email_hash": "ann"},
        {"anonymous_id": "s"},
        {"anonymous_id": "s", "email_hash": "bob"},
        {"anonymous_id": "s"},
    ]
    lake = lake_of(tmp_path, "unomi", rows)
    assert whose(lake, rows) == ["email:ann", "email:ann", "email:bob", "email:bob"]


def test_every_preset_has_a_sentence_and_rules_that_can_be_written_and_read(tmp_path: Path) -> None:
    from footpath.events import as_text, preset

    assert len(list(PRESETS)) >= 8
    for name in PRESETS:
        assert PRESETS[name].__doc__
        assert write_rules(tmp_path, as_text(preset(name))) == preset(name)
