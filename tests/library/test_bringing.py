"""Files of TheyDo brought into the library."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from footpath.accounts import Actor
from footpath.api import Team
from footpath.core.errors import Conflict, Denied, Invalid, NotFound
from footpath.library import Brought, Item, ItemChange, NewItem
from footpath.library.model import Link
from tests.team.rooms_of import member_of, owner_of, team_in

FEES: dict[str, Any] = {
    "importKey": "S-1", "title": "Show  fees early", "description": "On the **cart**", "status": "In Progress",
    "tags": ["fees"], "groups": ["Checkout"], "groupTags": [{"tagGroup": "Region", "tag": "North"}],
    "externalLinks": ["https://github.com/lamps/shop/issues/7"], "priority": "HIGH", "ownerEmail": "Ann@example.org",
}  # fmt: skip


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    opened = team_in(tmp_path / "data")
    yield opened
    opened.close()


def bring(team: Team, actor: Actor, shop: str, what: str, *given: Any) -> Brought:
    file = {"format": f"THEYDO_{what.upper()}_V1", what: list(given)}
    return team.bringing.bring(actor, shop, json.dumps(file).encode())


def counts(brought: Brought) -> tuple[int, int, int, int]:
    return brought.added, brought.changed, brought.same, brought.n_left_out


def only(team: Team, actor: Actor, shop: str) -> Item:
    (item,) = team.items.of(actor, shop)
    return item


def test_an_item_comes_with_all_that_its_file_says(team: Team) -> None:
    ann, shop = owner_of(team)
    assert counts(bring(team, ann, shop, "solutions", FEES)) == (1, 0, 0, 0)
    item = only(team, ann, shop)
    assert (item.kind, item.title, item.text) == ("solution", "Show fees early", "On the **cart**")
    assert (item.status, item.owner) == ("building", "Ann")
    assert item.tags == ("fees", "group: Checkout", "Region: North", "priority: high")
    assert [link.url for link in item.links] == FEES["externalLinks"]


def test_a_second_import_changes_the_item_and_leaves_what_the_file_does_not_say(team: Team) -> None:
    ann, shop = owner_of(team)
    bring(team, ann, shop, "solutions", FEES)
    assert counts(bring(team, ann, shop, "solutions", FEES)) == (0, 0, 1, 0)
    team.items.change(ann, only(team, ann, shop).id, ItemChange(scores={"impact": 7}, tags=("mine", "priority: high")))
    again = {"importKey": "S-1", "title": "Show fees", "priority": "LOW", "ownerEmail": None}
    assert counts(bring(team, ann, shop, "solutions", again)) == (0, 1, 0, 0)
    item = only(team, ann, shop)
    assert (item.title, item.text, item.status, item.owner_id) == ("Show fees", "On the **cart**", "building", "")
    assert (item.tags, item.scores) == (("mine", "priority: low"), {"impact": 7})


def test_the_same_key_in_another_kind_or_after_a_deletion_is_another_item(team: Team) -> None:
    ann, shop = owner_of(team)
    one = {"importKey": "1", "title": "Pay fails", "type": "Pain"}
    bring(team, ann, shop, "insights", one)
    assert only(team, ann, shop).fields == {"type": "pain"}
    assert counts(bring(team, ann, shop, "opportunities", one)) == (1, 0, 0, 0)
    for item in team.items.of(ann, shop):
        team.items.remove(ann, item.id)
    assert counts(bring(team, ann, shop, "insights", one)) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("field", "value", "remedy"),
    [
        ("description", 7, "quotes"),
        ("status", "Parked", "idea, planned, building, live, dropped"),
        ("type", 7, "quotes"),
        ("tags", "fees", "Write it as"),
        ("tags", ["kept", 7], "quotes"),
        ("tags", [f"tag {n}" for n in range(51)], "Leave some out"),
        ("groups", [7], "Write it as"),
        ("groupTags", [{"tagGroup": "Region"}], "Write it as"),
        ("externalLinks", "https://example.org", "Write it as"),
        ("externalLinks", ["https://", "javascript:alert(1)"], "https://"),
        ("externalLinks", ["https://[half"], "https://"),
        ("priority", "URGENT", "HIGH, MEDIUM, LOW"),
        ("ownerEmail", "nobody", "name@example.org"),
        ("ownerEmail", "stranger@example.org", "Invite"),
        ("colour", "red", "importKey, title"),
        ("title", "x" * 301, "Shorten"),
        ("description", "x" * 20_001, "Shorten"),
    ],
)
def test_a_wrong_field_is_named_with_its_remedy_and_the_rest_is_kept(
    team: Team, field: str, value: Any, remedy: str
) -> None:
    ann, shop = owner_of(team)
    brought = bring(team, ann, shop, "solutions", {"importKey": "2", "title": "Ask", field: value}, FEES)
    assert brought.added == 2
    assert {one.place for one in brought.left_out} == {f"solutions[0].{field}"}
    assert all(remedy in one.remedy for one in brought.left_out)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("Pay fails", "This is no item."),
        ({"title": "Pay fails"}, "The item has no importKey that can be used."),
        ({"importKey": "k" * 201, "title": "Pay fails"}, "The item has no importKey that can be used."),
        ({"importKey": "9", "title": " "}, "The item has no title."),
        (
            {"importKey": "S-1", "title": "Pay fails"},
            "The importKey 'S-1' stands in the file twice; the first is taken.",
        ),
    ],
)
def test_an_item_that_cannot_be_known_again_is_told_and_the_others_are_kept(team: Team, item: Any, reason: str) -> None:
    ann, shop = owner_of(team)
    brought = bring(team, ann, shop, "solutions", FEES, item)
    assert (brought.added, [one.place for one in brought.left_out]) == (1, ["solutions[1]"])
    assert brought.left_out[0].reason == reason


def test_what_insights_have_no_place_for_is_told(team: Team) -> None:
    ann, shop = owner_of(team)
    told = bring(team, ann, shop, "insights", {"importKey": "1", "title": "Pay", "weight": 2, "icon": None}).left_out
    assert [one.place for one in told] == ["insights[0].weight"]


def test_metrics_are_told_to_be_left_out(team: Team) -> None:
    ann, shop = owner_of(team)
    brought = bring(team, ann, shop, "metrics", {"importKey": "1", "title": "NPS", "type": "NPS"})
    assert (brought.kind, counts(brought)) == ("", (0, 0, 0, 1))
    assert (brought.left_out[0].place, brought.left_out[0].reason) == (
        "metrics[0] 'NPS'",
        "The library keeps no metrics.",
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"title,status", "file: it is no JSON"),
        (b"\xff\xfe", "file: it is no JSON"),
        (b"[" * 100_000, "file: it is no JSON"),
        (b"[]", "format: 'None'"),
        (b'{"format": ["x"]}', "format: "),
        (b'{"format": "THEYDO_SURVEY_RESPONSES_V1"}', "format: 'THEYDO_SURVEY_RESPONSES_V1'"),
        (b'{"format": "THEYDO_INSIGHTS_V1", "solutions": []}', "insights: there is no such list"),
    ],
)
def test_another_file_is_refused_with_what_would_do(team: Team, data: bytes, said: str) -> None:
    ann, shop = owner_of(team)
    with pytest.raises(Invalid) as refused:
        team.bringing.bring(ann, shop, data)
    assert refused.value.message.startswith(said)
    assert refused.value.hint


def test_a_viewer_brings_nothing(team: Team) -> None:
    ann, shop = owner_of(team)
    with pytest.raises(Denied):
        bring(team, member_of(team, ann, shop, "viewer"), shop, "solutions", FEES)


def test_what_is_refused_of_a_batch_leaves_the_others_of_it(team: Team) -> None:
    ann, shop = owner_of(team)
    told: list[tuple[str, str, str, int]] = []
    team.items._told = lambda *heard: told.append(heard)
    bad = Link(url="https://")
    wishes = [(NewItem(kind="channel", title=title), title) for title in "ab"]
    wishes.insert(1, (NewItem(kind="channel", title="c", links=(bad,)), "c"))
    refused = team.items.keep_all(ann, shop, wishes)
    assert [problem and problem.message for problem in refused] == [None, "links: 'https://' is no address.", None]
    a, b = team.items.of(ann, shop)
    changes = [ItemChange(text="x"), ItemChange(text="x", revision=9), ItemChange(text="x")]
    ids = [a.id, b.id, "gone"]
    refused = team.items.change_all(ann, shop, list(zip(ids, changes, strict=True)))
    assert [type(problem) for problem in refused] == [type(None), Conflict, NotFound]
    assert [one.text for one in team.items.of(ann, shop)] == ["x", ""]
    assert [(item, revision) for _, _, item, revision in told] == [(a.id, 1), (b.id, 1), (a.id, 2)]


def test_an_item_that_somebody_else_brings_at_this_moment_is_told_and_the_others_are_kept(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, shop = owner_of(team)
    bring(team, ann, shop, "solutions", FEES)
    monkeypatch.setattr(team.items, "imported", lambda *_: {})  # as read before the other one was there
    brought = bring(team, ann, shop, "solutions", {"importKey": "S-0", "title": "Other"}, FEES)
    assert counts(brought) == (1, 0, 0, 1)
    assert brought.left_out[0].remedy == "Bring the file in again."
    assert sorted(one.title for one in team.items.of(ann, shop)) == ["Other", "Show fees early"]
