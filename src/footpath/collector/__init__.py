"""The collector: events over HTTP from the SDKs people have, safe on disk before they are acknowledged."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.collector.collecting import Collector
    from footpath.collector.intake import PROTOCOLS
    from footpath.collector.keys import Key, KeyFile
    from footpath.collector.logs import log_as_json
    from footpath.collector.records import DeadLetter
    from footpath.collector.replaying import Replayed, letters, replay
    from footpath.collector.routes import application, run, serve, server

# Loaded when first asked for: the command line must start at once.
_HOMES = {
    "Collector": "collecting",
    "DeadLetter": "records",
    "Key": "keys",
    "KeyFile": "keys",
    "PROTOCOLS": "intake",
    "Replayed": "replaying",
    "application": "routes",
    "letters": "replaying",
    "log_as_json": "logs",
    "replay": "replaying",
    "run": "routes",
    "serve": "routes",
    "server": "routes",
}

__all__ = [
    "PROTOCOLS",
    "Collector",
    "DeadLetter",
    "Key",
    "KeyFile",
    "Replayed",
    "application",
    "letters",
    "log_as_json",
    "replay",
    "run",
    "serve",
    "server",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
