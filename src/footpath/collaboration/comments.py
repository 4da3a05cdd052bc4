"""Comments: threads on any element of a document, which call people and can be settled."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from footpath.accounts import Actor, includes, memberships, missing, note, users
from footpath.collaboration.documents import Documents
from footpath.collaboration.model import Comment, Document
from footpath.collaboration.tables import comments
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Denied, Invalid
from footpath.delivery import Mail, letter

_LONGEST = 10_000


class Comments:
    """Everything said about documents.

    Args:
        database: where it is kept.
        documents: what it is said about.
        mail: takes word to those who are mentioned.
        url: address that people open Footpath at.
        named: returns the title of a document.
    """

    def __init__(
        self, database: Database, documents: Documents, mail: Mail, url: str, named: Callable[[str], str]
    ) -> None:
        self._database = database
        self._documents = documents
        self._mail = mail
        self._url = url.rstrip("/")
        self._named = named

    def of(self, actor: Actor, document: str) -> list[Comment]:
        """Return all comments of a document, oldest first; share links show none."""
        with self._database.read() as con:
            self._documents.get(con, actor, document)
            if actor.document_id:
                return []
            rows = con.execute(_query().where(comments.c.document_id == document).order_by(*_OLDEST))
            return [_comment(row) for row in rows]

    def add(
        self, actor: Actor, document: str, *, text: str, element: str = "", parent: str = "",
        mentions: Sequence[str] = (),
    ) -> Comment:  # fmt: skip
        """Say something about an element, or answer a comment; those mentioned get a mail."""
        with self._database.begin() as con:
            found = self._documents.get(con, actor, document, "commenter")
            if parent:
                element = _thread(con, document, parent)
            called = _members(con, found, mentions)
            values = {
                "id": new_id(), "document_id": document, "element": element[:200], "parent_id": parent or None,
                "author_id": actor.user_id or None, "text": _checked(text), "mentions": sorted(called),
                "created_at": clock.now(),
            }  # fmt: skip
            con.execute(comments.insert().values(values))
            note(con, actor, "comment.add", document, found.workspace_id, element=element[:200])
            made = _comment(con.execute(_query().where(comments.c.id == values["id"])).one())
        self._call([reader for user, reader in called.items() if user != actor.user_id], made)
        return made

    def change(self, actor: Actor, comment: str, *, text: str | None = None, resolved: bool | None = None) -> Comment:
        """Change one's own words, or settle a thread and open it again."""
        with self._database.begin() as con:
            row, found = self._find(con, actor, comment)
            values: dict[str, Any] = {}
            if text is not None:
                _demand_own(actor, row, found)
                values |= {"text": _checked(text), "edited_at": clock.now()}
            if resolved is not None:
                by = {"resolved_at": clock.now(), "resolved_by": actor.user_id}
                values |= by if resolved else {"resolved_at": None, "resolved_by": None}
                word = "comment.resolve" if resolved else "comment.reopen"
                note(con, actor, word, row.document_id, found.workspace_id, element=row.element)
            if values:
                con.execute(comments.update().where(comments.c.id == comment).values(values))
            return _comment(con.execute(_query().where(comments.c.id == comment)).one())

    def remove(self, actor: Actor, comment: str) -> str:
        """Delete a comment with its answers: one's own, or anybody's as an owner; return its document's id."""
        with self._database.begin() as con:
            row, found = self._find(con, actor, comment)
            if not includes(found.role, "owner"):
                _demand_own(actor, row, found)
            con.execute(comments.delete().where(comments.c.id == comment))
            note(con, actor, "comment.remove", row.document_id, found.workspace_id, element=row.element)
            return str(row.document_id)

    def _find(self, con: sa.Connection, actor: Actor, comment: str) -> tuple[Any, Document]:
        row = con.execute(_query().where(comments.c.id == comment)).first()
        if row is None:
            raise missing("comment", comment)
        return row, self._documents.get(con, actor, row.document_id, "commenter")

    def _call(self, readers: Sequence[tuple[str, str]], comment: Comment) -> None:
        link = f"{self._url}/maps/{comment.document_id}?comment={comment.id}"
        told = {"who": comment.author, "map": self._named(comment.document_id), "text": comment.text, "link": link}
        for email, locale in readers:
            self._mail.post(letter("mention", to=email, locale=locale, **told))


_OLDEST = (comments.c.created_at, comments.c.id)


def _query() -> sa.Select[Any]:
    return sa.select(comments, users.c.name.label("author")).outerjoin(users, users.c.id == comments.c.author_id)


def _thread(con: sa.Connection, document: str, parent: str) -> str:
    """Return the element that a thread is about; raises NotFound when it is not one of the document."""
    mine = sa.and_(comments.c.id == parent, comments.c.document_id == document, comments.c.parent_id.is_(None))
    found = con.execute(sa.select(comments.c.element).where(mine)).scalar()
    if found is None:
        raise missing("thread", parent)
    return str(found)


def _members(con: sa.Connection, document: Document, mentions: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return id → address and language of those mentioned who belong to the workspace; nobody else learns of it."""
    query = sa.select(users.c.id, users.c.email, users.c.locale).join(memberships, memberships.c.user_id == users.c.id)
    query = query.where(memberships.c.workspace_id == document.workspace_id, users.c.id.in_(list(mentions)[:50]))
    return {row.id: (row.email, row.locale) for row in con.execute(query)}


def _checked(text: str) -> str:
    text = text.strip()
    if not text or len(text) > _LONGEST:
        raise Invalid(f"text: it is {'empty' if not text else 'too long'}.", hint=f"Write 1 to {_LONGEST} characters.")
    return text


def _demand_own(actor: Actor, row: Any, document: Document) -> None:
    if not actor.user_id or row.author_id != actor.user_id:
        raise Denied(f"A {document.role} may change only comments of their own.", hint="Answer it instead.")


def _comment(row: Any) -> Comment:
    return Comment(
        id=row.id, document_id=row.document_id, element=row.element, parent_id=row.parent_id or "",
        author_id=row.author_id or "", author=row.author or "", text=row.text, mentions=tuple(row.mentions),
        created_at=row.created_at, edited_at=row.edited_at, resolved_at=row.resolved_at,
        resolved_by=row.resolved_by or "",
    )  # fmt: skip
