"""GitHub: which links are its tickets, what it says of them, and what happens when it does not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from footpath.core import clock
from footpath.core.errors import TooMany
from footpath.tickets import TRACKERS
from tests.pulling.services import serving
from tests.tickets.world import DONE, TOKEN, GitHubs, World, world

GITHUB = "https://github.com"
ISSUE = "/shop/web/issues"


@pytest.fixture
def fake() -> GitHubs:
    return GitHubs()


@pytest.fixture
def ours(tmp_path: Path, fake: GitHubs) -> Iterator[World]:
    with world(tmp_path, fake) as opened:
        yield opened


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("https://github.com/Shop/Web.js/issues/7", "shop/web.js#7"),
        ("https://GitHub.com/shop/web/pull/12/files?w=1", "shop/web#12"),
        ("https://github.com/shop/web/issues/7#issuecomment-1", "shop/web#7"),
        ("https://github.com/shop/web/issues", ""),
        ("https://github.com/shop/../issues/7", ""),
        ("https://github.com.evil.example/shop/web/issues/7", ""),
        ("http://github.com/shop/web/issues/7", ""),
        ("https://", ""),
    ],
)
def test_a_link_to_an_issue_or_pull_request_is_known_and_no_other(link: str, key: str) -> None:
    assert TRACKERS["github"].key(GITHUB, link) == key


def test_states_of_issues_and_pull_requests_come_to_categories(ours: World, fake: GitHubs) -> None:
    fake.put(1)
    fake.put(2, labels=[{"name": "bug"}, {"name": "In Progress"}])
    fake.put(3, "closed", state_reason="completed")
    fake.put(4, "closed", state_reason="not_planned")
    fake.put(5, pull_request={"merged_at": None}, draft=True)
    fake.put(6, "closed", pull_request={"merged_at": DONE})
    fake.put(7, "closed", pull_request={"merged_at": None})
    ours.connect()
    ours.item(*(f"{ISSUE}/{number}" for number in range(1, 8)))
    assert {int(key.rpartition("#")[2]): said for key, said in ours.said().items()} == {
        1: ("open", "open"),
        2: ("in_progress", "open, In Progress"),
        3: ("done", "closed as completed"),
        4: ("dropped", "closed as not planned"),
        5: ("in_progress", "draft"),
        6: ("done", "merged"),
        7: ("dropped", "closed"),
    }


def test_what_has_not_changed_is_not_sent_again_and_stays_known(ours: World, fake: GitHubs) -> None:
    fake.put(1, "closed")
    ours.connect()
    ours.item(f"{ISSUE}/1")
    first, second = ours.ask()[0], ours.ask()[0]
    assert "if-none-match" not in ours.service.asked[0].headers
    assert ours.service.asked[1].headers["if-none-match"].startswith('W/"')
    assert (second.category, second.title, second.changed_at) == ("done", "Issue 1", datetime.fromisoformat(DONE))
    assert (first.checked_at or second.changed_at) < second.checked_at  # type: ignore[operator]
    fake.put(1)
    assert ours.said() == {"shop/web#1": ("open", "open")}


def test_one_that_fails_stops_no_other_and_says_why_at_its_link(ours: World, fake: GitHubs) -> None:
    fake.put(1)
    fake.put(4)
    fake.special["/api/v3/repos/shop/web/issues/3"] = (500, {}, {})
    ours.connect()
    ours.item(*(f"{ISSUE}/{number}" for number in (1, 2, 3, 4)))
    said = {one.key[-1]: one for one in ours.ask()}
    assert {key: one.category for key, one in said.items()} == {"1": "open", "2": "", "3": "", "4": "open"}
    assert said["2"].problem == "127.0.0.1 knows no such ticket."
    assert said["3"].problem == "127.0.0.1 cannot answer now."
    assert all(one.hint for key, one in said.items() if key in "23")
    assert ours.team.connections.of(ours.ann, ours.shop)[0].problem == ""


def test_a_ticket_that_fails_later_keeps_what_was_known(ours: World, fake: GitHubs) -> None:
    fake.put(1, "closed")
    ours.connect()
    ours.item(f"{ISSUE}/1")
    ours.ask()
    fake.special["/api/v3/repos/shop/web/issues/1"] = (404, {}, {})
    (said,) = ours.ask()
    assert (said.category, said.problem) == ("done", "127.0.0.1 knows no such ticket.")


@pytest.mark.parametrize(
    ("status", "headers", "wait_s"),
    [
        (429, {"Retry-After": "90"}, 90),
        (429, {"Retry-After": "Wed, 01 Apr 2026 12:02:00 GMT"}, 120),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1775045400"}, 600),  # 12:10
        (503, {}, 60),
    ],
)
def test_a_tracker_that_asks_to_wait_is_left_alone_so_long(
    status: int, headers: dict[str, str], wait_s: int, ours: World, fake: GitHubs
) -> None:
    fake.put(2)
    fake.special["/api/v3/repos/shop/web/issues/1"] = (status, {}, headers)
    ours.connect()
    ours.item(f"{ISSUE}/1", f"{ISSUE}/2")
    now = datetime(2026, 4, 1, 12, tzinfo=UTC)
    with clock.freeze(now):
        assert [one.checked_at for one in ours.ask()] == [None, None]  # it is no fault of theirs
        (connection,) = ours.team.connections.of(ours.ann, ours.shop)
        assert connection.wait_until == now + timedelta(seconds=wait_s)
        assert connection.problem == "127.0.0.1 asks to wait."
    fake.special.clear()
    fake.put(1)
    with clock.freeze(now + timedelta(seconds=wait_s - 1)), pytest.raises(TooMany):
        ours.ask()
    assert len(ours.service.asked) == 1
    with clock.freeze(now + timedelta(seconds=wait_s)):
        assert len(ours.said()) == 2
    assert ours.team.connections.of(ours.ann, ours.shop)[0].problem == ""


def test_the_token_follows_no_redirect(ours: World, fake: GitHubs) -> None:
    with serving(lambda _: {}) as elsewhere:
        target = f"{elsewhere.url.replace('127.0.0.1', 'localhost')}/api/v3/x"
        fake.special["/api/v3/repos/shop/web/issues/1"] = (301, {}, {"Location": target})
        fake.put(2)
        ours.connect()
        ours.item(f"{ISSUE}/1", f"{ISSUE}/2")
        said = {one.key[-1]: one for one in ours.ask()}
        assert elsewhere.asked == []
    assert said["1"].problem == "127.0.0.1 sends elsewhere, and the token does not go there."
    assert said["2"].category == "open"


def test_a_wrong_token_is_asked_with_once_and_told_with_its_remedy(ours: World, fake: GitHubs) -> None:
    connection = ours.connect(token="wrong")  # noqa: S106 - that it is none is the point
    ours.item(*(f"{ISSUE}/{number}" for number in range(1, 6)))
    assert {one.problem for one in ours.ask()} == {"127.0.0.1 does not take the token."}
    assert len(ours.service.asked) == 1
    tested = ours.team.connections.test(ours.ann, ours.shop, connection.id)
    assert (tested.account, tested.problem) == ("", "127.0.0.1 does not take the token.")
    assert tested.hint == "Make a new one there and put it into the connection."


def test_a_test_says_whose_token_it_is(ours: World) -> None:
    assert ours.team.connections.test(ours.ann, ours.shop, ours.connect().id).account == "octocat"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("hello", "127.0.0.1 answers with something that no tracker says."),
        ({"title": "x" * 5_000_000}, "The answer of 127.0.0.1 is too long."),
    ],
)
def test_something_that_is_no_tracker_is_told(content: object, problem: str, ours: World, fake: GitHubs) -> None:
    fake.special["/api/v3/repos/shop/web/issues/1"] = (200, content, {})
    ours.connect()
    ours.item(f"{ISSUE}/1")
    assert [one.problem for one in ours.ask()] == [problem]


def test_a_line_that_was_hung_up_meanwhile_is_dialled_again(ours: World, fake: GitHubs) -> None:
    for number in (1, 2, 3):
        fake.put(number)
    ours.service.faults = {2: "drop"}
    ours.connect()
    ours.item(*(f"{ISSUE}/{number}" for number in (1, 2, 3)))
    assert [one.category for one in ours.ask()] == ["open", "open", "open"]
    assert ours.service.count == 4


def test_two_connections_of_one_tracker_ask_only_for_what_the_first_does_not_see(ours: World, fake: GitHubs) -> None:
    fake.put(1)
    ours.connect(name="A", token="wrong")  # noqa: S106
    ours.connect(name="B", token=TOKEN)
    ours.connect(name="C", token=TOKEN)
    ours.item(f"{ISSUE}/1")
    assert [(one.connection, one.category, one.problem) for one in ours.ask()] == [("B", "open", "")]
    assert len(ours.service.asked) == 2
