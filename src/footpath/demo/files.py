"""The files of the exports folder, open side by side while chunks of customers are written; same rows, same bytes."""

import csv
import gzip
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

import xlsxwriter

from footpath.demo.people import NEVER

Row = Sequence[Any]


class Files:
    """All files of one export, opened when first written to and closed together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._streams: dict[str, gzip.GzipFile] = {}
        self._raw: list[Any] = []
        self._tables: dict[str, tuple[TextIO, Any]] = {}
        self._sheets: dict[str, tuple[Any, Any, list[int]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for stream in self._streams.values():
            stream.close()
        for raw in self._raw:
            raw.close()
        for handle, _ in self._tables.values():
            handle.close()
        for book, _, _ in self._sheets.values():
            book.close()

    def lines(self, name: str, data: bytes) -> None:
        """Append bytes to a gzip file."""
        if name not in self._streams:
            raw = self._path(name).open("wb")
            self._raw.append(raw)
            self._streams[name] = gzip.GzipFile(filename="", mode="wb", compresslevel=3, fileobj=raw, mtime=0)
        self._streams[name].write(data)

    def table(
        self, name: str, header: Row, rows: Iterable[Row], *, delimiter: str = ",", encoding: str = "utf-8"
    ) -> None:
        """Append rows to a CSV file; characters its encoding lacks become "?"."""
        if name not in self._tables:
            handle = self._path(name).open("w", encoding=encoding, errors="replace", newline="")
            self._tables[name] = (handle, csv.writer(handle, delimiter=delimiter, lineterminator="\r\n"))
            self._tables[name][1].writerow(header)
        self._tables[name][1].writerows(rows)

    def sheet(self, name: str, header: Row, rows: Iterable[Row]) -> None:
        """Append rows to an Excel sheet; datetimes (naive, UTC) become Excel dates."""
        if name not in self._sheets:
            options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"}
            book = xlsxwriter.Workbook(str(self._path(name)), options)
            # a fixed instant: the time of writing would make every file different
            book.set_properties({"created": datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
            page = book.add_worksheet("Tickets")
            page.write_row(0, 0, header)
            self._sheets[name] = (book, page, [1])
        _, page, at = self._sheets[name]
        for row in rows:
            page.write_row(at[0], 0, row)
            at[0] += 1

    def _path(self, name: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


class Dates:
    """Writes instants the way one system does; what never happened, or only after the period's end, is left blank."""

    def __init__(self, end_us: int) -> None:
        self.end_us = end_us

    def at(self, us: int) -> datetime | None:
        """Return a naive UTC datetime without its fraction of a second, None when it has not happened."""
        if us == NEVER or us >= self.end_us:
            return None
        return datetime.fromtimestamp(int(us) // 1_000_000, UTC).replace(tzinfo=None)

    def iso(self, us: int) -> str:
        """Write 2025-03-04T13:22:11Z."""
        at = self.at(us)
        return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else ""

    def dotted(self, us: int) -> str:
        """Write 04.03.2025 13:22."""
        at = self.at(us)
        return f"{at:%d.%m.%Y %H:%M}" if at else ""

    def slashed(self, us: int) -> str:
        """Write 04/03/2025."""
        at = self.at(us)
        return f"{at:%d/%m/%Y}" if at else ""

    def offset(self, us: int) -> str:
        """Write 2025-03-04 13:22:11+00:00."""
        at = self.at(us)
        return f"{at:%Y-%m-%d %H:%M:%S}+00:00" if at else ""
