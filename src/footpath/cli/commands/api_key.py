"""`footpath api-key`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from footpath.cli.acting import STORE, actor

if TYPE_CHECKING:
    from footpath.api import ApiKeys


@click.group()
def command() -> None:
    """API keys: which program may ask for what. Their scopes are listed by `footpath api-key scopes`."""


def _keys(store: Path | None) -> "tuple[ApiKeys, Path]":
    from footpath.api import ApiKeys
    from footpath.core import settings
    from footpath.events import Lake

    folder = Lake.open(store or settings.load().store, create=True).folder
    return ApiKeys(folder), folder


@command.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it may do; may be given several times.")
@STORE
def add(name: str, scopes: tuple[str, ...], store: Path | None) -> None:
    """Make a key called NAME; the audit log names it so."""
    from footpath.cli import output
    from footpath.core.audit import AuditLog

    keys, folder = _keys(store)
    made = keys.add(name, scopes)
    AuditLog(folder).add(actor(), "key.add", name, scopes=" ".join(scopes))
    output.say(made)
    output.tell("Keep it: it is shown this once, and only its hash is stored.")


@command.command(name="list")
@STORE
def list_(store: Path | None) -> None:
    """List the keys: name, first characters, scopes, since when, and whether they work."""
    from rich.table import Table

    from footpath.cli import output

    table = Table(box=None, pad_edge=False)
    for title in ("name", "key", "scopes", "made", "state"):
        table.add_column(title, overflow="fold")
    for key in _keys(store)[0].all():
        state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "works"
        table.add_row(output.plain(key.name), f"{key.starts}…", " ".join(key.scopes), f"{key.made_at:%Y-%m-%d}", state)
    output.out.print(table)


@command.command()
@click.argument("name")
@STORE
def revoke(name: str, store: Path | None) -> None:
    """Refuse the key called NAME from now on."""
    from footpath.cli import output
    from footpath.core.audit import AuditLog

    keys, folder = _keys(store)
    keys.revoke(name)
    AuditLog(folder).add(actor(), "key.revoke", name)
    output.tell(f"The key {name} is refused from now on.")


@command.command()
def scopes() -> None:
    """List what a key can be allowed to do."""
    from footpath.api import SCOPES
    from footpath.cli import output

    for name, words in SCOPES.items():
        output.say(f"{name}: {words}")
