"""Polars' side: a frame in memory, in order of person and time, codes in their smallest types."""

from typing import Any

import polars as pl

from benchmarks import log
from benchmarks.log import Log
from benchmarks.questions import EDGE
from benchmarks.warm import Forms


class Side:
    """Answers by expressions over a frame that was loaded once."""

    def __init__(self, data: Log) -> None:
        self._log = pl.read_parquet(log.parquet(data), columns=["person", "at", "name"]).rechunk()

    def follows(self) -> Forms:
        pair = pl.col("name").shift().cast(pl.UInt16) * EDGE + pl.col("name")
        same = pl.col("person") == pl.col("person").shift()
        moves = self._log.lazy().select(pair=pair, same=same).filter(pl.col("same"))
        counts = moves.group_by("pair").len()
        return {
            "shift, group_by": ((counts.collect), _rows),
            "shift, group_by, streaming": ((lambda: counts.collect(engine="streaming")), _rows),
            "shift, value_counts": (
                (lambda: moves.select(pl.col("pair").value_counts()).collect().unnest("pair")),
                _rows,
            ),
        }


def _rows(frame: pl.DataFrame) -> list[Any]:
    return sorted([int(pair), int(n)] for pair, n in frame.iter_rows())
