"""Workshops as phones see them: joined by a code, without an account.

A code is 40 random bits, works for hours, and opens nothing but its workshop. Tries, people, notes and their length are
limited; what stands for a participant is a secret of 256 bits, of which the server keeps the hash.
"""

from typing import Any

import sqlalchemy as sa

from footpath.accounts import count_try, missing, new_token, token_hash
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Conflict, NotFound, SignedOut, TooMany
from footpath.workshops.leading import tell, write
from footpath.workshops.model import MOST_NOTES, MOST_PEOPLE, WRITING, Joined, Workshop
from footpath.workshops.showing import shown, tally
from footpath.workshops.tables import participants, stickies, votes, workshops


class Joiners:
    """Everybody who takes part by phone.

    Args:
        database: where they are kept.
        url: address that people open Footpath at.
    """

    def __init__(self, database: Database, url: str) -> None:
        self._database = database
        self._url = url.rstrip("/")

    def knock(self, code: str, network: str) -> None:
        """Count a try with a code that opens nothing; raises NotFound, or TooMany when there were too many."""
        try:
            with self._database.read() as con:
                _open(con, code)
        except NotFound:
            with self._database.begin() as con:
                count_try(con, "join", network)
            raise

    def join(self, code: str, name: str, *, network: str) -> Joined:
        """Let somebody in.

        Raises:
            NotFound: there is no such workshop, or it is over.
            TooMany: too many wrong codes from one network, or the workshop is full.
        """
        self.knock(code, network)
        secret = new_token()
        with self._database.begin() as con:
            row = _open(con, code)
            there = sa.select(sa.func.count()).where(participants.c.workshop_id == row.id)
            if con.execute(there).scalar_one() >= MOST_PEOPLE:
                raise TooMany(f"{MOST_PEOPLE} people are here already.", hint="Share a phone with somebody.")
            made = new_id()
            con.execute(
                participants.insert().values(
                    id=made, workshop_id=row.id, name=_name(name), token_hash=token_hash(secret),
                    joined_at=clock.now(),
                )
            )  # fmt: skip
            tell(con, row.id)
            row = _open(con, code)
            return Joined(secret=secret, workshop=shown(con, row, self._url, tally(con, row, participant=made)))

    def look(self, code: str, secret: str) -> Workshop:
        """Return the workshop as a participant sees it now."""
        with self._database.read() as con:
            row, me = self._who(con, code, secret)
            return shown(con, row, self._url, tally(con, row, participant=me))

    def write(self, code: str, secret: str, text: str) -> Workshop:
        """Write a note; raises Conflict when it is not the time to."""
        with self._database.begin() as con:
            row, me = self._who(con, code, secret)
            _demand_phase(row, *WRITING)
            count_try(con, "sticky", me)
            mine = sa.select(sa.func.count()).where(stickies.c.participant_id == me)
            if con.execute(mine).scalar_one() >= MOST_NOTES:
                raise TooMany(f"These are {MOST_NOTES} notes already.", hint="Delete one of yours first.")
            write(con, row.id, me, text)
        return self.look(code, secret)

    def remove(self, code: str, secret: str, sticky: str) -> Workshop:
        """Take one's own note away."""
        with self._database.begin() as con:
            row, me = self._who(con, code, secret)
            _demand_phase(row, *WRITING)
            mine = sa.and_(stickies.c.id == sticky, stickies.c.participant_id == me)
            if not con.execute(stickies.delete().where(mine)).rowcount:
                raise missing("note", sticky)
            tell(con, row.id)
        return self.look(code, secret)

    def vote(self, code: str, secret: str, chosen: tuple[str, ...]) -> Workshop:
        """Vote for notes, in the place of what one voted for before."""
        with self._database.begin() as con:
            row, me = self._who(con, code, secret)
            _demand_phase(row, "vote")
            there = sa.and_(stickies.c.workshop_id == row.id, stickies.c.id.in_(chosen))
            known = list(con.execute(sa.select(stickies.c.id).where(there).order_by(stickies.c.id)).scalars())
            if len(known) > row.votes_each:
                raise Conflict(f"Everybody has {row.votes_each} votes.", hint="Take a vote back first.")
            con.execute(votes.delete().where(votes.c.participant_id == me))
            if known:
                con.execute(votes.insert(), [{"sticky_id": one, "participant_id": me} for one in known])
            tell(con, row.id)
        return self.look(code, secret)

    def _who(self, con: sa.Connection, code: str, secret: str) -> tuple[Any, str]:
        """Return a workshop and the id of whoever asks; raises SignedOut for who did not join it."""
        row = _open(con, code)
        mine = sa.and_(participants.c.workshop_id == row.id, participants.c.token_hash == token_hash(secret))
        me = con.execute(sa.select(participants.c.id).where(mine)).scalar()
        if me is None:
            raise SignedOut("You have not joined this workshop.", hint="Join it with its code.")
        return row, str(me)


def _open(con: sa.Connection, code: str) -> Any:
    """Return the workshop with a code; raises NotFound."""
    row = con.execute(sa.select(workshops).where(workshops.c.code == code.strip().upper()[:16])).first()
    if row is None or row.expires_at <= clock.now():
        raise missing("workshop", code[:16])
    return row


def _demand_phase(row: Any, *phases: str) -> None:
    if row.phase not in phases:
        raise Conflict("It is not the time for that.", hint="Wait until whoever leads the workshop goes on.")


def _name(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:60]
