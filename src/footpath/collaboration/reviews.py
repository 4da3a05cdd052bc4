"""Reviews: owners are told, once each time, when their map is due to be looked at again."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from footpath.accounts import users
from footpath.collaboration.tables import documents
from footpath.core import clock
from footpath.core.database import Database
from footpath.delivery import Mail, Message


class Reviews:
    """Maps that are due.

    Args:
        database: where they are kept.
        mail: takes word to their owners.
        url: address that people open Footpath at.
        named: returns the title of a document.
    """

    def __init__(self, database: Database, mail: Mail, url: str, named: Callable[[str], str]) -> None:
        self._database = database
        self._mail = mail
        self._url = url.rstrip("/")
        self._named = named

    def remind(self) -> int:
        """Tell the owners of maps that are due and who were not told yet; return how many."""
        now = clock.now()
        query = sa.select(documents, users.c.email).join(users, users.c.id == documents.c.owner_id)
        query = query.where(
            documents.c.review_every_days.is_not(None), documents.c.deleted_at.is_(None), users.c.disabled_at.is_(None)
        )
        told = []
        with self._database.begin() as con:
            for row in con.execute(query.order_by(documents.c.id)).all():
                due = (row.reviewed_at or row.created_at) + timedelta(days=row.review_every_days)
                if due <= now and (row.reminded_at is None or row.reminded_at < due):
                    con.execute(documents.update().where(documents.c.id == row.id).values(reminded_at=now))
                    told.append(row)
        for row in told:
            name = self._named(row.id)
            text = (
                f"Your map “{name}” is due for review: is it still true?\n\n{self._url}/maps/{row.id}?panel=map\n\n"
                "When it is, press “I looked: it is still true” there.\n"
            )
            self._mail.post(Message(to=row.email, subject=f"Due for review: {name}", text=text))
        return len(told)
