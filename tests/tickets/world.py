"""Trackers on loopback that speak the documented APIs, and a team whose items are linked to them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from footpath.api import Team
from footpath.library import NewItem
from footpath.library.model import Link
from footpath.tickets import Connection, LinkState, NewConnection
from tests.pulling.services import Asked, Service, serving
from tests.team.rooms_of import owner_of, team_in

TOKEN = "ghp_verysecret"
DONE = "2026-03-01T10:00:00Z"


class GitHubs:
    """Issues as GitHub's REST API tells them."""

    def __init__(self) -> None:
        self.issues: dict[str, dict[str, Any]] = {}
        self.special: dict[str, Any] = {}

    def put(self, number: int, state: str = "open", **more: Any) -> None:
        self.issues[f"/api/v3/repos/shop/web/issues/{number}"] = {
            "number": number, "title": f"Issue {number}", "state": state, "updated_at": "2026-02-01T09:00:00Z",
            "closed_at": DONE if state == "closed" else None, "state_reason": None, "labels": [], **more,
        }  # fmt: skip

    def answer(self, asked: Asked) -> Any:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"message": "Bad credentials"}, {}
        if asked.path == "/api/v3/user":
            return {"login": "octocat"}
        if asked.path in self.special:
            return self.special[asked.path]
        found = self.issues.get(asked.path)
        if found is None:
            return 404, {"message": "Not Found"}, {}
        mark = f'W/"{hash(str(found))}"'
        if asked.headers.get("if-none-match") == mark:
            return 304, None, {"ETag": mark}
        return 200, found, {"ETag": mark}


class Jiras:
    """Issues as Jira Cloud's REST API 3 and Data Center's REST API 2 tell them."""

    def __init__(self, page: int = 50) -> None:
        self.issues: dict[str, dict[str, Any]] = {}
        self.moved: dict[str, str] = {}
        self.names_unknown = True
        self.page = page

    def put(self, key: str, category: str = "new", status: str = "To Do", **more: Any) -> None:
        fields = {"summary": f"Ticket {key}", "updated": "2026-02-01T10:00:00.000+0100", **more}
        self.issues[key] = {
            "key": key, "fields": {**fields, "status": {"name": status, "statusCategory": {"key": category}}}
        }  # fmt: skip

    def answer(self, asked: Asked) -> Any:
        if asked.path.endswith("/myself"):
            return {"displayName": "Ann"}
        single = re.fullmatch(r"/rest/api/\d/issue/(.+)", asked.path)
        if single:
            found = self.issues.get(self.moved.get(single[1], single[1]))
            return found or (404, {"errorMessages": ["Issue does not exist"]}, {})
        keys = re.findall(r"[A-Z]+-\d+", asked.body["jql"])
        unknown = [key for key in keys if key not in self.issues and key not in self.moved]
        if unknown:
            said = f"An issue with key '{unknown[0]}' does not exist for field 'key'."
            return 400, {"errorMessages": [said if self.names_unknown else "The query is wrong."]}, {}
        found = [self.issues[self.moved.get(key, key)] for key in keys]
        if asked.path == "/rest/api/3/search/jql":
            start = int(asked.body.get("nextPageToken", 0))
            more = {"nextPageToken": str(start + self.page)} if start + self.page < len(found) else {"isLast": True}
            return {"issues": found[start : start + self.page], **more}
        start = asked.body.get("startAt", 0)
        return {"issues": found[start : start + self.page], "startAt": start, "total": len(found)}


class World:
    """A team with a tracker."""

    def __init__(self, team: Team, service: Service) -> None:
        self.team, self.service = team, service
        self.ann, self.shop = owner_of(team)

    def connect(self, kind: str = "github", **more: Any) -> Connection:
        given = {"name": "Ours", "address": self.service.url, "token": TOKEN, **more}
        return self.team.connections.add(self.ann, self.shop, NewConnection(kind=kind, **given))

    def item(self, *paths: str, kind: str = "solution", status: str = "") -> str:
        links = tuple(Link(url=path if "://" in path else self.service.url + path) for path in paths)
        return self.team.items.add(self.ann, self.shop, NewItem(kind=kind, title="Pay", status=status, links=links)).id

    def status(self, item: str) -> str:
        return self.team.items.get(self.ann, item).status

    def ask(self) -> list[LinkState]:
        """Ask as if nobody had asked before."""
        from footpath.tickets.tables import connections

        with self.team.database.begin() as con:
            con.execute(connections.update().values(asked_at=None))
        return self.team.tickets.ask(self.ann, self.shop)

    def said(self) -> dict[str, tuple[str, str]]:
        return {one.key: (one.category, one.state) for one in self.ask()}


@contextmanager
def world(folder: Path, fake: GitHubs | Jiras) -> Iterator[World]:
    with serving(fake.answer) as service:
        team = team_in(folder / "data", ticket_hosts="127.0.0.1")
        yield World(team, service)
        team.close()
