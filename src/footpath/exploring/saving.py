"""Questions that a team keeps, and pins to elements of its maps; and proposals it refused."""

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, Struct, UnsetType

from footpath.accounts import Actor, demand, demand_scope, missing, note, turned
from footpath.analytics import ANALYSES
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Invalid
from footpath.exploring.asked import Asked
from footpath.exploring.tables import explorations, refusals
from footpath.library import Wanted
from footpath.maps import Maps

SQL = "sql"
"""What the analysis of a kept query of the console is called; its fields are `query`, and `unit` of its number."""
OVERALL = "overall"
"""What the analysis of a kept question over all maps is called; its fields are what the address of the page asks."""
_OVER = {"q": "words", "map": "map_id"}  # fields that the address has other names for
_LONGEST = 200
_LONGEST_QUERY = 20_000


class Exploration(Struct, frozen=True, kw_only=True):
    """A question that is kept.

    Attributes:
        map_id, element: where it is pinned, such as "cards/k3"; empty = nowhere.
        subject: the map whose columns it is about.
    """

    id: str
    title: str
    analysis: str
    fields: dict[str, Any]
    like: str
    subject: str
    map_id: str
    element: str
    user_id: str
    created_at: datetime
    changed_at: datetime


class NewExploration(Struct, frozen=True, kw_only=True):
    """A question to keep; as `Exploration`."""

    title: str
    analysis: str
    fields: dict[str, Any] = msgspec.field(default_factory=dict)
    like: str = ""
    subject: str = ""
    map_id: str = ""
    element: str = ""


class ExplorationChange(Struct, frozen=True, kw_only=True):
    """Fields of a kept question to change; those that are left out stay."""

    title: str | UnsetType = UNSET
    analysis: str | UnsetType = UNSET
    fields: dict[str, Any] | UnsetType = UNSET
    like: str | UnsetType = UNSET
    subject: str | UnsetType = UNSET
    map_id: str | UnsetType = UNSET
    element: str | UnsetType = UNSET


class Explorations:
    """Every question that is kept.

    Args:
        database: where.
        maps: the maps they are pinned to.
    """

    def __init__(self, database: Database, maps: Maps) -> None:
        self._database = database
        self._maps = maps

    def of(self, actor: Actor, workspace: str, map_id: str = "") -> list[Exploration]:
        """Return the questions of a workspace, newest change first; those pinned to a map, when one is given."""
        with self._database.read() as con:
            demand(con, actor, "viewer", workspace)
            query = sa.select(explorations).where(explorations.c.workspace_id == workspace)
            if map_id:
                query = query.where(explorations.c.document_id == map_id)
            rows = con.execute(query.order_by(explorations.c.changed_at.desc(), explorations.c.id))
            return [_exploration(row) for row in rows]

    def get(self, actor: Actor, exploration: str) -> Exploration:
        """Return one; raises NotFound."""
        with self._database.read() as con:
            return _exploration(self._row(con, actor, exploration))

    def workspace_of(self, actor: Actor, exploration: str) -> str:
        """Return whose question it is; raises NotFound."""
        with self._database.read() as con:
            return str(self._row(con, actor, exploration).workspace_id)

    def add(self, actor: Actor, workspace: str, wish: NewExploration) -> Exploration:
        """Keep a question."""
        with self._database.read() as con:
            demand(con, actor, "editor", workspace)
        self._demand_pin(actor, workspace, wish.map_id)
        if wish.analysis == SQL:
            demand_scope(actor, "people:read")  # as the console does: a query sees rows about single persons
        now, made = clock.now(), new_id()
        asked = _asked(wish.analysis, wish.fields, wish.like, wish.subject)
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            con.execute(
                explorations.insert().values(
                    id=made, workspace_id=workspace, user_id=actor.user_id or None, document_id=wish.map_id or None,
                    element=wish.element[:_LONGEST], title=_titled(wish.title), asked=asked, created_at=now,
                    changed_at=now,
                )
            )  # fmt: skip
            note(con, actor, "exploration.add", made, workspace, title=wish.title[:_LONGEST])
        return self.get(actor, made)

    def change(self, actor: Actor, exploration: str, wish: ExplorationChange) -> Exploration:
        """Change a question."""
        with self._database.read() as con:
            row = self._row(con, actor, exploration, "editor")
        given = {name: value for name in wish.__struct_fields__ if (value := getattr(wish, name)) is not UNSET}
        if "map_id" in given:
            self._demand_pin(actor, row.workspace_id, given["map_id"])
        now = _exploration(row)
        if SQL in (now.analysis, given.get("analysis")) and {"analysis", "fields"} & set(given):
            demand_scope(actor, "people:read")
        parts = {name: given.get(name, getattr(now, name)) for name in ("analysis", "fields", "like", "subject")}
        values: dict[str, Any] = {"asked": _asked(**parts), "changed_at": clock.now()}
        values |= {"title": _titled(given["title"])} if "title" in given else {}
        values |= {"document_id": given["map_id"] or None} if "map_id" in given else {}
        values |= {"element": given["element"][:_LONGEST]} if "element" in given else {}
        with self._database.begin() as con:
            self._row(con, actor, exploration, "editor")
            con.execute(explorations.update().where(explorations.c.id == exploration).values(values))
            told = {"fields": ", ".join(sorted(given)), **turned(row, given, "title")}
            note(con, actor, "exploration.change", exploration, row.workspace_id, **told)
        return self.get(actor, exploration)

    def remove(self, actor: Actor, exploration: str) -> None:
        """Keep a question no more."""
        with self._database.begin() as con:
            row = self._row(con, actor, exploration, "editor")
            con.execute(explorations.delete().where(explorations.c.id == exploration))
            note(con, actor, "exploration.remove", exploration, row.workspace_id, title=row.title)

    def refused(self, document: str) -> set[str]:
        """Return the proposals for a map that were refused."""
        with self._database.read() as con:
            query = sa.select(refusals.c.proposal).where(refusals.c.document_id == document)
            return {row.proposal for row in con.execute(query)}

    def refuse(self, actor: Actor, document: str, proposal: str) -> None:
        """Propose something for a map no more."""
        found = self._maps.get(actor, document)
        with self._database.begin() as con:
            demand(con, actor, "editor", found.workspace_id, document, word="map")
            mine = sa.and_(refusals.c.document_id == document, refusals.c.proposal == proposal[:16])
            if con.execute(sa.select(refusals.c.proposal).where(mine)).first() is None:
                con.execute(
                    refusals.insert().values(
                        document_id=document, proposal=proposal[:16], refused_by=actor.name[:300],
                        refused_at=clock.now(),
                    )
                )  # fmt: skip
            note(con, actor, "proposal.refuse", document, found.workspace_id, proposal=proposal[:16])

    def _demand_pin(self, actor: Actor, workspace: str, document: str) -> None:
        if document and self._maps.get(actor, document).workspace_id != workspace:
            raise Invalid("map_id: the map is in another workspace.", hint="Pin it to a map of this one.")

    def _row(self, con: sa.Connection, actor: Actor, exploration: str, needed: Any = "viewer") -> Any:
        row = con.execute(sa.select(explorations).where(explorations.c.id == exploration)).first()
        if row is None:
            raise missing("exploration", exploration)
        demand(con, actor, needed, row.workspace_id, word="exploration")
        return row


