"""Jira: which links are its tickets, and what Cloud and Data Center say of them."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from footpath.tickets import TRACKERS
from tests.tickets.world import TOKEN, Jiras, World, world

CLOUD = {"kind": "jira", "account": "ann@example.org"}


@pytest.fixture
def fake() -> Jiras:
    return Jiras()


@pytest.fixture
def ours(tmp_path: Path, fake: Jiras) -> Iterator[World]:
    with world(tmp_path, fake) as opened:
        yield opened


@pytest.mark.parametrize(
    ("address", "link", "key"),
    [
        ("https://shop.atlassian.net", "https://shop.atlassian.net/browse/PAY-12", "PAY-12"),
        ("https://shop.atlassian.net", "https://shop.atlassian.net/browse/pay-12?focusedId=1", "PAY-12"),
        ("https://shop.atlassian.net", "https://shop.atlassian.net/jira/boards/1?selectedIssue=PAY-3&x=1", "PAY-3"),
        ("https://corp.example/jira", "https://corp.example/jira/browse/A_B2-1", "A_B2-1"),
        ("https://corp.example/jira", "https://corp.example/browse/AB-1", ""),
        ("https://shop.atlassian.net", "https://other.atlassian.net/browse/PAY-12", ""),
        ("https://shop.atlassian.net", "https://shop.atlassian.net/browse/PAY-12)%20or%20(key=A-1", ""),
    ],
)
def test_a_link_to_an_issue_is_known_and_no_other(address: str, link: str, key: str) -> None:
    assert TRACKERS["jira"].key(address, link) == key


def test_cloud_is_asked_for_fifty_at_a_time_with_mail_and_token(ours: World, fake: Jiras) -> None:
    fake.page = 30
    for number in range(1, 61):
        fake.put(f"PAY-{number}")
    ours.connect(**CLOUD)
    for start in (1, 31):
        ours.item(*(f"/browse/PAY-{number}" for number in range(start, start + 30)))
    assert set(ours.said().values()) == {("open", "To Do")}
    assert [asked.path for asked in ours.service.asked] == ["/rest/api/3/search/jql"] * 3  # 50 in two pages, and 10
    first = ours.service.asked[0]
    assert first.body["jql"].count("PAY-") == 50
    both = base64.b64encode(f"ann@example.org:{TOKEN}".encode()).decode()
    assert first.headers["authorization"] == f"Basic {both}"


def test_data_center_is_asked_with_a_bearer_token(ours: World, fake: Jiras) -> None:
    fake.page = 1
    fake.put("PAY-1", "indeterminate", "In Review")
    fake.put("PAY-2", "done", "Done", statuscategorychangedate="2026-03-01T12:00:00.000+0200")
    ours.connect(kind="jira")
    ours.item("/browse/PAY-1", "/browse/PAY-2")
    assert ours.said() == {"PAY-1": ("in_progress", "In Review"), "PAY-2": ("done", "Done")}
    assert {asked.path for asked in ours.service.asked} == {"/rest/api/2/search"}
    assert ours.service.asked[0].headers["authorization"] == f"Bearer {TOKEN}"
    known = {one.key: one.changed_at for one in ours.team.tickets.of(ours.ann, ours.shop)}
    assert known["PAY-2"] == datetime(2026, 3, 1, 10, tzinfo=UTC)


def test_what_ends_without_being_done_is_dropped(ours: World, fake: Jiras) -> None:
    fake.put("PAY-1", "done", "Closed", resolution={"name": "Won't Do"})
    fake.put("PAY-2", "done", "Cancelled", resolution=None)
    fake.put("PAY-3", "done", "Closed", resolution={"name": "Fixed"})
    ours.connect(**CLOUD)
    ours.item("/browse/PAY-1", "/browse/PAY-2", "/browse/PAY-3")
    assert ours.said() == {
        "PAY-1": ("dropped", "Closed (Won't Do)"),
        "PAY-2": ("dropped", "Cancelled"),
        "PAY-3": ("done", "Closed (Fixed)"),
    }


@pytest.mark.parametrize("names_unknown", [True, False])
def test_a_key_that_jira_does_not_know_spoils_no_other(names_unknown: bool, ours: World, fake: Jiras) -> None:
    fake.names_unknown = names_unknown
    for number in (1, 2, 4, 5):
        fake.put(f"PAY-{number}")
    ours.connect(**CLOUD)
    ours.item(*(f"/browse/PAY-{number}" for number in range(1, 7)))
    said = {one.key: (one.category, one.problem) for one in ours.ask()}
    gone = ("", "127.0.0.1 knows no such ticket.")
    assert said == {f"PAY-{number}": gone if number in (3, 6) else ("open", "") for number in range(1, 7)}


def test_an_issue_that_moved_to_another_project_answers_to_its_old_key(ours: World, fake: Jiras) -> None:
    fake.put("NEW-5", "done", "Done")
    fake.moved["PAY-1"] = "NEW-5"
    fake.put("PAY-2")
    ours.connect(**CLOUD)
    ours.item("/browse/PAY-1", "/browse/PAY-2")
    assert ours.said() == {"PAY-1": ("done", "Done"), "PAY-2": ("open", "To Do")}


def test_a_test_says_whose_token_it_is(ours: World) -> None:
    assert ours.team.connections.test(ours.ann, ours.shop, ours.connect(**CLOUD).id).account == "Ann"
    assert ours.service.asked[0].path == "/rest/api/3/myself"
