"""`footpath export`."""

from pathlib import Path

import click

from footpath.cli.acting import STORE, actor, opened, set_


@click.command()
@click.argument("person")
@click.option("-o", "--output", "target", type=click.Path(path_type=Path, dir_okay=False), help="File to write (ZIP).")
@STORE
def command(person: str, target: Path | None, store: Path | None) -> None:
    """Hand over everything that is known of PERSON: JSON and CSV with a README in plain words, in one ZIP.

    Without --output it goes into the store's folder `exports`, from which `footpath erase` deletes it.
    """
    from footpath.cli import output
    from footpath.privacy import export, save_export

    lake = opened(store)
    exported = export(lake, person, actor=actor(), spools=set_().spool)
    path = save_export(lake, exported, target)
    rows = ", ".join(f"{count:,} {name}" for name, count in exported.rows.items() if count) or "nothing but ids"
    output.say(f"{path}: {rows}")
