"""`footpath pull`."""

import sys
from pathlib import Path
from typing import Any

import click

_STORE = click.option("--store", type=click.Path(path_type=Path), help="Folder of the store; made when missing.")
_SECRET = click.option(
    "--secret-file", metavar="FILE", help="File that holds the token or password; - = standard input."
)


@click.group()
def command() -> None:
    """Pulls: fetch from databases, REST services and mailboxes, by hand or on a schedule in `footpath serve`."""


def _store(store: Path | None) -> Path:
    from footpath.core import settings
    from footpath.events import Lake

    return Lake.open(store or settings.load().store, create=True).folder


def _pulls(store: Path | None) -> Any:
    from footpath.pulling import PullFolder

    return PullFolder(_store(store))


@command.command()
@click.argument("name")
@click.option("--preset", help="The source, where it is known: see `footpath pull presets`.")
@click.option("--file", "file", type=click.Path(path_type=Path), help="YAML file that says what to pull.")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="An entry of the preset, e.g. shop=acme.")
@_SECRET
@_STORE
def add(
    name: str, preset: str | None, file: Path | None, given: tuple[str, ...], secret_file: str | None,
    store: Path | None,
) -> None:  # fmt: skip
    """Make the pull NAME from a preset or a file of your own."""
    from footpath.cli import output
    from footpath.core.errors import Invalid
    from footpath.pulling import needs_secret, written_from

    if (preset is None) == (file is None):
        raise Invalid(
            "Say what to pull from: --preset NAME, or --file FILE.", hint="`footpath pull presets` lists them."
        )
    pulls = _pulls(store)
    words = dict(one.partition("=")[::2] for one in given)
    pull = pulls.add(name, written_from(preset, words) if preset else output.text_in(file))
    output.tell(f"It is written in {pulls.path(name)}: change it as you like.")
    if secret_file:
        pulls.keep_secret(name, output.text_in(None if secret_file.strip() == "-" else Path(secret_file)))
    elif needs_secret(pull) and not pulls.secret(name):
        output.tell(f"It needs its secret: `footpath pull secret {name}`, or the variable {pulls.variable(name)}.")


@command.command()
@click.argument("name")
@_SECRET
@_STORE
def secret(name: str, secret_file: str | None, store: Path | None) -> None:
    """Set the token or password of NAME."""
    from footpath.cli import output

    pulls = _pulls(store)
    if secret_file:
        given = output.text_in(None if secret_file.strip() == "-" else Path(secret_file))
    else:
        given = click.prompt("Its token or password", hide_input=True, err=True)
    pulls.keep_secret(name, given)


@command.command()
@click.argument("names", nargs=-1)
@_STORE
def run(names: tuple[str, ...], store: Path | None) -> None:
    """Pull now: the NAMES, or all. A run that was killed goes on where it was; nothing comes in twice."""
    from footpath.cli import output
    from footpath.collector import door_for_tables
    from footpath.core.errors import FootpathError
    from footpath.pulling import PullFolder, run_pull

    folder = _store(store)
    failed = False
    for name in names or PullFolder(folder).names():
        try:
            done = run_pull(folder, name, door=door_for_tables(folder))
        except FootpathError as problem:
            output.error(problem)
            failed = True
            continue
        status = done.status
        output.say(
            f"{name}: {status.rows:,} rows: {status.events:,} events, {status.signals:,} signals, "
            f"{status.traits:,} traits, {status.duplicates:,} known, {status.rejected:,} left out"
        )
    sys.exit(1 if failed else 0)


@command.command(name="list")
@_STORE
def list_(store: Path | None) -> None:
    """List the pulls: what they fetch, how often, and whether their secret is set."""
    from footpath.cli import output
    from footpath.pulling import needs_secret

    pulls = _pulls(store)
    rows = []
    for name in pulls.names():
        pull = pulls.get(name)
        times = f"every {pull.every}" if pull.every else pull.cron or "by hand"
        known = "not needed" if not needs_secret(pull) else "set" if pulls.secret(name) else "missing"
        what = ", ".join(pull.tables) if hasattr(pull, "tables") else pull.folder
        rows.append((name, pull.source or name, what, times, known))
    output.table(("name", "source", "fetches", "when", "secret"), rows)


@command.command()
@_STORE
def status(store: Path | None) -> None:
    """Say how the last run of each pull went, and when the next is due."""
    from footpath.cli import output
    from footpath.core import clock
    from footpath.pulling import next_due, status_of

    pulls = _pulls(store)
    rows = []
    for name in pulls.names():
        last = status_of(pulls.state(name))
        due = next_due(pulls.get(name), last.began_at if last else None, clock.now())
        when = f"{due:%Y-%m-%d %H:%M}" if due else "by hand"
        if last is None:
            rows.append((name, "never", "", "", when, ""))
            continue
        state = last.problem or ("done" if last.ended_at else "runs, or died")
        added = f"{last.events + last.signals + last.traits:,}"
        rows.append((name, f"{last.began_at:%Y-%m-%d %H:%M}", f"{last.rows:,}", added, when, state))
    output.table(("name", "last", "rows", "added", "next", "state"), rows)


@command.command()
def presets() -> None:
    """List the sources that are known, for --preset, and what each needs."""
    from footpath.cli import output
    from footpath.pulling import PULLS

    rows = [
        (pull.name, (pull.__doc__ or "").split("\n")[0], ", ".join(f"{name}=…" for name in pull.needs))
        for pull in PULLS.classes()
    ]
    output.table(("preset", "what", "needs"), rows)


@command.command()
@click.argument("name")
@_STORE
def remove(name: str, store: Path | None) -> None:
    """Pull no more from NAME and forget its secret and where it was; what it brought stays."""
    from footpath.cli import output

    _pulls(store).remove(name)
    output.tell(f"The pull {name} is gone.")
