"""Where a workspace's events are: the first workspace has the server's own store, each other one a store of its own."""

from pathlib import Path

from footpath.api.team.services import Team


def store_of(team: Team, workspace: str) -> Path:
    """Return the folder of a workspace's store, which may not be there yet."""
    if team.workspaces.is_first(workspace):
        return team.settings.store
    return team.folder / "workspaces" / workspace / "store"
