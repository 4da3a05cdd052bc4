"""XES: event logs of process mining (IEEE 1849), traces with events in them."""

from collections.abc import Iterator
from typing import Any, ClassVar, cast

import pyarrow as pa
from lxml import etree

from footpath.core.errors import Invalid
from footpath.events.connectors import Connector
from footpath.events.mapping import EventRule, Mapping, TraitRule, When, Who
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, Table, quoted
from footpath.events.rejects import Reject

_FLUSH = 50_000
_CASE, _NAME, _TIME = "case:concept:name", "concept:name", "time:timestamp"
_VALUES = {"string", "date", "int", "float", "boolean", "id"}


class Xes(Connector):
    """XES: event logs of process mining (IEEE 1849); a trace is a person, its attributes are traits."""

    name: ClassVar[str] = "xes"
    summary: ClassVar[str] = "XES: event logs of process mining (IEEE 1849); a trace is a person."

    @classmethod
    def recognise(cls, source: Source) -> float:
        """XML with a <log> that has traces, or an XES header."""
        start = source.head[:20_000]
        if b"<log" not in start:
            return 0.0
        return 1.0 if b"xes" in start or b"<trace" in source.head else 0.0

    def read(self, source: Source, stage: Stage) -> Iterator[Table]:
        """Yield the one table; attributes of the trace are columns that start with "case:"."""
        log = _Log(source, stage)
        log.parse()
        if not log.parts:
            raise Invalid(f"{source.name} holds no events.", hint="Export the log again.")
        files = ", ".join(quoted(str(part)) for part in log.parts)
        path = stage.keep(f"SELECT * FROM read_parquet([{files}], union_by_name = true)")
        view, columns, rows = stage.view(path)
        yield Table(
            name=source.name,
            view=view,
            columns=columns,
            rows=rows,
            rejects=(*source.rejects, *log.rejects),
            mapping=_mapping(source.name, columns, log.classifier),
            notes=(f"{log.traces:,} traces; a trace is a person",),
        )


class _Log:
    """A log as it is read, in bounded memory."""

    def __init__(self, source: Source, stage: Stage) -> None:
        self._source = source
        self._stage = stage
        self._columns: dict[str, list[str | None]] = {}
        self._rows = 0
        self._inside = False
        self.parts: list[Any] = []
        self.rejects: list[Reject] = []
        self.classifier: list[str] = []
        self.traces = 0

    def parse(self) -> None:
        """Read all; a log that breaks off keeps the traces that are whole."""
        parser = etree.XMLPullParser(
            events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True
        )
        try:
            for chunk in self._source.chunks():
                parser.feed(chunk)
                self._take(parser)
            parser.close()
            self._take(parser)
        except etree.XMLSyntaxError as problem:
            self._take(parser)
            remedy = "Export the log again; the traces before this were read."
            self.rejects.append(
                Reject(problem.lineno, "", "", f"the log breaks off or is not XML: {problem.msg}", remedy)
            )
        self._flush()

    def _take(self, parser: Any) -> None:
        for action, element in parser.read_events():
            tag = _tag(element)
            if action == "start":
                self._inside = self._inside or tag == "trace"
            elif tag == "trace":
                self._trace(element)
                self._inside = False
                _forget(element)
            elif tag == "event" and not self._inside:
                self._add({}, element)
                _forget(element)
            elif tag == "classifier" and not self.classifier and element.get("scope", "event") == "event":
                self.classifier = (element.get("keys") or "").split()

    def _trace(self, trace: Any) -> None:
        self.traces += 1
        case: dict[str, str] = {}
        events = []
        for child in trace:
            if _tag(child) == "event":
                events.append(child)
            else:
                _attributes(child, "case:", case)
        case.setdefault(_CASE, f"trace {self.traces}")
        for event in events:
            self._add(case, event)

    def _add(self, case: dict[str, str], event: Any) -> None:
        values = dict(case)
        for child in event:
            _attributes(child, "", values)
        for key, value in values.items():
            column = self._columns.get(key)
            if column is None:
                column = self._columns[key] = [None] * self._rows
            column.append(value)
        self._rows += 1
        for column in self._columns.values():
            if len(column) < self._rows:
                column.append(None)
        if self._rows >= _FLUSH:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            table = pa.table({name: pa.array(column, pa.string()) for name, column in self._columns.items()})
            self.parts.append(self._stage.keep_batches(table.schema, table.to_batches()))
        self._columns, self._rows = {}, 0


def _tag(element: Any) -> str:
    return cast("str", element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attributes(element: Any, prefix: str, into: dict[str, str]) -> None:
    """Add an attribute and those nested in it, as key.nested."""
    tag, key, value = _tag(element), element.get("key"), element.get("value")
    name = f"{prefix}{key}" if key else prefix.rstrip(".")
    if key and tag in _VALUES and value is not None and value != "":
        into[name] = value
    for child in element:
        _attributes(child, f"{name}." if key else prefix, into)


def _forget(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _mapping(match: str, columns: tuple[str, ...], classifier: list[str]) -> Mapping:
    keys = [key for key in classifier if key in columns]
    name = _NAME if _NAME in columns or not keys else "=" + " ".join(f"{{{key}}}" for key in keys)
    case = [column for column in columns if column.startswith("case:") and column != _CASE]
    rule = EventRule(name=name, at=When(column=_TIME))
    traits = TraitRule(columns=case, distinct=True) if case else None
    return Mapping(match=match, who=Who(user=_CASE), events=[rule], traits=traits)
