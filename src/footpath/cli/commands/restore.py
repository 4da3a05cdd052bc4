"""`footpath restore`."""

from pathlib import Path

import click

from footpath.cli.acting import actor


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--erased", type=click.Path(path_type=Path), help="The store as it is now, or its erased.ndjson: who is left out."
)
def command(file: Path, folder: Path, erased: Path | None) -> None:
    """Make a store in FOLDER from the backup FILE, without those who were erased since it was made."""
    from footpath.cli import output
    from footpath.privacy import restore

    gone = restore(file, folder, actor=actor(), erased=erased)
    output.say(f"{folder}: {gone:,} rows of erased persons were left out")
