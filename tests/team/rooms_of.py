"""A team in a process, without HTTP."""

from pathlib import Path

from msgspec import structs

from footpath.accounts import Actor, Role, acting
from footpath.api import Team
from footpath.core.settings import Settings

PASSWORD = "correct horse battery"


def team_in(folder: Path, **settings: object) -> Team:
    given = {"store": folder.parent / "store", **settings}
    return Team(structs.replace(Settings(), data=folder, **given), url="http://footpath.test")


def owner_of(team: Team, email: str = "ann@example.org") -> tuple[Actor, str]:
    """Return the first person of a team, and their workspace's id."""
    actor = acting(team.people.first(email=email, name="Ann", password=PASSWORD, workspace="Lamps"))
    return actor, team.workspaces.of(actor)[0].id


def member_of(team: Team, owner: Actor, workspace: str, role: Role) -> Actor:
    """Return somebody new with a role in a workspace."""
    email = f"{role}@example.org"
    actor = acting(team.people.add(owner, email=email, name=role.capitalize(), password=PASSWORD))
    link = team.workspaces.invite(owner, workspace, role=role).link
    team.workspaces.accept(link.rsplit("/", 1)[1], actor)
    return actor
