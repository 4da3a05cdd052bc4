"""Mails by SMTP become signals of the source whose key is in the address; nothing is taken that is not on disk."""

import hashlib
import json
import smtplib
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from footpath.collector import KeyFile, MailIn, letters, mail_in, postbox, replay
from footpath.collector.spool import Full
from footpath.core.errors import Invalid
from tests.collector.live import Live, server_of
from tests.collector.reading import read
from tests.collector.senders import free_port

ANN = hashlib.sha256(b"ann@example.org").hexdigest()


def mail(text: str = "The parcel came open.\n\n> On Monday you wrote", **headers: str) -> EmailMessage:
    made = EmailMessage()
    given = {"From": "Ann <ann@example.org>", "Subject": "Re: Order 7", "Message_ID": "<m1@example.org>"} | headers
    for name, value in given.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


@contextmanager
def taking(store: Path, **given: Any) -> Iterator[tuple[Live, smtplib.SMTP]]:
    live = Live(store)
    live.collector.mail_in = MailIn("127.0.0.1", free_port(), **given)
    with server_of(live), smtplib.SMTP("127.0.0.1", live.collector.mail_in.port, timeout=20) as sender:
        yield live, sender


def test_a_mail_is_a_signal_of_the_source_in_its_address(tmp_path: Path) -> None:
    with taking(tmp_path) as (live, sender):
        to = f"{live.key.upper()}@in.example"
        sender.send_message(mail(), to_addrs=[to])
        sender.send_message(mail(), to_addrs=[f"support+{live.key}@in.example"])  # sent again: the same one
        sender.send_message(mail(Auto_Submitted="auto-replied", Message_ID="<m2@example.org>"), to_addrs=[to])
        sender.send_message(mail(Message_ID="<m3@example.org>", Subject="Now"), to_addrs=[to])
        columns = "about, source, kind, channel, text, email_hash, properties->>'reply'"
        assert live.wait_for("signals", columns, 2) == [
            ("Now", "test", "ticket", "email", "The parcel came open.", ANN, None),
            ("Order 7", "test", "ticket", "email", "The parcel came open.", ANN, "yes"),
        ]


def test_an_address_that_nobody_has_is_refused_before_the_mail_is_sent(tmp_path: Path) -> None:
    with taking(tmp_path) as (live, sender):
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            sender.send_message(mail(), to_addrs=["info@in.example"])
        assert refused.value.recipients["info@in.example"][0] == 550
        KeyFile(tmp_path).revoke("test")
        live.collector._intake._gate._looked_at = 0.0
        assert sender.mail("a@b.example")[0] == 250
        assert sender.rcpt(f"{live.key}@in.example")[0] == 550


def test_what_says_nothing_is_a_dead_letter(tmp_path: Path) -> None:
    with taking(tmp_path) as (live, sender):
        sender.send_message(mail("> only quoted"), to_addrs=[f"{live.key}@in.example"])
    [letter] = letters(tmp_path)
    assert (letter.source, letter.protocol, letter.field) == ("test", "mail", "text")
    assert json.loads(letter.body)["subject"] == "Order 7"
    assert replay(tmp_path).left == 1


def test_a_mail_that_is_too_large_or_cannot_be_kept_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with taking(tmp_path) as (live, sender):
        to = f"{live.key}@in.example"
        with pytest.raises(smtplib.SMTPSenderRefused) as large:
            sender.sendmail("a@b.example", to, b"x" * (postbox.LARGEST + 1))
        assert large.value.smtp_code == 552

        def full() -> None:
            raise Full("no more")

        with monkeypatch.context() as changed:
            changed.setattr(live.collector.spool, "check", full)
            with pytest.raises(smtplib.SMTPDataError) as later:
                sender.send_message(mail(), to_addrs=[to])
            assert later.value.smtp_code == 452
        sender.send_message(mail(), to_addrs=[to])
        live.wait_for("signals", "about", 1)


def test_connections_are_encrypted_with_a_certificate_and_few_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert = tmp_path / "cert.pem"
    ask = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*ask.split(), "-keyout", tmp_path / "key.pem", "-out", cert], check=True, capture_output=True)
    monkeypatch.setattr(postbox, "MOST", 1)
    with taking(tmp_path / "store", cert=cert, key=tmp_path / "key.pem") as (live, sender):
        sender.starttls(context=ssl.create_default_context(cafile=str(cert)))
        sender.send_message(mail(), to_addrs=[f"{live.key}@in.example"])
        assert live.collector.mail_in is not None
        with socket.create_connection(("127.0.0.1", live.collector.mail_in.port), 20) as other:
            assert other.recv(100).startswith(b"421 ")
        live.wait_for("signals", "about", 1)


def test_no_connection_stays_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postbox, "SLOWEST_S", 0.1)
    live = Live(tmp_path)
    live.collector.mail_in = MailIn("127.0.0.1", free_port())
    address = ("127.0.0.1", live.collector.mail_in.port)
    with server_of(live), socket.create_connection(address, 20) as silent, suppress(ConnectionResetError):
        while silent.recv(100):  # which would time out
            pass


def test_a_mail_comes_over_http_too() -> None:
    found = read("/v1/mail", mail().as_bytes(), headers={"authorization": "Basic a2V5Og=="})
    assert (found.key, found.signals[0].dedupe_id) == ("key", "m1@example.org")
    assert read("/v1/mail", b"\x00\xff" * 50).problems[0].field == "text"


def test_settings_say_where() -> None:
    assert mail_in("") is None
    assert mail_in("[::1]:25") == MailIn("::1", 25)
    for wrong in ("25", "host:", "host:0", "host:x"):
        with pytest.raises(Invalid, match="FOOTPATH_MAIL_IN"):
            mail_in(wrong)
    with pytest.raises(Invalid, match="cannot be used"):
        mail_in("127.0.0.1:25", "no-such.pem")
