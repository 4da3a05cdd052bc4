"""The next answer after 100,000 new events, or for other touchpoints, beside building the journeys anew."""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from benchmarks import measure, shop_store
from benchmarks.measure import Row, Side

NEW = 100_000
FRESH = ("freshness", f"answer after {NEW:,} new events", "building the journeys anew")
APPEND = ("freshness", f"append {NEW:,} events and answer", "building the journeys anew")
REMAP = ("freshness", "answer for other touchpoints", "building the journeys anew")


def run(size: int, scratch: Path) -> list[Row]:
    """Compare over a store of `size` events, all in one process."""
    if all(measure.done(what, size) for what in (FRESH, APPEND, REMAP)):
        return []
    store = shop_store.make(scratch, size)
    sides = measure.run_lines("benchmarks.bench_fresh", str(store), str(measure.rounds), str(size))
    runs = msgspec.json.decode(sides[-1], type=dict[str, list[Side]])
    return [
        measure.row(what, size, runs[name], runs["rebuild"], least=least, agree=_same(runs[name], runs["rebuild"]))
        for what, name, least in ((FRESH, "fresh", 0.0), (APPEND, "append", 0.0), (REMAP, "remap", 0.0))
    ]


def _same(ours: list[Side], rebuilt: list[Side]) -> bool:
    return all(measure.same(one.answer, rebuilt[0].answer) for one in ours if one.answer is not None)


def measured(store: Path, rounds: int, size: int) -> dict[str, list[Side]]:
    """Append and ask, ask for other touchpoints, build anew; the last answers must be the same."""
    from footpath.analytics import ask, build_journeys, compact_journeys
    from footpath.events import Lake

    lake = Lake.open(store)

    def follow(**fields: Any) -> Any:
        answer = ask("directly_follows", build_journeys(lake), edges=0, **fields)
        return sorted([row["kind"], row["from"], row["to"], row["count"]] for row in answer.figures.to_pylist())

    follow()
    found: dict[str, list[Side]] = {"fresh": [], "append": [], "remap": [], "rebuild": []}
    begun = lake.snapshot().rows["events"]
    for number in range(rounds + 1):
        compact_journeys(lake)  # as is done in the background: each round starts from a base
        follow()
        first = begun + number * NEW
        added = _timed(lambda first=first: shop_store.add(lake, (first, first + NEW), size // 12, f"more-{first}"))
        fresh = _timed(follow)
        if number:  # the first compiles what it needs
            found["fresh"].append(fresh)
            both = Side(added.seconds + fresh.seconds, added.cpu_s + fresh.cpu_s, fresh.rss_mb, fresh.answer)
            found["append"].append(both)
    names = ("Product Viewed", "Product Added", "Checkout Started | Order Completed")
    for number in range(rounds):
        some = [names[(number + place) % 3] for place in range(1 + number % 3)]
        side = _timed(lambda some=some: follow(touchpoints=some))
        found["remap"].append(Side(side.seconds, side.cpu_s, side.rss_mb, None))
    for _ in range(3 if size <= 10_000_000 else 1):
        lake.forget_derived()
        found["rebuild"].append(_timed(follow))
    found["fresh"] = [Side(one.seconds, one.cpu_s, one.rss_mb, None) for one in found["fresh"][:-1]] + found["fresh"][
        -1:
    ]
    found["append"] = [Side(one.seconds, one.cpu_s, one.rss_mb, None) for one in found["append"]]
    return found


def _timed(work: Callable[[], Any]) -> Side:
    measure.forget_peak()
    begun, cpu_begun = time.perf_counter(), time.process_time()
    answer = work()
    return Side(time.perf_counter() - begun, time.process_time() - cpu_begun, measure.peak_mb(), answer)


if __name__ == "__main__":
    made = measured(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(msgspec.json.encode(made).decode())
    print(statistics.median(one.seconds for one in made["append"]), file=sys.stderr)
