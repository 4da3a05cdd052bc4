"""What the browser asks for: signing in, workspaces, maps, and the sockets that maps are drawn together over."""

from footpath.api.team.application import HANDLERS, finisher, routers
from footpath.api.team.asking import scope_of
from footpath.api.team.services import Team

__all__ = ["HANDLERS", "Team", "finisher", "routers", "scope_of"]
