"""JSON: an array of objects, one object a line, or an object around an array."""

from collections.abc import Iterator
from typing import ClassVar

from footpath.core.errors import Invalid
from footpath.events.connectors import Connector
from footpath.events.reading.documents import first_documents, flat_columns, stage_documents, stage_flat
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, Table, unique_names


class Json(Connector):
    """JSON: an array of objects, one object a line, or an object around an array; nested objects become a.b columns."""

    name: ClassVar[str] = "json"
    summary: ClassVar[str] = "JSON: an array of objects, one object a line, or an object around an array."

    @classmethod
    def recognise(cls, source: Source) -> float:
        """JSON objects at its start, or the name says so and it starts like JSON."""
        if first_documents(source):
            return 0.92
        return (
            0.7 if source.suffix in {".json", ".jsonl", ".ndjson"} and source.text.lstrip()[:1] in {"[", "{"} else 0.0
        )

    def read(self, source: Source, stage: Stage) -> Iterator[Table]:
        """Yield the one table."""
        documents, rejects = stage_documents(source, stage)
        columns = flat_columns(stage, documents)
        if not columns:
            raise Invalid(f"{source.name} holds no fields.", hint="Give JSON objects with fields.")
        names = unique_names(list(columns))
        path = stage_flat(stage, documents, dict(zip(names, columns.values(), strict=True)))
        view, named, rows = stage.view(path)
        yield Table(
            name=source.name,
            view=view,
            columns=named,
            rows=rows,
            rejects=(*source.rejects, *rejects),
            notes=(f"JSON, {source.encoding}",),
        )
