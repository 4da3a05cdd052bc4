"""The collector under load beside the same server with an empty handler: throughput, delays, kills and a long run."""

import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import duckdb
import msgspec

from benchmarks import load, measure, served, soak
from benchmarks.load import Outcome, Plan
from benchmarks.measure import Row, Side
from benchmarks.served import Server

AREA = "collect"
EMPTY = "the same server, empty handler"
BATCH = 100
BATCHES_ASKED, SINGLES_ASKED = 50_000, 3_000  # events a second; requests a second
AT_MOST_MS, VISIBLE_S = 50.0, 5.0
KILLS = 200
MOST = 2_000_000  # events of one measurement: about a minute; `--soak` is for more
CONNECTIONS = 64
_WARM = 10**9  # numbers of requests that are not counted begin here


def run(size: int, scratch: Path) -> Iterator[Row]:
    """Send up to `size` events in batches, a fiftieth of that one at a time, and so on; with `--soak` a long run."""
    size = min(size, MOST)
    measure.tell(f"{size:,} events in batches of {BATCH}, then {max(1000, size // 50):,} one at a time")
    yield from _throughput(size, BATCH, f"events in batches of {BATCH}", BATCHES_ASKED, scratch)
    yield from _throughput(max(1000, size // 50), 1, "events, one a request", SINGLES_ASKED, scratch)
    measure.tell("twenty seconds at half load on each server, in batches and one at a time")
    yield from _delays(BATCH, f"99 of 100 answers at half load, batches of {BATCH}", BATCHES_ASKED / 2, scratch)
    yield from _delays(1, "99 of 100 answers at half load, one event a request", SINGLES_ASKED / 2, scratch)
    measure.tell("until an event is in an answer")
    yield from _visible(scratch)
    measure.tell(f"{KILLS} kills")
    yield from _kills(scratch)
    if measure.soak:
        yield from soak.run(measure.soak, scratch)


def _store(scratch: Path) -> Path:
    store = scratch / "store-collect"
    shutil.rmtree(store, ignore_errors=True)
    return store


def _both(
    scratch: Path, plan: Callable[[Server], Plan], warm: Callable[[Server], Plan]
) -> tuple[list[Side], list[Side], list[Outcome]]:
    """Send a load to both servers; return sides of ours and of the peer, and what came of the load on ours."""
    ours: list[Side] = []
    peer: list[Side] = []
    outcomes: list[Outcome] = []
    homes: list[tuple[list[Side], AbstractContextManager[Server]]] = [
        (peer, served.empty_handler()), (ours, served.collector(_store(scratch))),
    ]  # fmt: skip
    for sides, home in homes:
        with home as server:
            served.load(warm(server))
            if sides is ours:
                served.drained(server)
            cpu = server.cpu_s()
            outcome = served.load(plan(server))
            if sides is ours:
                served.drained(server)
                outcomes.append(outcome)
            answer = {"taken": outcome.taken, "refused": sum(outcome.refused.values())}
            sides.append(Side(outcome.seconds, server.cpu_s() - cpu, server.peak_mb(), answer))
            outcomes.append(outcome)
    return ours, peer, outcomes


def _throughput(size: int, batch: int, work: str, asked: int, scratch: Path) -> Iterator[Row]:
    what = (AREA, work, EMPTY)
    if measure.done(what, size):
        return
    requests = size // batch

    def plan(server: Server) -> Plan:
        return Plan(server.port, server.key, batch, requests, connections=CONNECTIONS if batch == 1 else 8)

    def warm(server: Server) -> Plan:
        return Plan(server.port, server.key, batch, max(50, requests // 20), first=_WARM)

    ours, peer, outcomes = _both(scratch, plan, warm)
    rate, cpu_us = size / ours[0].seconds, ours[0].cpu_s / size * 1e6
    note = (
        f"{rate:,.0f} events a second ({asked:,} asked), {cpu_us:.1f} µs of CPU an event until it is in the lake, "
        f"of the load {outcomes[-1].cpu_s / size * 1e6:.1f} µs; empty handler {size / peer[0].seconds:,.0f} a second"
    )
    yield measure.row(what, size, ours, peer, note=note, agree=rate >= asked)


def _delays(batch: int, work: str, rate: float, scratch: Path) -> Iterator[Row]:
    requests = round(rate / batch * 20)  # twenty seconds
    what = (AREA, work, EMPTY)
    if measure.done(what, requests * batch):
        return

    def plan(server: Server) -> Plan:
        return Plan(server.port, server.key, batch, requests, rate / batch, CONNECTIONS if batch == 1 else 16)

    def warm(server: Server) -> Plan:
        return Plan(server.port, server.key, batch, max(50, requests // 20), first=_WARM)

    ours, peer, outcomes = _both(scratch, plan, warm)
    late, early = outcomes[1], outcomes[0]
    note = (
        f"median {late.quantile_ms(0.5):.1f} ms, 99 of 100 {late.quantile_ms(0.99):.1f} ms ({AT_MOST_MS:g} asked), "
        f"longest {late.quantile_ms(1):.0f} ms at {rate:,.0f} events a second; memory {ours[0].rss_mb} MB"
    )
    ours = [msgspec.structs.replace(ours[0], seconds=late.quantile_ms(0.99) / 1000)]
    peer = [msgspec.structs.replace(peer[0], seconds=early.quantile_ms(0.99) / 1000)]
    yield measure.row(what, requests * batch, ours, peer, note=note, agree=late.quantile_ms(0.99) < AT_MOST_MS)


def _visible(scratch: Path) -> Iterator[Row]:
    """Ask for the answer again and again after each of some events, while a quarter of the asked load comes in."""
    from footpath.analytics import ask, build_journeys
    from footpath.events import Lake

    what = (AREA, "from its 200 until an event is in an answer", "the five seconds asked")
    count = 10
    if measure.done(what, count):
        return
    delays = []
    store = _store(scratch)
    with served.collector(store) as server:
        lake = Lake.open(store)
        rate = BATCHES_ASKED / BATCH / 4
        background = served.begin(Plan(server.port, server.key, BATCH, round(rate * 60), rate))
        for number in range(-2, count):  # the first two compile what they need
            one = load.send(Plan(server.port, server.key, 1, 1, connections=1, first=_WARM + number + 2))
            begun = time.perf_counter()
            wanted = server.metric("footpath_elements_total")
            while lake.snapshot().rows["events"] < wanted:
                time.sleep(0.02)
            ask("funnel", build_journeys(lake), steps=("Product Viewed", "Order Completed"))
            if number >= 0 and one.taken:
                delays.append(time.perf_counter() - begun)
        served.end(background)
        side = Side(max(delays), server.cpu_s(), server.peak_mb(), {"seen": len(delays)})
    bar = Side(VISIBLE_S, 0.0, 0, {"seen": count})
    median = sorted(delays)[len(delays) // 2]
    note = f"the longest of {count}, with {rate * BATCH:,.0f} events a second coming in; median {median:.2f} s"
    yield measure.row(what, count, [side], [bar], note=note, agree=len(delays) == count and max(delays) <= VISIBLE_S)


def _kills(scratch: Path) -> Iterator[Row]:
    """Kill a collector again and again while it is sent batches, then count what it said it had."""
    from footpath.events import Lake

    what = (AREA, f"{KILLS} kills under load, nothing lost or doubled", "as many drains without one")
    if measure.done(what, KILLS):
        return
    store, dice, begun = _store(scratch), random.Random(7), time.perf_counter()  # noqa: S311
    taken = 0
    for kill in range(KILLS + 1):
        with served.collector(store, kill=kill < KILLS) as server:
            plan = Plan(server.port, server.key, BATCH, 200, connections=4, first=kill * 1000)
            sending = served.begin(plan)
            if kill < KILLS:
                time.sleep(dice.uniform(0.1, 1.5))
                server.end_at_once()
            taken += served.end(sending).taken
    seconds = time.perf_counter() - begun
    with duckdb.connect() as con:
        scan = Lake.open(store).snapshot().scan("events")
        rows, ids = con.execute(f"SELECT count(*), count(DISTINCT event_id) FROM {scan}").fetchall()[0]
    side = Side(seconds, 0.0, 0, None)
    note = f"{taken * BATCH:,} events acknowledged, {rows:,} in the lake, {rows - ids} doubled"
    yield measure.row(what, KILLS, [side], [side], note=note, agree=rows == ids and rows >= taken * BATCH)
