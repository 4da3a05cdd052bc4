"""Everything a team's server consists of, joined once."""

from pathlib import Path

from footpath.accounts import People, Sessions, Workspaces
from footpath.collaboration import Comments, Documents, Shares
from footpath.core.database import Database
from footpath.core.secret import secret_of
from footpath.core.settings import Settings
from footpath.delivery import Mail
from footpath.maps import Maps


class Team:
    """People, workspaces and maps of one data folder.

    Args:
        settings: where things are.
        url: address that people open, when the settings name none.
    """

    def __init__(self, settings: Settings, *, url: str) -> None:
        self.settings = settings
        self.url = (settings.url or url).rstrip("/")
        self.folder: Path = settings.data
        self.database = Database.open(settings.data, settings.database)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.mail = Mail(settings.data / "outbox", server=settings.smtp, sender=settings.mail_from)
        self.people = People(self.database)
        self.sessions = Sessions(self.database, days=settings.session_days)
        self.workspaces = Workspaces(self.database, self.mail, self.url)
        self.documents = Documents(self.database)
        self.maps = Maps(self.database, self.documents)
        self.comments = Comments(self.database, self.documents, self.mail, self.url)
        self.shares = Shares(self.database, self.documents, secret_of(settings.data), self.url)

    @property
    def secure(self) -> bool:
        """Whether people come over TLS, so that cookies need it too."""
        return self.url.startswith("https://")

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()
