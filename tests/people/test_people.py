"""One person's page, why ids are theirs, and merging and splitting by hand."""

import hashlib
import json
from pathlib import Path

import msgspec
import pytest

from footpath import people
from footpath.analytics import build_journeys, erase
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.events import Lake, read_decisions
from tests.events.lakes import START, add, new_lake

ANN = hashlib.sha256(b"ann@acme.com").hexdigest()


def shop(folder: Path) -> Lake:
    lake = new_lake(folder)
    add(
        lake,
        [
            {"anonymous_id": "phone", "at": 10, "name": "Viewed", "channel": "app", "source": "app"},
            {"anonymous_id": "laptop", "at": 20, "name": "Viewed", "channel": "web", "source": "web"},
            {"anonymous_id": "laptop", "user_id": "ann", "at": 30, "name": "Paid", "event_id": "e3", "source": "web"},
            {"user_id": "bob", "at": 40, "name": "Paid"},
        ],
    )
    said = [
        {"user_id": "ann", "email_hash": ANN, "at": 50, "traits": '{"plan": "free", "email_domain": "acme.com"}'},
        {"user_id": "ann", "anonymous_id": "phone", "at": 60, "traits": '{"plan": "pro"}', "account_id": "acme"},
        {"user_id": "ann", "at": 70, "traits": '{"plan": "pro", "marketing_consent": true}', "account_id": "globex"},
    ]
    add(lake, said, table="traits", import_id="i2")
    add(lake, [{"email_hash": ANN, "text": "Nice", "score": 9.0}], table="signals", import_id="i3")
    return lake


def test_a_persons_page_holds_all_channels_ids_traits_accounts_and_consents(tmp_path: Path) -> None:
    page = people.show(shop(tmp_path), "ann@acme.com")
    assert page.person == "user:ann"
    assert [one.id for one in page.ids] == ["user:ann", f"email:{ANN}", "anonymous:laptop", "anonymous:phone"]
    assert [one.rows for one in page.ids] == [4, 2, 2, 2]
    assert page.ids[3].sources == ("app", "s.csv")
    told = [(moment.table, moment.source, moment.name) for moment in page.timeline]
    assert told == [
        ("signals", "s.csv", "review"), ("events", "app", "Viewed"), ("events", "web", "Viewed"),
        ("events", "web", "Paid"), ("traits", "s.csv", ""), ("traits", "s.csv", ""), ("traits", "s.csv", ""),
    ]  # fmt: skip
    assert page.total == 7
    assert page.traits == {"email_domain": "acme.com", "marketing_consent": "true", "plan": "pro"}
    plans = [(one.value, _s(one.since), _s(one.until)) for one in page.history if one.trait == "plan"]
    assert plans == [("free", 50, 60), ("pro", 60, None)]
    accounts = [(one.account, _s(one.since), _s(one.until), one.by) for one in page.accounts]
    assert accounts == [("acme", 60, 70, "group"), ("globex", 70, None, "group")]
    assert [consent.detail for consent in page.consents] == [{"marketing_consent": True}]
    assert msgspec.json.decode(msgspec.json.encode(page))["person"] == "user:ann"


def _s(at: object) -> float | None:
    return None if at is None else (at - START).total_seconds()  # type: ignore[operator]


def test_every_join_names_the_first_fact_that_made_it(tmp_path: Path) -> None:
    page = people.show(shop(tmp_path), "ann")
    joins = [(join.left, join.right, join.cause.kind, join.cause.source, _s(join.cause.at)) for join in page.joins]
    assert joins == [
        ("user:ann", "anonymous:laptop", "event", "web", 30),
        ("user:ann", f"email:{ANN}", "trait", "s.csv", 50),
        ("user:ann", "anonymous:phone", "trait", "s.csv", 60),
    ]
    assert page.joins[0].cause.id == "e3"
    path = people.why(shop(tmp_path / "again"), "anonymous:laptop", "anonymous:phone")
    assert [(join.left, join.right) for join in path] == [
        ("user:ann", "anonymous:laptop"),
        ("user:ann", "anonymous:phone"),
    ]
    with pytest.raises(Invalid, match="two persons"):
        people.why(shop(tmp_path / "third"), "ann", "bob")


def test_the_log_of_all_and_of_one_tells_the_same_joins(tmp_path: Path) -> None:
    lake = shop(tmp_path)
    everyone, one = people.log(lake), people.log(lake, "ann")
    assert everyone.joins == one.joins
    assert everyone.total == 3
    assert [join.right for join in people.log(lake, limit=1).joins] == ["anonymous:phone"]


def test_search_finds_persons_by_part_of_an_id_and_by_address(tmp_path: Path) -> None:
    lake = shop(tmp_path)
    assert [(one.person, one.ids, one.matched) for one in people.search(lake, "LAP")] == [
        ("user:ann", 4, "anonymous:laptop")
    ]
    assert [one.person for one in people.search(lake, "Ann@acme.com ")] == ["user:ann"]
    assert [one.person for one in people.search(lake)] == ["user:ann", "user:bob"]
    assert people.search(lake, "nobody") == ()
    with pytest.raises(NotFound, match="annn"):
        people.show(lake, "annn")


