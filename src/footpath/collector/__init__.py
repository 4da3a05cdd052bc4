"""The collector: events over HTTP from the SDKs people have, safe on disk before they are acknowledged."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.collector.collecting import Collector
    from footpath.collector.hook import HOOKS, Hook
    from footpath.collector.hook_files import HookFolder, written_from
    from footpath.collector.intake import PROTOCOLS
    from footpath.collector.keys import Key, KeyFile
    from footpath.collector.logs import log_as_json
    from footpath.collector.records import DeadLetter
    from footpath.collector.replaying import Replayed, letters, replay
    from footpath.collector.routes import application, run, serve, server
    from footpath.collector.trying import example_of, try_hook

# Loaded when first asked for: the command line must start at once.
_HOMES = {
    "Collector": "collecting",
    "DeadLetter": "records",
    "HOOKS": "hook",
    "Hook": "hook",
    "HookFolder": "hook_files",
    "Key": "keys",
    "KeyFile": "keys",
    "PROTOCOLS": "intake",
    "Replayed": "replaying",
    "application": "routes",
    "example_of": "trying",
    "letters": "replaying",
    "log_as_json": "logs",
    "replay": "replaying",
    "run": "routes",
    "serve": "routes",
    "server": "routes",
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
    "Replayed",
    "application",
    "example_of",
    "letters",
    "log_as_json",
    "replay",
    "run",
    "serve",
    "server",
    "try_hook",
    "written_from",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
