"""Facts: what customers did and said, as it came, and where it is kept."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.events.appending import Appended
    from footpath.events.identity import KINDS, ZERO, Persons, resolve
    from footpath.events.lake import Lake, Snapshot
    from footpath.events.records import ImportRecord
    from footpath.events.rejects import Reject
    from footpath.events.schema import EVENTS, SIGNALS, TABLES, TRAITS

# Loaded when first asked for: the libraries behind the lake take longer to import than `footpath --help` may take.
_HOMES = {
    "Appended": "appending",
    "EVENTS": "schema",
    "ImportRecord": "records",
    "KINDS": "identity",
    "Lake": "lake",
    "Persons": "identity",
    "Reject": "rejects",
    "SIGNALS": "schema",
    "Snapshot": "lake",
    "TABLES": "schema",
    "TRAITS": "schema",
    "ZERO": "identity",
    "resolve": "identity",
}

__all__ = [
    "EVENTS",
    "KINDS",
    "SIGNALS",
    "TABLES",
    "TRAITS",
    "ZERO",
    "Appended",
    "ImportRecord",
    "Lake",
    "Persons",
    "Reject",
    "Snapshot",
    "resolve",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