def names(lake: Lake) -> list[str]:
    return [one.person for one in people.search(lake)]


def test_persons_merged_by_hand_are_one_until_it_is_undone(tmp_path: Path) -> None:
    lake = shop(tmp_path)
    made = people.merge(lake, "anonymous:phone", "bob", by="eve")
    assert names(lake) == ["user:ann"]
    assert build_journeys(lake).n_persons == 1
    page = people.show(lake, "bob")
    assert page.joins[0].cause == people.Cause("merge", "eve", "1", "", made.at)
    assert page.decisions == (made,)
    assert people.log(lake).joins[-1].cause.kind == "merge"
    with pytest.raises(Invalid, match="one person already"):
        people.merge(lake, "ann", "bob")
    people.undo(lake)
    assert names(lake) == ["user:ann", "user:bob"]
    assert [one.undone_at is None for one in people.log(lake).decisions] == [False]
    with pytest.raises(Conflict, match="undone already"):
        people.undo(lake, 1)
    with pytest.raises(NotFound):
        people.undo(lake)


def test_a_split_cuts_every_fact_between_the_ids_and_keeps_doing_so(tmp_path: Path) -> None:
    lake = shop(tmp_path)
    people.split(lake, "ann", ["anonymous:phone"])
    assert names(lake) == ["anonymous:phone", "user:ann", "user:bob"]
    add(lake, [{"user_id": "ann", "anonymous_id": "phone", "at": 99}], import_id="i9")
    assert names(lake) == ["anonymous:phone", "user:ann", "user:bob"]
    people.undo(lake)
    assert names(lake) == ["user:ann", "user:bob"]
    with pytest.raises(Invalid, match="no ids"):
        people.split(lake, "ann", ["anonymous:nobody"])
    with pytest.raises(Invalid, match="no ids left"):
        people.split(lake, "bob", ["user:bob"])


def test_decisions_about_an_erased_person_are_forgotten_and_others_are_as_if_built_anew(tmp_path: Path) -> None:
    lake = shop(tmp_path)
    people.merge(lake, "ann", "bob")
    people.undo(lake)
    people.split(lake, "ann", ["anonymous:phone"])
    erase(lake, "anonymous:phone")
    assert read_decisions(lake.folder)[0].ids == ("user:ann", "user:bob")
    assert len(read_decisions(lake.folder)) == 1
    assert "phone" not in (lake.folder / "identity-decisions.json").read_text()


def test_suspicious_are_those_with_many_ids_shared_ids_and_refused_links(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    people.set_rules(lake, "shared: {anonymous: 2}\nunique: [user]\nsuspicious: 3\n")
    rows = [{"user_id": f"u{n}", "anonymous_id": "kiosk"} for n in range(3)]
    rows += [{"user_id": "many", "anonymous_id": f"a{n}"} for n in range(3)]
    rows += [{"user_id": f"s{n}", "email_hash": "info", "at": n} for n in range(2)]
    add(lake, rows)
    found = [(one.who, one.why, one.count) for one in people.suspicious(lake)]
    assert found == [
        ("user:many", "ids", 4), ("anonymous:kiosk", "shared", 3), ("user:s0", "refused", 1), ("user:s1", "refused", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("kinds: [email]", "kinds"), ("limits: {fax: 1}", "limits"), ("limits: {user: 0}", "limits"),
        ("shared_device: last", "shared_device"), ("links: [orders]", "links"), ("colour: red", "colour"),
        ("patterns: {any: ['(']}", "patterns"), ("kinds: [user, Loyalty]", "kinds"), ("suspicious: many", "suspicious"),
        ("kinds: [user, user]", "twice"), ("unique: [fax]", "unique"),
    ],
)  # fmt: skip
def test_rules_that_are_wrong_name_the_field_and_leave_the_old_ones(tmp_path: Path, text: str, field: str) -> None:
    lake = shop(tmp_path)
    people.set_rules(lake, "suspicious: 7")
    with pytest.raises(Invalid, match=field) as caught:
        people.set_rules(lake, text)
    assert caught.value.hint
    assert people.rules(lake).suspicious == 7


def test_an_unknown_preset_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        people.set_rules(new_lake(tmp_path), "preset: segmnt")
    assert "segment" in caught.value.hint


def test_blocked_values_and_types_of_ones_own(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    text = "kinds: [user, email, anonymous, card]\nblocked: {user: [test]}\npatterns: {anonymous: ['qa-.*']}\n"
    people.set_rules(lake, text)
    ids = [{"card": "9"}, {"card": ["9", "8"]}, {"other": "1"}]
    add(lake, [{"user_id": "ann", "ids": json.dumps(ids[0])}, {"user_id": "test", "anonymous_id": "qa-7"}])
    add(lake, [{"ids": json.dumps(one), "at": 9} for one in ids[1:]], import_id="i2")
    assert [(one.person, one.ids) for one in people.search(lake)] == [("user:ann", 3)]
    journeys = build_journeys(lake)
    assert (journeys.n_events, journeys.left_out) == (2, 2)
