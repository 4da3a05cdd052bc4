"""`footpath lint`."""

import sys
from pathlib import Path

import click


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
def command(files: tuple[Path, ...], as_json: bool, strict: bool) -> None:
    """Check map files: parts that don't fit together, guesses sold as facts, what would make them better.

    Exit status 1 when a file has an error (with --strict: or a warning), else 0.
    """
    import msgspec

    from footpath.cli import output
    from footpath.maps import MapDocument

    found = {str(file): MapDocument.open(file, check=False).lint() for file in files}
    if as_json:
        output.say(msgspec.json.encode(found).decode())
    else:
        for file, problems in found.items():
            for problem in problems:
                place = f"{file}: {problem.path}" if problem.path else file
                output.say(f"{place}: {problem.severity}: {problem.message} {problem.hint} [{problem.rule}]")
            if not problems:
                output.say(f"{file}: nothing to mend.")
    failing = {"error", "warn"} if strict else {"error"}
    if any(problem.severity in failing for problems in found.values() for problem in problems):
        sys.exit(1)
