"""The server: everything over HTTP."""

from footpath.api.team import Team
from footpath.api.team import application as team_application
from footpath.api.team import serve as serve_team

__all__ = ["Team", "serve_team", "team_application"]
