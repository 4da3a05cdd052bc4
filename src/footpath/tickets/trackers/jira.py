"""Jira's issues (Cloud: REST API 3; Data Center: REST API 2)."""

import base64
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct, field

from footpath.core.errors import Denied, FootpathError, Invalid, NotFound
from footpath.core.line import Answer, Line
from footpath.tickets.answers import refusal, told
from footpath.tickets.model import Category, Ticket, Wanted
from footpath.tickets.tracker import Place, Said, Tracker, path_in

_KEY = r"[A-Za-z][A-Za-z0-9_]{0,49}-[1-9]\d{0,9}"
_BROWSE = re.compile(rf"/browse/({_KEY})(?:[/?].*)?")
_CHOSEN = re.compile(rf"[?&]selectedIssue=({_KEY})(?:&|$)")
_NAMED = re.compile(_KEY)
_FIELDS = ["summary", "status", "resolution", "updated", "resolutiondate", "statuscategorychangedate"]
_BATCH = 50
_FAR: dict[str, Category] = {"new": "open", "undefined": "open", "indeterminate": "in_progress", "done": "done"}
# What Jira ends with where nothing was done: resolutions and statuses as Jira's own templates name them.
_DROPPED = re.compile(
    r"won'?t[ -](do|fix)|duplicate|declined|reject(ed)?|cancell?ed|cannot reproduce|incomplete|abandoned|obsolete"
    r"|not a bug|invalid|withdrawn",
    re.IGNORECASE,
)


class _Category(Struct):
    key: str = "undefined"


class _Status(Struct):
    name: str
    category: _Category = field(default_factory=_Category, name="statusCategory")


class _Named(Struct):
    name: str = ""


class _Fields(Struct):
    summary: str
    status: _Status
    updated: str
    resolution: _Named | None = None
    resolutiondate: str | None = None
    statuscategorychangedate: str | None = None


class _Issue(Struct):
    key: str
    fields: _Fields


class _Page(Struct):
    issues: list[_Issue] = field(default_factory=list)
    next: str | None = field(default=None, name="nextPageToken")
    total: int = 0


class _Refused(Struct):
    messages: list[str] = field(default_factory=list, name="errorMessages")


class _Myself(Struct):
    name: str = field(default="", name="displayName")


class Jira(Tracker):
    """Issues of Jira: Cloud with e-mail and API token, Data Center with a personal access token.

    Its three status categories say how far an issue is; one that is done is dropped where its resolution or its status
    says so in English, such as "Won't Do", "Duplicate", "Declined" or "Cancelled".
    """

    name = "jira"
    title = "Jira"
    wants_account = True
    help_page = "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/"

    @classmethod
    def key(cls, address: str, link: str) -> str:
        """Return the key, such as "SHOP-12"."""
        path = path_in(address, link)
        found = _BROWSE.fullmatch(path) or _CHOSEN.search(path)
        return found[1].upper() if found else ""

    @classmethod
    def line(cls, place: Place) -> Line:
        """Return a line to the site itself."""
        both = base64.b64encode(f"{place.account}:{place.token}".encode()).decode()
        given = f"Basic {both}" if place.account else f"Bearer {place.token}"
        return Line(place.address, {"authorization": given}, place.reach)

    @classmethod
    def account(cls, place: Place, line: Line) -> str:
        """Return the name of whose token it is."""
        answer = line.get(f"{_api(place)}/myself")
        if problem := refusal(answer):
            raise problem
        return told(answer, _Myself).name

    @classmethod
    def ask(cls, place: Place, line: Line, wanted: Sequence[Wanted]) -> Iterator[tuple[str, Said]]:
        """Ask for fifty at a time."""
        keys = [one.key for one in wanted if _NAMED.fullmatch(one.key)]
        for start in range(0, len(keys), _BATCH):
            yield from _batch(place, line, keys[start : start + _BATCH])


def _api(place: Place) -> str:
    return "/rest/api/3" if place.account else "/rest/api/2"


def _batch(place: Place, line: Line, keys: Sequence[str]) -> Iterator[tuple[str, Said]]:
    """Yield what became of some; Jira refuses a whole question for one key that it does not know."""
    answers = _pages(place, line, keys)
    answer = answers[-1]
    if answer.status == 400:
        known = {*keys}
        unknown = {name.upper() for text in told(answer, _Refused).messages for name in _NAMED.findall(text)} & known
        yield from ((key, _none(answer)) for key in sorted(unknown))
        rest = [key for key in keys if key not in unknown]
        halves = [rest] if unknown else [rest[: len(rest) // 2], rest[len(rest) // 2 :]]
        if not unknown and len(keys) == 1:
            yield keys[0], _none(answer)
            return
        for half in halves:
            if half:
                yield from _batch(place, line, half)
        return
    issues = {one.key.upper(): one for each in answers for one in told(each, _Page).issues}
    moved = bool(set(issues) - {*keys})  # one that has a new key answers to its old one, asked for alone
    for key in keys:
        if key in issues:
            yield key, _ticket(issues[key])
        else:
            yield key, _alone(place, line, key) if moved else _none(answer)


def _pages(place: Place, line: Line, keys: Sequence[str]) -> list[Answer]:
    """Return the pages of a question, or the one answer that refuses it; raises where it makes no sense to go on."""
    question: dict[str, Any] = {"jql": f"key in ({', '.join(keys)})", "fields": _FIELDS, "maxResults": _BATCH}
    path = f"{_api(place)}/search/jql" if place.account else f"{_api(place)}/search"
    found: list[Answer] = []
    seen = 0
    while len(found) < _BATCH:
        answer = line.post(path, msgspec.json.encode(question))
        if answer.status == 400:
            return [answer]
        if problem := refusal(answer):
            raise Invalid(problem.message, hint=problem.hint) if isinstance(problem, NotFound) else problem
        found.append(answer)
        page = told(answer, _Page)
        seen += len(page.issues)
        if page.next:
            question["nextPageToken"] = page.next
        elif page.issues and seen < page.total:
            question["startAt"] = seen
        else:
            break
    return found


def _alone(place: Place, line: Line, key: str) -> Said:
    answer = line.get(f"{_api(place)}/issue/{key}?fields={','.join(_FIELDS)}")
    problem = refusal(answer)
    if isinstance(problem, NotFound | Denied):
        return problem
    if problem:
        raise problem
    return _ticket(told(answer, _Issue))


def _none(answer: Answer) -> FootpathError:
    hint = "It may be deleted, or the token may not see it."
    return NotFound(f"{answer.host} knows no such ticket.", hint=hint)


def _ticket(issue: _Issue) -> Ticket:
    fields = issue.fields
    category = _FAR.get(fields.status.category.key, "open")
    ended = fields.resolution.name if fields.resolution else ""
    if category == "done" and (_DROPPED.fullmatch(ended.strip()) or _DROPPED.fullmatch(fields.status.name.strip())):
        category = "dropped"
    state = f"{fields.status.name} ({ended})" if ended and ended != fields.status.name else fields.status.name
    changed = fields.statuscategorychangedate or (fields.resolutiondate if category in ("done", "dropped") else None)
    return Ticket(title=fields.summary, state=state, category=category, changed_at=_instant(changed or fields.updated))


def _instant(text: str) -> datetime:
    """Return an instant that Jira writes as 2026-03-01T10:00:00.000+0200."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")
    except ValueError:
        raise Invalid("Jira tells a time that is none.", hint="Is it a tracker of this kind?") from None
