"""Data on a map over HTTP, beside what was asked: filters, previews, the slider, funnels, crowds, fresh events."""

import http.client
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import psutil

from benchmarks import explorers, measure, shop_store
from benchmarks.measure import Row, Side
from benchmarks.shop_csv import EVENTS
from footpath.analytics import build_journeys
from footpath.collector import KeyFile
from footpath.events import Lake

ASKED = "what was asked"
FILTER, PREVIEW, SLIDE, FUNNEL, CROWD, FRESH = (
    ("ui", work, ASKED)
    for work in (
        "figures of a map of 12 stages and 6 lanes after a filter changes, 95th percentile",
        "what a binding would match, 95th percentile",
        "a place of the time slider",
        "a funnel of 10 steps with a breakdown",
        "20 people exploring at once, 95th percentile",
        "from the 200 of an event until the number on the map is another",
    )
)
BARS_S = {FILTER: 1.0, PREVIEW: 0.3, SLIDE: 0.1, FUNNEL: 0.5, CROWD: 2.0, FRESH: 5.0}
CHANNELS = ("web", "app", "email", "store")
NAMES = tuple(dict.fromkeys(EVENTS))


def run(size: int, scratch: Path) -> Iterator[Row]:
    """Ask a server of its own over a store of `size` events."""
    if all(measure.done(what, size) for what in BARS_S):
        return
    store = shop_store.make(scratch, size)
    build_journeys(Lake.open(store))  # a server that has run for a while has them
    with _served(store, scratch / "live-data") as served:
        work: dict[tuple[str, str, str], Callable[[], tuple[float, str]]] = {
            FILTER: lambda: _filters(served),
            PREVIEW: lambda: _previews(served),
            SLIDE: lambda: _slides(served),
            FUNNEL: lambda: _funnels(served),
            CROWD: lambda: _crowd(served),
            FRESH: lambda: _fresh(served),
        }
        for what, measured in work.items():
            seconds, note = measured()
            side = Side(seconds, 0.0, served.memory_mb(), None)
            yield measure.row(what, size, [side], [Side(BARS_S[what], 0.0, 0, None)], agree=True, note=note)


