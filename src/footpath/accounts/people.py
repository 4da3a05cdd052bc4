"""People: the first one, others, their passwords and second factors."""

import re
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from footpath.accounts import limits, passwords, recovery, tokens, totp
from footpath.accounts.auditing import note
from footpath.accounts.model import Actor, User
from footpath.accounts.tables import memberships, resets, sessions, users, workspaces
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Conflict, Invalid, NotFound

RESET_FOR = timedelta(hours=1)
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+")


class People:
    """Everybody who can sign in.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def needed(self) -> bool:
        """Say whether nobody is there yet, so that the first one may come in and look after the server."""
        with self._database.read() as con:
            return not con.execute(sa.select(sa.func.count()).select_from(users)).scalar_one()

    def first(self, *, email: str, name: str, password: str, workspace: str, locale: str = "en") -> User:
        """Make the first person, who looks after the server, and a workspace of theirs.

        Raises:
            Conflict: somebody is there already.
            Invalid: the address or the password will not do.
        """
        kept = passwords.hashed(password)
        with self._database.begin() as con:
            if con.execute(sa.select(sa.func.count()).select_from(users)).scalar_one():
                raise Conflict("The server has been set up already.", hint="Sign in, or ask for an invitation.")
            user = insert(con, email=email, name=name, password_hash=kept, locale=locale, admin=True)
            place = {
                "id": new_id(), "name": named(workspace, "workspace"), "locale": locale, "first": True,
                "created_at": clock.now(),
            }  # fmt: skip
            con.execute(workspaces.insert().values(place))
            con.execute(
                memberships.insert().values(
                    workspace_id=place["id"], user_id=user.id, role="owner", created_at=clock.now()
                )
            )
            note(con, acting(user), "server.set_up", user.email, None)
        return user

    def add(self, actor: Actor, *, email: str, name: str, password: str, admin: bool = False) -> User:
        """Make a person; raises Conflict when the address is taken."""
        kept = passwords.hashed(password)
        with self._database.begin() as con:
            user = insert(con, email=email, name=name, password_hash=kept, admin=admin)
            note(con, actor, "user.add", user.email, None, admin=admin)
        return user

    def all(self) -> list[User]:
        """Return everybody by address."""
        with self._database.read() as con:
            return [user_of(row) for row in con.execute(sa.select(users).order_by(users.c.email))]

    def find(self, email: str) -> User:
        """Return the person with that address; raises NotFound."""
        with self._database.read() as con:
            row = con.execute(sa.select(users).where(users.c.email == email.strip().lower())).first()
        if row is None:
            raise NotFound(f"Nobody has the address {email}.", hint="`footpath user list` shows everybody.")
        return user_of(row)

    def get(self, user_id: str) -> User:
        """Return the person with that id; raises NotFound."""
        with self._database.read() as con:
            row = con.execute(sa.select(users).where(users.c.id == user_id)).first()
        if row is None:
            raise NotFound(f"No person is called {user_id!r}.")
        return user_of(row)

    def change(self, actor: Actor, *, name: str | None = None, locale: str | None = None) -> User:
        """Change what `actor` is called, or the language they read."""
        fields = {"name": named(name, "name") if name is not None else None, "locale": locale}
        with self._database.begin() as con:
            values = {key: value for key, value in fields.items() if value is not None}
            if values:
                con.execute(users.update().where(users.c.id == actor.user_id).values(values))
        return self.get(actor.user_id)

    def set_password(self, actor: Actor, user_id: str, password: str, *, current: str | None = None) -> None:
        """Give somebody another password and end all their sessions.

        Args:
            current: the one so far, which must be right unless None (the command line's word is enough).
        """
        kept = passwords.hashed(password)
        with self._database.begin() as con:
            if current is not None:
                limits.count(con, "email", user_id)
                row = con.execute(sa.select(users.c.password_hash).where(users.c.id == user_id)).one()
                wrong = row.password_hash is not None and not passwords.matches(current, row.password_hash)
            else:
                wrong = False
            if not wrong:
                limits.forget(con, "email", user_id)
                _put_password(con, actor, user_id, kept)
        if wrong:
            raise Invalid("current: this is not your password.", hint="Type the password you sign in with now.")

    def disable(self, actor: Actor, user_id: str) -> None:
        """Let somebody sign in no more, and end their sessions; what they made stays."""
        with self._database.begin() as con:
            con.execute(users.update().where(users.c.id == user_id).values(disabled_at=clock.now()))
            con.execute(sessions.delete().where(sessions.c.user_id == user_id))
            email = con.execute(sa.select(users.c.email).where(users.c.id == user_id)).scalar_one()
            note(con, actor, "user.disable", email, None)

    def ask_reset(self, email: str) -> tuple[User, str] | None:
        """Return the person with that address and a secret that lets them choose another password; None = nobody."""
        email = email.strip().lower()
        with self._database.begin() as con:
            limits.count(con, "reset", email)
            row = con.execute(sa.select(users).where(users.c.email == email, users.c.disabled_at.is_(None))).first()
            if row is None:
                return None
            token = tokens.made()
            con.execute(
                resets.insert().values(
                    token_hash=tokens.hashed(token), user_id=row.id, expires_at=clock.now() + RESET_FOR
                )
            )
            note(con, acting(user_of(row)), "password.ask_reset", row.email, None)
        return user_of(row), token

    def reset(self, token: str, password: str) -> User:
        """Choose another password with the secret of `ask_reset`, which works once; raises Invalid when it is over."""
        kept = passwords.hashed(password)
        with self._database.begin() as con:
            query = sa.select(users).join(resets, resets.c.user_id == users.c.id)
            row = con.execute(
                query.where(resets.c.token_hash == tokens.hashed(token), resets.c.expires_at > clock.now())
            ).first()
            if row is None:
                raise Invalid("token: this link is over, or was used.", hint="Ask for another one.")
            con.execute(resets.delete().where(resets.c.user_id == row.id))
            _put_password(con, acting(user_of(row)), row.id, kept)
        return user_of(row)

    def begin_totp(self, actor: Actor) -> tuple[str, str]:
        """Return a secret for the authenticator app of `actor`, and its address; it counts once proved by a code."""
        secret = totp.made()
        with self._database.begin() as con:
            con.execute(users.update().where(users.c.id == actor.user_id).values(totp_pending=secret))
        return secret, totp.address(secret, actor.name)

    def prove_totp(self, actor: Actor, code: str) -> tuple[str, ...]:
        """Ask for codes at every sign-in from now on; return those that stand in for a lost app, shown only now.

        Raises:
            Invalid: `code` is not the app's.
        """
        codes: tuple[str, ...] = ()
        with self._database.begin() as con:
            limits.count(con, "email", actor.user_id)
            secret = con.execute(sa.select(users.c.totp_pending).where(users.c.id == actor.user_id)).scalar()
            step = totp.step_of(secret, code, clock.now(), 0) if secret else 0
            if step:
                values = {"totp_secret": secret, "totp_pending": None, "totp_step": step}
                con.execute(users.update().where(users.c.id == actor.user_id).values(values))
                codes = recovery.made_anew(con, actor.user_id)
                note(con, actor, "totp.on", actor.name, None, recovery_codes=len(codes))
        if not step:
            raise Invalid("code: this is not the code of now.", hint="Type the six digits that the app shows.")
        return codes

    def end_totp(self, actor: Actor, password: str) -> None:
        """Ask for codes no more; raises Invalid when the password is wrong."""
        self._demand_password(actor, password)
        with self._database.begin() as con:
            values = {"totp_secret": None, "totp_pending": None}
            con.execute(users.update().where(users.c.id == actor.user_id).values(values))
            recovery.forget(con, actor.user_id)
            note(con, actor, "totp.off", actor.name, None)

    def recovery_left(self, actor: Actor) -> int:
        """Return how many codes that stand in for the app still work."""
        with self._database.read() as con:
            return recovery.left(con, actor.user_id)

    def renew_recovery(self, actor: Actor, password: str) -> tuple[str, ...]:
        """Return ten new codes that stand in for the app; those so far work no more.

        Raises:
            Invalid: the password is wrong.
            Conflict: no app is in use, so that there is nothing to stand in for.
        """
        self._demand_password(actor, password)
        with self._database.begin() as con:
            if not con.execute(sa.select(users.c.totp_secret).where(users.c.id == actor.user_id)).scalar():
                raise Conflict("You use no authenticator app.", hint="Set one up first; its codes come with it.")
            codes = recovery.made_anew(con, actor.user_id)
            note(con, actor, "totp.recovery_codes", actor.name, None, recovery_codes=len(codes))
        return codes

    def _demand_password(self, actor: Actor, password: str) -> None:
        """Refuse who does not know the password of `actor`; every try counts."""
        with self._database.begin() as con:
            limits.count(con, "email", actor.user_id)
            kept = con.execute(sa.select(users.c.password_hash).where(users.c.id == actor.user_id)).scalar()
        if not passwords.matches(password, kept):
            raise Invalid("password: this is not your password.", hint="Type the password you sign in with.")


def addressed(email: str) -> str:
    """Return an address as it is kept; raises Invalid when it is none."""
    email = email.strip().lower()
    if not _EMAIL.fullmatch(email) or len(email) > 254:
        raise Invalid(f"email: {email!r} is no address.", hint="Write it like name@example.org.")
    return email


def insert(con: sa.Connection, *, email: str, name: str, **fields: Any) -> User:
    """Add a person; raises Conflict when the address is taken, Invalid when it is none."""
    email = addressed(email)
    if con.execute(sa.select(users.c.id).where(users.c.email == email)).first():
        raise Conflict(f"email: somebody has the address {email} already.", hint="Sign in, or take another address.")
    values = {
        "id": new_id(), "email": email, "name": named(name, "name"), "locale": "en", "admin": False, "totp_step": 0,
        "created_at": clock.now(), **fields,
    }  # fmt: skip
    con.execute(users.insert().values(values))
    return user_of(con.execute(sa.select(users).where(users.c.id == values["id"])).one())


def user_of(row: Any) -> User:
    """Return the person in a row of `users`."""
    return User(
        id=row.id, email=row.email, name=row.name, locale=row.locale, admin=row.admin, totp=bool(row.totp_secret),
        created_at=row.created_at, disabled_at=row.disabled_at,
    )  # fmt: skip


def acting(user: User, session_id: str = "") -> Actor:
    """Return a person as one who does something."""
    return Actor(name=user.email, user_id=user.id, session_id=session_id, admin=user.admin)


def named(text: str, field: str) -> str:
    """Return a name without blanks around it; raises Invalid when nothing is left or it is too long."""
    text = " ".join(text.split())
    if not text or len(text) > 200:
        raise Invalid(f"{field}: it is {'empty' if not text else 'too long'}.", hint="Take 1 to 200 characters.")
    return text


def _put_password(con: sa.Connection, actor: Actor, user_id: str, kept: str) -> None:
    con.execute(users.update().where(users.c.id == user_id).values(password_hash=kept))
    con.execute(sessions.delete().where(sessions.c.user_id == user_id))
    email = con.execute(sa.select(users.c.email).where(users.c.id == user_id)).scalar_one()
    note(con, actor, "password.change", email, None)
