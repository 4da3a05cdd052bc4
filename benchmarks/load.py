"""A load on a collector, in a process of its own: bodies made beforehand, plain sockets, little work a request.

Ids differ from event to event: a mark in the body is replaced by the number of the request.
"""

import base64
import json
import random
import resource
import socket
import sys
import threading
import time
from typing import Any

import msgspec
from msgspec import Struct

MARK = b"@@@@@@@@"
NAMES = ("Product Viewed", "Product Added", "Checkout Started", "Order Completed", "Page Viewed")
_HEAD = "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic {key}\r\nContent-Length: {length}\r\n\r\n"


class Plan(Struct, frozen=True):
    """What is to be sent.

    Attributes:
        port, key: where to.
        batch: events a request; 1 = one call a request.
        requests: how many in all.
        rate: requests a second in all, at even distances; 0 = each connection sends when it has its answer.
        connections: how many at once.
        first: number of the first request: no two of a store may have the same.
    """

    port: int
    key: str
    batch: int
    requests: int
    rate: float = 0.0
    connections: int = 8
    first: int = 0


class Outcome(Struct, frozen=True):
    """What came of it.

    Attributes:
        taken: requests answered with 200.
        refused: requests answered with anything else, by status.
        seconds: from the first request to the last answer.
        cpu_s: of this process.
        delays_ms: from when each request was due (or sent, without a rate) to its answer, ascending, at most 10,001
            of them evenly chosen.
    """

    taken: int
    refused: dict[int, int]
    seconds: float
    cpu_s: float
    delays_ms: list[float]

    def quantile_ms(self, share: float) -> float:
        """Return the delay that a share of the requests stayed below."""
        return self.delays_ms[round(share * (len(self.delays_ms) - 1))]


def request_of(plan: Plan, kind: int = 0) -> bytes:
    """Return a request with a mark for its number; a few kinds of them differ in names, persons and values."""
    dice = random.Random(kind)  # noqa: S311
    calls = [_call(position, dice) for position in range(plan.batch)]
    content: dict[str, Any] = {"batch": calls} if plan.batch > 1 else calls[0]
    body = json.dumps(content, separators=(",", ":")).encode()
    path = "/v1/batch" if plan.batch > 1 else "/v1/track"
    key = base64.b64encode(f"{plan.key}:".encode()).decode()
    return _HEAD.format(path=path, key=key, length=len(body)).encode() + body


def _call(position: int, dice: random.Random) -> dict[str, Any]:
    return {
        "type": "track", "event": dice.choice(NAMES), "userId": f"user-{dice.randrange(10**6)}",
        "anonymousId": f"{dice.getrandbits(128):032x}", "messageId": f"{position:04}-{MARK.decode()}-load-of-events",
        "properties": {"revenue": dice.randrange(9900) / 100, "currency": "EUR", "sku": f"SKU-{dice.randrange(5000)}",
                       "category": "shoes", "quantity": 1 + dice.randrange(4)},
        "context": {"library": {"name": "analytics-node", "version": "3.2.1"}, "userAgent": "Mozilla/5.0 (X11; Linux)",
                    "page": {"path": f"/products/{dice.randrange(50)}", "title": "Shop"}},
    }  # fmt: skip


class _Sender(threading.Thread):
    """One connection: sends, waits for the answer, and so on."""

    def __init__(self, plan: Plan, place: int) -> None:
        super().__init__(daemon=True)
        self._plan, self._place = plan, place
        self.delays: list[float] = []
        self.statuses: dict[int, int] = {}

    def run(self) -> None:
        plan = self._plan
        kinds = [request_of(plan, kind) for kind in range(4)]
        spacing = plan.connections / plan.rate if plan.rate else 0.0
        due = time.perf_counter() + spacing * self._place / plan.connections
        with socket.create_connection(("127.0.0.1", plan.port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for number in range(plan.first + self._place, plan.first + plan.requests, plan.connections):
                content = kinds[number % 4].replace(MARK, b"%08x" % number)
                if spacing:
                    time.sleep(max(0.0, due - time.perf_counter()))
                else:
                    due = time.perf_counter()
                connection.sendall(content)
                status = int(_answer(connection)[9:12])
                self.delays.append(time.perf_counter() - due)
                self.statuses[status] = self.statuses.get(status, 0) + 1
                due += spacing


def _answer(connection: socket.socket) -> bytes:
    answer = connection.recv(65536)
    while True:
        head, end, body = answer.partition(b"\r\n\r\n")
        if end and len(body) >= int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]):
            return answer
        more = connection.recv(65536)
        if not more:
            raise ConnectionError("the collector hung up")
        answer += more


def send(plan: Plan) -> Outcome:
    """Send all and return what came of it."""
    senders = [_Sender(plan, place) for place in range(plan.connections)]
    begun, cpu = time.perf_counter(), _cpu_s()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    seconds = time.perf_counter() - begun
    delays = sorted(delay * 1000 for sender in senders for delay in sender.delays)
    statuses: dict[int, int] = {}
    for sender in senders:
        for status, count in sender.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    step = max(1, len(delays) // 10_000)
    chosen = [*delays[::step], delays[-1]]
    return Outcome(statuses.pop(200, 0), statuses, seconds, _cpu_s() - cpu, chosen)


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(msgspec.json.encode(send(msgspec.json.decode(sys.argv[1], type=Plan))).decode())
