"""Share links: one document for whoever has the link, and the password where there is one.

A link's secret is made from the share's salt and the server's own secret, so that links can be shown again while a
copy of the database opens none.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from footpath.accounts import Actor, count_try, hash_password, missing, new_token, note, password_matches, same_token
from footpath.collaboration.documents import Documents
from footpath.collaboration.model import NewShare, Share
from footpath.collaboration.tables import shares, versions
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Invalid, SignedOut

_OPEN_FOR = timedelta(hours=12)  # after the password was right


class PasswordNeeded(SignedOut):
    """The share link asks for a password."""

    code = "password_needed"


class Shares:
    """Every share link.

    Args:
        database: where they are kept.
        documents: what they show.
        secret: the server's own.
        url: address that people open Footpath at.
    """

    def __init__(self, database: Database, documents: Documents, secret: bytes, url: str) -> None:
        self._database = database
        self._documents = documents
        self._secret = secret
        self._url = url.rstrip("/")

    def of(self, actor: Actor, document: str) -> list[Share]:
        """Return the links of a document that work, newest first; for those who may change it."""
        with self._database.read() as con:
            self._documents.get(con, actor, document, "editor")
            mine = sa.and_(shares.c.document_id == document, shares.c.revoked_at.is_(None))
            rows = con.execute(sa.select(shares).where(mine).order_by(shares.c.created_at.desc(), shares.c.id))
            return [self._share(row) for row in rows]

    def add(self, actor: Actor, document: str, wish: NewShare) -> Share:
        """Make a link."""
        if wish.expires_at is not None and wish.expires_at <= clock.now():
            raise Invalid("expires_at: it is over already.", hint="Choose a time to come.")
        kept = hash_password(wish.password) if wish.password else None
        values = {
            "id": new_id(), "document_id": document, "name": " ".join(wish.name.split())[:200], "salt": new_token(),
            "password_hash": kept, "hidden_lanes": sorted(set(wish.hidden_lanes)), "created_at": clock.now(),
            "version_id": wish.version_id or None, "created_by": actor.user_id or None, "expires_at": wish.expires_at,
        }  # fmt: skip
        with self._database.begin() as con:
            found = self._documents.get(con, actor, document, "editor")
            if wish.version_id:
                own = sa.and_(versions.c.id == wish.version_id, versions.c.document_id == document)
                if con.execute(sa.select(versions.c.id).where(own)).first() is None:
                    raise missing("version", wish.version_id)
            con.execute(shares.insert().values(values))
            told = {"share": str(values["id"]), "name": str(values["name"])}
            note(con, actor, "share.add", document, found.workspace_id, **told, password=bool(kept))
            return self._share(con.execute(sa.select(shares).where(shares.c.id == values["id"])).one())

    def revoke(self, actor: Actor, share: str) -> str:
        """End a link; return its document's id."""
        with self._database.begin() as con:
            row = con.execute(sa.select(shares).where(shares.c.id == share, shares.c.revoked_at.is_(None))).first()
            if row is None:
                raise missing("share link", share)
            found = self._documents.get(con, actor, row.document_id, "editor")
            con.execute(shares.update().where(shares.c.id == share).values(revoked_at=clock.now()))
            note(con, actor, "share.revoke", row.document_id, found.workspace_id, share=share, name=row.name)
            return str(row.document_id)

    def open(self, token: str, *, password: str | None = None, pass_: str = "") -> tuple[Actor, Share, str]:
        """Return who may look with a link, the link, and a pass that stands for the password from now on.

        Args:
            password: typed in.
            pass_: from when the password was right.

        Raises:
            NotFound: there is no such link, or it is over.
            PasswordNeeded: it asks for a password, and this is not it.
        """
        share_id, _, proof = token.partition(".")
        with self._database.read() as con:
            row = con.execute(sa.select(shares).where(shares.c.id == share_id, shares.c.revoked_at.is_(None))).first()
        over = row is None or (row.expires_at is not None and row.expires_at <= clock.now())
        if row is None or over or not same_token(proof, self._proof(row)):
            raise missing("share link", share_id)
        if row.password_hash and not self._passes(row, pass_):
            self._check_password(row, password)
        hidden = tuple(row.hidden_lanes)
        actor = Actor(name=f"share:{row.id}", document_id=row.document_id, hidden_lanes=hidden)
        return actor, self._share(row), self._pass(row) if row.password_hash else ""

    def _check_password(self, row: Any, password: str | None) -> None:
        if password is None:
            raise PasswordNeeded("password: this link asks for one.", hint="Ask whoever gave you the link.")
        with self._database.begin() as con:
            count_try(con, "share", row.id)
        if not password_matches(password, row.password_hash):
            raise PasswordNeeded("password: this is not the password.", hint="Ask whoever gave you the link.")

    def _pass(self, row: Any) -> str:
        until = int((clock.now() + _OPEN_FOR).timestamp())
        return f"{until}.{self._sign('pass', f'{row.id}.{row.password_hash}.{until}')}"

    def _passes(self, row: Any, given: str) -> bool:
        until, _, proof = given.partition(".")
        if not until.isascii() or not until.isdigit() or int(until) <= clock.now().timestamp():
            return False
        return same_token(proof, self._sign("pass", f"{row.id}.{row.password_hash}.{until}"))

    def _proof(self, row: Any) -> str:
        return self._sign("share", f"{row.id}.{row.salt}")

    def _sign(self, purpose: str, text: str) -> str:
        return hmac.new(self._secret, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()

    def _share(self, row: Any) -> Share:
        link = f"{self._url}/shared/{row.id}.{self._proof(row)}"
        return Share(
            id=row.id, document_id=row.document_id, name=row.name, link=link,
            password=bool(row.password_hash), hidden_lanes=tuple(row.hidden_lanes), version_id=row.version_id or "",
            created_at=row.created_at, expires_at=row.expires_at,
        )  # fmt: skip
