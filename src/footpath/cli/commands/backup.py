"""`footpath backup`."""

from pathlib import Path

import click

from footpath.cli.acting import STORE, actor, opened, set_


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@STORE
def command(file: Path | None, store: Path | None) -> None:
    """Write the whole store into one FILE (.tar.gz), or list the backups there are.

    The store remembers its backups: `footpath erase` names those that still hold a person.
    """
    from footpath.cli import output
    from footpath.privacy import back_up, backups

    lake = opened(store)
    if file is not None:
        made = back_up(lake, file, actor=actor(), spools=set_().spool)
        output.say(f"{made.file}: {made.bytes:,} bytes, sha256 {made.sha256}")
        return
    for copy in backups(lake):
        there = "" if Path(copy.file).is_file() else " (not there)"
        output.say(f"{copy.at:%Y-%m-%d %H:%M} {copy.file}{there}")
