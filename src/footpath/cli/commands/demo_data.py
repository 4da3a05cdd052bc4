"""`footpath demo-data`."""

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--persons", default=40_000, show_default=True, help="How many persons visit the shop, at least 100.")
@click.option("--seed", default=1, show_default=True, help="Which shop: the same seed and persons give the same bytes.")
def command(folder: Path, persons: int, seed: int) -> None:
    """Make up the raw exports of a believable shop, to try things on.

    FOLDER/exports gets the files to import; FOLDER/answers says what is planted in them, for checking afterwards.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from footpath.cli import output
    from footpath.demo import generate

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=output.news, transient=True) as bar:
        task = bar.add_task("persons", total=persons)
        written = generate(folder, persons=persons, seed=seed, progress=lambda done: bar.update(task, completed=done))
    output.say(f"{written.persons:,} persons, {written.events:,} clickstream lines, {written.orders:,} orders.")
    output.say(f"Exports: {written.exports}")
    output.say(f"What is planted in them: {written.answers}")
    output.tell(f"Next: footpath map {written.exports} -o map.html")
