"""Pulls: what is fetched on a schedule from databases, REST services and mailboxes, and becomes facts."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.pulling.pull import PULLS, Pull
    from footpath.pulling.pull_files import PullFolder, needs_secret, written_from
    from footpath.pulling.running import Pulled, run_pull
    from footpath.pulling.scheduling import Scheduler
    from footpath.pulling.statuses import Status, status_of
    from footpath.pulling.when import next_due

# Loaded when first asked for: the command line must start at once.
_HOMES = {
    "PULLS": "pull",
    "Pull": "pull",
    "PullFolder": "pull_files",
    "Pulled": "running",
    "Scheduler": "scheduling",
    "Status": "statuses",
    "needs_secret": "pull_files",
    "next_due": "when",
    "run_pull": "running",
    "status_of": "statuses",
    "written_from": "pull_files",
}

__all__ = [
    "PULLS",
    "Pull",
    "PullFolder",
    "Pulled",
    "Scheduler",
    "Status",
    "needs_secret",
    "next_due",
    "run_pull",
    "status_of",
    "written_from",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
