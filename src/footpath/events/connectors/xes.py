"""XES: event logs of process mining (IEEE 1849), traces with events in them."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pyarrow as pa
from lxml import etree

from footpath.core.errors import Invalid
from footpath.events.connectors import Connector
from footpath.events.mapping import EventRule, Mapping, TraitRule, When, Who
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, Table, ident, quoted
from footpath.events.rejects import Reject

_FLUSH = 50_000
_CASE, _NAME, _TIME = "case:concept:name", "concept:name", "time:timestamp"


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
        numbered = stage.one(f"SELECT bool_and(regexp_full_match({ident(_CASE)}, '(trace )?[0-9]+')) FROM {view}")
        who = Who(user=_CASE, scope=f"{source.name}#" if numbered else None)
        yield Table(
            name=source.name,
            view=view,
            columns=columns,
            rows=rows,
            rejects=(*source.rejects, *log.rejects),
            mapping=_mapping(source.name, columns, log.classifier, who),
            notes=(f"{log.traces:,} traces; a trace is a person",),
        )


class _Log:
    """A log as it is read, in bounded memory."""

    def __init__(self, source: Source, stage: Stage) -> None:
        self._source = source
        self._stage = stage
        self._rows: list[dict[str, str]] = []
        self.parts: list[Any] = []
        self.rejects: list[Reject] = []
        self.classifier: list[str] = []
        self.traces = 0

    def parse(self) -> None:
        """Read all; a log that breaks off keeps the traces that are whole."""
        parser = etree.XMLPullParser(
            events=("end",),
            tag=("{*}trace", "{*}event", "{*}classifier"),
            resolve_entities=False,
            no_network=True,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
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
        for _, element in parser.read_events():
            tag = _tag(element)
            if tag == "trace":
                self._trace(element)
                _forget(element)
            elif tag == "event" and _tag(element.getparent()) != "trace":
                self._rows.append(_attributes(element, {}))
                _forget(element)
            elif tag == "classifier" and not self.classifier and element.get("scope", "event") == "event":
                self.classifier = (element.get("keys") or "").split()

    def _trace(self, trace: Any) -> None:
        self.traces += 1
        events = trace.findall("{*}event")
        case: dict[str, str] = {}
        for child in trace:
            if child.get("key"):
                _attribute(child, "case:", case)
        case.setdefault(_CASE, f"trace {self.traces}")
        self._rows += [_attributes(event, case) for event in events]
        if len(self._rows) >= _FLUSH:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            names = sorted({name for row in self._rows for name in row})
            columns = {name: pa.array([row.get(name) for row in self._rows], pa.string()) for name in names}
            table = pa.table(columns)
            self.parts.append(self._stage.keep_batches(table.schema, table.to_batches()))
        self._rows = []


def _tag(element: Any) -> str:
    tag: str = element.tag
    return tag.rpartition("}")[2]


def _attributes(event: Any, case: dict[str, str]) -> dict[str, str]:
    values = case.copy()
    for child in event:
        key, value = child.get("key"), child.get("value")
        if key and value:
            values[key] = value
        if len(child):
            _attribute(child, "", values)
    return values


def _attribute(element: Any, prefix: str, into: dict[str, str]) -> None:
    """Add an attribute and those nested in it, as key.nested."""
    key, value = element.get("key"), element.get("value")
    if key and value:
        into[f"{prefix}{key}"] = value
    for child in element:
        _attribute(child, f"{prefix}{key}." if key else prefix, into)


def _forget(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _mapping(match: str, columns: tuple[str, ...], classifier: list[str], who: Who) -> Mapping:
    keys = [key for key in classifier if key in columns]
    name = _NAME if _NAME in columns or not keys else "=" + " ".join(f"{{{key}}}" for key in keys)
    case = [column for column in columns if column.startswith("case:") and column != _CASE]
    rule = EventRule(name=name, at=When(column=_TIME))
    traits = TraitRule(columns=case, distinct=True) if case else None
    return Mapping(match=match, who=who, events=[rule], traits=traits)
