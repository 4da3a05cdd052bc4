"""Items follow their tickets, and people have the last word until a ticket moves again."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from footpath.core import clock
from footpath.core.errors import Denied, Invalid
from footpath.library import ItemChange
from footpath.library.model import Link
from footpath.library.tables import items
from footpath.maps import Card, Column, Lane, Map
from footpath.tickets import ConnectionChange, with_tickets
from footpath.tickets.judging import joined
from tests.team.rooms_of import member_of
from tests.tickets.world import TOKEN, GitHubs, World, world

ISSUE = "/shop/web/issues"
EARLY = datetime(2026, 2, 1, tzinfo=UTC)
LATE = "2026-05-01T10:00:00Z"


@pytest.fixture
def fake() -> GitHubs:
    return GitHubs()


@pytest.fixture
def ours(tmp_path: Path, fake: GitHubs) -> Iterator[World]:
    with world(tmp_path, fake) as opened:
        yield opened


def test_a_solution_follows_its_ticket_and_the_audit_log_says_who_it_was(ours: World, fake: GitHubs) -> None:
    fake.put(1)
    ours.connect()
    item = ours.item(f"{ISSUE}/1")
    ours.ask()
    assert ours.status(item) == "idea"  # that a ticket is there says nothing yet
    fake.put(1, labels=["in progress"])
    ours.ask()
    assert ours.status(item) == "building"
    fake.put(1, "closed")
    ours.ask()
    assert ours.status(item) == "live"
    fake.put(1)
    ours.ask()
    assert ours.status(item) == "planned"  # opened anew
    fake.put(1, "closed", state_reason="duplicate")
    ours.ask()
    assert ours.status(item) == "dropped"
    log = ours.team.workspaces.audit(ours.ann, ours.shop)
    changes = [(one.actor, one.object, one.detail["fields"]) for one in log if one.action == "item.change"]
    assert changes == [("tracker:Ours", item, "status")] * 4


def test_opportunities_follow_and_insights_only_show(ours: World, fake: GitHubs) -> None:
    fake.put(1, "closed")
    ours.connect()
    opportunity, insight = (ours.item(f"{ISSUE}/1", kind=kind) for kind in ("opportunity", "insight"))
    assert [one.category for one in ours.ask()] == ["done", "done"]
    assert (ours.status(opportunity), ours.status(insight)) == ("done", "new")
    assert len(ours.service.asked) == 1  # one ticket is asked for once


def test_a_status_set_by_hand_stays_until_the_ticket_moves_again(ours: World, fake: GitHubs) -> None:
    fake.put(1, "closed")
    ours.connect()
    with clock.freeze(EARLY):
        item = ours.item(f"{ISSUE}/1", status="planned")  # before the ticket was closed
    ours.ask()
    assert ours.status(item) == "live"
    ours.team.items.change(ours.ann, item, ItemChange(status="dropped"))
    ours.ask()
    assert ours.status(item) == "dropped"
    fake.put(1, updated_at="2099-01-01T00:00:00Z")
    ours.ask()
    assert ours.status(item) == "planned"


def test_what_a_ticket_did_before_a_person_decided_does_not_count(ours: World, fake: GitHubs) -> None:
    fake.put(1)
    ours.connect()
    item = ours.item(f"{ISSUE}/1")
    ours.ask()
    ours.team.items.change(ours.ann, item, ItemChange(status="dropped"))
    fake.put(1, "closed")  # in March, and people decided after that
    ours.ask()
    assert ours.status(item) == "dropped"


def test_other_changes_by_hand_do_not_hold_a_status(ours: World, fake: GitHubs) -> None:
    fake.put(1, "closed")
    ours.connect()
    item = ours.item(f"{ISSUE}/1")
    ours.team.items.change(ours.ann, item, ItemChange(title="Pay by phone", status="idea"))
    ours.ask()
    assert ours.status(item) == "live"


def test_a_connection_may_only_show(ours: World, fake: GitHubs) -> None:
    fake.put(1, "closed")
    connection = ours.connect(sets_status=False)
    item = ours.item(f"{ISSUE}/1")
    assert [one.category for one in ours.ask()] == ["done"]
    assert ours.status(item) == "idea"
    ours.team.connections.change(ours.ann, ours.shop, connection.id, ConnectionChange(sets_status=True))
    fake.put(1, "closed", state_reason="not_planned")
    ours.ask()
    assert ours.status(item) == "dropped"


def test_an_item_with_several_tickets_is_done_when_all_are(ours: World, fake: GitHubs) -> None:
    fake.put(1, "closed")
    fake.put(2)
    ours.connect()
    item = ours.item(f"{ISSUE}/1", f"{ISSUE}/2", f"{ISSUE}/1#again")
    ours.ask()
    assert ours.status(item) == "building"
    fake.put(2, "closed")
    ours.ask()
    assert ours.status(item) == "live"


@pytest.mark.parametrize(
    ("tickets", "far"),
    [
        ([], None),
        (["open", "open"], "open"),
        (["open", "done"], "in_progress"),
        (["done", "dropped"], "done"),
        (["dropped", "dropped"], "dropped"),
        (["open", "dropped"], "open"),
        (["in_progress", "done", "open"], "in_progress"),
    ],
)
def test_several_tickets_come_to_one_category(tickets: list[object], far: object) -> None:
    assert joined(tickets) == far  # type: ignore[arg-type]


def test_rounds_ask_every_quarter_of_an_hour_and_people_at_once(ours: World, fake: GitHubs) -> None:
    fake.put(1)
    ours.connect()
    ours.item(f"{ISSUE}/1")
    now = datetime(2026, 4, 1, 12, tzinfo=UTC)
    for minutes, asked in ((0, 1), (14, 1), (15, 2)):
        with clock.freeze(now + timedelta(minutes=minutes)):
            ours.team.tickets.round()
        assert len(ours.service.asked) == asked
    with clock.freeze(now + timedelta(minutes=16)):
        ours.team.tickets.ask(ours.ann, ours.shop)
    assert len(ours.service.asked) == 3


def test_a_server_that_stops_asks_for_nothing_more(ours: World, fake: GitHubs) -> None:
    fake.put(1)
    ours.connect()
    ours.item(f"{ISSUE}/1")
    ours.team.tickets.end()
    assert ours.team.tickets.round() == 0
    assert ours.service.asked == []


def test_viewers_see_and_editors_ask(ours: World, fake: GitHubs) -> None:
    fake.put(1)
    ours.connect()
    ours.item(f"{ISSUE}/1")
    viewer = member_of(ours.team, ours.ann, ours.shop, "viewer")
    assert [one.key for one in ours.team.tickets.of(viewer, ours.shop)] == ["shop/web#1"]
    with pytest.raises(Denied):
        ours.team.tickets.ask(viewer, ours.shop)


def test_a_token_is_nowhere_but_in_the_file_of_secrets(
    ours: World, fake: GitHubs, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    connection = ours.connect()
    ours.item(f"{ISSUE}/1")
    told = [*ours.ask(), *ours.team.connections.of(ours.ann, ours.shop), connection]
    ours.team.connections.change(ours.ann, ours.shop, connection.id, ConnectionChange(token=TOKEN + "2"))
    told += ours.team.workspaces.audit(ours.ann, ours.shop)  # type: ignore[arg-type]
    assert TOKEN not in repr(told) + caplog.text
    kept = [path for path in (tmp_path / "data").rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]
    assert [path.name for path in kept] == ["secrets.json"]
    assert kept[0].stat().st_mode & 0o777 == 0o600
    ours.team.connections.remove(ours.ann, ours.shop, connection.id)
    assert TOKEN not in kept[0].read_text()
    assert ours.team.tickets.of(ours.ann, ours.shop) == []


@pytest.mark.parametrize("url", ["https://", "http://a b", "javascript:alert(1)", "mailto:", "https://[x", "/page"])
def test_a_link_that_leads_nowhere_is_refused_with_field_and_remedy(url: str, ours: World) -> None:
    item = ours.item("https://example.org", "mailto:ann@example.org")
    with pytest.raises(Invalid, match=r"^links: .* is no address") as refused:
        ours.team.items.change(ours.ann, item, ItemChange(links=(Link(url=url),)))
    assert "https://example.org/issues/7" in refused.value.hint


def test_a_bad_link_of_old_does_not_keep_the_item_from_changing(ours: World, fake: GitHubs) -> None:
    fake.put(1, "closed")
    ours.connect()
    item = ours.item(f"{ISSUE}/1")
    bad = [{"url": "https://", "label": ""}, {"url": f"{ours.service.url}{ISSUE}/1", "label": ""}]
    with ours.team.database.begin() as con:
        con.execute(items.update().values(links=bad))
    links = tuple(Link(**one) for one in bad)
    assert ours.team.items.change(ours.ann, item, ItemChange(title="Pay now", links=links)).title == "Pay now"
    ours.ask()
    assert ours.status(item) == "live"


def test_cards_of_files_say_how_far_the_tickets_of_their_item_are(ours: World, fake: GitHubs) -> None:
    fake.put(1, "closed")
    fake.put(2)
    ours.connect()
    item = ours.item(f"{ISSUE}/1", f"{ISSUE}/2")
    ours.ask()
    model = Map(
        key="m", title="M", columns=(Column(key="pay", title="Pay"),), lanes=(Lane(key="l", type="text", title="L"),),
        cards=(
            Card(key="a", lane="l", at="pay", text="Ours", props={"item": item, "tags": ["mine"]}),
            Card(key="b", lane="l", at="pay", text="Another"),
        ),
    )  # fmt: skip
    told = ours.team.tickets.of(ours.ann, ours.shop)
    ours_, another = with_tickets(model, told, "pl").cards
    assert ours_.tags == ("mine", "✓ #1 zrobione", "○ #2 otwarte")
    assert another == model.cards[1]
    assert with_tickets(model, [], "en") == model
