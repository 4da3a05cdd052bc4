"""GitHub's issues and pull requests (REST API, version 2022-11-28)."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from msgspec import Struct, field

from footpath.core.errors import Denied, NotFound, Transient
from footpath.core.line import Answer, Line
from footpath.tickets.answers import refusal, told
from footpath.tickets.model import Category, Ticket, Wanted
from footpath.tickets.tracker import Place, Said, Tracker, path_in

_PATH = re.compile(
    r"/([A-Za-z0-9][A-Za-z0-9-]{0,99})/([A-Za-z0-9._-]{1,100})/(?:issues|pull)/([1-9]\d{0,9})(?:[/?].*)?"
)
_KEY = re.compile(r"(.+)/(.+)#(\d+)")
_WORKED_ON = re.compile(r"^(status: ?)?(in[ -_]?progress|doing|wip|started)$", re.IGNORECASE)
_NOT_DONE = ("not_planned", "duplicate")
_HEADERS = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
_PATIENCE = 3  # failures in a row after which the rest is asked another time


class _Label(Struct):
    name: str = ""


class _Pull(Struct):
    merged_at: datetime | None = None


class _Issue(Struct):
    title: str
    state: str
    updated_at: datetime
    closed_at: datetime | None = None
    state_reason: str | None = None
    pull_request: _Pull | None = None
    draft: bool = False
    labels: list[_Label | str] = field(default_factory=list)


class _User(Struct):
    login: str


class GitHub(Tracker):
    """Issues and pull requests of GitHub: github.com, GitHub Enterprise Cloud or Server.

    An open pull request, or an open issue with the label "in progress" (or "doing", "WIP", "started"), is in progress;
    what was closed as not planned or as a duplicate, or as a pull request that was not merged, is dropped.
    """

    name = "github"
    title = "GitHub"
    usual = "https://github.com"
    help_page = "https://docs.github.com/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens"

    @classmethod
    def key(cls, address: str, link: str) -> str:
        """Return "owner/repository#number"."""
        found = _PATH.fullmatch(path_in(address, link))
        if not found or not found[2].strip("."):
            return ""
        return f"{found[1]}/{found[2]}#{found[3]}".lower()

    @classmethod
    def line(cls, place: Place) -> Line:
        """Return a line to the API: of its own host on the web, below the address on one's own server."""
        parts = urlsplit(place.address)
        cloud = parts.netloc == "github.com" or parts.netloc.endswith(".ghe.com")
        root = f"https://api.{parts.netloc}" if cloud else f"{place.address}/api/v3"
        return Line(root, {**_HEADERS, "authorization": f"Bearer {place.token}"}, place.reach)

    @classmethod
    def account(cls, place: Place, line: Line) -> str:
        """Return the login of whose token it is."""
        del place
        answer = line.get("/user")
        if problem := refusal(answer):
            raise problem
        return told(answer, _User).login

    @classmethod
    def ask(cls, place: Place, line: Line, wanted: Sequence[Wanted]) -> Iterator[tuple[str, Said]]:
        """Ask for one after the other, as GitHub wishes; what is the same as before counts towards no limit."""
        del place
        failed = 0
        for one in wanted:
            try:
                said = _asked(line, one)
                failed = 0
            except (NotFound, Denied) as problem:
                said = problem
            except Transient as problem:
                failed += 1
                if failed == _PATIENCE:
                    raise
                said = problem
            yield one.key, said


def _asked(line: Line, one: Wanted) -> Said:
    found = _KEY.fullmatch(one.key)
    if not found:
        raise NotFound(f"{one.key} is no ticket.", hint="Link it anew.")
    headers = {"if-none-match": one.mark} if one.mark else {}
    answer = line.get(f"/repos/{found[1]}/{found[2]}/issues/{found[3]}", headers)
    if answer.status == 304:
        return None
    if problem := refusal(answer):
        raise problem
    return _ticket(answer)


def _ticket(answer: Answer) -> Ticket:
    issue = told(answer, _Issue)
    category, state = _far(issue)
    merged = issue.pull_request and issue.pull_request.merged_at
    changed = (merged or issue.closed_at) if issue.state == "closed" else None
    return Ticket(
        title=issue.title, state=state, category=category, changed_at=changed or issue.updated_at,
        mark=answer.headers.get("etag", ""),
    )  # fmt: skip


def _far(issue: _Issue) -> tuple[Category, str]:
    """Return how far an issue is, and what GitHub's pages call that."""
    pull = issue.pull_request
    if issue.state == "closed":
        if pull is not None:
            return ("done", "merged") if pull.merged_at else ("dropped", "closed")
        reason = issue.state_reason or ""
        state = f"closed as {reason.replace('_', ' ')}" if reason else "closed"
        return ("dropped" if reason in _NOT_DONE else "done"), state
    if pull is not None:
        return "in_progress", "draft" if issue.draft else "open"
    names = [one if isinstance(one, str) else one.name for one in issue.labels]
    worked = next((name for name in names if _WORKED_ON.match(name.strip())), "")
    return ("in_progress", f"open, {worked}") if worked else ("open", "open")
