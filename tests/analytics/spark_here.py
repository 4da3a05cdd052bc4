"""A stand-in for a Spark session: the data frames Footpath uses, in this process, functions pickled on their way."""

from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyspark import cloudpickle

Batches = Iterator[pa.RecordBatch]


def sent(work: Any) -> Any:
    return cloudpickle.loads(cloudpickle.dumps(work))


class Session:
    def range(self, start: int, end: int, step: int, partitions: int) -> "Frame":
        assert partitions == end - start
        return Frame(pa.table({"id": pa.array(range(start, end, step), pa.int64())}).to_batches(max_chunksize=1))

    def stop(self) -> None:
        pass


class Frame:
    def __init__(self, batches: list[pa.RecordBatch]) -> None:
        self.batches = batches

    def mapInArrow(self, work: Callable[[Batches], Batches], _schema: str) -> "Frame":  # noqa: N802 - Spark's name
        return Frame([found for batch in self.batches for found in sent(work)(iter([batch]))])

    def groupBy(self, column: str) -> "Groups":  # noqa: N802 - Spark's name
        return Groups(self.toArrow(), column)

    def toArrow(self) -> pa.Table:  # noqa: N802 - Spark's name
        return pa.Table.from_batches(self.batches)


class Groups:
    def __init__(self, table: pa.Table, column: str) -> None:
        self.table = table
        self.column = column

    def applyInArrow(self, work: Callable[[pa.Table], pa.Table], _schema: str) -> Frame:  # noqa: N802 - Spark's name
        values = self.table[self.column].unique().to_pylist()
        groups = [self.table.filter(pc.equal(self.table[self.column], value)) for value in values]
        return Frame([batch for group in groups for batch in sent(work)(group).to_batches()])
