"""`footpath audit`."""

from pathlib import Path

import click

from footpath.cli.acting import STORE, opened


@click.command()
@click.option("--check", is_flag=True, help="Check that no entry was changed, added or taken out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, an object a line.")
@click.option("--last", type=click.IntRange(1), default=50, show_default=True, help="How many entries.")
@STORE
def command(check: bool, as_json: bool, last: int, store: Path | None) -> None:
    """Show who did what to whose data, and when; persons are named by keyed hashes only."""
    import msgspec
    from rich.table import Table

    from footpath.cli import output
    from footpath.core.audit import AuditLog
    from footpath.core.errors import Invalid

    log = AuditLog(opened(store).folder)
    if check:
        broken = log.broken()
        if broken:
            hint = "Compare the file with a backup: somebody changed it by hand."
            raise Invalid(f"{log.path}: entry {broken} is not as it was written.", hint=hint)
        output.say(f"All {len(log.entries()):,} entries are as they were written.")
        return
    table = Table(box=None, pad_edge=False)
    for title in ("n", "at", "actor", "action", "object", "detail"):
        table.add_column(title, overflow="fold")
    for entry in log.entries(limit=last, newest=True):
        if as_json:
            output.say(msgspec.json.encode(entry).decode())
            continue
        detail = ", ".join(f"{name} {value}" for name, value in entry.detail.items())
        shown = (str(entry.n), f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.actor, entry.action, entry.object[:16], detail)
        table.add_row(*map(output.plain, shown))
    if not as_json:
        output.out.print(table)
