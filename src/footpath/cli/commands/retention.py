"""`footpath retention`."""

from pathlib import Path

import click

from footpath.cli.acting import STORE, actor, opened


@click.group()
def command() -> None:
    """How long facts are kept, by source, as `privacy.yaml` says."""


@command.command()
@STORE
def show(store: Path | None) -> None:
    """Show for each source how long its facts are kept and how many are due to go."""
    from rich.table import Table

    from footpath.cli import output
    from footpath.privacy import retention_of

    table = Table(box=None, pad_edge=False)
    for title in ("source", "kept", "rows", "oldest", "due"):
        table.add_column(title, overflow="fold")
    for one in retention_of(opened(store)):
        kept = "for good" if one.keep_days is None else f"{one.keep_days:g} days"
        oldest = f"{one.oldest:%Y-%m-%d}" if one.oldest else "–"
        table.add_row(output.plain(one.source), kept, f"{one.rows:,}", oldest, f"{one.due:,}")
    output.out.print(table)


@command.command()
@STORE
def apply(store: Path | None) -> None:
    """Erase what is older than its source's period; `footpath serve` does so once a day."""
    from footpath.cli import output
    from footpath.privacy import apply_retention

    done = apply_retention(opened(store), actor=actor())
    for source, count in done.rows.items():
        output.say(f"{output.harmless(source)}: {count:,} rows, {done.letters[source]:,} refused events")
    for source, count in done.rejects.items():
        output.say(f"{output.harmless(source)}: {count:,} files of rejects")
    if done.left:
        output.tell(f"{done.left:,} rows that are too old are still in some file: run it again when no import runs.")
    if not done.rows and not done.rejects:
        output.say("Nothing is older than its period.")
