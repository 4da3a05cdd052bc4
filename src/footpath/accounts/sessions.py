"""Signing in and out: sessions are kept on the server, change their secret, and end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from footpath.accounts import limits, passwords, recovery, tokens, totp
from footpath.accounts.auditing import note
from footpath.accounts.model import Actor, User
from footpath.accounts.people import acting, user_of
from footpath.accounts.tables import sessions, users
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Invalid, SignedOut

_ROTATE = timedelta(hours=12)
_OVERLAP = timedelta(minutes=1)
_SEEN = timedelta(minutes=5)  # finer would write at every request
_WHICH = "Type the six digits that your authenticator app shows, or one of your recovery codes."


class Session(Struct, frozen=True, kw_only=True):
    """Somebody signed in.

    Attributes:
        token: the secret for the cookie; empty when the one that was given stays.
        csrf: what requests that change something must repeat in a header.
    """

    user: User
    actor: Actor
    csrf: str
    token: str = ""


class CodeNeeded(Invalid):
    """The password is right; the code of the authenticator app is missing."""

    code = "totp_needed"


class Sessions:
    """Who is signed in.

    Args:
        database: where sessions are kept.
        days: after which a session that nobody uses ends.
    """

    def __init__(self, database: Database, *, days: float = 14.0) -> None:
        self._database = database
        self._lasts = timedelta(days=days)

    def sign_in(self, email: str, password: str, *, code: str = "", agent: str = "", network: str = "") -> Session:
        """Begin a session.

        Args:
            code: of the authenticator app, for those who use one; or a recovery code, which works once.
            agent: what the browser calls itself, so that people recognise their sessions.
            network: address the request came from, which the number of tries is counted by.

        Raises:
            TooMany: too many wrong passwords.
            CodeNeeded: the password is right, and a code is needed.
            SignedOut: address, password or code is wrong; which one is not said.
        """
        email = email.strip().lower()
        with self._database.begin() as con:
            limits.count(con, "network", network)
            limits.count(con, "email", email)
        with self._database.begin() as con:
            row = con.execute(sa.select(users).where(users.c.email == email)).first()
        right = passwords.matches(password, row.password_hash if row else None)
        if row is None or not right or row.disabled_at is not None:
            raise SignedOut("The address or the password is wrong.", hint="Try again, or reset the password.")
        with self._database.begin() as con:
            _check_code(con, user_of(row), code)
            if passwords.outdated(row.password_hash):
                kept = passwords.hashed(password)
                con.execute(users.update().where(users.c.id == row.id).values(password_hash=kept))
            limits.forget(con, "email", email)
            return self.begin(con, user_of(row), agent)

    def begin(self, con: sa.Connection, user: User, agent: str) -> Session:
        """Begin a session for somebody who has proved who they are."""
        now = clock.now()
        token, session_id, csrf = tokens.made(), new_id(), tokens.made()
        con.execute(sessions.delete().where(sessions.c.expires_at < now))
        con.execute(
            sessions.insert().values(
                id=session_id, user_id=user.id, token_hash=tokens.hashed(token), csrf=csrf, agent=agent[:300],
                created_at=now, rotated_at=now, seen_at=now, expires_at=now + self._lasts,
            )
        )  # fmt: skip
        actor = acting(user, session_id)
        note(con, actor, "session.begin", user.email, None)
        return Session(user=user, actor=actor, csrf=csrf, token=token)

    def begin_for(self, user: User, agent: str = "") -> Session:
        """Begin a session for somebody whom a setup, a reset, an invitation or an identity provider vouches for."""
        with self._database.begin() as con:
            return self.begin(con, user, agent)

    def find(self, token: str) -> Session:
        """Return the session with that secret; it may come with another secret, for the cookie.

        Raises:
            SignedOut: there is none, or it has ended.
        """
        now, key = clock.now(), tokens.hashed(token)
        with self._database.read() as con:
            query = sa.select(sessions, *_user_columns()).join(users, users.c.id == sessions.c.user_id)
            row = con.execute(query.where(sa.or_(sessions.c.token_hash == key, sessions.c.former_hash == key))).first()
        if row is None or row.expires_at <= now or row.user_disabled_at is not None or _stale(row, key, now):
            raise SignedOut("You are not signed in, or the session has ended.", hint="Sign in again.")
        fresh = self._touch(row, key, now)
        user = User(
            id=row.user_id, email=row.user_email, name=row.user_name, locale=row.user_locale, admin=row.user_admin,
            totp=bool(row.user_totp_secret), created_at=row.user_created_at,
        )  # fmt: skip
        return Session(user=user, actor=acting(user, row.id), csrf=row.csrf, token=fresh)

    def _touch(self, row: Any, key: str, now: datetime) -> str:
        """Note that a session is used; return its next secret when the one it has is old."""
        values: dict[str, Any] = {}
        fresh = ""
        if now - row.seen_at > _SEEN:
            values = {"seen_at": now, "expires_at": now + self._lasts}
        if now - row.rotated_at > _ROTATE and row.token_hash == key:
            fresh = tokens.made()
            values |= {"token_hash": tokens.hashed(fresh), "former_hash": row.token_hash, "rotated_at": now}
        if values:
            same = sa.and_(sessions.c.id == row.id, sessions.c.token_hash == row.token_hash)
            with self._database.begin() as con:
                if not con.execute(sessions.update().where(same).values(values)).rowcount:
                    return ""  # another request was first
        return fresh

    def end(self, actor: Actor) -> None:
        """End the session of `actor`."""
        with self._database.begin() as con:
            con.execute(sessions.delete().where(sessions.c.id == actor.session_id))

    def end_all(self, actor: Actor) -> None:
        """End every session of `actor`, on every device."""
        with self._database.begin() as con:
            con.execute(sessions.delete().where(sessions.c.user_id == actor.user_id))
            note(con, actor, "session.end_all", actor.name, None)


def _check_code(con: sa.Connection, user: User, code: str) -> None:
    """Refuse a missing or wrong code of somebody who uses them; read with the write lock, so that none works twice."""
    row = con.execute(sa.select(users.c.totp_secret, users.c.totp_step).where(users.c.id == user.id)).one()
    if not row.totp_secret:
        return
    if not code.strip():
        raise CodeNeeded("totp: a code is needed.", hint=_WHICH)
    step = totp.step_of(row.totp_secret, code, clock.now(), row.totp_step)
    if step:
        con.execute(users.update().where(users.c.id == user.id).values(totp_step=step))
    elif recovery.spend(con, user.id, code):
        note(con, acting(user), "totp.recovery_used", user.email, None, recovery_codes=recovery.left(con, user.id))
    else:
        raise SignedOut("The code is wrong, or was used.", hint="Wait for the next code of the app.")


def _stale(row: Any, key: str, now: datetime) -> bool:
    """Say whether a secret is the former one, and its time is over."""
    return bool(row.token_hash != key and now - row.rotated_at > _OVERLAP)


def _user_columns() -> Sequence[sa.ColumnElement[Any]]:
    wanted = ("email", "name", "locale", "admin", "totp_secret", "created_at", "disabled_at")
    return [users.c[name].label(f"user_{name}") for name in wanted]
