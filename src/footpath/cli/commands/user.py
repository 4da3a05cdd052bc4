"""`footpath user`."""

from pathlib import Path
from typing import Any

import click

_DATA = click.option("--data", type=click.Path(path_type=Path), help="Folder of people and their maps.")
_PASSWORD = click.option("--password", help="The password; asked for when it is not given.")


@click.group()
def command() -> None:
    """People who can sign in: add one, list them, give one another password."""


@command.command()
@click.argument("email")
@click.option("--name", help="What they are called; the address's first part when not given.")
@click.option("--workspace", default="Workspace", show_default=True, help="Of the first person: their workspace.")
@click.option("--admin", is_flag=True, help="They look after the server. The first person does anyhow.")
@_PASSWORD
@_DATA
def add(email: str, name: str | None, workspace: str, admin: bool, password: str | None, data: Path | None) -> None:
    """Add the person with the address EMAIL; the first one gets a workspace, others are invited to one."""
    from footpath.accounts import Actor
    from footpath.cli import output

    people = _people(data)
    known = {"email": email, "name": name or email.partition("@")[0], "password": password or _asked()}
    if people.needed():
        user = people.first(**known, workspace=workspace)
    else:
        user = people.add(Actor(name="cli"), **known, admin=admin)
    output.say(f"{user.email} can sign in.")


@command.command(name="list")
@_DATA
def list_(data: Path | None) -> None:
    """List everybody: address, name, since when, and what is special about them."""
    from rich.table import Table

    from footpath.cli import output

    table = Table(box=None, pad_edge=False)
    for title in ("address", "name", "since", "notes"):
        table.add_column(title, overflow="fold")
    for user in _people(data).all():
        special = (("looks after the server", user.admin), ("second factor", user.totp), ("disabled", user.disabled_at))
        notes = [word for word, true in special if true]
        table.add_row(user.email, user.name, f"{user.created_at:%Y-%m-%d}", ", ".join(notes))
    output.out.print(table)


@command.command()
@click.argument("email")
@click.option("--link", is_flag=True, help="Print a link at which they choose it themselves, instead of setting it.")
@_PASSWORD
@_DATA
def password(email: str, link: bool, password: str | None, data: Path | None) -> None:
    """Give the person with the address EMAIL another password; all their sessions end."""
    from footpath.accounts import Actor
    from footpath.cli import output
    from footpath.core import settings

    people = _people(data)
    user = people.find(email)
    if link:
        asked = people.ask_reset(email)
        home = settings.load().url.rstrip("/") or "http://127.0.0.1:8080"
        output.say(f"{home}/reset/{asked[1]}" if asked else f"{email} may not sign in.")
        return
    people.set_password(Actor(name="cli"), user.id, password or _asked())
    output.say(f"{user.email} has another password.")


@command.command()
@click.argument("email")
@_DATA
def disable(email: str, data: Path | None) -> None:
    """Let the person with the address EMAIL sign in no more; what they made stays."""
    from footpath.accounts import Actor
    from footpath.cli import output

    people = _people(data)
    people.disable(Actor(name="cli"), people.find(email).id)
    output.say(f"{email} can sign in no more.")


def _people(data: Path | None) -> Any:
    from footpath.accounts import People
    from footpath.core import settings
    from footpath.core.database import Database

    set_ = settings.load()
    return People(Database.open(data or set_.data, set_.database))


def _asked() -> str:
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return answer
