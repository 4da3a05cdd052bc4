"""`footpath render`."""

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="Where to write; the ending says the format. May be given several times.",
)
@click.option("--locale", default="", help="Language: en, pl, lv or zh-Hant (default: the map's own).")
@click.option("--theme", type=click.Choice(["auto", "light", "dark"]), default="auto", show_default=True)
@click.option(
    "--paper",
    type=click.Choice(["fit", "a4", "a3", "a2", "a1", "a0"], case_sensitive=False),
    default="fit",
    show_default=True,
    help="Page, landscape; `fit` makes one as large as the map.",
)
@click.option("--tiled", is_flag=True, help="Spread the map over several pages at full size.")
@click.option("--scale", type=click.FloatRange(0.1, 8), default=2.0, show_default=True, help="Pixels of PNG per px.")
@click.option("--lane", "lanes", multiple=True, help="Show only this lane (its key). May be given several times.")
def command(file: Path, outputs: tuple[Path, ...], **options: object) -> None:
    """Write a map file in other formats: `footpath render x.map.yaml -o x.pdf -o x.pptx`."""
    from footpath.cli import output
    from footpath.maps import MapDocument

    document = MapDocument.open(file)
    for path in outputs:
        output.say(str(document.save(path, **options)))
