"""How often a password may be tried: by address of e-mail and by network address, counted in the database."""

from datetime import timedelta

import sqlalchemy as sa

from footpath.accounts.tables import attempts
from footpath.core import clock
from footpath.core.errors import TooMany

WINDOW = timedelta(minutes=15)
MOST = {"email": 8, "network": 40, "reset": 5, "share": 30, "join": 120, "sticky": 90}


def count(con: sa.Connection, kind: str, subject: str) -> None:
    """Count one try; raises TooMany when there were too many in the last quarter of an hour."""
    now = clock.now()
    key = f"{kind}:{subject}"[:300]
    con.execute(attempts.delete().where(attempts.c.at < now - WINDOW))
    tried, first = con.execute(
        sa.select(sa.func.count(), sa.func.min(attempts.c.at)).where(attempts.c.subject == key)
    ).one()
    if tried >= MOST[kind]:
        wait_s = max(1.0, (first + WINDOW - now).total_seconds())
        hint = f"Try again in {round(wait_s / 60) or 1} minutes."
        raise TooMany("That was tried too often.", hint=hint, wait_s=wait_s)
    con.execute(attempts.insert().values(subject=key, at=now))


def forget(con: sa.Connection, kind: str, subject: str) -> None:
    """Count anew, after a try that was right."""
    con.execute(attempts.delete().where(attempts.c.subject == f"{kind}:{subject}"[:300]))
