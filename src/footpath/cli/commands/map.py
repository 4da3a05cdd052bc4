"""`footpath map`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from footpath.cli.importing import Bar, import_options, options_of
from footpath.core.errors import Invalid

if TYPE_CHECKING:
    from footpath.insights import Store

LOCALES = ("en", "pl", "lv", "zh-Hant")


@click.command()
@click.argument("files", nargs=-1)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="Where to write; the ending says the format. May be given several times.",
)
@click.option("--template", default="", help="Take the stages of a template, e.g. ecommerce; see `footpath templates`.")
@click.option("--goal", default="", help="Event or page that counts as success; found when not given.")
@click.option("--personas", type=click.IntRange(0, 12), default=0, help="How many groups of persons to find.")
@click.option("--title", default="", help="Title of the map.")
@click.option(
    "--locale", type=click.Choice(LOCALES), default="en", show_default=True, help="Language of stage and lane titles."
)
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="First day, UTC.")
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), help="Last day, UTC; it is included.")
@click.option("--store", type=click.Path(path_type=Path), help="Store to map, or to keep the imported files in.")
@import_options
def command(files: tuple[str, ...], outputs: tuple[Path, ...], **given: Any) -> None:
    """Draw the customer-journey map of FILES, or of the store: `footpath map exports/ -o map.html`.

    Files go into a temporary store, gone afterwards, unless --store names one to keep. The options after --store say
    what you know about the files, as in `footpath import`.
    """
    from footpath.cli import output

    wish = {name: given.pop(name) for name in ("template", "goal", "personas", "title", "locale")}
    period = _period(given.pop("since"), given.pop("until"))
    _check(outputs, wish["template"])
    with Bar() as bar:
        store = _store(files, given, bar)
        document = store.map(**wish, period=period)
    for path in outputs:
        output.say(str(document.save(path)))


def _store(files: tuple[str, ...], given: dict[str, Any], bar: Bar) -> "Store":
    from footpath.cli import output
    from footpath.core import settings
    from footpath.events import ImportOptions
    from footpath.insights import open_store, read

    folder = given.pop("store")
    if not files:
        return open_store(folder or settings.load().store, progress=bar.tell)
    options = options_of(ImportOptions, given)
    named = {name: getattr(options, name) for name in options.__struct_fields__}
    store = read(files, store=folder, progress=bar.tell, **named)
    for file in store.report.files if store.report else ():
        if file.problem:
            output.tell(f"Left out {file.path.name}: {file.problem}")
        for table in file.tables:
            bad = f", {table.rejected:,} rejected" if table.rejected else ""
            found = f"{table.events:,} events, {table.signals:,} signals, {table.traits:,} traits"
            output.tell(f"{table.name}: {table.rows:,} rows → {found}{bad}")
    return store


def _check(outputs: tuple[Path, ...], template: str) -> None:
    """Refuse what cannot come out before anything is read."""
    from footpath.maps import format_for, load_template

    for path in outputs:
        format_for(path)
    if template:
        load_template(template)


def _period(since: datetime | None, until: datetime | None) -> tuple[datetime | None, datetime | None]:
    if since and until and until < since:
        raise Invalid(f"--from {since:%Y-%m-%d} is after --to {until:%Y-%m-%d}.", hint="Swap them.")
    first = since.replace(tzinfo=UTC) if since else None
    return first, until.replace(tzinfo=UTC) + timedelta(days=1) if until else None
