"""`footpath compact`."""

from pathlib import Path

import click


@click.command()
@click.option("--store", type=click.Path(path_type=Path), help="Folder of the store.")
def command(store: Path | None) -> None:
    """Fold what was imported since the journeys were built into them, so that answers stay fast."""
    from footpath.analytics import compact_journeys
    from footpath.cli import output
    from footpath.core import settings
    from footpath.events import Lake

    folded = compact_journeys(Lake.open(store or settings.load().store))
    output.tell("Folded in." if folded else "Nothing to fold in: the journeys hold all that was imported.")
