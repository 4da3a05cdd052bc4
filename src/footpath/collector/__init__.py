"""The collector: events over HTTP from the SDKs people have, safe on disk before they are acknowledged."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.collector.collecting import Collector
    from footpath.collector.emptying import damaged_files, empty_spools
    from footpath.collector.fields import email_hash
    from footpath.collector.intake import PROTOCOLS
    from footpath.collector.keys import Key, KeyFile
    from footpath.collector.logs import log_as_json
    from footpath.collector.privacy.policy import Policy, SourceRules, policy_of, read_policy
    from footpath.collector.records import DeadLetter
    from footpath.collector.replaying import Replayed, letters, replay
    from footpath.collector.routes import application, run, serve
    from footpath.collector.speaking_of import forget_letters, speaks_of

# Loaded when first asked for: the command line must start at once.
_HOMES = {
    "Collector": "collecting",
    "DeadLetter": "records",
    "Key": "keys",
    "KeyFile": "keys",
    "PROTOCOLS": "intake",
    "Policy": "privacy.policy",
    "Replayed": "replaying",
    "SourceRules": "privacy.policy",
    "application": "routes",
    "damaged_files": "emptying",
    "email_hash": "fields",
    "empty_spools": "emptying",
    "forget_letters": "speaking_of",
    "letters": "replaying",
    "log_as_json": "logs",
    "policy_of": "privacy.policy",
    "read_policy": "privacy.policy",
    "replay": "replaying",
    "run": "routes",
    "serve": "routes",
    "speaks_of": "speaking_of",
}

__all__ = [
    "PROTOCOLS",
    "Collector",
    "DeadLetter",
    "Key",
    "KeyFile",
    "Policy",
    "Replayed",
    "SourceRules",
    "application",
    "damaged_files",
    "email_hash",
    "empty_spools",
    "forget_letters",
    "letters",
    "log_as_json",
    "policy_of",
    "read_policy",
    "replay",
    "run",
    "serve",
    "speaks_of",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
