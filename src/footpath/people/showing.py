"""All there is on one person."""

from collections.abc import Sequence
from typing import Any

import msgspec

from footpath.events import BELONGING, Decision, Identity, Lake, account_in
from footpath.people.facts import Row, detail, json_in, name_of, owner, rows_with
from footpath.people.finding import everyone, ids_of, place_of
from footpath.people.joining import joins_of
from footpath.people.model import Consent, KnownId, Membership, Moment, Page, TraitValue


def show(lake: Lake, person: str, *, limit: int = 1000) -> Page:
    """Return the whole timeline of a person across channels, their ids and why these are one person's, and traits.

    Args:
        lake: the store.
        person: a person's name, one of their ids as "type:id" or without its type, or an e-mail address.
        limit: how many facts of the timeline at most: the newest.

    Raises:
        NotFound: nobody has it; the hint names the nearest.
    """
    known = everyone(lake)
    place = place_of(known, person)
    ids = ids_of(known, place)
    identity = lake.snapshot().identity
    rows = rows_with(lake, ids, identity.rules)
    theirs = set(ids)
    own = [row for row in rows if owner(row) in theirs]
    moments = [_moment(row) for row in own]
    traits = _history(own)
    return Page(
        person=known.canonical[place].as_py(),
        ids=_known_ids(ids, rows),
        joins=joins_of(rows, ids, identity),
        timeline=tuple(moments[max(0, len(moments) - limit) :]),
        total=len(moments),
        traits={one.trait: one.value for one in traits if one.until is None},
        history=tuple(traits),
        accounts=_accounts(own),
        consents=tuple(_consents(own)),
        decisions=_decisions(ids, identity),
    )


def _decisions(ids: Sequence[tuple[str, str]], identity: Identity) -> tuple[Decision, ...]:
    names = {f"{kind}:{text}" for kind, text in ids}
    return tuple(one for one in identity.decisions if not names.isdisjoint(one.ids))


def _known_ids(ids: Sequence[tuple[str, str]], rows: Sequence[Row]) -> tuple[KnownId, ...]:
    found = []
    for one in ids:
        mine = [row for row in rows if one in row.ids]
        times = [row.content["at"] for row in mine if row.content["at"] is not None]
        sources = tuple(sorted({row.content["source"] for row in mine}))
        first, last = min(times, default=None), max(times, default=None)
        found.append(KnownId(f"{one[0]}:{one[1]}", len(mine), first, last, sources))
    return tuple(found)


def _moment(row: Row) -> Moment:
    return Moment(
        at=row.content["at"],
        table=row.table,  # type: ignore[arg-type]
        source=row.content["source"],
        channel=row.content.get("channel"),
        name=name_of(row),
        ids=tuple(f"{kind}:{text}" for kind, text in row.ids),
        detail=detail(row),
    )


def _history(rows: Sequence[Row]) -> list[TraitValue]:
    """Return every value of every trait, in order of trait and time; rows come oldest first."""
    found: dict[str, list[TraitValue]] = {}
    for row in rows:
        traits = json_in(row.content["traits"]) if row.table == "traits" else {}
        for trait, given in sorted(traits.items()) if isinstance(traits, dict) else ():
            value = _text(given)
            runs = found.setdefault(trait, [])
            if value is None or (runs and runs[-1].value == value):
                continue
            at = row.content["at"]
            if runs:
                last = runs.pop()
                runs.append(TraitValue(trait, last.value, last.since, at, last.source))
            runs.append(TraitValue(trait, value, at, None, row.content["source"]))
    return [one for trait in sorted(found) for one in found[trait]]


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()


def _accounts(rows: Sequence[Row]) -> tuple[Membership, ...]:
    """Return where a person belonged, by the strongest that any of the facts say."""
    said = []
    for row in rows:
        traits = json_in(row.content["traits"]) if row.table == "traits" else None
        named = account_in(row.content["account_id"], traits)
        if named is not None:
            said.append((named, row.content["at"]))
    strongest = min((BELONGING.index(by) for (_, by), _ in said), default=0)
    found: list[Membership] = []
    for (account, by), at in said:
        if BELONGING.index(by) != strongest or (found and found[-1].account == account):
            continue
        if found:
            last = found.pop()
            found.append(Membership(last.account, last.since, at, last.by))
        found.append(Membership(account, at, None, by))
    return tuple(found)


def _consents(rows: Sequence[Row]) -> list[Consent]:
    found = []
    for row in rows:
        about = (row.content.get("type"), row.content.get("kind"), name_of(row).lower().split(" ")[0])
        told = detail(row)
        traits = told.get("traits")
        named = traits.items() if isinstance(traits, dict) else ()
        spoken = {name: value for name, value in named if "consent" in name.lower()}
        if "consent" in about:
            found.append(Consent(row.content["at"], row.content["source"], told))
        elif spoken:
            found.append(Consent(row.content["at"], row.content["source"], spoken))
    return found
