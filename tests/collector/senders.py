"""Loads a collector that dies again and again, and remembers what was acknowledged."""

import base64
import http.client
import json
import socket
import threading
import time


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def post(port: int, path: str, key: str, body: object, *, timeout: float = 10) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        basic = base64.b64encode(f"{key}:".encode()).decode()
        connection.request("POST", path, json.dumps(body), {"Authorization": f"Basic {basic}"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def wait_until_ready(port: int, wait_s: float = 30) -> None:
    ends = time.monotonic() + wait_s
    while time.monotonic() < ends:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/ready")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
        finally:
            connection.close()
    raise TimeoutError(f"no collector on port {port}")


class Sender(threading.Thread):
    """Sends batches as an SDK does: the same events again until they are acknowledged, when they carry ids.

    Every other batch has no ids; it is never sent again, because nobody could tell that it is the same.
    """

    def __init__(self, name: str, port: int, key: str) -> None:
        super().__init__(daemon=True)
        self.label, self.port, self.key = name, port, key
        self.acknowledged: list[str] = []
        self.sent: set[str] = set()
        self.stopping = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.stopping.is_set():
            number += 1
            names = [f"{self.label}-{number}-{position}" for position in range(20)]
            self.sent.update(names)
            with_ids = number % 2 == 0
            batch = [
                {"type": "track", "event": name, "userId": self.label} | ({"messageId": name} if with_ids else {})
                for name in names
            ]
            if self._delivered(batch, again=with_ids):
                self.acknowledged += names

    def _delivered(self, batch: list[dict[str, str]], *, again: bool) -> bool:
        while not self.stopping.is_set():
            try:
                status, _ = post(self.port, "/v1/batch", self.key, {"batch": batch})
                if status == 200:
                    return True
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
            if not again:
                return False
        return False
