"""`footpath formats`."""

import click


@click.command()
def command() -> None:
    """List the formats a map can be written as, and which of them can be read."""
    from footpath.cli import output
    from footpath.maps import FORMATS

    for kind in FORMATS.classes():
        about = (kind.__doc__ or "").strip().splitlines()[0]
        ways = "reads, writes" if kind.readable else "writes"
        output.say(f"{', '.join(kind.extensions):<34} {ways:<14} {about}")
