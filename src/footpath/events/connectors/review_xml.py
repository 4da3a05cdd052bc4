"""Review sets in XML: sentences or reviews with a text, attributes, and what they are about."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pyarrow as pa
from lxml import etree

from footpath.core.errors import Invalid
from footpath.events.connectors import Connector
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, Table
from footpath.events.rejects import Reject

_ENTRIES = {"sentence", "review", "comment", "opinion", "feedback"}
_TOPICS = {"aspectcategory", "opinion"}


class ReviewXml(Connector):
    """Review sets in XML, such as SemEval's: one row a text, or a text and topic where topics are judged apart."""

    name: ClassVar[str] = "review_xml"
    summary: ClassVar[str] = "Review sets in XML, such as SemEval's: one row a text, or a text and topic."

    @classmethod
    def recognise(cls, source: Source) -> float:
        """XML with sentences or reviews that hold a text."""
        start = source.head[:50_000].lower()
        if not start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<?xml", b"<")) or b"<log" in start:
            return 0.0
        return 0.9 if b"<text" in start and any(f"<{word}".encode() in start for word in _ENTRIES) else 0.0

    def read(self, source: Source, stage: Stage) -> Iterator[Table]:
        """Yield the one table."""
        rows, rejects = _rows(source)
        if not rows:
            raise Invalid(f"{source.name} holds no texts.", hint="Give entries with a <text>.")
        names = sorted({name for row in rows for name in row}, key=lambda name: (name != "text", name))
        columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
        table = pa.table(columns)
        view, named, count = stage.view(stage.keep_batches(table.schema, table.to_batches()))
        yield Table(
            name=source.name,
            view=view,
            columns=named,
            rows=count,
            rejects=(*source.rejects, *rejects),
            notes=("reviews in XML",),
        )


def _rows(source: Source) -> tuple[list[dict[str, str]], list[Reject]]:
    rows: list[dict[str, str]] = []
    rejects: list[Reject] = []
    parser = etree.XMLPullParser(events=("end",), resolve_entities=False, no_network=True, huge_tree=True)
    try:
        for chunk in source.chunks():
            parser.feed(chunk)
            _take(parser, rows)
        parser.close()
        _take(parser, rows)
    except etree.XMLSyntaxError as problem:
        _take(parser, rows)
        reason = f"the file breaks off or is not XML: {problem.msg}"
        rejects.append(Reject(problem.lineno, "", "", reason, "Export it again; what is whole was read."))
    return rows, rejects


def _take(parser: Any, rows: list[dict[str, str]]) -> None:
    for _, element in parser.read_events():
        if _tag(element) not in _ENTRIES or element.find("text") is None:
            continue
        entry = {f"{name} id" if name == "id" else name: value for name, value in element.attrib.items()}
        entry |= {_tag(child): child.text.strip() for child in element if child.text and child.text.strip()}
        topics = [topic for topic in element.iter() if _tag(topic) in _TOPICS and topic.get("polarity")]
        rows += [{**entry, **dict(topic.attrib)} for topic in topics] or [entry]
        element.clear()


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
