"""`footpath new`."""

from pathlib import Path

import click


@click.command()
@click.argument("template")
@click.option("-o", "--output", "path", required=True, type=click.Path(path_type=Path), help="The map file to write.")
@click.option("--locale", default="en", show_default=True, help="Language the map starts in.")
@click.option("--force", is_flag=True, help="Replace a file that is already there.")
def command(template: str, path: Path, locale: str, force: bool) -> None:
    """Start a map from a template: `footpath new ecommerce -o shop.map.yaml`."""
    from msgspec import structs

    from footpath.cli import output
    from footpath.core.errors import Conflict
    from footpath.maps import MapDocument, load_template

    model = structs.replace(load_template(template), locale=locale)
    if path.exists() and not force:
        raise Conflict(f"{path} is already there.", hint="Choose another name, or replace it with --force.")
    output.say(str(MapDocument(model).save(path)))
