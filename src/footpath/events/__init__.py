"""Facts: what customers did and said, as it came, and where it is kept."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.events.appending import Appended
    from footpath.events.belonging import BELONGING, DOMAIN, FREEMAIL, account_in, account_sql
    from footpath.events.bringing import Taken, checked_mapping, take_documents
    from footpath.events.deciding import Decided, decided, numbers_of
    from footpath.events.decisions import Decision, Identity, decide, id_of, read_decisions, read_identity, undo
    from footpath.events.erasing import Erased, name_erased
    from footpath.events.facts import ERASED, span
    from footpath.events.graph import NO_TIME, Graph, graph_of, in_parts
    from footpath.events.grouping import Grouped, over
    from footpath.events.identity import (
        KINDS,
        Persons,
        clusters_of,
        merges_of,
        persons_of,
        resolve,
        turns_in,
    )
    from footpath.events.identity_rules import COLUMNS, PRESETS, Preset, Rules, as_text, preset, read_rules, write_rules
    from footpath.events.importing import FileReport, ImportReport, TableReport, import_paths
    from footpath.events.info import Info, SourceInfo
    from footpath.events.laid import Fresh, Known, Where, known_of, known_with, known_without, look_up
    from footpath.events.lake import Door, Lake, Snapshot
    from footpath.events.lock import writing
    from footpath.events.mail.html import plain_text
    from footpath.events.mail.reading import Mail, read_mail
    from footpath.events.mail.signals import columns as mail_columns
    from footpath.events.mail.signals import document as mail_document
    from footpath.events.mail.signals import mapping as mail_mapping
    from footpath.events.mapping import Mapping
    from footpath.events.naming import id_on, nobody, zero
    from footpath.events.plan.checking import Broken, Checked
    from footpath.events.plan.checking import check as check_plan
    from footpath.events.plan.drift import Drift, drifts
    from footpath.events.plan.model import Plan, plan_of
    from footpath.events.plan.model import as_yaml as plan_as_yaml
    from footpath.events.plan.model import load as load_plan
    from footpath.events.plan.proposing import propose as propose_plan
    from footpath.events.plan.seen import Property, Seen, see
    from footpath.events.reading.options import ImportOptions
    from footpath.events.reading.questions import Question, Unclear
    from footpath.events.records import ImportRecord
    from footpath.events.regrouping import Regrouped, regroup
    from footpath.events.rejects import Reject
    from footpath.events.schema import CONSENTS, EVENTS, SCHEMAS, SIGNALS, TABLES, TRAITS
    from footpath.events.tombstones import FILE as ERASED_IDS
    from footpath.events.tombstones import all_of as erased_ids
    from footpath.events.turns import Turns, logins, turns_from

# Loaded when first asked for: the libraries behind the lake take longer to import than `footpath --help` may take.
_HOMES = {
    "account_in": "belonging",
    "account_sql": "belonging",
    "Appended": "appending",
    "as_text": "identity_rules",
    "BELONGING": "belonging",
    "Broken": "plan.checking",
    "check_plan": "plan.checking:check",
    "Checked": "plan.checking",
    "checked_mapping": "bringing",
    "clusters_of": "identity",
    "COLUMNS": "identity_rules",
    "CONSENTS": "schema",
    "decide": "decisions",
    "Decided": "deciding",
    "decided": "deciding",
    "Decision": "decisions",
    "DOMAIN": "belonging",
    "Door": "lake",
    "Drift": "plan.drift",
    "drifts": "plan.drift",
    "ERASED": "facts",
    "Erased": "erasing",
    "ERASED_IDS": "tombstones:FILE",
    "erased_ids": "tombstones:all_of",
    "EVENTS": "schema",
    "FileReport": "importing",
    "FREEMAIL": "belonging",
    "Fresh": "laid",
    "Graph": "graph",
    "graph_of": "graph",
    "Grouped": "grouping",
    "id_of": "decisions",
    "id_on": "naming",
    "Identity": "decisions",
    "import_paths": "importing",
    "ImportOptions": "reading.options",
    "ImportRecord": "records",
    "ImportReport": "importing",
    "in_parts": "graph",
    "Info": "info",
    "KINDS": "identity",
    "Known": "laid",
    "known_of": "laid",
    "known_with": "laid",
    "known_without": "laid",
    "Lake": "lake",
    "load_plan": "plan.model:load",
    "logins": "turns",
    "look_up": "laid",
    "Mail": "mail.reading",
    "mail_columns": "mail.signals:columns",
    "mail_document": "mail.signals:document",
    "mail_mapping": "mail.signals:mapping",
    "Mapping": "mapping",
    "merges_of": "identity",
    "name_erased": "erasing",
    "NO_TIME": "graph",
    "nobody": "naming",
    "numbers_of": "deciding",
    "over": "grouping",
    "Persons": "identity",
    "persons_of": "identity",
    "plain_text": "mail.html",
    "Plan": "plan.model",
    "plan_as_yaml": "plan.model:as_yaml",
    "plan_of": "plan.model",
    "Preset": "identity_rules",
    "preset": "identity_rules",
    "PRESETS": "identity_rules",
    "Property": "plan.seen",
    "propose_plan": "plan.proposing:propose",
    "Question": "reading.questions",
    "read_decisions": "decisions",
    "read_identity": "decisions",
    "read_mail": "mail.reading",
    "read_rules": "identity_rules",
    "regroup": "regrouping",
    "Regrouped": "regrouping",
    "Reject": "rejects",
    "resolve": "identity",
    "Rules": "identity_rules",
    "SCHEMAS": "schema",
    "see": "plan.seen",
    "Seen": "plan.seen",
    "SIGNALS": "schema",
    "Snapshot": "lake",
    "SourceInfo": "info",
    "span": "facts",
    "TableReport": "importing",
    "TABLES": "schema",
    "take_documents": "bringing",
    "Taken": "bringing",
    "TRAITS": "schema",
    "Turns": "turns",
    "turns_from": "turns",
    "turns_in": "identity",
    "Unclear": "reading.questions",
    "undo": "decisions",
    "Where": "laid",
    "write_rules": "identity_rules",
    "writing": "lock",
    "zero": "naming",
}

__all__ = [
    "BELONGING",
    "COLUMNS",
    "CONSENTS",
    "DOMAIN",
    "ERASED",
    "ERASED_IDS",
    "EVENTS",
    "FREEMAIL",
    "KINDS",
    "NO_TIME",
    "PRESETS",
    "SCHEMAS",
    "SIGNALS",
    "TABLES",
    "TRAITS",
    "Appended",
    "Broken",
    "Checked",
    "Decided",
    "Decision",
    "Door",
    "Drift",
    "Erased",
    "FileReport",
    "Fresh",
    "Graph",
    "Grouped",
    "Identity",
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
    "Preset",
    "Property",
    "Question",
    "Regrouped",
    "Reject",
    "Rules",
    "Seen",
    "Snapshot",
    "SourceInfo",
    "TableReport",
    "Taken",
    "Turns",
    "Unclear",
    "Where",
    "account_in",
    "account_sql",
    "as_text",
    "check_plan",
    "checked_mapping",
    "clusters_of",
    "decide",
    "decided",
    "drifts",
    "erased_ids",
    "graph_of",
    "id_of",
    "id_on",
    "import_paths",
    "in_parts",
    "known_of",
    "known_with",
    "known_without",
    "load_plan",
    "logins",
    "look_up",
    "mail_columns",
    "mail_document",
    "mail_mapping",
    "merges_of",
    "name_erased",
    "nobody",
    "numbers_of",
    "over",
    "persons_of",
    "plain_text",
    "plan_as_yaml",
    "plan_of",
    "preset",
    "propose_plan",
    "read_decisions",
    "read_identity",
    "read_mail",
    "read_rules",
    "regroup",
    "resolve",
    "see",
    "span",
    "take_documents",
    "turns_from",
    "turns_in",
    "undo",
    "write_rules",
    "writing",
    "zero",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home, _, inside = _HOMES[name].partition(":")
    return getattr(import_module(f"{__name__}.{home}"), inside or name)
