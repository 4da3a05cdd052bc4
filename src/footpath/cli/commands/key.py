"""`footpath key`."""

from pathlib import Path
from typing import Any

import click

from footpath.cli.acting import actor

_STORE = click.option("--store", type=click.Path(path_type=Path), help="Folder of the store; made when missing.")


@click.group()
def command() -> None:
    """Write keys: who may send events, under which source. A key can add events and read nothing."""


def _folder(store: Path | None) -> Path:
    from footpath.core import settings
    from footpath.events import Lake

    return Lake.open(store or settings.load().store, create=True).folder


def _keys(store: Path | None) -> Any:
    from footpath.collector import KeyFile

    return KeyFile(_folder(store))


def _note(store: Path | None, action: str, source: str) -> None:
    from footpath.core.audit import AuditLog

    AuditLog(_folder(store)).add(actor(), action, source)


def _show(made: str) -> None:
    from footpath.cli import output

    output.say(made)
    output.tell("Keep it: it is shown this once, and only its hash is stored.")


@command.command()
@click.argument("source")
@click.option("--origin", "origins", multiple=True, help="Web origin that may use it, * = any; none = servers only.")
@click.option("--rate", type=float, default=0.0, help="Elements a second it may send; 0 = no limit.")
@_STORE
def add(source: str, origins: tuple[str, ...], rate: float, store: Path | None) -> None:
    """Make a key; what it brings is of SOURCE."""
    made = _keys(store).add(source, origins=origins, rate=rate)
    _note(store, "source.add", source)
    _show(made)


@command.command(name="list")
@_STORE
def list_(store: Path | None) -> None:
    """List the keys: source, first characters, origins, rate, since when, and whether they work."""
    from rich.table import Table

    from footpath.cli import output

    table = Table(box=None, pad_edge=False)
    for title in ("source", "key", "origins", "rate", "made", "state"):
        table.add_column(title, overflow="fold")
    for key in _keys(store).all():
        state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "works"
        rate = f"{key.rate:g}/s" if key.rate else "no limit"
        origins = ", ".join(key.origins) or "servers only"
        table.add_row(key.source, f"{key.starts}…", origins, rate, f"{key.made_at:%Y-%m-%d}", state)
    output.out.print(table)


@command.command()
@click.argument("source")
@click.option("--origin", "origins", multiple=True, help="Web origin that may use it instead of those so far.")
@_STORE
def rotate(source: str, origins: tuple[str, ...], store: Path | None) -> None:
    """Make another key for SOURCE and refuse the one it had."""
    made = _keys(store).rotate(source, origins=origins)
    _note(store, "source.rotate", source)
    _show(made)


@command.command()
@click.argument("source")
@_STORE
def revoke(source: str, store: Path | None) -> None:
    """Refuse the key of SOURCE from now on."""
    from footpath.cli import output

    _keys(store).revoke(source)
    _note(store, "source.revoke", source)
    output.tell(f"The key of {source} is refused from now on.")