def _titled(title: str) -> str:
    text = " ".join(title.split())
    if not text or len(text) > _LONGEST:
        raise Invalid("title: it is empty or too long.", hint=f"Write 1 to {_LONGEST} characters.")
    return text


def _asked(analysis: str, fields: dict[str, Any], like: str, subject: str) -> dict[str, Any]:
    if analysis == SQL:
        _demand_query(fields)
    elif analysis == OVERALL:
        _demand_wanted(fields)
    else:
        ANALYSES[analysis]
    return dict(msgspec.to_builtins(Asked(analysis=analysis, fields=fields, like=like, map_id=subject)))


def _demand_query(fields: dict[str, Any]) -> None:
    query, others = fields.get("query"), {name: value for name, value in fields.items() if name != "query"}
    if not isinstance(query, str) or not query.strip() or len(query) > _LONGEST_QUERY:
        raise Invalid(
            "query: it is empty or too long.", hint=f"Write a SELECT of at most {_LONGEST_QUERY:,} characters."
        )
    if not set(others) <= {"unit"} or not isinstance(others.get("unit", ""), str):
        raise Invalid("fields: a query has none but query and unit.", hint="Leave the others out.")


def _demand_wanted(fields: dict[str, Any]) -> None:
    known = {*Wanted.__struct_fields__} - {*_OVER.values()} | {*_OVER}
    unknown = sorted({*fields} - known)
    if unknown:
        raise Invalid(
            f"fields: a question over all maps has no {unknown[0]!r}.", hint=f"There are: {', '.join(sorted(known))}."
        )
    if any(len(str(value)) > _LONGEST for value in fields.values()):
        raise Invalid("fields: a value is too long.", hint=f"Write at most {_LONGEST} characters.")
    try:
        msgspec.convert({_OVER.get(name, name): value for name, value in fields.items()}, Wanted, strict=False)
    except msgspec.ValidationError as problem:
        raise Invalid(f"fields: {problem}.", hint="Take them from the address of the question's page.") from problem


def _exploration(row: Any) -> Exploration:
    asked = msgspec.convert(row.asked, Asked)
    return Exploration(
        id=row.id, title=row.title, analysis=asked.analysis, fields=asked.fields, like=asked.like,
        subject=asked.map_id, map_id=row.document_id or "", element=row.element, user_id=row.user_id or "",
        created_at=row.created_at, changed_at=row.changed_at,
    )  # fmt: skip
