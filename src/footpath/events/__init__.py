"""Facts: what customers did and said, as it came, and where it is kept."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.events.appending import Appended
    from footpath.events.erasing import Erased
    from footpath.events.facts import ERASED, span
    from footpath.events.identity import KINDS, ZERO, Graph, Persons, graph_of, persons_of, resolve
    from footpath.events.importing import FileReport, ImportReport, TableReport, import_paths
    from footpath.events.info import Info, SourceInfo
    from footpath.events.lake import Lake, Snapshot
    from footpath.events.lock import writing
    from footpath.events.reading.options import ImportOptions
    from footpath.events.reading.questions import Question, Unclear
    from footpath.events.records import ImportRecord
    from footpath.events.regrouping import (
        Fresh,
        Known,
        Regrouped,
        known_of,
        known_with,
        known_without,
        look_up,
        regroup,
    )
    from footpath.events.rejects import Reject
    from footpath.events.schema import EVENTS, SIGNALS, TABLES, TRAITS

# Loaded when first asked for: the libraries behind the lake take longer to import than `footpath --help` may take.
_HOMES = {
    "Appended": "appending",
    "ERASED": "facts",
    "EVENTS": "schema",
    "Erased": "erasing",
    "FileReport": "importing",
    "Fresh": "regrouping",
    "Graph": "identity",
    "graph_of": "identity",
    "persons_of": "identity",
    "Known": "regrouping",
    "Regrouped": "regrouping",
    "known_of": "regrouping",
    "known_with": "regrouping",
    "known_without": "regrouping",
    "look_up": "regrouping",
    "regroup": "regrouping",
    "ImportOptions": "reading.options",
    "ImportRecord": "records",
    "ImportReport": "importing",
    "Info": "info",
    "KINDS": "identity",
    "Lake": "lake",
    "Persons": "identity",
    "Question": "reading.questions",
    "Reject": "rejects",
    "SIGNALS": "schema",
    "Snapshot": "lake",
    "SourceInfo": "info",
    "TABLES": "schema",
    "TRAITS": "schema",
    "TableReport": "importing",
    "Unclear": "reading.questions",
    "ZERO": "identity",
    "import_paths": "importing",
    "resolve": "identity",
    "span": "facts",
    "writing": "lock",
}

__all__ = [
    "ERASED",
    "EVENTS",
    "KINDS",
    "SIGNALS",
    "TABLES",
    "TRAITS",
    "ZERO",
    "Appended",
    "Erased",
    "FileReport",
    "Fresh",
    "Graph",
    "ImportOptions",
    "ImportRecord",
    "ImportReport",
    "Info",
    "Known",
    "Lake",
    "Persons",
    "Question",
    "Regrouped",
    "Reject",
    "Snapshot",
    "SourceInfo",
    "TableReport",
    "Unclear",
    "graph_of",
    "import_paths",
    "known_of",
    "known_with",
    "known_without",
    "look_up",
    "persons_of",
    "regroup",
    "resolve",
    "span",
    "writing",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
