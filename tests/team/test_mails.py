"""Mails, in the language of whoever gets them."""

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from footpath.core import clock
from footpath.core.languages import Count
from footpath.delivery import letter
from tests.team.browsing import Server, Somebody, serving

DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)
# What people called things, addresses and links are in no language.
NAMES = re.compile(r"\S+@\S+|https?://\S+|Footpath|Lamps|UTC|Bob|Is this so\?")
LETTERS = {
    "invitation": {"who": "Bob", "workspace": "Lamps", "role": "editor", "link": "https://a.b/i", "until": DAY},
    "reset": {"email": "a@b.cc", "link": "https://a.b/r", "until": DAY},
    "guest": {"who": "Bob", "workspace": "Lamps", "role": "editor", "link": "https://a.b/i", "until": DAY},
    "mention": {"who": "Bob", "map": "Lamps", "text": "Is this so?", "link": "https://a.b/m"},
    "review": {"n": 3, "links": "https://a.b/1"},
}


@pytest.fixture
def server(tmp_path: Path, url: str) -> Iterator[Server]:
    with serving(tmp_path, database=url) as found:
        yield found


def mails(server: Server) -> list[Any]:
    folder = server.team.folder / "outbox"
    paths = sorted(folder.iterdir()) if folder.exists() else []
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]


def told(server: Server, to: str) -> tuple[str, str]:
    """Return subject and text of the last mail to an address."""
    found = [mail for mail in mails(server) if mail["To"] == to][-1]
    return found["Subject"], found.get_content()


def reads(one: Somebody, locale: str) -> None:
    one.got("PATCH", "/me", {"locale": locale})


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", NAMES.sub(" ", text).lower()))


@pytest.mark.parametrize("kind", sorted(LETTERS))
@pytest.mark.parametrize("locale", ["pl", "lv", "zh-TW"])
def test_no_word_of_the_english_mail_is_in_another_language(kind: str, locale: str) -> None:
    english = letter(kind, to="a@b.cc", locale="en", **LETTERS[kind])
    other = letter(kind, to="a@b.cc", locale=locale, **LETTERS[kind])
    assert words(english.subject + english.text)
    assert words(english.subject + " " + english.text) & words(other.subject + " " + other.text) == set()


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("en", {0: "b", 1: "a", 2: "b", 11: "b", 21: "b"}),
        ("pl", {0: "c", 1: "a", 2: "b", 4: "b", 5: "c", 12: "c", 21: "c", 22: "b", 112: "c", 122: "b"}),
        ("lv", {0: "c", 1: "a", 2: "b", 9: "b", 10: "c", 11: "c", 19: "c", 20: "c", 21: "a", 111: "c", 121: "a"}),
        ("zh-TW", {0: "a", 1: "a", 2: "a"}),
    ],
)
def test_numbers_decide_the_form_of_what_they_count(locale: str, forms: dict[int, str]) -> None:
    given = {"en": "a|b", "zh-TW": "a"}.get(locale, "a|b|c")
    assert {n: f"{Count(n, locale):{given}}" for n in forms} == forms


def test_an_invitation_speaks_as_its_account_does_else_as_whoever_invites(server: Server) -> None:
    ann, bob = server.ann, server.invited("viewer", "bob@example.org")
    reads(ann, "lv")
    reads(bob, "pl-PL")
    for to in ("bob@example.org", "new@example.org"):
        with clock.freeze(DAY):
            ann.got("POST", f"/workspaces/{ann.workspace}/invitations", {"role": "editor", "email": to})
    subject, text = told(server, "bob@example.org")
    assert subject == "Zaproszenie do „Lamps” w Footpath"
    assert text.startswith("ann@example.org zaprasza Cię do „Lamps” w Footpath. Twoja rola: redaktor.\n\nhttp")
    assert text.endswith("Zaproszenie jest ważne do 8 marca 2026, 09:00 UTC.\n")
    subject, text = told(server, "new@example.org")
    assert subject == "Ielūgums uz “Lamps” Footpath vidē"
    assert text.endswith("Saite darbojas līdz 2026. gada 8. martam plkst. 09:00 UTC.\n")


def test_a_forgotten_password_is_answered_in_the_language_of_the_account(server: Server) -> None:
    reads(server.ann, "zh-TW")
    with clock.freeze(DAY):
        server.nobody().got("POST", "/password/forgotten", {"email": "ann@example.org"})
    subject, text = told(server, "ann@example.org")
    assert subject == "重設 Footpath 密碼"
    assert text.endswith("此連結有效至 2026 年 3 月 1 日 10:00 UTC。\n")


def test_each_of_those_who_are_mentioned_reads_it_in_their_language(server: Server) -> None:
    ann, bob, eve = server.ann, server.invited("commenter", "bob@x.org"), server.invited("editor", "eve@x.org")
    reads(bob, "lv")
    document = ann.got("POST", f"/workspaces/{ann.workspace}/maps", {"title": "T"})["id"]
    called = [one.me["user"]["id"] for one in (bob, eve)]
    ann.got("POST", f"/maps/{document}/comments", {"text": "So?", "mentions": called})
    assert told(server, "bob@x.org")[0] == "Ann tevi piemin kartē"
    assert told(server, "eve@x.org")[0] == "Ann mentions you on a map"


def test_maps_that_are_due_are_told_in_one_mail_with_their_number(server: Server) -> None:
    ann, made = server.ann, []
    reads(ann, "pl")
    with clock.freeze(DAY):
        for _ in range(2):
            document = ann.got("POST", f"/workspaces/{ann.workspace}/maps", {"title": "T"})["id"]
            ann.got("PATCH", f"/maps/{document}", {"review_every_days": 7, "reviewed": True})
            made.append(document)
    with clock.freeze(DAY + timedelta(days=8)):
        assert server.team.reviews.remind() == 2
        assert server.team.reviews.remind() == 0
    assert len(mails(server)) == 1
    subject, text = told(server, "ann@example.org")
    assert subject == "2 mapy czekają na przegląd"
    assert text.startswith("2 Twoje mapy czekają na przegląd. Czy nadal są aktualne?")
    assert all(f"/maps/{document}" in text for document in made)
