"""People: who somebody is across all channels, why the store thinks so, and what to do when it is wrong.

Every function takes the store first and names and ids as text, and returns structs that msgspec turns to JSON.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.people.finding import search
    from footpath.people.hand import merge, rules, set_rules, split, undo
    from footpath.people.history import log
    from footpath.people.joining import why
    from footpath.people.model import (
        Cause,
        Consent,
        Found,
        Join,
        KnownId,
        Log,
        Membership,
        Moment,
        Page,
        Suspect,
        TraitValue,
    )
    from footpath.people.showing import show
    from footpath.people.suspecting import suspicious

# Loaded when first asked for: the libraries behind the lake take longer to import than `footpath --help` may take.
_HOMES = {
    **dict.fromkeys(
        (
            "Cause",
            "Consent",
            "Found",
            "Join",
            "KnownId",
            "Log",
            "Membership",
            "Moment",
            "Page",
            "Suspect",
            "TraitValue",
        ),
        "model",
    ),
    **dict.fromkeys(("merge", "rules", "set_rules", "split", "undo"), "hand"),
    "log": "history",
    "search": "finding",
    "show": "showing",
    "suspicious": "suspecting",
    "why": "joining",
}

__all__ = [
    "Cause",
    "Consent",
    "Found",
    "Join",
    "KnownId",
    "Log",
    "Membership",
    "Moment",
    "Page",
    "Suspect",
    "TraitValue",
    "log",
    "merge",
    "rules",
    "search",
    "set_rules",
    "show",
    "split",
    "suspicious",
    "undo",
    "why",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
