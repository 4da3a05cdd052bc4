"""`footpath segment`."""

from pathlib import Path
from typing import Any

import click

_STORE = click.option("--store", type=click.Path(path_type=Path), help="Folder of the store.")


@click.group()
def command() -> None:
    """Save conditions on persons by name: `footpath segment save buyers "did Order at least 2 times"`.

    Wherever `--who` is asked for, the name will do: `footpath analyse funnel --who buyers …`. They are kept in
    segments.yaml in the store, one a line, and may be edited there.
    """


@command.command()
@click.argument("name")
@click.argument("condition")
@_STORE
def save(name: str, condition: str, store: Path | None) -> None:
    """Keep a condition by NAME, in place of the one that has the name.

    CONDITION is text such as "did Order at least 2 times within 30 d and not (trait plan = free or did Refund)".
    """
    from footpath import analytics
    from footpath.cli import output

    folder = _lake(store).folder
    analytics.save(folder, name, condition)
    output.tell(f"Saved {name}: {analytics.text_of(analytics.saved(folder)[name])}")


@command.command("list")
@_STORE
def list_(store: Path | None) -> None:
    """List the segments with their conditions."""
    from footpath import analytics
    from footpath.cli import output

    known = analytics.saved(_lake(store).folder)
    width = max(map(len, known), default=0)
    for name, condition in known.items():
        output.say(f"{name:<{width}}  {analytics.text_of(condition)}")
    if not known:
        output.tell('There are none yet: footpath segment save NAME "did Order".')


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the condition as JSON.")
@_STORE
def show(name: str, as_json: bool, store: Path | None) -> None:
    """Print the condition of the segment called NAME."""
    import msgspec

    from footpath import analytics
    from footpath.cli import output
    from footpath.core.errors import NotFound

    known = analytics.saved(_lake(store).folder)
    if name not in known:
        there = ", ".join(known) or "none"
        raise NotFound(f"No segment is called {name!r}.", hint=f"There are: {there}.")
    condition = known[name]
    output.say(msgspec.json.encode(condition).decode() if as_json else analytics.text_of(condition))


@command.command()
@click.argument("who")
@click.option("--tz", default="UTC", show_default=True, help="Time zone of days in the condition.")
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
@_STORE
def size(who: str, tz: str, as_json: bool, store: Path | None) -> None:
    """Count who is in a segment: WHO is its name, or a condition that is not saved."""
    import msgspec

    from footpath import analytics
    from footpath.cli import output

    found = analytics.size(analytics.build_journeys(_lake(store)), who, tz=tz)
    if as_json:
        output.say(msgspec.json.encode(found).decode())
        return
    share = "" if found.share is None else f" = {found.share:.1%} (95 %: {found.low:.1%}–{found.high:.1%})"
    output.say(f"{found.persons:,} of {found.of:,} persons{share}")


@command.command()
@click.argument("name")
@_STORE
def delete(name: str, store: Path | None) -> None:
    """Delete the segment called NAME; no person or event is deleted."""
    from footpath import analytics
    from footpath.cli import output

    analytics.forget(_lake(store).folder, name)
    output.tell(f"Deleted {name}.")


def _lake(store: Path | None) -> Any:
    from footpath.core import settings
    from footpath.events import Lake

    return Lake.open(store or settings.load().store)
