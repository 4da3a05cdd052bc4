"""Building journeys from a store beside DuckDB sorting the same columns by person and time, given out as Arrow."""

import shutil
import sys
from pathlib import Path

import duckdb
import pyarrow.compute as pc

from benchmarks import measure, shop_store

COLUMNS = "source, type, channel, name, page, value, device, region, campaign"


def run(size: int, scratch: Path) -> list[measure.Row]:
    """Compare builds of the journeys of `size` events."""
    store = shop_store.make(scratch, size)
    what = ("journeys", "build journeys", "DuckDB ORDER BY of the same columns")
    return (
        [measure.compare("benchmarks.bench_journeys", what, size, str(store), least=0.5)]
        if not measure.done(what, size)
        else []
    )


def ours(store: Path) -> None:
    from footpath.analytics import build_journeys
    from footpath.events import Lake

    lake = Lake.open(store)
    lake.forget_derived()
    built = []

    def answer() -> list[float]:
        buckets = built[0].buckets
        return [built[0].n_events, built[0].n_persons, round(sum(float(bucket.value.sum()) for bucket in buckets), 2)]

    measure.report_side(lambda: built.append(build_journeys(lake)), answer)


def peer(store: Path) -> None:
    from footpath.events import Lake

    scan = Lake.open(store).snapshot().scan("events")
    seen: list[float] = [0, 0, 0.0]

    def work() -> None:
        last = None
        with duckdb.connect(config={"temp_directory": str(store.with_name("spill")), "memory_limit": "2500MB"}) as con:
            ordered = con.sql(f'SELECT user_id, "at", "row", {COLUMNS} FROM {scan} ORDER BY user_id, "at", "row"')
            for batch in ordered.to_arrow_reader(1 << 18):
                who = batch["user_id"]
                runs = len(who) - pc.sum(pc.equal(who.slice(1), who.slice(0, len(who) - 1))).as_py()
                seen[0] += len(who)
                seen[1] += runs - (who[0].as_py() == last)
                seen[2] += pc.sum(batch["value"]).as_py()
                last = who[-1].as_py()

    measure.report_side(work, lambda: [seen[0], seen[1], round(seen[2], 2)])
    shutil.rmtree(store.with_name("spill"), ignore_errors=True)


if __name__ == "__main__":
    {"ours": ours, "peer": peer}[sys.argv[1]](Path(sys.argv[2]))
