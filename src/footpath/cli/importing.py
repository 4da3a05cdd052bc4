"""What commands that import files share: the options that describe files, and the progress bar."""

import sys
from collections.abc import Callable
from typing import Any, Self, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

_COLUMN = "Column that holds "
_OPTIONS = (
    click.option("--mapping", metavar="FILE", help="Take this mapping file instead of recognising columns."),
    click.option("--save-mapping", metavar="FILE", help="Write what was recognised to a mapping file."),
    click.option("--source", metavar="NAME", help="Name of the source; without it the file's name."),
    click.option("--person", metavar="COL", help=f"{_COLUMN}who it was."),
    click.option("--account", metavar="COL", help=f"{_COLUMN}the company or household."),
    click.option(
        "--time", metavar="COL", multiple=True, help=f"{_COLUMN}when it was; several make several events a row."
    ),
    click.option("--event", metavar="COL", help=f"{_COLUMN}what happened, or a constant: =Purchase."),
    click.option("--event-id", metavar="COL", help=f"{_COLUMN}the row's own id."),
    click.option("--channel", metavar="COL", help=f"{_COLUMN}the channel, or a constant: =phone."),
    click.option("--page", metavar="COL", help=f"{_COLUMN}the page or URL."),
    click.option("--value", metavar="COL", help=f"{_COLUMN}the amount."),
    click.option("--currency", metavar="COL", help=f"{_COLUMN}the currency, or a constant: =EUR."),
    click.option("--campaign", metavar="COL", help=f"{_COLUMN}the campaign."),
    click.option("--device", metavar="COL", help=f"{_COLUMN}the device."),
    click.option("--region", metavar="COL", help=f"{_COLUMN}the country or region."),
    click.option("--text", metavar="COL", help=f"{_COLUMN}what was said."),
    click.option("--score", metavar="COL", help=f"{_COLUMN}the rating."),
    click.option("--about", metavar="COL", help=f"{_COLUMN}what the text or rating is about."),
    click.option("--scale", metavar="LOW..HIGH", help="Scale of the ratings, e.g. 1..5."),
    click.option("--blank", metavar="ANSWER", multiple=True, help="Answer that means “no answer”, e.g. 99."),
    click.option("--tz", default="UTC", show_default=True, help="Time zone of times that say none, e.g. Europe/Riga."),
    click.option(
        "--dates", type=click.Choice(["day-first", "month-first"]), help="Order of days and months, where unclear."
    ),
    click.option("--decimal", type=click.Choice([".", ","]), help="Decimal sign, where unclear."),
    click.option("--delimiter", metavar="SIGN", help="Sign between fields; \\t for tab."),
    click.option("--encoding", metavar="NAME", help="Encoding of the text, e.g. cp1257."),
    click.option("--header/--no-header", default=None, help="Whether the first line names the columns."),
)


def import_options(function: Command) -> Command:
    """Give a command every option that says what a person knows about files."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def options_of(kind: Any, given: dict[str, Any]) -> Any:
    """Return the `ImportOptions` (`kind`) that the values of `import_options` say."""
    from footpath.core.errors import Invalid

    scale = given.pop("scale")
    given["blanks"] = given.pop("blank")
    if scale:
        low, dots, high = scale.partition("..")
        try:
            given["scale"] = (float(low), float(high))
        except ValueError:
            raise Invalid(f"--scale {scale} is no scale.", hint="Write it as --scale 1..5.") from None
        if not dots or given["scale"][0] >= given["scale"][1]:
            raise Invalid(f"--scale {scale} is no scale.", hint="Write the lower end first: --scale 1..5.")
    if given["delimiter"]:
        given["delimiter"] = given["delimiter"].replace("\\t", "\t")
    return kind(**given, ask=_ask if sys.stdin.isatty() and sys.stderr.isatty() else None)


def _ask(question: Any) -> str | None:
    answer: str = click.prompt(question.text, type=click.Choice(list(question.choices)), err=True)
    return answer


class Bar:
    """A progress bar on standard error with rate and time left."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeRemainingColumn

        from footpath.cli import output

        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rate]}"))
        self._progress = Progress(*columns, TimeRemainingColumn(), console=output.news, transient=True)
        self._task: TaskID | None = None
        self._file = ""

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def tell(self, file: str, share: float, rows: int) -> None:
        """Move the bar."""
        if self._task is None or file != self._file:
            if self._task is not None:
                self._progress.remove_task(self._task)
            self._file, self._task = file, self._progress.add_task(file, total=1.0, rate="")
        elapsed = self._progress.tasks[-1].elapsed or 0.0
        rate = f"{rows * share / elapsed:,.0f} rows/s" if elapsed > 0.5 and rows else ""
        self._progress.update(self._task, completed=share, rate=rate)
