"""Facts: what customers did and said, as it came, and where it is kept."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.events.appending import Appended
    from footpath.events.lake import Lake, Snapshot
    from footpath.events.records import ImportRecord
    from footpath.events.rejects import Reject
    from footpath.events.schema import EVENTS, SIGNALS, TABLES, TRAITS

# Loaded when first asked for: the libraries behind the lake take longer to import than `footpath --help` may take.
_HOMES = {
    "Appended": "appending",
    "EVENTS": "schema",
    "ImportRecord": "records",
    "Lake": "lake",
    "Reject": "rejects",
    "SIGNALS": "schema",
    "Snapshot": "lake",
    "TABLES": "schema",
    "TRAITS": "schema",
}

__all__ = ["EVENTS", "SIGNALS", "TABLES", "TRAITS", "Appended", "ImportRecord", "Lake", "Reject", "Snapshot"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
