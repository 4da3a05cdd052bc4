"""pm4py's side: a formatted pandas frame in memory."""

from typing import Any

import pandas as pd
import pm4py

from benchmarks.log import NAMES, Log, tables
from benchmarks.questions import DEPTH, EDGE, SHOWN
from benchmarks.warm import Forms


def frame(data: Log) -> pd.DataFrame:
    """Return the log as pm4py and retentioneering like it: names as text, times as timestamps."""
    made = pd.concat([table.select(["person", "at", "name"]).to_pandas() for table in tables(data)], ignore_index=True)
    names = pd.Categorical.from_codes(made["name"].to_numpy(), categories=list(NAMES))
    return pd.DataFrame(
        {"person": made["person"].astype("int64"), "name": names, "at": pd.to_datetime(made["at"], unit="us", utc=True)}
    )


class Side:
    """Answers by pm4py's simplified interface."""

    def __init__(self, data: Log) -> None:
        raw = frame(data)
        raw["person"] = raw["person"].astype(str)
        raw["name"] = raw["name"].astype(str)
        self._log = pm4py.format_dataframe(raw, case_id="person", activity_key="name", timestamp_key="at")

    def follows(self) -> Forms:
        def read(found: Any) -> Any:
            return sorted([NAMES.index(a) * EDGE + NAMES.index(b), int(n)] for (a, b), n in found[0].items())

        return {"discover_dfg": ((lambda: pm4py.discover_dfg(self._log)), read)}

    def tree(self) -> Forms:
        def ways() -> Any:
            """Count the ways of the prefix tree, which has no counts of its own."""
            return pm4py.get_variants(pm4py.get_prefixes_from_log(self._log, DEPTH))

        def read(found: dict[tuple[str, ...], int]) -> Any:
            counts: dict[tuple[int, ...], int] = {}
            for way, n in found.items():
                codes = tuple(map(NAMES.index, way))
                for depth in range(1, len(codes) + 1):
                    counts[codes[:depth]] = counts.get(codes[:depth], 0) + int(n)
            top = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:SHOWN]
            return [[list(way), n] for way, n in top]

        return {"get_prefixes_from_log, get_variants": (ways, read)}

    def variants(self) -> Forms:
        read = lambda found: [len(found), sorted(map(int, found.values()))[-SHOWN:]]  # noqa: E731
        return {"get_variants": ((lambda: pm4py.get_variants(self._log)), read)}
