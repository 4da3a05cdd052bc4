"""A workshop: people write notes on their phones, put them on piles, vote, and take the piles to a map."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Phase = Literal["silent", "open", "group", "vote", "done"]
"""Everybody writes for themselves; writes and reads the others; reads while notes are put on piles; votes; sees it."""
WRITING: tuple[Phase, ...] = ("silent", "open")
MOST_NOTES = 60
MOST_PEOPLE = 200

_Title = Annotated[str, Meta(min_length=1, max_length=300)]
_Text = Annotated[str, Meta(min_length=1, max_length=280)]
_Pile = Annotated[str, Meta(max_length=120)]


class NewWorkshop(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A workshop to hold; its code works for `hours`."""

    title: _Title
    question: Annotated[str, Meta(max_length=500)] = ""
    votes_each: Annotated[int, Meta(ge=1, le=20)] = 3
    hours: Annotated[int, Meta(ge=1, le=72)] = 12


class WorkshopChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change; `timer_s` starts a timer of so many seconds, 0 stops it."""

    title: _Title | UnsetType = UNSET
    question: Annotated[str, Meta(max_length=500)] | UnsetType = UNSET
    phase: Phase | UnsetType = UNSET
    votes_each: Annotated[int, Meta(ge=1, le=20)] | UnsetType = UNSET
    timer_s: Annotated[int, Meta(ge=0, le=7200)] | UnsetType = UNSET


class Joining(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody wants to be called in a workshop; empty = nothing."""

    name: Annotated[str, Meta(max_length=60)] = ""


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """What a note says."""

    text: _Text


class NoteChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Other words for a note, or the pile it goes on (empty = none)."""

    text: _Text | UnsetType = UNSET
    pile: _Pile | UnsetType = UNSET


class Votes(Struct, frozen=True, forbid_unknown_fields=True):
    """The ids of the notes that somebody votes for, all of them."""

    notes: Annotated[tuple[str, ...], Meta(max_length=20)]


class Cards(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where on a map notes become cards.

    Attributes:
        column: key of the step or stage.
        each: a card for each pile, with the notes on none left out, or one for each note.
    """

    document_id: str
    lane: str
    column: str
    each: Literal["pile", "note"] = "pile"


class StickyNote(Struct, frozen=True, kw_only=True):
    """A note: `author` as they call themselves; `mine` for whoever asks; `votes` are told when voting is over."""

    id: str
    text: str
    pile: str
    author: str
    mine: bool
    voted: bool
    votes: int | None


class Workshop(Struct, frozen=True, kw_only=True):
    """A workshop as whoever asks may see it.

    Attributes:
        code: what phones join with; `link` is the address that has it.
        timer_left_s: seconds until the timer ends; None = there is none.
        notes: in the order they were written; in the silent phase a phone gets its own only.
    """

    id: str
    title: str
    question: str
    phase: Phase
    votes_each: int
    code: str
    link: str
    people: int
    timer_left_s: float | None
    over: bool
    revision: int
    expires_at: datetime
    notes: tuple[StickyNote, ...] = ()


class Joined(Struct, frozen=True, kw_only=True):
    """A workshop, and what stands for whoever joined it from now on (header `x-workshop-pass`)."""

    secret: str
    workshop: Workshop
