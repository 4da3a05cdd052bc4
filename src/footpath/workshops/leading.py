"""Workshops as those who lead them see them: made, steered, notes put on piles and taken to a map."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from msgspec import UNSET, structs

from footpath.accounts import Actor, Role, demand, missing, note, role_in, turned
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Invalid
from footpath.maps import Card, Figure, Map, Maps
from footpath.workshops.model import Cards, NewWorkshop, NoteChange, StickyNote, Workshop, WorkshopChange
from footpath.workshops.showing import shown, tally
from footpath.workshops.tables import stickies, workshops

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read as another
_CODE = 8
_FOLLOWING = 6  # notes of a pile that its card quotes


class Workshops:
    """Every workshop.

    Args:
        database: where they are kept.
        maps: where notes become cards.
        url: address that people open Footpath at.
    """

    def __init__(self, database: Database, maps: Maps, url: str) -> None:
        self._database = database
        self._maps = maps
        self._url = url.rstrip("/")

    def of(self, actor: Actor, workspace: str) -> list[Workshop]:
        """Return the workshops of a workspace, newest first, without notes."""
        with self._database.read() as con:
            demand(con, actor, "viewer", workspace)
            mine = sa.select(workshops).where(workshops.c.workspace_id == workspace)
            rows = con.execute(mine.order_by(workshops.c.created_at.desc(), workshops.c.id)).all()
            return [shown(con, row, self._url, ()) for row in rows]

    def get(self, actor: Actor, workshop: str) -> Workshop:
        """Return one with all of its notes."""
        with self._database.read() as con:
            row = self._row(con, actor, workshop, "viewer")
            return shown(con, row, self._url, tally(con, row))

    def add(self, actor: Actor, workspace: str, wish: NewWorkshop) -> Workshop:
        """Make a workshop; it begins in silence."""
        now = clock.now()
        values = {
            "id": new_id(), "workspace_id": workspace, "title": wish.title.strip(), "question": wish.question.strip(),
            "code": "".join(secrets.choice(_LETTERS) for _ in range(_CODE)), "phase": "silent", "revision": 1,
            "votes_each": wish.votes_each, "created_at": now, "expires_at": now + timedelta(hours=wish.hours),
        }  # fmt: skip
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            con.execute(workshops.insert().values(values))
            note(con, actor, "workshop.add", str(values["id"]), workspace, title=str(values["title"]))
        return self.get(actor, str(values["id"]))

    def change(self, actor: Actor, workshop: str, wish: WorkshopChange) -> Workshop:
        """Go to another phase, start the timer, or ask something else; phones follow."""
        given = {name: value for name, value in structs.asdict(wish).items() if value is not UNSET}
        timer_s = given.pop("timer_s", None)
        if timer_s is not None:
            given["timer_ends_at"] = clock.now() + timedelta(seconds=timer_s) if timer_s else None
        with self._database.begin() as con:
            row = self._row(con, actor, workshop, "editor")
            given["revision"] = row.revision + 1
            con.execute(workshops.update().where(workshops.c.id == workshop).values(given))
            told = {"phase": given.get("phase", row.phase), **turned(row, given, "title", "question", "phase")}
            note(con, actor, "workshop.change", workshop, row.workspace_id, **told)
        return self.get(actor, workshop)

    def remove(self, actor: Actor, workshop: str) -> None:
        """Delete a workshop with all that was written and who was there."""
        with self._database.begin() as con:
            row = self._row(con, actor, workshop, "editor")
            con.execute(workshops.delete().where(workshops.c.id == workshop))
            note(con, actor, "workshop.delete", workshop, row.workspace_id, title=row.title)

    def add_note(self, actor: Actor, workshop: str, text: str) -> Workshop:
        """Write a note as whoever leads the workshop."""
        with self._database.begin() as con:
            self._row(con, actor, workshop, "editor")
            write(con, workshop, None, text)
        return self.get(actor, workshop)

    def change_note(self, actor: Actor, workshop: str, sticky: str, wish: NoteChange) -> Workshop:
        """Put a note on a pile, or mend its words."""
        given = {
            name: " ".join(value.split()) for name in ("text", "pile") if (value := getattr(wish, name)) is not UNSET
        }
        with self._database.begin() as con:
            self._row(con, actor, workshop, "editor")
            mine = sa.and_(stickies.c.id == sticky, stickies.c.workshop_id == workshop)
            if given and not con.execute(stickies.update().where(mine).values(given)).rowcount:
                raise missing("note", sticky)
            tell(con, workshop)
        return self.get(actor, workshop)

    def remove_note(self, actor: Actor, workshop: str, sticky: str) -> Workshop:
        """Take a note away."""
        with self._database.begin() as con:
            self._row(con, actor, workshop, "editor")
            mine = sa.and_(stickies.c.id == sticky, stickies.c.workshop_id == workshop)
            if not con.execute(stickies.delete().where(mine)).rowcount:
                raise missing("note", sticky)
            tell(con, workshop)
        return self.get(actor, workshop)

    def to_map(self, actor: Actor, workshop: str, wish: Cards) -> list[str]:
        """Make cards on a map of the same workspace, most votes first, and return their keys.

        Raises:
            Invalid: the map has no such lane or column, or there is nothing to make cards of.
        """
        with self._database.read() as con:
            row = self._row(con, actor, workshop, "editor")
            notes = tally(con, row, votes=True)
        if self._maps.get(actor, wish.document_id).workspace_id != row.workspace_id:
            raise missing("map", wish.document_id)
        model = self._maps.model(actor, wish.document_id)
        if wish.lane not in {lane.key for lane in model.lanes}:
            raise Invalid(f"lane: the map has none called {wish.lane!r}.", hint="Take the key of one of its lanes.")
        if wish.column not in {column.key for column in model.columns}:
            raise Invalid(f"column: the map has none called {wish.column!r}.", hint="Take the key of a step.")
        cards = _cards(notes, wish)
        if not cards:
            raise Invalid("each: there is no pile yet.", hint="Put notes on piles, or make a card of each note.")
        self._maps.edit(actor, wish.document_id, lambda now: _with(now, cards))
        return [card.key for card in cards]

    def _row(self, con: sa.Connection, actor: Actor, workshop: str, needed: Role) -> Any:
        row = con.execute(sa.select(workshops).where(workshops.c.id == workshop)).first()
        if row is None or role_in(con, actor, row.workspace_id) is None:
            raise missing("workshop", workshop)
        demand(con, actor, needed, row.workspace_id)
        return row


def write(con: sa.Connection, workshop: str, participant: str | None, text: str) -> None:
    """Add a note and say that something is new."""
    text = " ".join(text.split())
    if not text:
        raise Invalid("text: the note is empty.", hint="Write a few words.")
    con.execute(
        stickies.insert().values(
            id=new_id(), workshop_id=workshop, participant_id=participant, text=text, pile="", written_at=clock.now()
        )
    )
    tell(con, workshop)


def tell(con: sa.Connection, workshop: str) -> None:
    """Say that something is new, so that those who look get it."""
    con.execute(workshops.update().where(workshops.c.id == workshop).values(revision=workshops.c.revision + 1))


def _cards(notes: Sequence[StickyNote], wish: Cards) -> list[Card]:
    piles: dict[str, list[StickyNote]] = {}
    for one in notes:
        name = one.pile if wish.each == "pile" else one.id
        if name:
            piles.setdefault(name, []).append(one)
    ranked = sorted(piles.items(), key=lambda pile: (-sum(one.votes or 0 for one in pile[1]), pile[0]))
    return [_card(name if wish.each == "pile" else pile[0].text, pile, wish) for name, pile in ranked]


def _card(text: str, pile: list[StickyNote], wish: Cards) -> Card:
    said = sorted(pile, key=lambda one: -(one.votes or 0))
    detail = "\n".join(f"– {one.text}" for one in said[:_FOLLOWING]) if wish.each == "pile" else ""
    count = sum(one.votes or 0 for one in pile)
    figures = {"votes": Figure(value=count, unit="count")} if count else {}
    return Card(key=new_id()[:10], lane=wish.lane, at=wish.column, text=text, detail=detail, figures=figures)


def _with(model: Map, cards: Sequence[Card]) -> Map:
    return structs.replace(model, cards=(*model.cards, *cards))
