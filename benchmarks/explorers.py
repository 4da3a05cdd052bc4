"""Twenty people who explore one map at once: what each does, and how long it takes them to see it.

Each has an account and a page of their own that asks once a second whether there is new data. They open the map, and
then do eight things, each after having looked for 5 to 10 s at what there was: half of these are a filter that nobody
else has, the rest are panels and questions. Every wait counts, from the click until the answer is there in full.
"""

import http.client
import random
import threading
import time
from collections.abc import Sequence
from typing import Any

import msgspec

PEOPLE, TURNS = 20, 8
LOOKS_S = (5.0, 10.0)
DOES = {"filter": 50, "funnel": 15, "preview": 10, "slider": 10, "how": 10, "moved": 5}
ABOUT = (
    f"{PEOPLE} accounts; each opens the map, then does {TURNS} things, 5–10 s of looking before each: half are filters "
    "of their own, the rest a funnel, a binding, the slider, how a number was made, what moved; each page asks for "
    "news every second"
)


class Explorer(threading.Thread):
    """One person.

    Args:
        number: who.
        port: of the server.
        place, map: paths of the workspace and the map.
        headers: of their session.
        choices: (names of events, channels).
    """

    def __init__(
        self, number: int, port: int, paths: tuple[str, str], headers: dict[str, str],
        choices: tuple[Sequence[str], Sequence[str]],
    ) -> None:  # fmt: skip
        super().__init__(name=f"explorer {number}")
        self._port = port
        self._place, self._map = paths
        self._headers = headers
        self._names, self._channels = choices
        self._chance = random.Random(number)  # noqa: S311 - the same habits every time, no secret
        self._done = threading.Event()
        self.waits: list[tuple[str, float]] = []
        self.problem = ""

    def run(self) -> None:
        """Explore."""
        watching = threading.Thread(target=self._watch)
        watching.start()
        try:
            connection = self._connection()
            self._timed("open", connection)
            for _ in range(TURNS):
                time.sleep(self._chance.uniform(*LOOKS_S))
                self._timed(self._chance.choices(list(DOES), weights=list(DOES.values()))[0], connection)
        except Exception as problem:  # told by whoever waits for all
            self.problem = f"{type(problem).__name__}: {problem}"
        finally:
            self._done.set()
            watching.join()

    def _watch(self) -> None:
        connection = self._connection()
        while not self._done.wait(1.0):
            self._ask(connection, "GET", f"{self._place}/facts")

    def _timed(self, what: str, connection: http.client.HTTPConnection) -> None:
        begun = time.perf_counter()
        getattr(self, f"_{what}")(connection)
        self.waits.append((what, time.perf_counter() - begun))

    def _open(self, connection: http.client.HTTPConnection) -> None:
        self._ask(connection, "GET", f"{self._map}/live")

    def _filter(self, connection: http.client.HTTPConnection) -> None:
        self._ask(connection, "GET", f"{self._map}/live?{self._query()}")

    def _slider(self, connection: http.client.HTTPConnection) -> None:
        self._ask(connection, "GET", f"{self._map}/over-time?every=day&{self._query()}")

    def _how(self, connection: http.client.HTTPConnection) -> None:
        self._ask(connection, "GET", f"{self._map}/how?of=column:c{self._chance.randrange(12)}:reach&{self._query()}")

    def _moved(self, connection: http.client.HTTPConnection) -> None:
        self._ask(connection, "GET", f"{self._map}/moved?days={self._chance.randrange(3, 30)}")

    def _preview(self, connection: http.client.HTTPConnection) -> None:
        where = {"name": self._chance.sample(list(self._names), 2), "channel": [self._chance.choice(self._channels)]}
        self._ask(connection, "POST", f"{self._place}/bindings/preview", {"where": where})

    def _funnel(self, connection: http.client.HTTPConnection) -> None:
        steps = self._chance.sample(list(self._names), 5)
        fields = {"steps": steps, "window": f"{self._chance.randrange(1, 90)} d", "by": "channel"}
        body = {"analysis": "funnel", "fields": fields}
        reply = msgspec.json.decode(self._ask(connection, "POST", f"{self._place}/answers", body))
        while reply["state"] != "done":
            if reply["state"] == "failed":
                raise RuntimeError(reply["problem"])
            time.sleep(0.1)
            reply = msgspec.json.decode(self._ask(connection, "GET", f"/api/v1/answers/{reply['id']}"))

    def _query(self) -> str:
        day, minute = self._chance.randrange(1, 32), self._chance.randrange(1440)
        since = f"2026-01-{day:02d}T{minute // 60:02d}:{minute % 60:02d}:00Z"
        channel = self._chance.choice(("", *self._channels))
        return f"from={since}{f'&channel={channel}' if channel else ''}"

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)

    def _ask(self, connection: http.client.HTTPConnection, method: str, path: str, body: Any = None) -> bytes:
        content = None if body is None else msgspec.json.encode(body)
        connection.request(method, path, content, {"content-type": "application/json", **self._headers})
        answer = connection.getresponse()
        found = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {found[:300]!r}")
        return found


def explore(people: Sequence[Explorer]) -> list[tuple[str, float]]:
    """Let people explore, and return what each wait was for, and the seconds; raises RuntimeError where one failed."""
    for one in people:
        one.start()
    for one in people:
        one.join()
    if problems := [one.problem for one in people if one.problem]:
        raise RuntimeError(problems[0])
    return [wait for one in people for wait in one.waits]
