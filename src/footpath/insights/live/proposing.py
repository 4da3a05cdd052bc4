"""What the data shows and a map lacks: touchpoints, steps, moves and matchers, each to be accepted or refused."""

import hashlib
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, Literal

import msgspec
import numpy as np
from msgspec import Struct

from footpath.analytics import Int64, Journeys
from footpath.insights import words
from footpath.insights.live.filters import Filters
from footpath.insights.live.measuring import Measured, measured
from footpath.insights.tracks import sums, tracks
from footpath.maps import Map, localised

STEP_SHARE = 0.05  # of all persons: who met it is enough for a step
LEAST_SHARE = 0.01  # of all persons: fewer are no touchpoint worth a proposal
EDGE_SHARE = 0.10  # of the persons at a column
MOST = 20
_CLOSE = 0.75

Kind = Literal["touchpoint", "step", "edge", "match"]


class Proposal(Struct, frozen=True, kw_only=True):
    """Something to add to a map.

    Attributes:
        id: the same as long as the same is proposed.
        why: in plain words, with the counts.
        n: persons it is about.
        change: what to add, as a map file has it: touchpoints, columns, edges; `after` is the column that a new one
            stands behind; a column that is there already gets the `matches`.
    """

    id: str
    kind: Kind
    title: str
    why: str
    n: int
    change: dict[str, Any]


def proposals(model: Map, journeys: Journeys, filters: Filters | None = None) -> tuple[Proposal, ...]:
    """Return what the journeys show and a map lacks, what most persons met first."""
    seen = measured(model, journeys, filters or Filters(), "none")
    if not seen.persons:
        return ()
    found = [*_matches(model, seen), *_contacts(model, seen), *_edges(model, seen)]
    return tuple(sorted(found, key=lambda one: (-one.n, one.kind, one.id)))


def _made(kind: Kind, title: str, why: str, n: int, change: dict[str, Any]) -> Proposal:
    name = hashlib.sha256(msgspec.json.encode([kind, change], order="sorted")).hexdigest()[:16]
    return Proposal(id=name, kind=kind, title=title, why=why, n=n, change=change)


def _unmatched(seen: Measured) -> dict[str, list[int]]:
    """Return the names of events that are on no column → their signatures, most events first."""
    names = seen.left.journeys.signatures["name"].to_pylist()
    rows: dict[str, list[int]] = {}
    for row in np.flatnonzero((seen.place.lookup == 0) & (seen.events > 0)).tolist():
        if names[row] and not seen.place.touchpoint[row]:
            rows.setdefault(names[row], []).append(row)
    events = {name: int(seen.events[own].sum()) for name, own in rows.items()}
    return {name: rows[name] for name in sorted(rows, key=lambda one: (-events[one], one))[: 3 * MOST]}


def _contacts(model: Map, seen: Measured) -> Iterator[Proposal]:
    """Yield touchpoints, and steps where many persons met them, for events that are on no column."""
    rows = _unmatched(seen)
    k = seen.total.k
    lookup = seen.place.lookup.copy()
    for number, own in enumerate(rows.values(), start=k + 1):
        lookup[own] = number
    total = sums(tracks(seen.left.journeys, lookup), k + len(rows), ordered=False)
    taken = _taken(model)
    made = 0
    for number, name in enumerate(rows, start=k + 1):
        persons = int(total.reach.persons[number])
        share = persons / seen.persons
        if share < LEAST_SHARE or made == MOST:
            continue
        made += 1
        after = _after(total.moved, number, k)
        yield _contact(name, (persons, share), _key(name, taken), seen.place.columns[after - 1].key if after else "")


def _contact(name: str, met: tuple[int, float], key: str, after: str) -> Proposal:
    persons, share = met
    title = words.human(name)
    touchpoint = {"key": key, "title": title, "where": {"name": [name]}}
    why = f"{persons:,} people ({share:.1%}) have the event “{name}”, which is on no column."
    if share < STEP_SHARE:
        return _made("touchpoint", title, why, persons, {"touchpoints": [touchpoint], "after": after})
    column = {"key": f"step-{key}", "title": title, "matches": [key]}
    return _made("step", title, why, persons, {"touchpoints": [touchpoint], "columns": [column], "after": after})


def _after(moved: Int64, number: int, k: int) -> int:
    """Return the column that most persons came from, 0 = they began with it."""
    came: Int64 = moved[1 : k + 1, number]
    return int(np.argmax(came)) + 1 if k and came.max(initial=0) > 0 else 0


def _taken(model: Map) -> set[str]:
    return {column.key for column in model.columns} | {touchpoint.key for touchpoint in model.touchpoints}


def _key(name: str, taken: set[str]) -> str:
    key = words.slug(name) or "contact"
    number = 2
    while key in taken:
        key, number = f"{words.slug(name) or 'contact'}-{number}", number + 1
    taken.add(key)
    return key


def _edges(model: Map, seen: Measured) -> Iterator[Proposal]:
    """Yield moves that many made and the map does not show, next steps in reading order left out."""
    keys = [column.key for column in seen.place.columns]
    titles = [localised(column.title, model.locale) for column in seen.place.columns]
    drawn = {(edge.frm, edge.to) for edge in model.edges}
    for a in range(1, seen.total.k + 1):
        here = int(seen.total.reach.persons[a])
        for b in range(1, seen.total.k + 1):
            went = int(seen.total.moved[a, b])
            if b in (a, a + 1) or not here or went / here < EDGE_SHARE or (keys[a - 1], keys[b - 1]) in drawn:
                continue
            kind = "loop" if b < a else "skip"
            why = f"{went:,} of the {here:,} people ({went / here:.1%}) at “{titles[a - 1]}” went straight there."
            change = {"edges": [{"from": keys[a - 1], "to": keys[b - 1], "kind": kind}]}
            yield _made("edge", f"{titles[a - 1]} → {titles[b - 1]}", why, went, change)


def _matches(model: Map, seen: Measured) -> Iterator[Proposal]:
    """Yield events for columns that have none, called much like them."""
    rows = _unmatched(seen)
    names = {words.human(name).casefold(): name for name in rows}
    taken = _taken(model)
    for code, column in enumerate(seen.place.columns, start=1):
        if (seen.place.lookup == code).any():
            continue
        title = localised(column.title, model.locale)
        near = get_close_matches(title.casefold(), names, n=1, cutoff=_CLOSE)
        if not near:
            continue
        name = names[near[0]]
        key = _key(name, taken)
        events = _events(seen, rows[name])
        change = {
            "touchpoints": [{"key": key, "title": words.human(name), "where": {"name": [name]}}],
            "columns": [{"key": column.key, "matches": [key]}],
        }
        why = f"“{title}” has no events; “{name}” is called much like it and has {events:,}."
        yield _made("match", title, why, events, change)


def _events(seen: Measured, rows: Sequence[int]) -> int:
    return int(seen.events[list(rows)].sum())
