"""`footpath consent`."""

from pathlib import Path
from typing import Any

import click

from footpath.cli.acting import STORE, actor, opened


@click.group()
def command() -> None:
    """What persons agreed to and refused, with the proof."""


def _decide(state: Any, person: str, store: Path | None, given: dict[str, Any]) -> None:
    from footpath.cli import output
    from footpath.privacy import Decision, record_consent

    decision = Decision(state=state, **{name: value for name, value in given.items() if value is not None})
    added = record_consent(opened(store), person, decision, actor=actor())
    output.say("Written down." if added else "This was written down before.")


def _options(function: Any) -> Any:
    for option in (
        click.option("--purpose", required=True, help="What data may be used for: analytics, marketing, …"),
        click.option("--channel", help="The channel it is for, e.g. email; every one if left out."),
        click.option("--text-version", help="Which wording the person saw."),
        click.option("--how", help="Form, call, letter …"),
        click.option("--by", help="Who wrote it down."),
        STORE,
    ):
        function = option(function)
    return click.argument("person")(function)


@command.command()
@_options
def give(person: str, store: Path | None, **given: Any) -> None:
    """Write down that PERSON agreed."""
    _decide("given", person, store, given)


@command.command()
@_options
def refuse(person: str, store: Path | None, **given: Any) -> None:
    """Write down that PERSON refused, or took a consent back."""
    _decide("refused", person, store, given)


@command.command(name="list")
@click.argument("person")
@STORE
def list_(person: str, store: Path | None) -> None:
    """List what PERSON decided, oldest first."""
    from rich.table import Table

    from footpath.cli import output
    from footpath.privacy import consents_of

    table = Table(box=None, pad_edge=False)
    for title in ("at", "purpose", "state", "channel", "text", "how", "by", "source"):
        table.add_column(title, overflow="fold")
    for one in consents_of(opened(store), person):
        shown = (one.purpose, one.state, one.channel, one.text_version, one.how, one.by, one.source)
        table.add_row(f"{one.at:%Y-%m-%d %H:%M}", *(output.plain(text or "–") for text in shown))
    output.out.print(table)
