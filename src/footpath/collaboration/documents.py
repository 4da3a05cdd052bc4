"""Shared documents on disk: the changes in the order they came, folded into one now and then."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from pycrdt import Doc

from footpath.accounts import Actor, Role, demand, grants, includes, missing, note, role_in
from footpath.collaboration.model import Document
from footpath.collaboration.tables import changes, documents
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Invalid

Change = tuple[str, bytes]  # id of who made it, what a Yjs update message holds
FOLD_AT = 400  # changes: reading more takes longer than folding them once


class Documents:
    """Every shared document.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, con: sa.Connection, actor: Actor, workspace: str, content: bytes) -> str:
        """Make a document in a workspace and return its id; `content` is the first change."""
        demand(con, actor, "editor", workspace)
        now, made = clock.now(), new_id()
        con.execute(
            documents.insert().values(
                id=made, workspace_id=workspace, owner_id=actor.user_id or None, created_at=now, changed_at=now
            )
        )
        self.append_in(con, made, [(actor.user_id, content)])
        return made

    def get(self, con: sa.Connection, actor: Actor, document: str, needed: Role = "viewer") -> Document:
        """Return a document; raises NotFound, or Denied when the role of `actor` does not allow what `needed` does."""
        query = sa.select(documents).where(documents.c.id == document, documents.c.deleted_at.is_(None))
        row = con.execute(query).first()
        if row is None:
            raise missing("map", document)
        return _document(row, demand(con, actor, needed, row.workspace_id, document, word="map"))

    def in_workspace(self, con: sa.Connection, actor: Actor, workspace: str) -> list[Document]:
        """Return the documents of a workspace that `actor` may see, newest change first."""
        demand(con, actor, "viewer", workspace)
        query = sa.select(documents).where(documents.c.workspace_id == workspace, documents.c.deleted_at.is_(None))
        rows = con.execute(query.order_by(documents.c.changed_at.desc(), documents.c.id)).all()
        roles = [(row, role_in(con, actor, workspace, row.id)) for row in rows]
        return [_document(row, role) for row, role in roles if role]

    def ids(self, con: sa.Connection, workspace: str) -> list[str]:
        """Return the ids of all documents of a workspace, whoever may see them."""
        mine = sa.and_(documents.c.workspace_id == workspace, documents.c.deleted_at.is_(None))
        return list(con.execute(sa.select(documents.c.id).where(mine).order_by(documents.c.id)).scalars())

    def drawn_by_others(self, con: sa.Connection, document: str) -> bool:
        """Say whether somebody may change a document who may not change its workspace."""
        query = sa.select(grants.c.user_id, documents.c.workspace_id).join(
            documents, documents.c.id == grants.c.document_id
        )
        query = query.where(grants.c.document_id == document, grants.c.role.in_(("editor", "owner")))
        each = con.execute(query).all()
        return any(
            not includes(role_in(con, Actor(name="", user_id=row.user_id), row.workspace_id), "editor") for row in each
        )

    def granted(self, con: sa.Connection, actor: Actor) -> list[Document]:
        """Return the documents that were opened to `actor` one by one."""
        query = sa.select(documents, grants.c.role).join(grants, grants.c.document_id == documents.c.id)
        query = query.where(grants.c.user_id == actor.user_id, documents.c.deleted_at.is_(None))
        return [_document(row, row.role) for row in con.execute(query.order_by(documents.c.changed_at.desc()))]

    def role(self, actor: Actor, document: str) -> Role:
        """Return what `actor` may do to a document; raises NotFound."""
        with self._database.read() as con:
            return self.get(con, actor, document).role

    def change(self, con: sa.Connection, actor: Actor, document: str, **fields: Any) -> None:
        """Change the owner or the review of a document: `owner_id`, `review_every_days`, `reviewed_at`."""
        self.get(con, actor, document, "editor")
        every = fields.get("review_every_days")
        if every is not None and not 1 <= every <= 3650:
            raise Invalid("review_every_days: it is not between 1 and 3650.", hint="Take 90 for once a quarter.")
        con.execute(documents.update().where(documents.c.id == document).values(fields))

    def remove(self, actor: Actor, document: str) -> None:
        """Delete a document, with all that was said about it."""
        with self._database.begin() as con:
            found = self.get(con, actor, document, "owner")
            con.execute(documents.update().where(documents.c.id == document).values(deleted_at=clock.now()))
            note(con, actor, "map.delete", document, found.workspace_id)

    def content(self, document: str) -> bytes:
        """Return all changes of a document as one."""
        with self._database.read() as con:
            return content(con, document)

    def append(self, document: str, made: Sequence[Change]) -> None:
        """Keep changes; they are on disk when this returns."""
        with self._database.begin() as con:
            self.append_in(con, document, made)

    def append_in(self, con: sa.Connection, document: str, made: Sequence[Change]) -> None:
        """Keep changes in a transaction that does more."""
        now = clock.now()
        rows = [{"document_id": document, "at": now, "author": author, "change": change} for author, change in made]
        con.execute(changes.insert(), rows)
        con.execute(documents.update().where(documents.c.id == document).values(changed_at=now))

    def fold(self, document: str, *, at: int = FOLD_AT) -> bool:
        """Put the changes of a document together when there are at least `at`; say whether that was done."""
        with self._database.begin() as con:
            mine = changes.c.document_id == document
            count, last, newest = con.execute(
                sa.select(sa.func.count(), sa.func.max(changes.c.id), sa.func.max(changes.c.at)).where(mine)
            ).one()
            if count < max(at, 2):
                return False
            whole = content(con, document)
            con.execute(changes.delete().where(mine, changes.c.id <= last))
            con.execute(changes.insert().values(document_id=document, at=newest, author="", change=whole))
        return True


def content(con: sa.Connection, document: str) -> bytes:
    """Return all changes of a document as one; what was deleted takes no room in it."""
    rows = con.execute(
        sa.select(changes.c.change).where(changes.c.document_id == document).order_by(changes.c.id)
    ).all()
    if len(rows) == 1:
        return bytes(rows[0].change)
    doc: Doc[Any] = Doc()
    with doc.transaction():
        for row in rows:
            doc.apply_update(row.change)
    return doc.get_update()


def _document(row: Any, role: Role) -> Document:
    return Document(
        id=row.id, workspace_id=row.workspace_id, owner_id=row.owner_id, created_at=row.created_at,
        changed_at=row.changed_at, review_every_days=row.review_every_days, reviewed_at=row.reviewed_at, role=role,
    )  # fmt: skip
