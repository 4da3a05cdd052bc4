"""`footpath audit`."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from footpath.cli.acting import STORE, opened


@click.command()
@click.option(
    "--of",
    "which",
    type=click.Choice(["all", "data", "team"]),
    default="all",
    show_default=True,
    help="What was done to customers' data, what was done in workspaces, or both by time.",
)
@click.option("--check", is_flag=True, help="Check that no entry about data was changed, added or taken out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, an object a line.")
@click.option("--last", type=click.IntRange(1), default=50, show_default=True, help="How many entries.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of people and their maps.")
@STORE
def command(which: str, check: bool, as_json: bool, last: int, data: Path | None, store: Path | None) -> None:
    """Show who did what, and when: to whose data, and in which workspace; customers are named by keyed hashes only."""
    from footpath.cli import output

    if check:
        _check(store)
        return
    found = [*(_of_data(store, last) if which != "team" else ()), *(_of_team(data, last) if which != "data" else ())]
    found = sorted(found, key=lambda one: one[0])[-last:]
    if as_json:
        for _, where, entry in found:
            output.say(msgspec.json.encode({"where": where, **msgspec.to_builtins(entry)}).decode())
    else:
        _show(found)


def _check(store: Path | None) -> None:
    from footpath.cli import output
    from footpath.core.audit import AuditLog
    from footpath.core.errors import Invalid

    log = AuditLog(opened(store).folder)
    broken = log.broken()
    if broken:
        hint = "Compare the file with a backup: somebody changed it by hand."
        raise Invalid(f"{log.path}: entry {broken} is not as it was written.", hint=hint)
    output.say(f"All {len(log.entries()):,} entries are as they were written.")


def _of_data(store: Path | None, last: int) -> list[tuple[datetime, str, Any]]:
    from footpath.core.audit import AuditLog

    return [(one.at, "data", one) for one in AuditLog(opened(store).folder).entries(limit=last, newest=True)]


def _of_team(data: Path | None, last: int) -> list[tuple[datetime, str, Any]]:
    """Return what was done in workspaces; nothing where no team is at work, and none is begun by looking."""
    from footpath.accounts import last_entries
    from footpath.core import settings
    from footpath.core.database import FILE, Database

    set_ = settings.load()
    folder = data or set_.data
    if not set_.database and not (folder / FILE).is_file():
        return []
    return [(one.at, where, one) for where, one in last_entries(Database.open(folder, set_.database), last)]


def _show(found: list[tuple[datetime, str, Any]]) -> None:
    from rich.table import Table

    from footpath.cli import output

    table = Table(box=None, pad_edge=False)
    for title in ("at", "where", "actor", "action", "object", "detail"):
        table.add_column(title, overflow="fold")
    for at, where, entry in found:
        detail = ", ".join(f"{name} {value}" for name, value in entry.detail.items())
        shown = (f"{at:%Y-%m-%d %H:%M:%S}", where, entry.actor, entry.action, entry.object[:40], detail)
        table.add_row(*map(output.plain, shown))
    output.out.print(table)
