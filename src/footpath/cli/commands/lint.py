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

    What was muted in the editor, for a reason, is left out, with a word of how much it is.

    Exit status 1 when a file has an error (with --strict: or a warning), else 0.
    """
    import msgspec

    from footpath.cli import output
    from footpath.maps import MapDocument, checked

    found, muted = {}, {}
    for path in files:
        document = MapDocument.open(path, check=False)
        both = list(zip(document.lint(), checked(document.model), strict=True))
        found[str(path)] = [problem for problem, flaw in both if not flaw.muted]
        muted[str(path)] = sum(bool(flaw.muted) for _, flaw in both)
    if as_json:
        output.say(msgspec.json.encode(found).decode())
    else:
        for file, problems in found.items():
            for problem in problems:
                place = f"{file}: {problem.path}" if problem.path else file
                output.say(f"{place}: {problem.severity}: {problem.message} {problem.hint} [{problem.rule}]")
            aside = f" {muted[file]} muted." if muted[file] else ""
            if aside or not problems:
                output.say(f"{file}: {f'{len(problems)} to mend' if problems else 'nothing to mend'}.{aside}")
    failing = {"error", "warn"} if strict else {"error"}
    if any(problem.severity in failing for problems in found.values() for problem in problems):
        sys.exit(1)
