"""People who ask a team's server over HTTP, in the test's process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from litestar.testing import TestClient

from footpath.accounts import Role
from footpath.api import Team
from footpath.api.assembling import framework
from tests.team.rooms_of import PASSWORD, team_in

API = "/api/v1"


class Somebody:
    """One browser, with or without a session."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client = client
        self.csrf = ""
        self.me: dict[str, Any] = {}
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        self.client.cookies.clear()
        headers = {"x-csrf-token": self.csrf, **more.pop("headers", {})}
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if cookie:
            headers["cookie"] = cookie
        full = path if path.startswith(("/ws/", "/api/")) else f"{API}{path}"
        given = more if body is None else {"json": body, **more}
        answer = self.client.request(method, full, headers=headers, **given)
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        self.cookies = {name: value for name, value in self.cookies.items() if value.strip('"')}
        return answer

    def got(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """Return what is answered when all is well."""
        answer = self.ask(method, path, body, **more)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content and "json" in answer.headers["content-type"] else answer.content

    def refused(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, str]:
        """Return status and type of the problem that is answered."""
        answer = self.ask(method, path, body, **more)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        return answer.status_code, answer.json()["type"]

    def take(self, me: dict[str, Any]) -> "Somebody":
        self.me, self.csrf = me, me["csrf"]
        return self

    @property
    def workspace(self) -> str:
        return str(self.me["workspaces"][0]["id"])


class Server:
    """A team's server with its first person."""

    def __init__(self, team: Team, client: TestClient[Any], *, sets_up: bool = True) -> None:
        self.team = team
        self.client = client
        if not sets_up:
            return
        body = {"email": "ann@example.org", "name": "Ann", "password": PASSWORD, "workspace": "Lamps"}
        ann = Somebody(client)
        self.ann = ann.take(ann.got("POST", "/setup", body))

    def nobody(self) -> Somebody:
        return Somebody(self.client)

    def invited(self, role: Role, email: str = "") -> Somebody:
        """Return somebody new with a role in Ann's workspace."""
        link = self.ann.got("POST", f"/workspaces/{self.ann.workspace}/invitations", {"role": role})["link"]
        body = {"email": email or f"{role}@example.org", "name": role.capitalize(), "password": PASSWORD}
        one = self.nobody()
        return one.take(one.got("POST", f"/invitations/{link.rsplit('/', 1)[1]}/newcomer", body))

    def stranger(self) -> Somebody:
        """Return somebody whose only workspace is their own."""
        self.team.people.add(self._cli(), email="eve@example.org", name="Eve", password=PASSWORD)
        one = self.nobody()
        one.take(one.got("POST", "/session", {"email": "eve@example.org", "password": PASSWORD}))
        one.got("POST", "/workspaces", {"name": "Eve's"})
        return one.take(one.got("GET", "/me"))

    @staticmethod
    def _cli() -> Any:
        from footpath.accounts import Actor

        return Actor(name="cli")


@contextmanager
def serving(folder: Path, *, sets_up: bool = True, **settings: object) -> Iterator[Server]:
    team = team_in(folder / "data", **settings)
    with patch("footpath.api.assembling._close_bodies"):  # describing every route takes longer than most tests
        app = framework(folder / "store", team=team)
    with TestClient(app, base_url="http://footpath.test") as client:
        yield Server(team, client, sets_up=sets_up)
    team.close()
