"""Facts: what customers did and said, as it came, and where it is kept."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.events.appending import Appended
    from footpath.events.belonging import BELONGING, DOMAIN, FREEMAIL, account_in, account_sql
    from footpath.events.deciding import Decided, decided, numbers_of
    from footpath.events.decisions import Decision, Identity, decide, id_of, read_decisions, read_identity, undo
    from footpath.events.erasing import Erased, name_erased
    from footpath.events.graph import NO_TIME, Graph, graph_of
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
    from footpath.events.known import Fresh, Known, Where, known_of, known_with, known_without, look_up
    from footpath.events.lake import Lake, Snapshot
    from footpath.events.lock import writing
    from footpath.events.naming import id_on, nobody, zero
    from footpath.events.reading.options import ImportOptions
    from footpath.events.reading.questions import Question, Unclear
    from footpath.events.records import ImportRecord
    from footpath.events.regrouping import Regrouped, regroup
    from footpath.events.rejects import Reject
    from footpath.events.schema import CONSENTS, EVENTS, SCHEMAS, SIGNALS, TABLES, TRAITS
    from footpath.events.turns import Turns, logins, turns_from

# Loaded when first asked for: the libraries behind the lake take longer to import than `footpath --help` may take.
_HOMES = {
    "Turns": "turns",
    "Grouped": "grouping",
    "logins": "turns",
    "turns_from": "turns",
    "turns_in": "identity",
    "numbers_of": "deciding",
    "BELONGING": "belonging",
    "DOMAIN": "belonging",
    "FREEMAIL": "belonging",
    "account_in": "belonging",
    "account_sql": "belonging",
    "COLUMNS": "identity_rules",
    "Appended": "appending",
    "as_text": "identity_rules",
    "clusters_of": "identity",
    "decide": "decisions",
    "Decided": "deciding",
    "decided": "deciding",
    "Decision": "decisions",
    "Erased": "erasing",
    "EVENTS": "schema",
    "CONSENTS": "schema",
    "SCHEMAS": "schema",
    "name_erased": "erasing",
    "FileReport": "importing",
    "Fresh": "known",
    "Graph": "graph",
    "graph_of": "graph",
    "id_of": "decisions",
    "id_on": "naming",
    "Identity": "decisions",
    "import_paths": "importing",
    "ImportOptions": "reading.options",
    "ImportRecord": "records",
    "ImportReport": "importing",
    "Info": "info",
    "KINDS": "identity",
    "Known": "known",
    "known_of": "known",
    "known_with": "known",
    "known_without": "known",
    "Lake": "lake",
    "look_up": "known",
    "NO_TIME": "graph",
    "nobody": "naming",
    "Persons": "identity",
    "merges_of": "identity",
    "over": "grouping",
    "persons_of": "identity",
    "Preset": "identity_rules",
    "preset": "identity_rules",
    "PRESETS": "identity_rules",
    "Question": "reading.questions",
    "read_decisions": "decisions",
    "read_identity": "decisions",
    "read_rules": "identity_rules",
    "regroup": "regrouping",
    "Regrouped": "regrouping",
    "Reject": "rejects",
    "resolve": "identity",
    "Rules": "identity_rules",
    "SIGNALS": "schema",
    "Snapshot": "lake",
    "SourceInfo": "info",
    "TableReport": "importing",
    "TABLES": "schema",
    "TRAITS": "schema",
    "Unclear": "reading.questions",
    "undo": "decisions",
    "Where": "known",
    "write_rules": "identity_rules",
    "writing": "lock",
    "zero": "naming",
}

__all__ = [
    "BELONGING",
    "COLUMNS",
    "CONSENTS",
    "DOMAIN",
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
    "Decided",
    "Decision",
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
    "Persons",
    "Preset",
    "Question",
    "Regrouped",
    "Reject",
    "Rules",
    "Snapshot",
    "SourceInfo",
    "TableReport",
    "Turns",
    "Unclear",
    "Where",
    "account_in",
    "account_sql",
    "as_text",
    "clusters_of",
    "decide",
    "decided",
    "graph_of",
    "id_of",
    "id_on",
    "import_paths",
    "known_of",
    "known_with",
    "known_without",
    "logins",
    "look_up",
    "merges_of",
    "name_erased",
    "nobody",
    "numbers_of",
    "over",
    "persons_of",
    "preset",
    "read_decisions",
    "read_identity",
    "read_rules",
    "regroup",
    "resolve",
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
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
