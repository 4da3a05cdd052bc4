"""`footpath analyse`."""

from pathlib import Path
from typing import Any

import click

from footpath.core.languages import LANGUAGES, speaking


class Analyses(click.Group):
    """One command an analysis, its options made from the fields of its question."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return every analysis's name."""
        from footpath.analytics import ANALYSES

        return [name.replace("_", "-") for name in ANALYSES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return the command of one analysis."""
        from footpath.analytics import ANALYSES
        from footpath.cli.asking import options_of

        kind = ANALYSES[cmd_name.replace("-", "_")]
        doc = (kind.__doc__ or "").partition("\n\nAttributes:")[0]
        plan = [_MAP] if {"touchpoints", "moves"} & set(kind.question.__struct_fields__) else []
        return click.Command(cmd_name, callback=_answer, params=[*options_of(kind.question), *plan, *_OUTPUT], help=doc)


_MAP = click.Option(
    ["--map", "plan"],
    type=click.Path(path_type=Path, exists=True),
    help="Map file whose columns are the steps of the plan, or the touchpoints.",
)
_OUTPUT = [
    click.Option(["--store"], type=click.Path(path_type=Path), help="Folder of the store."),
    click.Option(["--json", "as_json"], is_flag=True, help="Print figures and rules as JSON."),
    click.Option(["--csv", "as_csv"], is_flag=True, help="Print figures as CSV."),
    click.Option(["--table"], default="figures", help="Which table of the answer: figures, people, trend, …"),
    click.Option(["--spark"], metavar="URL", help="Let a Spark cluster do the work, e.g. spark://HOST:7077."),
    click.Option(
        ["--locale"], type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the picture."
    ),
    click.Option(["--plot"], type=click.Path(path_type=Path), help="Write a picture: FILE.svg or FILE.html."),
]


@click.command(cls=Analyses)
def command() -> None:
    """Answer a question over every person's path: `footpath analyse funnel --step Home --step Order`."""


def _answer(store: Path | None, as_json: bool, as_csv: bool, table: str, plot: Path | None, **given: Any) -> None:
    from footpath.cli import asking, output
    from footpath.core import settings
    from footpath.events import Lake

    lake = Lake.open(store or settings.load().store)
    spark, plan, locale = given.pop("spark"), given.pop("plan", None), given.pop("locale")
    found = asking.answer(lake, _name(), spark=spark, plan=plan, fields=asking.given_of(given))
    if as_json:
        output.say(asking.as_json(found, table))
    elif as_csv:
        output.say(asking.as_csv(found, table))
    else:
        asking.show(found, table)
    if plot:
        with speaking(locale):
            picture = found.plot()
        output.tell(f"Picture: {picture.save(plot)}")


def _name() -> str:
    return str(click.get_current_context().info_name).replace("-", "_")
