"""`footpath compact`."""

from pathlib import Path

import click


@click.command()
@click.option("--store", type=click.Path(path_type=Path), help="Folder of the store.")
def command(store: Path | None) -> None:
    """Put small files together, and fold what came since the journeys were built into them: answers stay fast."""
    from footpath.analytics import compact_journeys
    from footpath.cli import output
    from footpath.core import settings
    from footpath.events import Lake

    lake = Lake.open(store or settings.load().store)
    files = lake.compact()
    if files:
        output.tell(f"Put {files} small files together.")
    folded = compact_journeys(lake)
    output.tell("Folded in." if folded else "Nothing to fold in: the journeys hold all that was imported.")
