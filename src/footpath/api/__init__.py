"""The server: people, privacy, sources and operations for programs with a key, and what a team's browsers ask for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.api.assembling import application
    from footpath.api.keys import SCOPES, ApiKey, ApiKeys
    from footpath.api.serving import serve, together
    from footpath.api.team import Team

# Loaded when first asked for: the command line must start at once.
_HOMES = {
    "ApiKey": "keys",
    "ApiKeys": "keys",
    "SCOPES": "keys",
    "Team": "team",
    "application": "assembling",
    "serve": "serving",
    "together": "serving",
}

__all__ = ["SCOPES", "ApiKey", "ApiKeys", "Team", "application", "serve", "together"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
