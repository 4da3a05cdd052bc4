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
ANEW = "building the journeys anew"
WORKS = {
    "fresh": ("freshness", f"answer after {NEW:,} new events", ANEW),
    "append": ("freshness", f"append {NEW:,} events and answer", ANEW),
    "whole": ("freshness", f"append {NEW:,} events and answer, with persons and times", ANEW),
    "remap": ("freshness", "answer for other touchpoints", ANEW),
}


def run(size: int, scratch: Path) -> list[Row]:
    """Compare over a store of `size` events, all in one process."""
    if all(measure.done(what, size) for what in WORKS.values()):
        return []
    store = shop_store.make(scratch, size)
    sides = measure.run_lines("benchmarks.bench_fresh", str(store), str(measure.rounds), str(size))
    runs = msgspec.json.decode(sides[-1], type=dict[str, list[Side]])
    return [
        measure.row(what, size, runs[name], runs["rebuild"], agree=_same(runs[name], runs["rebuild"]))
        for name, what in WORKS.items()
    ]


def _same(ours: list[Side], rebuilt: list[Side]) -> bool:
    return all(measure.same(one.answer, rebuilt[0].answer) for one in ours if one.answer is not None)


def measured(store: Path, rounds: int, size: int) -> dict[str, list[Side]]:
    """Append and ask, ask for other touchpoints, build anew; the last answers must be the same."""
    from footpath.analytics import ask, build_journeys, compact_journeys
    from footpath.events import Lake

    lake = Lake.open(store)

    def follow(*, whole: bool = False, **fields: Any) -> Any:
        answer = ask("directly_follows", build_journeys(lake), edges=0, persons=whole, times=whole, **fields)
        return sorted([row["kind"], row["from"], row["to"], row["count"]] for row in answer.figures.to_pylist())

    follow()
    found: dict[str, list[Side]] = {name: [] for name in (*WORKS, "rebuild")}
    begun = lake.snapshot().rows["events"]
    for number in range(-2, 2 * rounds):
        compact_journeys(lake)  # as is done in the background: each round starts from a base
        whole = number % 2 == 0
        follow(whole=whole)
        first = begun + (number + 2) * NEW
        added = _timed(lambda first=first: shop_store.add(lake, (first, first + NEW), size // 12, f"more-{first}"))
        fresh = _timed(lambda whole=whole: follow(whole=whole))
        if number < 0:  # the first compile what they need
            continue
        if not whole:
            found["fresh"].append(fresh)
        both = Side(added.seconds + fresh.seconds, added.cpu_s + fresh.cpu_s, fresh.rss_mb, fresh.answer)
        found["whole" if whole else "append"].append(both)
    names = ("Product Viewed", "Product Added", "Checkout Started | Order Completed")
    for number in range(rounds):
        some = [names[(number + place) % 3] for place in range(1 + number % 3)]
        side = _timed(lambda some=some: follow(touchpoints=some))
        found["remap"].append(Side(side.seconds, side.cpu_s, side.rss_mb, None))
    for _ in range(3 if size <= 10_000_000 else 1):
        lake.forget_derived()
        found["rebuild"].append(_timed(follow))
    last = found["fresh"].pop()  # only this one was asked of the events that are built anew
    for name in ("fresh", "append", "whole"):
        found[name] = [Side(one.seconds, one.cpu_s, one.rss_mb, None) for one in found[name]]
    found["fresh"].append(last)
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
