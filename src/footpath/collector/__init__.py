"""The collector: events over HTTP from the SDKs people have, safe on disk before they are acknowledged."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.collector.collecting import Collector
    from footpath.collector.emptying import damaged_files, empty_spools
    from footpath.collector.fields import email_hash
    from footpath.collector.hook import HOOKS, Hook
    from footpath.collector.hook_files import HookFolder, written_from
    from footpath.collector.intake import PROTOCOLS
    from footpath.collector.keys import Key, KeyFile
    from footpath.collector.logs import log_as_json
    from footpath.collector.postbox import MailIn, mail_in
    from footpath.collector.privacy.policy import Policy, SourceRules, policy_of, read_policy
    from footpath.collector.privacy.tables import door_for_tables
    from footpath.collector.records import DeadLetter
    from footpath.collector.replaying import Replayed, letters, replay
    from footpath.collector.routes import application, run, serve, server
    from footpath.collector.speaking_of import forget_letters, speaks_of
    from footpath.collector.trying import example_of, try_hook

# Loaded when first asked for: the command line must start at once.
_HOMES = {
    "application": "routes",
    "Collector": "collecting",
    "damaged_files": "emptying",
    "DeadLetter": "records",
    "door_for_tables": "privacy.tables",
    "email_hash": "fields",
    "empty_spools": "emptying",
    "example_of": "trying",
    "forget_letters": "speaking_of",
    "Hook": "hook",
    "HookFolder": "hook_files",
    "HOOKS": "hook",
    "Key": "keys",
    "KeyFile": "keys",
    "letters": "replaying",
    "log_as_json": "logs",
    "mail_in": "postbox",
    "MailIn": "postbox",
    "Policy": "privacy.policy",
    "policy_of": "privacy.policy",
    "PROTOCOLS": "intake",
    "read_policy": "privacy.policy",
    "replay": "replaying",
    "Replayed": "replaying",
    "run": "routes",
    "serve": "routes",
    "server": "routes",
    "SourceRules": "privacy.policy",
    "speaks_of": "speaking_of",
    "try_hook": "trying",
    "written_from": "hook_files",
}

__all__ = [
    "HOOKS",
    "PROTOCOLS",
    "Collector",
    "DeadLetter",
    "Hook",
    "HookFolder",
    "Key",
    "KeyFile",
    "MailIn",
    "Policy",
    "Replayed",
    "SourceRules",
    "application",
    "damaged_files",
    "door_for_tables",
    "email_hash",
    "empty_spools",
    "example_of",
    "forget_letters",
    "letters",
    "log_as_json",
    "mail_in",
    "policy_of",
    "read_policy",
    "replay",
    "run",
    "serve",
    "server",
    "speaks_of",
    "try_hook",
    "written_from",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
