"""What the browser asks for: signing in, workspaces, maps, and the sockets that maps are drawn together over."""

from footpath.api.team.services import Team
from footpath.api.team.serving import application, serve

__all__ = ["Team", "application", "serve"]
