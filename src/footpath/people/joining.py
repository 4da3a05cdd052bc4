"""Why ids are one person's: the facts and decisions that joined them, the first ones in time."""

from collections import deque
from collections.abc import Sequence
from typing import Literal

from footpath.core.errors import Invalid
from footpath.events import Decision, Identity, Lake
from footpath.people.facts import Row, name_of, rows_with
from footpath.people.finding import everyone, hashed, ids_of, place_of
from footpath.people.model import Cause, Join

_WORDS: dict[str, Literal["event", "signal", "trait"]] = {"events": "event", "signals": "signal", "traits": "trait"}


def joins_of(rows: Sequence[Row], ids: Sequence[tuple[str, str]], identity: Identity) -> tuple[Join, ...]:
    """Return the fewest joins that hang some ids together: merges by hand first, then facts, oldest first.

    Args:
        rows: the facts that bear the ids, oldest first.
        ids: of one person.
        identity: rules and decisions.
    """
    names = {f"{kind}:{text}" for kind, text in ids}
    head = {name: name for name in names}
    found = []
    for decision in identity.decisions:
        if decision.kind == "merge" and {decision.one[0], decision.other[0]} <= names:
            found += _joined(head, decision.one[0], decision.other[0], by_decision(decision))
    splits = [(set(one.one), set(one.other)) for one in identity.decisions if one.kind == "split"]
    for row in rows:
        if row.table not in identity.rules.links:
            continue
        on_row = [f"{kind}:{text}" for kind, text in row.ids]
        mine = [name for name in on_row if name in names]
        for place, left in enumerate(mine):
            for right in mine[place + 1 :]:
                if not any(_across(left, right, one, other) for one, other in splits):
                    found += _joined(head, left, right, by_fact(row))
    return tuple(found)


def _across(left: str, right: str, one: set[str], other: set[str]) -> bool:
    return (left in one and right in other) or (left in other and right in one)


def _joined(head: dict[str, str], left: str, right: str, cause: Cause) -> list[Join]:
    a, b = _head(head, left), _head(head, right)
    if a == b:
        return []
    head[b] = a
    return [Join(left, right, cause)]


def _head(head: dict[str, str], name: str) -> str:
    while head[name] != name:
        head[name] = head[head[name]]
        name = head[name]
    return name


def by_decision(decision: Decision) -> Cause:
    """Return a decision as what joined two ids."""
    return Cause("merge", decision.by, str(decision.number), "", decision.at)


def by_fact(row: Row) -> Cause:
    """Return a fact as what joined two ids."""
    return Cause(_WORDS[row.table], row.content["source"], row.id, name_of(row), row.content["at"])


def why(lake: Lake, one: str, other: str) -> tuple[Join, ...]:
    """Return the joins by which two ids are one person's, from the one to the other.

    Args:
        lake: the store.
        one, other: ids as "type:id"; without a type, and e-mail addresses, as for `show`.

    Raises:
        Invalid: they are not one person's.
        NotFound: nobody has one of them.
    """
    known = everyone(lake)
    place = place_of(known, one)
    if place_of(known, other) != place:
        names = [known.canonical[place_of(known, name)].as_py() for name in (one, other)]
        raise Invalid(f"{one} and {other} are two persons: {names[0]} and {names[1]}.", hint="Nothing joins them.")
    ids = ids_of(known, place)
    identity = lake.snapshot().identity
    joins = joins_of(rows_with(lake, ids, identity.rules), ids, identity)
    start, end = (_named(ids, name) for name in (one, other))
    return _path(joins, start, end)


def _named(ids: Sequence[tuple[str, str]], name: str) -> str:
    """Return the id a name stands for, as "type:id"; a person's first id where it is the person's name."""
    texts = [f"{kind}:{text}" for kind, text in ids]
    if name in texts:
        return name
    return next((full for full, (_, text) in zip(texts, ids, strict=True) if text in (name, hashed(name))), texts[0])


def _path(joins: Sequence[Join], start: str, end: str) -> tuple[Join, ...]:
    beside: dict[str, list[Join]] = {}
    for join in joins:
        beside.setdefault(join.left, []).append(join)
        beside.setdefault(join.right, []).append(join)
    came: dict[str, Join | None] = {start: None}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for join in beside.get(here, ()):
            there = join.right if join.left == here else join.left
            if there not in came:
                came[there] = join
                queue.append(there)
    path = []
    here = end
    while (step := came.get(here)) is not None:
        path.append(step)
        here = step.left if step.right == here else step.right
    return tuple(reversed(path))
