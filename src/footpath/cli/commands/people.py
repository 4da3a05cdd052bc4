"""`footpath people`."""

from pathlib import Path
from typing import Any

import click

_STORE = click.option("--store", type=click.Path(path_type=Path), help="Folder of the store.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_BY = click.option("--by", default="", help="Who decides, for the log.")


@click.group()
def command() -> None:
    """Who somebody is across all channels, why the store thinks so, and what to do when it is wrong.

    A person is named by their name (user:42), by any of their ids (anonymous:f3a9, or f3a9), or by their e-mail
    address.
    """


def _lake(store: Path | None) -> Any:
    from footpath.core import settings
    from footpath.events import Lake

    return Lake.open(store or settings.load().store)


def _json(found: object) -> None:
    import msgspec

    from footpath.cli import output

    output.say(msgspec.json.encode(found).decode())


@command.command()
@click.argument("text", default="")
@click.option("--limit", default=50, show_default=True, help="How many at most.")
@_JSON
@_STORE
def search(text: str, limit: int, as_json: bool, store: Path | None) -> None:
    """List persons with an id that holds TEXT; an e-mail address finds its person."""
    from footpath import people
    from footpath.cli import output

    found = people.search(_lake(store), text, limit=limit)
    if as_json:
        _json(found)
        return
    for one in found:
        matched = "" if one.matched == one.person else f"  ({one.matched})"
        output.say(f"{one.person}  {one.ids} id{'s' if one.ids > 1 else ''}{matched}")
    if not found:
        output.tell("Nobody.")


@command.command()
@click.argument("person")
@click.option("--limit", default=100, show_default=True, help="How many facts of the timeline: the newest.")
@_JSON
@_STORE
def show(person: str, limit: int, as_json: bool, store: Path | None) -> None:
    """Print all there is on PERSON: ids and why they were joined, traits, accounts, consents and the timeline."""
    from footpath import people
    from footpath.cli import output, telling

    page = people.show(_lake(store), person, limit=limit)
    if as_json:
        _json(page)
        return
    for line in telling.page(page):
        output.say(line)


@command.command()
@click.argument("one")
@click.argument("other")
@_JSON
@_STORE
def why(one: str, other: str, as_json: bool, store: Path | None) -> None:
    """Print what joined two ids of one person, step by step."""
    from footpath import people
    from footpath.cli import output, telling

    path = people.why(_lake(store), one, other)
    if as_json:
        _json(path)
        return
    for join in path:
        output.say(telling.join(join))


@command.command()
@click.argument("one")
@click.argument("other")
@_BY
@_STORE
def merge(one: str, other: str, by: str, store: Path | None) -> None:
    """Make two persons one, whatever the rules say; no fact is touched, and `undo` takes it back."""
    from footpath import people
    from footpath.cli import output

    made = people.merge(_lake(store), one, other, by=by)
    output.tell(f"Merged {made.one[0]} and {made.other[0]}. Take it back: footpath people undo {made.number}")


@command.command()
@click.argument("person")
@click.argument("ids", nargs=-1, required=True)
@_BY
@_STORE
def split(person: str, ids: tuple[str, ...], by: str, store: Path | None) -> None:
    """Make IDS (as type:id) of PERSON another person; no fact is touched, and `undo` takes it back."""
    from footpath import people
    from footpath.cli import output

    made = people.split(_lake(store), person, ids, by=by)
    output.tell(f"Split off {', '.join(made.one)}. Take it back: footpath people undo {made.number}")


@command.command()
@click.argument("number", type=int, required=False)
@_STORE
def undo(number: int | None, store: Path | None) -> None:
    """Take back a merge or split made by hand: the newest, or the one of NUMBER."""
    from footpath import people
    from footpath.cli import output

    undone = people.undo(_lake(store), number)
    output.tell(f"Took back {undone.kind} {undone.number}: {', '.join(undone.ids)}.")


@command.command()
@click.argument("person", default="")
@click.option("--limit", default=100, show_default=True, help="How many joins at most: the newest.")
@_JSON
@_STORE
def log(person: str, limit: int, as_json: bool, store: Path | None) -> None:
    """Print what joined ids to persons, the newest first, and what was decided by hand; of PERSON, or of all."""
    from footpath import people
    from footpath.cli import output, telling

    found = people.log(_lake(store), person, limit=limit)
    if as_json:
        _json(found)
        return
    for line in telling.log(found):
        output.say(line)


@command.command()
@click.option("--limit", default=100, show_default=True, help="How many of each sort at most.")
@_JSON
@_STORE
def suspicious(limit: int, as_json: bool, store: Path | None) -> None:
    """List persons with very many ids or with refused links, and ids that are shared."""
    from footpath import people
    from footpath.cli import output, telling

    found = people.suspicious(_lake(store), limit=limit)
    if as_json:
        _json(found)
        return
    for one in found:
        output.say(telling.suspect(one))
    if not found:
        output.tell("Nobody, and nothing.")


@command.command()
@click.option("--set", "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Use these rules.")
@_JSON
@_STORE
def rules(file: Path | None, as_json: bool, store: Path | None) -> None:
    """Print the rules of who is who that are in force, or put those of a file in their place."""
    from footpath import people
    from footpath.cli import output
    from footpath.events import as_text

    lake = _lake(store)
    found = people.set_rules(lake, file.read_text(encoding="utf-8")) if file else people.rules(lake)
    if as_json:
        _json(found)
    else:
        output.say(as_text(found).rstrip())
