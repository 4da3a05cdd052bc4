"""Versions: a document as it was, kept by a name or by itself."""

import hashlib
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from footpath.accounts import Actor, missing, note, users
from footpath.collaboration.documents import Documents
from footpath.collaboration.model import Document, Version
from footpath.collaboration.tables import versions
from footpath.core import clock
from footpath.core.database import new_id
from footpath.core.errors import Invalid

APART = timedelta(minutes=30)  # between versions that are kept by themselves
_KEPT = 200  # of those; named ones stay for ever


class Versions:
    """Every version.

    Args:
        documents: whose versions they are.
    """

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def of(self, con: sa.Connection, actor: Actor, document: str) -> list[Version]:
        """Return the versions of a document, newest first."""
        self._documents.get(con, actor, document)
        rows = con.execute(_light().where(versions.c.document_id == document).order_by(*_NEWEST))
        return [_version(row) for row in rows]

    def get(self, con: sa.Connection, actor: Actor, version: str) -> tuple[Version, bytes, Document]:
        """Return a version, its content, and the document it is of; raises NotFound."""
        row = con.execute(_light(versions.c.content).where(versions.c.id == version)).first()
        if row is None:
            raise missing("version", version)
        return _version(row), bytes(row.content), self._documents.get(con, actor, row.document_id)

    def name(self, con: sa.Connection, actor: Actor, document: str, name: str, content: bytes) -> Version:
        """Keep a version under a name."""
        found = self._documents.get(con, actor, document, "editor")
        name = " ".join(name.split())
        if not name or len(name) > 200:
            raise Invalid("name: a version needs one of 1 to 200 characters.", hint="Say what it is a version for.")
        made = _insert(con, document, actor.user_id, name, content)
        note(con, actor, "version.name", document, found.workspace_id, name=name)
        return made

    def keep(self, con: sa.Connection, document: str, author: str, content: bytes, *, now: bool = False) -> None:
        """Keep a version by itself, unless nothing changed since the newest or that one is too young.

        Args:
            now: however young the newest one is, for instance before something is restored.
        """
        mine = versions.c.document_id == document
        newest = con.execute(sa.select(versions.c.at, versions.c.digest).where(mine).order_by(*_NEWEST)).first()
        if newest and (newest.digest == _digest(content) or (not now and clock.now() - newest.at < APART)):
            return
        _insert(con, document, author, "", content)
        old = sa.select(versions.c.id).where(mine, versions.c.name == "").order_by(*_NEWEST).offset(_KEPT)
        gone = [row.id for row in con.execute(old)]
        if gone:
            con.execute(versions.delete().where(versions.c.id.in_(gone)))


_NEWEST = (versions.c.at.desc(), versions.c.id)


def _light(*more: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Select versions without their content; whoever has left has no name any more."""
    own = (versions.c[name] for name in ("id", "document_id", "at", "name"))
    author = sa.func.coalesce(users.c.name, "").label("author")
    return sa.select(*own, author, *more).outerjoin(users, users.c.id == versions.c.author)


def _insert(con: sa.Connection, document: str, author: str, name: str, content: bytes) -> Version:
    values = {
        "id": new_id(), "document_id": document, "at": clock.now(), "author": author, "name": name,
        "digest": _digest(content), "content": content,
    }  # fmt: skip
    con.execute(versions.insert().values(values))
    return _version(con.execute(_light().where(versions.c.id == values["id"])).one())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _version(row: Any) -> Version:
    return Version(id=row.id, document_id=row.document_id, at=row.at, author=row.author, name=row.name)
