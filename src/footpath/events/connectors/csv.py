"""Delimited text: comma, semicolon, tab, bar, or columns in line."""

from collections.abc import Iterator
from typing import ClassVar

from footpath.events.connectors import Connector
from footpath.events.reading.delimited import sniff
from footpath.events.reading.fields import read_delimited
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, Table


class Csv(Connector):
    """Delimited text: CSV, TSV, semicolons, bars, or columns in line, with or without a header."""

    name: ClassVar[str] = "csv"
    summary: ClassVar[str] = "Delimited text: CSV, TSV, semicolons, bars, or columns in line, with or without a header."

    @classmethod
    def recognise(cls, source: Source) -> float:
        """A text most of whose lines have the same number of fields, two or more."""
        named = source.suffix in {".csv", ".tsv", ".tab", ".psv"}
        dialect = sniff(source.text)
        if dialect is None:
            return 0.6 if named and source.encoding else 0.0
        if dialect.width == 1:
            return 0.55 if named else 0.0
        return min(0.9, 0.3 + 0.4 * dialect.share + 0.2 * named) if dialect.share > 0.5 or named else 0.0

    def read(self, source: Source, stage: Stage) -> Iterator[Table]:
        """Yield the one table."""
        yield read_delimited(source, stage)
