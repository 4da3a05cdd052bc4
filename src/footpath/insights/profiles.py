"""What is known of people apart from what they did, as facets."""

import json
from collections.abc import Sequence

import pyarrow as pa

from footpath.insights.facets import Facet, Int32, coded

PROFILE = " (profile)"  # told apart from a dimension of events that has the same name
MOST_DIFFERENT = 200  # a trait with more values than this names people rather than groups
LEAST_A_VALUE = 20  # persons a value on average


def known_of(traits: pa.Table | None, persons: Sequence[str], person: Int32, taken: set[str]) -> tuple[Facet, ...]:
    """Return a facet for each trait that groups people, as codes of their events.

    Args:
        traits: rows with `person` and `traits`, a JSON object; a later row (by `at`, then as they come) wins.
        persons: canonical ids by position.
        person: position of the person of each event.
        taken: names of dimensions that events have themselves.
    """
    if traits is None or not len(traits):
        return ()
    profile = _profiles(traits)
    names = sorted({name for known in profile.values() for name in known})
    found = []
    for name in names:
        values = [profile.get(who, {}).get(name, "") for who in persons]
        different = len(set(values) - {""})
        if 1 < different <= MOST_DIFFERENT and sum(map(bool, values)) >= LEAST_A_VALUE * different:
            facet = coded(f"{name}{PROFILE}" if name in taken else name, values)
            found.append(Facet(facet.name, facet.codes[person], facet.values, facet.core))
    return tuple(found)


def _profiles(traits: pa.Table) -> dict[str, dict[str, str]]:
    rows = sorted(
        traits.select(["person", "at", "traits"]).to_pylist(), key=lambda row: (row["at"] is not None, row["at"])
    )
    profile: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["person"] is not None:
            profile.setdefault(row["person"], {}).update(_texts(row["traits"]))
    return profile


def _texts(traits: str) -> dict[str, str]:
    given = json.loads(traits)
    return {name: _text(value) for name, value in given.items() if isinstance(value, str | bool | int) and value != ""}


def _text(value: str | bool | int) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
