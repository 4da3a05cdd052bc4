"""Plain texts, one a line, with their labels in a file beside them perhaps."""

from collections.abc import Iterator
from statistics import median
from typing import ClassVar

from footpath.events.connectors import Connector
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, Table, lines_of, quoted


class Lines(Connector):
    """Plain texts, one a line; labels are read along from the file beside it (x_text.txt with x_labels.txt)."""

    name: ClassVar[str] = "lines"
    summary: ClassVar[str] = "Plain texts, one a line; labels are read along from x_labels.txt beside x_text.txt."

    @classmethod
    def recognise(cls, source: Source) -> float:
        """A text file whose lines read like sentences."""
        if source.encoding is None or source.suffix not in {".txt", ".text"}:
            return 0.0
        lines = [line.strip() for line in source.text.split("\n")[:300] if line.strip()]
        wordy = sum(" " in line or not line.isascii() for line in lines)
        return 0.65 if lines and wordy > 0.7 * len(lines) and median(map(len, lines)) >= 15 else 0.0

    def read(self, source: Source, stage: Stage) -> Iterator[Table]:
        """Yield the one table: text, and label where there are labels."""
        texts = _numbered(stage, str(source.utf8(stage.scratch(".txt"))))
        beside = source.path.with_name(source.path.name.replace("_text", "_labels"))
        notes = ["one text a line"]
        query = f"SELECT line AS text FROM {texts} ORDER BY n"
        if beside != source.path and beside.is_file():
            labels = _numbered(stage, str(Source(beside).utf8(stage.scratch(".txt"))))
            if stage.one(f"SELECT count(*) FROM {texts}") == stage.one(f"SELECT count(*) FROM {labels}"):
                query = f"SELECT t.line AS text, l.line AS label FROM {texts} t JOIN {labels} l USING (n) ORDER BY n"
                notes.append(f"labels from {beside.name}")
        view, columns, rows = stage.view(stage.keep(query))
        yield Table(
            name=source.name, view=view, columns=columns, rows=rows, rejects=tuple(source.rejects), notes=tuple(notes)
        )


def _numbered(stage: Stage, path: str) -> str:
    kept = stage.keep(lines_of(path))
    return f"(SELECT file_row_number AS n, line FROM read_parquet({quoted(str(kept))}, file_row_number = true))"
