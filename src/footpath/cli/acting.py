"""Which store a command works on, and who is at the keyboard."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from footpath.core.settings import Settings
    from footpath.events import Lake

STORE = click.option("--store", type=click.Path(path_type=Path), help="Folder of the store.")


def actor() -> str:
    """Return what the audit log calls the person at the keyboard."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):  # a container may have no names for its users
        return "cli"


def opened(store: Path | None) -> "Lake":
    """Return the store that was named, or the one of the settings."""
    from footpath.events import Lake

    return Lake.open(store or set_().store)


def set_() -> "Settings":
    """Return the settings."""
    from footpath.core import settings

    return settings.load()
