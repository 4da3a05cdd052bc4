"""Facts: what customers did and said, as it came, and where it is kept."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.events.appending import Appended
    from footpath.events.bringing import Taken, checked_mapping, take_documents
    from footpath.events.erasing import Erased
    from footpath.events.facts import ERASED, span
    from footpath.events.identity import KINDS, ZERO, Graph, Persons, graph_of, persons_of, resolve
    from footpath.events.importing import FileReport, ImportReport, TableReport, import_paths
    from footpath.events.info import Info, SourceInfo
    from footpath.events.lake import Lake, Snapshot
    from footpath.events.lock import writing
    from footpath.events.mail.html import plain_text
    from footpath.events.mail.reading import Mail, read_mail
    from footpath.events.mail.signals import document as mail_document
    from footpath.events.mail.signals import mapping as mail_mapping
    from footpath.events.mapping import Mapping
    from footpath.events.plan.checking import Broken, Checked
    from footpath.events.plan.checking import check as check_plan
    from footpath.events.plan.drift import Drift, drifts
    from footpath.events.plan.model import Plan
    from footpath.events.plan.model import as_yaml as plan_as_yaml
    from footpath.events.plan.model import load as load_plan
    from footpath.events.plan.proposing import propose as propose_plan
    from footpath.events.plan.seen import Property, Seen, see
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
    "Broken": "plan.checking",
    "Checked": "plan.checking",
    "Drift": "plan.drift",
    "ERASED": "facts",
    "EVENTS": "schema",
    "Erased": "erasing",
    "FileReport": "importing",
    "Fresh": "regrouping",
    "Graph": "identity",
    "graph_of": "identity",
    "persons_of": "identity",
    "plain_text": "mail.html",
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
    "Mail": "mail.reading",
    "Mapping": "mapping",
    "Persons": "identity",
    "Plan": "plan.model",
    "Property": "plan.seen",
    "Question": "reading.questions",
    "Reject": "rejects",
    "SIGNALS": "schema",
    "Seen": "plan.seen",
    "Snapshot": "lake",
    "SourceInfo": "info",
    "TABLES": "schema",
    "TRAITS": "schema",
    "Taken": "bringing",
    "checked_mapping": "bringing",
    "mail_document": "mail.signals:document",
    "mail_mapping": "mail.signals:mapping",
    "read_mail": "mail.reading",
    "take_documents": "bringing",
    "TableReport": "importing",
    "Unclear": "reading.questions",
    "ZERO": "identity",
    "check_plan": "plan.checking:check",
    "drifts": "plan.drift",
    "import_paths": "importing",
    "load_plan": "plan.model:load",
    "plan_as_yaml": "plan.model:as_yaml",
    "propose_plan": "plan.proposing:propose",
    "see": "plan.seen",
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
    "Broken",
    "Checked",
    "Drift",
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
    "Mail",
    "Mapping",
    "Persons",
    "Plan",
    "Property",
    "Question",
    "Regrouped",
    "Reject",
    "Seen",
    "Snapshot",
    "SourceInfo",
    "TableReport",
    "Taken",
    "Unclear",
    "check_plan",
    "checked_mapping",
    "drifts",
    "graph_of",
    "import_paths",
    "known_of",
    "known_with",
    "known_without",
    "load_plan",
    "look_up",
    "mail_document",
    "mail_mapping",
    "persons_of",
    "plain_text",
    "plan_as_yaml",
    "propose_plan",
    "read_mail",
    "regroup",
    "resolve",
    "see",
    "span",
    "take_documents",
    "writing",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home, _, inside = _HOMES[name].partition(":")
    return getattr(import_module(f"{__name__}.{home}"), inside or name)
