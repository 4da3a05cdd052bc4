"""A small IMAP server on loopback: logs in, opens folders for reading, searches and fetches by UID (RFC 3501)."""

import re
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Self-signed, for 127.0.0.1 and for these tests alone.
CERTIFICATE = Path(__file__).with_name("loopback.pem")
PASSWORD = "a-password-of-the-box"


class Folder:
    """A folder: its UIDVALIDITY, and its mails by UID."""

    def __init__(self) -> None:
        self.validity = 1
        self.next = 1
        self.mails: dict[int, bytes] = {}

    def put(self, content: bytes) -> None:
        self.mails[self.next] = content
        self.next += 1


class MailServer:
    """A mailbox.

    Attributes:
        folders: by name.
        said: every command, without the password.
        drop_after: answers of FETCH after which it hangs up; None = never.
    """

    def __init__(self) -> None:
        self.folders = {"INBOX": Folder()}
        self.said: list[str] = []
        self.drop_after: int | None = None
        self.port = 0


class _Session(socketserver.StreamRequestHandler):
    box: MailServer
    folder: Folder | None = None

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline():
            tag, _, command = line.decode("latin-1").strip().partition(" ")
            word = command.split(" ", 1)[0].upper()
            self.box.said.append(command if word != "LOGIN" else "LOGIN")
            if word == "LOGOUT":
                self.wfile.write(f"* BYE\r\n{tag} OK bye\r\n".encode())
                return
            if not self._answer(tag, word, command):
                return

    def _answer(self, tag: str, word: str, command: str) -> bool:
        done = f"{tag} OK done\r\n".encode()
        if word == "CAPABILITY":
            done = b"* CAPABILITY IMAP4rev1\r\n" + done
        elif word == "LOGIN":
            done = done if command.endswith(f'"{PASSWORD}"') else f"{tag} NO wrong password\r\n".encode()
        elif word in ("SELECT", "EXAMINE"):
            self.folder = self.box.folders.get(command.split('"')[1])
            if self.folder is None:
                done = f"{tag} NO no such folder\r\n".encode()
            else:
                head = f"* {len(self.folder.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.folder.validity}] ok\r\n"
                done = head.encode() + f"{tag} OK [READ-ONLY] opened\r\n".encode()
        elif word == "UID" and self.folder is not None:
            return self._uid(command, done)
        self.wfile.write(done)
        return True

    def _uid(self, command: str, done: bytes) -> bool:
        assert self.folder is not None
        if command.upper().startswith("UID SEARCH"):
            first = int(re.findall(r"UID (\d+):\*", command)[0])
            found = [uid for uid in self.folder.mails if uid >= first] or sorted(self.folder.mails)[-1:]
            self.wfile.write(f"* SEARCH {' '.join(map(str, found))}\r\n".encode() + done)
            return True
        uids = [int(uid) for uid in command.split()[2].split(",")]
        most = int(re.findall(r"<0\.(\d+)>", command)[0])
        for number, uid in enumerate(uids, 1):
            if self.box.drop_after is not None:
                self.box.drop_after -= 1
                if self.box.drop_after < 0:
                    return False
            content = self.folder.mails[uid][:most]
            self.wfile.write(
                f"* {number} FETCH (UID {uid} BODY[]<0> {{{len(content)}}}\r\n".encode() + content + b")\r\n"
            )
        self.wfile.write(done)
        return True


class _Secured(socketserver.ThreadingTCPServer):
    """Speaks TLS from the first byte, with a certificate that nobody but its owner has signed."""

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        return context.wrap_socket(connection, server_side=True), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up on the certificate."""


@contextmanager
def mailing(*, tls: bool = False) -> Iterator[MailServer]:
    box = MailServer()
    session = type("Session", (_Session,), {"box": box})
    kind = _Secured if tls else socketserver.ThreadingTCPServer
    with kind(("127.0.0.1", 0), session) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield box
        finally:
            server.shutdown()
