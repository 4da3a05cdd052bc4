"""Footpath's side."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.log import CHANNELS, DEVICES, NAMES, Log
from benchmarks.questions import DEPTH, EDGE, FIVE, SHOWN, STOPS, TWENTY
from benchmarks.warm import Forms
from footpath.analytics import ask
from footpath.analytics.journeys import Bucket, Dimension, Journeys
from footpath.analytics.paths.tree_answer import ARROW

PER_BUCKET = 1_000_000  # events, as the store cuts them


def journeys(log: Log) -> Journeys:
    """Return the log as journeys over the same arrays, in buckets of about a million events."""
    most = max(1, len(log.at) // PER_BUCKET)
    cuts = np.searchsorted(log.offsets, np.linspace(0, len(log.at), most + 1)[1:-1].astype(np.int64))
    bounds = np.unique([0, *cuts, len(log.offsets) - 1])
    buckets = tuple(_bucket(log, int(low), int(high)) for low, high in itertools.pairwise(bounds))
    return Journeys(buckets, _signatures(log), data_version=log.folder.name)


def _bucket(log: Log, low: int, high: int) -> Bucket:
    spans = log.offsets[low : high + 1] - log.offsets[low]
    here = slice(log.offsets[low], log.offsets[high])
    begin, end = spans[:-1], spans[1:]
    return Bucket(
        persons=_persons(low, high),
        begin=begin,
        end=end,
        at=log.at[here],
        signature=log.signature[here],
        value=log.value[here],
        dimensions={"device": Dimension(log.device[here], DEVICES)},
        latest=(end, int(log.at[here].max())),  # the store writes it down, too
    )


def _persons(low: int, high: int) -> pa.StringArray:
    """Return the names of persons low … high − 1: p and nine digits."""
    digits = np.arange(low, high)[:, None] // 10 ** np.arange(8, -1, -1) % 10 + ord("0")
    text = np.insert(digits.astype(np.uint8), 0, ord("p"), axis=1)
    ends = np.arange(high - low + 1, dtype=np.int32) * 10
    return pa.StringArray.from_buffers(high - low, pa.py_buffer(ends), pa.py_buffer(text.tobytes()))


def _signatures(log: Log) -> pa.Table:
    pairs = [(name, channel) for name in NAMES for channel in CHANNELS]
    columns: dict[str, Any] = {
        "source": ["web"] * len(pairs),
        "type": ["track"] * len(pairs),
        "channel": [channel for _, channel in pairs],
        "name": [name for name, _ in pairs],
        "page": pa.nulls(len(pairs), pa.string()),
        "events": sum(_counted(log.signature, low, len(pairs)) for low in range(0, len(log.signature), PER_BUCKET)),
    }
    return pa.table(columns)


def _counted(signature: np.ndarray, low: int, most: int) -> np.ndarray:
    """Count the signatures of a stretch: `bincount` takes eight bytes an event, so not of all at once."""
    return np.bincount(signature[low : low + PER_BUCKET], minlength=most)


ATTRIBUTION: dict[str, Any] = {
    "conversions": ("Order",), "models": ("markov", "shapley"), "lookback": "", "own": True,
}  # fmt: skip


class Side:
    """Answers by `ask`, as users do."""

    def __init__(self, data: Log) -> None:
        self._journeys = journeys(data)

    def _form(self, name: str, read: Callable[[Any], Any], **fields: Any) -> Forms:
        return {"": ((lambda: ask(name, self._journeys, **fields)), read)}

    def follows(self) -> Forms:
        read = lambda answer: sorted([_pair(row), row["count"]] for row in _moves(answer))  # noqa: E731
        return self._form("directly_follows", read, edges=0, persons=False, times=False)

    def follows_times(self) -> Forms:
        def read(answer: Any) -> Any:
            times = ("median_s", "p90_s")
            return sorted(
                [_pair(row), row["count"], row["units"], *(float(row[name]) * 1e6 for name in times)]
                for row in _moves(answer)
            )

        return self._form("directly_follows", read, edges=0)

    def funnel(self) -> Forms:
        read = lambda answer: answer.figures["count"].to_pylist()  # noqa: E731
        return self._form("funnel", read, steps=[NAMES[step] for step in FIVE], window="7 d", times=False)

    def funnel_rich(self) -> Forms:
        def read(answer: Any) -> Any:
            found = [[0] * len(TWENTY) for _ in DEVICES]
            for row in answer.figures.to_pylist():
                found[DEVICES.index(row["value"]) if row["value"] in DEVICES else 0][row["step"] - 1] = row["count"]
            return found

        steps, stops = ([NAMES[one] for one in chosen] for chosen in (TWENTY, STOPS))
        return self._form(
            "funnel", read, steps=steps, exclude=stops, excluded="stop", window="7 d", by="device", times=False
        )

    def funnel_of(self, count: int) -> Forms:
        read = lambda answer: answer.figures["count"].to_pylist()  # noqa: E731
        return self._form("funnel", read, steps=list(NAMES[:count]), window="7 d", times=False)

    def funnel_unbounded(self) -> Forms:
        read = lambda answer: answer.figures["count"].to_pylist()  # noqa: E731
        return self._form("funnel", read, steps=[NAMES[step] for step in FIVE], window="", times=False)

    def funnel_like(self, like: str) -> Forms:
        read = lambda answer: answer.figures["count"].to_pylist()  # noqa: E731
        return self._form("funnel", read, steps=[NAMES[step] for step in FIVE], window="7 d", like=like, times=False)

    def retention(self) -> Forms:
        def read(answer: Any) -> Any:
            week = {cohort: i for i, cohort in enumerate(sorted(set(answer.cohorts["cohort"].to_pylist())))}
            rows = answer.cohorts.to_pylist()
            return sorted([week[row["cohort"]], row["bracket"], row["returned"]] for row in rows if row["returned"])

        return self._form("retention", read, period="week", periods=52)

    def tree(self) -> Forms:
        def read(answer: Any) -> Any:
            rows = [row for row in answer.figures.to_pylist() if row["depth"] > 0 and "(other)" not in row["path"]]
            ways = [[[NAMES.index(name) for name in row["path"].split(ARROW)[1:]], row["count"]] for row in rows]
            return sorted(ways, key=lambda one: (-one[1], one[0]))[:SHOWN]

        return self._form("path_tree", read, after=DEPTH, children=len(NAMES), nodes=SHOWN)

    def variants(self) -> Forms:
        def read(answer: Any) -> Any:
            rows = [row for row in answer.figures.to_pylist() if row["ways"] == 1]
            return [answer.ways[0], sorted(row["count"] for row in rows)[-SHOWN:]]

        return self._form("variants", read, top=SHOWN)

    def sessions(self) -> Forms:
        def read(answer: Any) -> Any:
            row = answer.figures.to_pylist()[0]
            return [[row["sessions"], row["bounces"], round(row["sessions"] * row["events_mean"])]]

        return self._form("sessions", read)

    def attribution(self) -> Forms:
        def read(answer: Any) -> Any:
            rows = [row for row in answer.figures.to_pylist() if row["model"] == "markov"]
            return shares({row["value"]: row["conversions"] for row in rows})

        return self._form("attribution", read, **ATTRIBUTION)


def shares(credited: dict[str, float]) -> dict[str, float]:
    """Return one plus the share of each: the peer simulates, so that shares are compared to within a hundredth."""
    total = sum(credited.values())
    return {name: 1 + credit / total for name, credit in credited.items()}


def _moves(answer: Any) -> list[dict[str, Any]]:
    return [row for row in answer.figures.to_pylist() if row["kind"] == "move"]


def _pair(row: dict[str, Any]) -> int:
    return NAMES.index(row["from"]) * EDGE + NAMES.index(row["to"])
