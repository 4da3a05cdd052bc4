"""`footpath import`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from footpath.cli.importing import Bar, import_options, options_of

if TYPE_CHECKING:
    from footpath.events import FileReport, ImportReport, TableReport


@click.command(name="import")
@click.argument("files", nargs=-1, required=True)
@click.option("--store", type=click.Path(path_type=Path), help="Folder of the store; made when missing.")
@import_options
def command(files: tuple[str, ...], store: Path | None, **given: Any) -> None:
    """Import exports into a store: CSV, JSON, Parquet, XLSX, XES, web-server logs, Segment files, whole folders.

    Columns are recognised and shown with the reason. Bad rows are set apart in a rejects file. Importing a file again
    adds nothing.
    """
    from footpath.cli import output
    from footpath.collector import door_for_tables
    from footpath.core import settings
    from footpath.events import ImportOptions, Lake, import_paths

    options = options_of(ImportOptions, given)
    folder = store or settings.load().store
    lake = Lake.open(folder, create=True, door=door_for_tables(folder))
    with Bar() as bar:
        report = import_paths(lake, files, options, progress=bar.tell)
    _show(report)
    output.tell(f"Store: {lake.folder}")
    if report.problems:
        sys.exit(1)


def _show(report: "ImportReport") -> None:
    from rich.table import Table

    from footpath.cli import output

    for file in report.files:
        for table in file.tables:
            _show_columns(table)
    summary = Table(title="Imported", title_justify="left", box=None, pad_edge=False)
    summary.add_column("file", overflow="fold")
    for name in ("rows", "events", "signals", "traits", "duplicates", "rejected"):
        summary.add_column(name, justify="right")
    for file in report.files:
        for table in file.tables:
            counts = (table.rows, table.events, table.signals, table.traits, table.duplicates, table.rejected)
            summary.add_row(table.name, *(f"{count:,}" if count else "·" for count in counts))
        if file.skipped or file.problem:
            summary.add_row(_left_out(file))
    output.out.print(summary)
    for table in report.tables:
        if table.rejects_file:
            rows = "1 row" if table.rejected == 1 else f"{table.rejected:,} rows"
            output.say(f"{rows} of {table.name} left out: {table.rejects_file}")


def _left_out(file: "FileReport") -> str:
    return f"{file.path.name}: {file.problem or f'skipped, {file.skipped}'}"


def _show_columns(table: "TableReport") -> None:
    from rich.table import Table
    from rich.text import Text

    from footpath.cli import output

    output.out.print(Text.assemble((table.name, "bold"), f"  {table.connector}, {table.kind}"))
    columns = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), show_header=False)
    shown = table.choices[:14]
    for choice in shown:
        columns.add_row(choice.role, Text(choice.column), f"{choice.confidence:.0%}", Text(choice.reason, style="dim"))
    if shown:
        output.out.print(columns)
    if len(table.choices) > len(shown):
        output.say(f"  … and {len(table.choices) - len(shown)} more")
    for note in table.notes:
        output.out.print(Text(f"  {note}", style="dim"))
