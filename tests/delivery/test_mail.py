"""Mails reach a mail server over real sockets; what it does not take is tried again, and whoever invites is told."""

import email
import email.policy
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from footpath.api.serving import carry_mail
from footpath.core import clock
from footpath.core.errors import Invalid
from footpath.delivery import Mail, Message
from tests.collector.senders import free_port

DAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
HELLO = Message(to="bob@example.org", subject="Zażółć\nlampę", text="Łódź → 臺北\nhttps://example.org/reset/abc_-\n")


class Postbox:
    """A mail server that keeps what it takes, and answers `says` to a recipient or a mail."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.says = {"rcpt": "250 OK", "data": "250 OK"}
        self.port = free_port()
        self.names: list[tuple[bytes, bytes]] = []

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.says["rcpt"].startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.says["rcpt"]

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.says["data"].startswith("250"):
            assert isinstance(envelope.content, bytes)
            found = email.message_from_bytes(envelope.content, policy=email.policy.SMTP)
            assert isinstance(found, EmailMessage)
            self.mails.append(found)
        return self.says["data"]

    def admits(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.names.append((given.login, given.password))
        return AuthResult(success=given.password == b"p@ss word")

    @contextmanager
    def open(self, host: str = "127.0.0.1", **options: Any) -> Iterator[None]:
        """Take mails while the block runs."""
        controller = Controller(self, hostname=host, port=self.port, ready_timeout=30, **options)
        controller.start()
        try:
            yield
        finally:
            controller.stop()


def waiting(folder: Path) -> list[str]:
    return sorted(path.name.split(".", 1)[1] for path in folder.glob("*"))


def test_a_mail_arrives_as_it_was_written(tmp_path: Path) -> None:
    box = Postbox()
    mail = Mail(tmp_path / "outbox", server=f"smtp://127.0.0.1:{box.port}", sender="maps@example.org")
    with box.open(), clock.freeze(DAY):
        assert mail.send(HELLO) == "sent"
    (got,) = box.mails
    assert (got["To"], got["From"], got["Subject"]) == (
        "bob@example.org",
        "Footpath <maps@example.org>",
        "Zażółć lampę",
    )
    assert got.get_content().replace("\r\n", "\n") == HELLO.text
    assert (got["Date"], got["Auto-Submitted"]) == ("Mon, 01 Jun 2026 09:00:00 +0000", "auto-generated")
    assert str(got["Message-ID"]).endswith("@example.org>")
    assert not (tmp_path / "outbox").exists()


def _certificate(folder: Path) -> Path:
    made = folder / "cert.pem"
    ask = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([*ask.split(), "-keyout", folder / "key.pem", "-out", made], check=True, capture_output=True)
    return made


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_password_travels_encrypted_to_a_server_whose_certificate_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    cert, box = _certificate(tmp_path), Postbox()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, tmp_path / "key.pem")
    own = {"tls_context": context, "require_starttls": True} if scheme == "smtp" else {"ssl_context": context}
    needed = scheme == "smtp"
    options = {**own, "auth_required": needed, "auth_require_tls": needed, "authenticator": box.admits}
    wrong, right = (
        Mail(tmp_path / "outbox", server=f"{scheme}://ann%40example.org:{password}@localhost:{box.port}")
        for password in ("guess", "p%40ss%20word")
    )
    with box.open(**options):
        assert right.send(HELLO) == "waits"  # who signed the certificate is not known
        assert box.names == []
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        assert right.send(HELLO) == "sent"
        assert wrong.send(HELLO) == "waits"  # whoever looks after the server may yet set the password right
    assert set(box.names) == {(b"ann@example.org", b"p@ss word"), (b"ann@example.org", b"guess")}
    assert len(box.mails) == 1


def test_a_password_is_not_told_to_a_far_server_that_offers_no_encryption(tmp_path: Path) -> None:
    box = Postbox()
    far = Mail(tmp_path, server=f"smtp://ann:secret@127.0.0.2:{box.port}")
    with box.open(host="127.0.0.2"):  # not one of the names that are surely this machine
        assert far.send(HELLO) == "waits"
    assert (box.names, box.mails, waiting(tmp_path)) == ([], [], ["again.eml"])


@pytest.mark.parametrize(("step", "answer", "fate"), [
    ("rcpt", "550 No such user", "refused"), ("rcpt", "450 Come later", "waits"),
    ("data", "554 Spam", "refused"), ("data", "451 Disk full", "waits"),
])  # fmt: skip
def test_what_a_server_refuses_for_good_is_not_tried_again(tmp_path: Path, step: str, answer: str, fate: str) -> None:
    box = Postbox()
    mail = Mail(tmp_path, server=f"smtp://127.0.0.1:{box.port}")
    box.says[step] = answer
    with box.open():
        assert mail.send(HELLO) == fate
        assert waiting(tmp_path) == ["again.eml" if fate == "waits" else "eml"]
        box.says[step] = "250 OK"
        assert mail.carry() == (fate == "waits")
    assert waiting(tmp_path) == ([] if fate == "waits" else ["eml"])
    assert len(box.mails) == (fate == "waits")


def test_mails_wait_for_a_server_that_is_down_in_their_order_and_two_days_at_most(tmp_path: Path) -> None:
    box = Postbox()
    mail = Mail(tmp_path, server=f"smtp://127.0.0.1:{box.port}")
    for hours, name in ((0, "old"), (30, "first"), (31, "second")):
        with clock.freeze(DAY + timedelta(hours=hours)):
            assert mail.send(Message(to="bob@example.org", subject=name, text=name)) == "waits"
    with clock.freeze(DAY + timedelta(hours=49)):
        assert mail.carry() == 0
        assert waiting(tmp_path) == ["again.eml", "again.eml", "eml"]
        with box.open():
            assert mail.carry() == 2
        assert mail.carry() == 0
    assert [one["Subject"] for one in box.mails] == ["first", "second"]
    assert waiting(tmp_path) == ["eml"]


def test_what_nobody_waits_for_is_sent_in_a_moment_and_survives_a_restart(tmp_path: Path) -> None:
    box = Postbox()
    Mail(tmp_path, server=f"smtp://127.0.0.1:{box.port}").post(HELLO)  # and the server is killed
    mail, ended = Mail(tmp_path, server=f"smtp://127.0.0.1:{box.port}"), threading.Event()
    carrying = threading.Thread(target=carry_mail, args=(mail, ended), daemon=True)
    with box.open():
        carrying.start()
        mail.post(HELLO)
        while len(box.mails) < 2:
            ended.wait(0.01)
        ended.set()
        mail.begun.set()
        carrying.join()
    assert waiting(tmp_path) == []


def test_without_a_server_mails_stay_for_somebody_to_hand_on(tmp_path: Path) -> None:
    mail = Mail(tmp_path)
    assert (mail.send(HELLO), mail.carry()) == ("kept", 0)
    mail.post(HELLO)
    assert waiting(tmp_path) == ["eml", "eml"]
    with pytest.raises(Invalid, match="FOOTPATH_SMTP"):
        Mail(tmp_path, server="mail.example.org:587")
