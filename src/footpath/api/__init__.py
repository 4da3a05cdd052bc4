"""The REST API: people, privacy, sources and operations over HTTP, described by OpenAPI, for programs with a key."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.api.assembling import application
    from footpath.api.keys import SCOPES, ApiKey, ApiKeys
    from footpath.api.serving import serve

# Loaded when first asked for: the command line must start at once.
_HOMES = {
    "ApiKey": "keys",
    "ApiKeys": "keys",
    "SCOPES": "keys",
    "application": "assembling",
    "serve": "serving",
}

__all__ = ["SCOPES", "ApiKey", "ApiKeys", "application", "serve"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
