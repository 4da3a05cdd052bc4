"""What people decided by hand about who is who: persons merged and split, each to be undone; nothing is ever lost.

The decisions are kept in the store in the order they were made. Facts are not touched: persons are worked out from the
facts, the rules and the decisions that are in force.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from footpath.core import clock
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.events import lock
from footpath.events.identity_rules import Rules, preset, read_rules

FILE = "identity-decisions.json"


class Decision(Struct, frozen=True, kw_only=True):
    """One decision.

    Attributes:
        number: from 1, in the order they were made.
        kind: "merge": the first ids of `one` and `other` are one person's; "split": no id of `one` is linked to one of
            `other` by facts.
        one, other: ids as "type:id".
        at: when it was made.
        by: who made it; "" where nobody said.
        undone_at: when it was undone; None = it is in force.
    """

    number: int
    kind: Literal["merge", "split"]
    one: tuple[str, ...]
    other: tuple[str, ...]
    at: datetime
    by: str = ""
    undone_at: datetime | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids it is about."""
        return (*self.one, *self.other)


class Identity(Struct, frozen=True):
    """All that says who is who beside the facts.

    Attributes:
        rules: of the store.
        decisions: those in force, in the order they were made.
    """

    rules: Rules = preset("footpath")
    decisions: tuple[Decision, ...] = ()

    @property
    def version(self) -> str:
        """Name of the decisions in force; "" where there are none."""
        said = repr([(one.number, one.kind, one.one, one.other) for one in self.decisions])
        return hashlib.sha256(said.encode()).hexdigest()[:12] if self.decisions else ""


def id_of(name: str) -> tuple[str, str]:
    """Return type and id of "type:id".

    Raises:
        Invalid: there is no type in front.
    """
    kind, colon, text = name.partition(":")
    if not colon or not kind or not text:
        raise Invalid(f"{name!r} names no id.", hint="Write its type in front, e.g. user:42 or anonymous:f3a9.")
    return kind, text


def read_identity(folder: Path) -> Identity:
    """Return the rules and the decisions in force of a store."""
    return Identity(read_rules(folder), tuple(one for one in read_decisions(folder) if one.undone_at is None))


def read_decisions(folder: Path) -> tuple[Decision, ...]:
    """Return every decision of a store, those undone too, in the order they were made."""
    path = folder / FILE
    return msgspec.json.decode(path.read_bytes(), type=tuple[Decision, ...]) if path.is_file() else ()


def decide(
    folder: Path, kind: Literal["merge", "split"], one: Sequence[str], other: Sequence[str], by: str
) -> Decision:
    """Write a decision down and return it.

    Raises:
        Invalid: an id has no type, or stands on both sides.
    """
    for name in (*one, *other):
        id_of(name)
    if not one or not other or set(one) & set(other):
        raise Invalid(f"A {kind} needs ids on two sides, none on both.", hint="Name other ids.")
    with lock.writing(folder):
        known = read_decisions(folder)
        number = max((decision.number for decision in known), default=0) + 1
        made = Decision(number=number, kind=kind, one=tuple(one), other=tuple(other), at=clock.now(), by=by)
        _write(folder, (*known, made))
    return made


def undo(folder: Path, number: int | None = None) -> Decision:
    """Undo a decision and return it: the newest in force, or the one of a number.

    Raises:
        NotFound: there is none.
        Conflict: it is undone already.
    """
    with lock.writing(folder):
        known = read_decisions(folder)
        if number is None:
            number = max((one.number for one in known if one.undone_at is None), default=0)
        chosen = next((one for one in known if one.number == number), None)
        if chosen is None:
            there = ", ".join(str(one.number) for one in known if one.undone_at is None) or "none"
            raise NotFound("There is no such decision to undo.", hint=f"In force: {there}.")
        if chosen.undone_at is not None:
            raise Conflict(f"Decision {number} is undone already.", hint="See `footpath people log`.")
        undone = replace(chosen, undone_at=clock.now())
        _write(folder, tuple(undone if one is chosen else one for one in known))
    return undone


def forget(folder: Path, ids: Mapping[str, Sequence[str]]) -> int:
    """Take ids out of all decisions, and with them decisions that have a side without any; return how many changed.

    The caller holds the write lock.
    """
    gone = {f"{kind}:{text}" for kind, texts in ids.items() for text in texts}
    known = read_decisions(folder)
    left = []
    for decision in known:
        sides = [tuple(name for name in side if name not in gone) for side in (decision.one, decision.other)]
        if all(sides):
            left.append(replace(decision, one=sides[0], other=sides[1]))
    if tuple(left) == known:
        return 0
    _write(folder, tuple(left))
    return len(known) - sum(decision in known for decision in left)


def _write(folder: Path, decisions: tuple[Decision, ...]) -> None:
    part = folder / f"{FILE}.part"
    part.write_bytes(msgspec.json.format(msgspec.json.encode(decisions)))
    part.replace(folder / FILE)
