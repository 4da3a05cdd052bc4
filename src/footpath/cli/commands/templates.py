"""`footpath templates`."""

import click


@click.command()
@click.option("--locale", default="en", show_default=True, help="Language of the titles.")
def command(locale: str) -> None:
    """List the templates for `footpath new` and `footpath map --template`, with their stages."""
    from footpath.cli import output
    from footpath.maps import templates
    from footpath.maps.model import localised, stages

    for name in templates.names():
        titles = [localised(stage.title, locale) for stage in stages(templates.load(name))]
        output.say(f"{name:<20} {' · '.join(titles)}")
