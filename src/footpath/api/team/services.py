"""Everything a team's server consists of, joined once."""

import logging
import time
from collections.abc import Sequence
from pathlib import Path

from footpath.accounts import Client, Keys, People, Provider, Sessions, Workspaces
from footpath.api.team.jobs import Jobs
from footpath.collaboration import Bells, Comments, Documents, Halls, Reviews, Shares
from footpath.core.credentials import Secrets
from footpath.core.database import Database
from footpath.core.errors import FootpathError
from footpath.core.secret import secret_of
from footpath.core.settings import Settings
from footpath.delivery import Mail
from footpath.exploring import Answers, Explorations, Holding, Living, Names, PinnedNumbers, Queries, Stores
from footpath.library import Attachments, Boards, Bringing, Copies, Items, Overalls
from footpath.maps import Map, Maps, OwnTemplates
from footpath.mining import Deciding, Forgetting, Mining, Quoting
from footpath.tickets import Connections, Tickets, reach_of
from footpath.workshops import Joiners, Workshops

_LOG = logging.getLogger(__name__)


class Team:
    """People, workspaces and maps of one data folder.

    Args:
        settings: where things are.
        url: address that people open, when the settings name none.
        welcome: maps that whoever sets the server up finds in their workspace.
    """

    def __init__(self, settings: Settings, *, url: str, welcome: Sequence[Map] = ()) -> None:
        self.settings = settings
        self.welcome = tuple(welcome)
        self.url = (settings.url or url).rstrip("/")
        self.folder: Path = settings.data
        self.database = Database.open(settings.data, settings.database)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.mail = Mail(settings.data / "outbox", server=settings.smtp, sender=settings.mail_from)
        self.people = People(self.database)
        self.sessions = Sessions(self.database, days=settings.session_days)
        self.workspaces = Workspaces(self.database, self.mail, self.url)
        self.keys = Keys(self.database)
        self.documents = Documents(self.database)
        self.maps = Maps(self.database, self.documents)
        self.templates = OwnTemplates(self.database, self.maps)
        self.halls = Halls()
        self.bells = Bells()
        self.items = Items(self.database, self.documents, self.maps, self.halls.told)
        self.overalls = Overalls(self.maps, self.items)
        self.bringing = Bringing(self.database, self.items)
        self.connections = Connections(self.database, Secrets(settings.data), reach_of(settings.ticket_hosts))
        self.tickets = Tickets(self.database, self.connections, self.items, self.halls.told)
        self.boards = Boards(self.database, self.documents, self.halls.told)
        self.attachments = Attachments(self.database, self.documents, settings.data)
        self.workshops = Workshops(self.database, self.maps, self.url)
        self.joiners = Joiners(self.database, self.url)
        self.comments = Comments(self.database, self.documents, self.mail, self.url, self.maps.title)
        self.shares = Shares(self.database, self.documents, secret_of(settings.data), self.url)
        self.reviews = Reviews(self.database, self.mail, self.url, self.maps.title)
        self.stores = Stores(self.database, settings.store, settings.data)
        self.holding = Holding(time.monotonic)
        self.answers = Answers(self.database, self.stores, self.holding, self.maps)
        self.living = Living(self.database, self.stores, self.holding, self.maps)
        self.explorations = Explorations(self.database, self.maps)
        self.names = Names(self.database, self.stores)
        self.queries = Queries(self.database, self.stores)
        self.pinned = PinnedNumbers(self.explorations, self.queries, self.living)
        self.jobs = Jobs(self.database, self.stores, settings.data, self.maps, self.people)
        self._join_mining()
        self.provider = self._provider()

    def _join_mining(self) -> None:
        quoting = Quoting(self.stores, self.holding)
        self.mining = Mining(self.database, self.stores, self.holding, self.maps, self.items)
        self.themes = Deciding(self.database, self.items, self.maps, quoting)
        copies = Copies(self.database, self.documents, self.maps, self.halls.told)
        self.forgetting = Forgetting(self.database, self.stores, quoting, copies)

    def _provider(self) -> Provider | None:
        """Return the identity provider that the settings name."""
        given = self.settings
        if not given.oidc_issuer:
            return None
        client = Client(
            issuer=given.oidc_issuer, client=given.oidc_client, secret=given.oidc_secret,
            workspace=given.oidc_workspace, hosts=given.oidc_hosts,
        )  # fmt: skip
        return Provider(self.database, client, f"{self.url}/api/v1/oidc/callback")

    @property
    def secure(self) -> bool:
        """Whether people come over TLS, so that cookies need it too."""
        return self.url.startswith("https://")

    def warm(self) -> None:
        """Read the server's own store, so that whoever opens the first map need not wait for that."""
        try:
            self.holding.of(self.settings.store.resolve())
        except FootpathError as problem:  # who opens a map is told
            _LOG.warning("store not read", extra={"reason": problem.message})

    def close(self) -> None:
        """Stop answers, and imports and searches, which the next server begins again, and let go of the database."""
        self.answers.close()
        self.queries.close()
        self.mining.close()
        self.holding.close()
        self.jobs.close()
        self.database.close()
