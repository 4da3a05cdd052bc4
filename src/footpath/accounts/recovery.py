"""Codes that stand in for the authenticator app when it is lost: shown once, kept as hashes, each works once."""

import secrets

import sqlalchemy as sa

from footpath.accounts import tokens
from footpath.accounts.tables import recovery_codes

CODES = 10
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
_GROUPS, _GROUP = 4, 4  # 16 signs are 79 random bits


def made_anew(con: sa.Connection, user_id: str) -> tuple[str, ...]:
    """Return ten new codes of somebody, such as "k7mw-22ha-x9pq-tc4e"; those so far work no more."""
    forget(con, user_id)
    codes = tuple("-".join(_group() for _ in range(_GROUPS)) for _ in range(CODES))
    rows = [{"user_id": user_id, "code_hash": tokens.hashed(_plain(code))} for code in codes]
    con.execute(recovery_codes.insert(), rows)
    return codes


def spend(con: sa.Connection, user_id: str, code: str) -> bool:
    """Say whether a code is one of somebody's, however it is written; it works no more then."""
    mine = sa.and_(recovery_codes.c.user_id == user_id, recovery_codes.c.code_hash == tokens.hashed(_plain(code)))
    return con.execute(recovery_codes.delete().where(mine)).rowcount == 1


def left(con: sa.Connection, user_id: str) -> int:
    """Return how many codes of somebody still work."""
    mine = recovery_codes.c.user_id == user_id
    return con.execute(sa.select(sa.func.count()).select_from(recovery_codes).where(mine)).scalar_one()


def forget(con: sa.Connection, user_id: str) -> None:
    """Let no code of somebody work any longer."""
    con.execute(recovery_codes.delete().where(recovery_codes.c.user_id == user_id))


def _group() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_GROUP))


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()