class Served:
    """A server with somebody signed in, and a map of 12 stages."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], key: str) -> None:
        self.port, self.key = port, key
        self.headers: dict[str, str] = {}
        self._process = psutil.Process(process.pid)
        self._local = threading.local()
        body = {"email": "ann@example.org", "name": "Ann", "password": "correct horse battery", "workspace": "Lamps"}
        me = self.ask("POST", "/api/v1/setup", body)
        self.headers["x-csrf-token"] = me["csrf"]
        self.place = f"/api/v1/workspaces/{me['workspaces'][0]['id']}"
        self.map = "/api/v1/maps/" + self.ask("POST", f"{self.place}/maps", {"map": _map()})["id"]

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Return what is answered, over a connection of the thread's own."""
        if not hasattr(self._local, "connection"):
            self._local.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        content = None if body is None else msgspec.json.encode(body)
        given = {"content-type": "application/json", **self.headers}
        self._local.connection.request(method, path, content, given)
        answer = self._local.connection.getresponse()
        if cookie := answer.headers.get("set-cookie"):
            self.headers["cookie"] = cookie.partition(";")[0]
        found = msgspec.json.decode(answer.read() or b"null")
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {found}")
        return found

    def hang_up(self) -> None:
        """Begin a new connection with the next question of this thread."""
        self._local.__dict__.pop("connection", None)

    def memory_mb(self) -> int:
        """Return what the server and its workers hold."""
        family = [self._process, *self._process.children(recursive=True)]
        return sum(one.memory_info().rss for one in family) // 2**20

    def cpu_s(self) -> float:
        """Return the CPU seconds that the server and its workers have used."""
        family = [self._process, *self._process.children(recursive=True)]
        return sum(used.user + used.system for used in (one.cpu_times() for one in family))

    def newcomer(self, number: int) -> dict[str, str]:
        """Return the headers of the session of somebody new, who may edit."""
        link = self.ask("POST", f"{self.place}/invitations", {"role": "editor"})["link"]
        body = {"email": f"p{number}@example.org", "name": f"P{number}", "password": "correct horse battery"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        path = f"/api/v1/invitations/{link.rsplit('/', 1)[1]}/newcomer"
        connection.request("POST", path, msgspec.json.encode(body), {"content-type": "application/json"})
        answer = connection.getresponse()
        me = msgspec.json.decode(answer.read())
        return {"x-csrf-token": me["csrf"], "cookie": str(answer.headers["set-cookie"]).partition(";")[0]}


def _map() -> dict[str, Any]:
    pairs = [(name, channels) for name in NAMES for channels in (CHANNELS[:2], CHANNELS[2:])]
    touchpoints = [
        {"key": f"t{place}", "title": f"T{place}", "where": {"name": [name], "channel": list(channels)}}
        for place, (name, channels) in enumerate(pairs)
    ]
    columns = [{"key": f"c{place}", "title": f"C{place}", "matches": [f"t{place}"]} for place in range(len(pairs))]
    kinds = ("traffic", "time", "metric", "touchpoint", "channel", "emotion")
    cards = [
        {"key": f"{kind}-{place}", "lane": kind, "at": f"c{place}", "text": f"T{place}"}
        for kind in kinds[3:]
        for place in range(len(pairs))
    ]
    lanes = [{"key": kind, "type": kind, "title": kind} for kind in kinds]
    goal = f"c{len(pairs) - 1}"
    return {
        "format": "footpath-map/1", "key": "bench", "title": "Bench", "goal": goal, "columns": columns,
        "touchpoints": touchpoints, "lanes": lanes, "cards": cards,
    }  # fmt: skip


@contextmanager
def _served(store: Path, data: Path) -> Iterator[Served]:
    shutil.rmtree(data, ignore_errors=True)
    keys = KeyFile(store)
    key = keys.rotate("live") if any(one.source == "live" for one in keys.all()) else keys.add("live")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = ["-c", "from footpath.cli.main import cli; cli()", "serve"]
    command = [sys.executable, *program, "--store", str(store), "--data", str(data), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            yield Served(port, process, key)
        finally:
            process.terminate()


def _wait(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _p95(seconds: list[float]) -> tuple[float, str]:
    ordered = sorted(seconds)
    return ordered[int(0.95 * (len(ordered) - 1))], f"median {statistics.median(ordered):.2f} s of {len(ordered)}"


def _query(number: int) -> str:
    """Return filters that nobody asked for before."""
    since = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    channel = ("", *CHANNELS)[number % 5]
    return f"from={since:%Y-%m-%dT%H:%M:%SZ}{f'&channel={channel}' if channel else ''}"


def _filters(served: Served) -> tuple[float, str]:
    served.ask("GET", f"{served.map}/live")
    used = served.cpu_s()
    p95, note = _p95([_timed(lambda n=n: served.ask("GET", f"{served.map}/live?{_query(n)}")) for n in range(1, 26)])  # type: ignore[misc]
    return p95, f"{note}; {(served.cpu_s() - used) / 25:.2f} CPU seconds each"


def _previews(served: Served) -> tuple[float, str]:
    wheres = [{"name": [name], "channel": [channel]} for name in NAMES for channel in CHANNELS]
    ask = served.ask
    return _p95([_timed(lambda w=w: ask("POST", f"{served.place}/bindings/preview", {"where": w})) for w in wheres])  # type: ignore[misc]


def _slides(served: Served) -> tuple[float, str]:
    """One question brings every place of the slider."""
    seconds = _timed(lambda: served.ask("GET", f"{served.map}/over-time?every=day&from=2026-01-01T00:01:00Z"))
    places = len(served.ask("GET", f"{served.map}/over-time?every=day&from=2026-01-01T00:01:00Z")["periods"])
    return seconds / places, f"{places} places come in one answer of {seconds:.2f} s"


def _funnels(served: Served) -> tuple[float, str]:
    served.ask("GET", f"{served.place}/questions")
    steps = [f"{name} & channel = {channel}" for channel in CHANNELS[:2] for name in NAMES][:10]
    times = [_timed(lambda n=n: _answered(served, steps, n)) for n in range(6)]  # type: ignore[misc]
    return statistics.median(times[1:]), "the median of 5, each with a window of its own"


def _answered(served: Served, steps: list[str], number: int) -> None:
    fields = {"steps": steps, "window": f"{30 + number} d", "by": "channel"}
    reply = served.ask("POST", f"{served.place}/answers", {"analysis": "funnel", "fields": fields})
    while reply["state"] != "done":
        if reply["state"] == "failed":
            raise RuntimeError(reply["problem"])
        time.sleep(0.02)
        reply = served.ask("GET", f"/api/v1/answers/{reply['id']}")


def _crowd(served: Served) -> tuple[float, str]:
    paths, choices = (served.place, served.map), (NAMES, CHANNELS)
    people = [
        explorers.Explorer(number, served.port, paths, served.newcomer(number), choices)
        for number in range(explorers.PEOPLE)
    ]
    used, begun = served.cpu_s(), time.perf_counter()
    waits = explorers.explore(people)
    cores = (served.cpu_s() - used) / (time.perf_counter() - begun)
    p95, note = _p95([seconds for _, seconds in waits])
    slowest = max(waits, key=lambda one: one[1])
    return p95, f"{note}, slowest {slowest[1]:.1f} s ({slowest[0]}); {cores:.2f} cores busy; {explorers.ABOUT}"


def _fresh(served: Served) -> tuple[float, str]:
    """Send an event, and ask as an open page does until the figure is another; the longest of 5."""
    delays = []
    served.hang_up()  # a server closes what was not used for long
    for number in range(6):
        before = _events(served)
        event = {"name": NAMES[0], "user_id": f"new-{time.time_ns()}", "channel": "web"}
        served.ask("POST", "/v1/batch", {"key": served.key, "events": [event]})
        begun = time.perf_counter()
        while _events(served) == before:
            time.sleep(1.0)  # as pages do
        if number:
            delays.append(time.perf_counter() - begun)
    return max(delays), f"the longest of {len(delays)}; median {statistics.median(delays):.2f} s"


def _events(served: Served) -> float:
    version = served.ask("GET", f"{served.place}/facts")["version"]
    if version != getattr(served, "version", ""):
        served.version, served.events = version, _counted(served)  # type: ignore[attr-defined]
    return float(served.events)  # type: ignore[attr-defined]


def _counted(served: Served) -> float:
    figures = served.ask("GET", f"{served.map}/live")["touchpoints"]
    return float(sum(one["figures"]["events"]["value"] for one in figures.values()))
