"""Reviews: owners are told, once each time, when their map is due to be looked at again."""

from collections.abc import Callable
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa

from footpath.accounts import users
from footpath.collaboration.tables import documents
from footpath.core import clock
from footpath.core.database import Database
from footpath.delivery import Mail, letter


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
        """Tell the owners of maps that are due and who were not told yet, in one mail each; return how many maps."""
        now = clock.now()
        query = sa.select(documents, users.c.email, users.c.locale).join(users, users.c.id == documents.c.owner_id)
        query = query.where(
            documents.c.review_every_days.is_not(None), documents.c.deleted_at.is_(None), users.c.disabled_at.is_(None)
        )
        told = []
        with self._database.begin() as con:
            for row in con.execute(query.order_by(users.c.email, documents.c.id)).all():
                due = (row.reviewed_at or row.created_at) + timedelta(days=row.review_every_days)
                if due <= now and (row.reminded_at is None or row.reminded_at < due):
                    con.execute(documents.update().where(documents.c.id == row.id).values(reminded_at=now))
                    told.append(row)
        for email, rows in groupby(told, key=attrgetter("email")):
            due_of = list(rows)
            links = "\n\n".join(
                f"{self._named(row.id)}\n{self._url}/maps/{row.id}?panel=map&review=due" for row in due_of
            )
            self._mail.post(letter("review", to=email, locale=due_of[0].locale, n=len(due_of), links=links))
        return len(told)
