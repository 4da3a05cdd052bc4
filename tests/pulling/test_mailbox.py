"""A mailbox by IMAP: what is new is read, nothing in it is changed, and a run that breaks off goes on where it was."""

from pathlib import Path
from typing import Any

import pytest

from footpath.core.errors import Invalid, Transient
from tests.events.test_mail import mail
from tests.pulling.mailserver import CERTIFICATE, PASSWORD, MailServer, mailing
from tests.pulling.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def add(world: World, box: MailServer, secret: str = PASSWORD, **more: Any) -> None:
    content = {"kind": "imap", "host": "127.0.0.1", "port": box.port, "user": "help", "tls": False, **more}
    world.write("it", content, secret)


def said(world: World) -> list[str]:
    return [row[0] for row in world.rows("signals", "text")]


def fill(box: MailServer, first: int, last: int, folder: str = "INBOX", **headers: str) -> None:
    for n in range(first, last):
        box.folders[folder].put(mail(f"Text {n:02}", Message_ID=f"<{n}@x>", **headers))


def test_only_new_mails_are_fetched_and_the_box_stays_as_it_is(world: World) -> None:
    with mailing() as box:
        fill(box, 0, 3)
        add(world, box)
        assert world.run().status.signals == 3
        assert world.run().status.rows == 0
        fill(box, 3, 5)
        assert world.run().status.signals == 2
    assert said(world) == [f"Text {n:02}" for n in range(5)]
    words = " ".join(box.said)
    assert "EXAMINE" in words
    assert "BODY.PEEK" in words
    assert not {"STORE", "EXPUNGE", "SELECT", "COPY"} & set(words.split())


def test_a_run_that_is_cut_off_keeps_its_rounds_and_the_next_goes_on(world: World) -> None:
    with mailing() as box:
        fill(box, 0, 25)
        add(world, box, round_mails=10)
        box.drop_after = 15
        with pytest.raises(Transient):
            world.run()
        assert said(world) == [f"Text {n:02}" for n in range(10)]
        box.drop_after = None
        assert (world.run().status.signals, world.run().status.rows) == (15, 0)
    assert said(world) == [f"Text {n:02}" for n in range(25)]


def test_numbers_that_hold_no_more_have_all_read_again_and_nothing_comes_twice(world: World) -> None:
    with mailing() as box:
        fill(box, 0, 4)
        add(world, box)
        world.run()
        box.folders["INBOX"].validity = 2
        fill(box, 4, 5)
        again = world.run().status
        assert (again.rows, again.signals, again.duplicates) == (5, 1, 4)


def test_ones_own_mails_and_automatic_ones_are_left_out_or_marked(world: World) -> None:
    with mailing() as box:
        fill(box, 0, 1, From="agent@Help.Example")
        fill(box, 1, 2, Auto_Submitted="auto-replied")
        fill(box, 2, 3)
        add(world, box, own=["help.example"], automatic="keep")
        world.run()
    rows = world.rows("signals", "text, properties ->> 'automatic'")
    assert rows == [("Text 01", "reply"), ("Text 02", None)]


@pytest.mark.parametrize(
    ("change", "secret", "expected"),
    [({"folder": "Nope"}, PASSWORD, "no 'Nope'"), ({}, "wrong-password", "wrong password"),
     ({"host": "mail.example"}, PASSWORD, "not sent in the open")],
)  # fmt: skip
def test_what_keeps_a_mailbox_shut_is_said(world: World, change: dict[str, Any], secret: str, expected: str) -> None:
    with mailing() as box:
        add(world, box, secret, **change)
        with pytest.raises(Invalid, match=expected) as problem:
            world.run()
    assert secret not in str(problem.value) or secret == "wrong-password"


@pytest.mark.parametrize(("host", "trusted"), [("127.0.0.1", False), ("localhost", True)])
def test_a_server_whose_certificate_is_not_trusted_or_another_ones_gets_no_password(
    world: World, monkeypatch: pytest.MonkeyPatch, host: str, trusted: bool
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with mailing(tls=True) as box:
        add(world, box, tls=True, host=host)
        with pytest.raises(Transient, match="CERTIFICATE_VERIFY_FAILED"):
            world.run()
        assert box.said == []


def test_a_mailbox_is_read_over_tls(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with mailing(tls=True) as box:
        fill(box, 0, 2)
        add(world, box, tls=True)
        assert world.run().status.signals == 2
    assert said(world) == ["Text 00", "Text 01"]
