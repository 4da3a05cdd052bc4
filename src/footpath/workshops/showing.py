"""What of a workshop is shown to whom."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from footpath.core import clock
from footpath.workshops.model import StickyNote, Workshop
from footpath.workshops.tables import participants, stickies, votes


def shown(con: sa.Connection, row: Any, url: str, notes: Iterable[StickyNote]) -> Workshop:
    """Return a workshop with the notes that may be seen."""
    now = clock.now()
    people = sa.select(sa.func.count()).where(participants.c.workshop_id == row.id)
    left_s = max(0.0, (row.timer_ends_at - now).total_seconds()) if row.timer_ends_at else None
    return Workshop(
        id=row.id, title=row.title, question=row.question, phase=row.phase, votes_each=row.votes_each, code=row.code,
        link=f"{url}/join/{row.code}", people=con.execute(people).scalar_one(), timer_left_s=left_s,
        over=row.expires_at <= now, revision=row.revision, expires_at=row.expires_at, notes=tuple(notes),
    )  # fmt: skip


def tally(con: sa.Connection, row: Any, *, participant: str | None = None, votes: bool = False) -> list[StickyNote]:
    """Return the notes that a participant (None = whoever leads) may see.

    Args:
        votes: tell how many each has while people still vote.
    """
    query = (
        sa.select(stickies, participants.c.name, _count().label("votes"), _own(participant).label("voted"))
        .outerjoin(participants, participants.c.id == stickies.c.participant_id)
        .where(stickies.c.workshop_id == row.id)
        .order_by(stickies.c.written_at, stickies.c.id)
    )
    if participant and row.phase == "silent":
        query = query.where(stickies.c.participant_id == participant)
    told = votes or row.phase != "vote"
    return [
        StickyNote(
            id=one.id, text=one.text, pile=one.pile, author=one.name or "", mine=one.participant_id == participant,
            voted=bool(one.voted), votes=one.votes if told else None,
        )
        for one in con.execute(query)
    ]  # fmt: skip


def _count() -> Any:
    return sa.select(sa.func.count()).where(votes.c.sticky_id == stickies.c.id).scalar_subquery()


def _own(participant: str | None) -> Any:
    mine = sa.and_(votes.c.sticky_id == stickies.c.id, votes.c.participant_id == (participant or ""))
    return sa.select(sa.func.count()).where(mine).scalar_subquery()
