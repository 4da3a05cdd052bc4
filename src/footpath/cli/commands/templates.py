"""`footpath templates`."""

import click


@click.command()
@click.option("--locale", default="en", show_default=True, help="Language of the titles.")
def command(locale: str) -> None:
    """List the templates for `footpath new` and `footpath map --template`, with their stages."""
    from footpath.cli import output
    from footpath.maps import load_template, localised, stages, template_names

    for name in template_names():
        titles = [localised(stage.title, locale) for stage in stages(load_template(name))]
        output.say(f"{name:<20} {' · '.join(titles)}")
