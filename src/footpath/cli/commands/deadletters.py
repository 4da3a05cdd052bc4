"""`footpath deadletters`."""

from pathlib import Path

import click

_STORE = click.option("--store", type=click.Path(path_type=Path), help="Folder of the store.")
_WIDEST = 200


@click.group()
def command() -> None:
    """Events that the collector refused: what was wrong with them, and another try once that is mended."""


def _folder(store: Path | None) -> Path:
    from footpath.core import settings
    from footpath.events import Lake

    return Lake.open(store or settings.load().store).folder


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, an object a line, with all that was sent.")
@_STORE
def list_(as_json: bool, store: Path | None) -> None:
    """List the refused events, oldest first."""
    import msgspec
    from rich.table import Table

    from footpath.cli import output
    from footpath.collector import letters

    table = Table(box=None, pad_edge=False)
    for title in ("id", "source", "protocol", "field", "reason", "remedy", "sent"):
        table.add_column(title, overflow="fold")
    for letter in letters(_folder(store)):
        if as_json:
            output.say(msgspec.json.encode(letter).decode())
            continue
        shown = (letter.id, letter.source, letter.protocol, letter.field, letter.reason, letter.remedy, letter.body)
        table.add_row(*(output.plain(text[:_WIDEST]) for text in shown))
    if not as_json:
        output.out.print(table)


@command.command()
@click.argument("ids", nargs=-1)
@_STORE
def replay(ids: tuple[str, ...], store: Path | None) -> None:
    """Try refused events again, all or those with the IDS; what can be read now goes into the store."""
    from footpath.cli import output
    from footpath.collector import replay

    done = replay(_folder(store), ids)
    output.say(f"{done.taken:,} taken, {done.left:,} left")
