"""Finding a person by what one knows of them."""

import hashlib
from difflib import get_close_matches
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.analytics import persons
from footpath.core.errors import NotFound
from footpath.events import Lake, Persons
from footpath.people.model import Found

_MOST_GUESSES = 10_000


def everyone(lake: Lake) -> Persons:
    """Return all persons of a store; they are read once as long as nothing changes."""
    snapshot = lake.snapshot()
    return _everyone(_Key(lake, f"{snapshot.version} {snapshot.identity.rules.version}"))


class _Key:
    """A store at a version."""

    def __init__(self, lake: Lake, version: str) -> None:
        self.lake = lake
        self._name = (str(lake.folder), version)

    def __hash__(self) -> int:
        return hash(self._name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other._name == self._name


@lru_cache(maxsize=2)
def _everyone(key: _Key) -> Persons:
    return persons(key.lake)


def place_of(known: Persons, name: str) -> int:
    """Return the position of a person among the canonical names.

    Args:
        known: all persons.
        name: a person's name, one of their ids as "type:id" or without its type, or an e-mail address.

    Raises:
        NotFound: nobody has it; the hint names the nearest.
    """
    place = known.canonical.index(name).as_py()
    if place >= 0:
        return int(place)
    kind, colon, text = name.partition(":")
    tries = [(kind, text)] if colon and kind in known.kinds else []
    tries += [(one, name) for one in known.kinds]
    if "@" in name and "email" in known.kinds:
        tries.append(("email", hashed(name)))
    for one, value in tries:
        rows = known.ids.filter(pc.and_(pc.equal(known.ids["kind"], one), pc.equal(known.ids["id"], value)))
        if rows.num_rows:
            return int(rows["person"][0].as_py())
    near = get_close_matches(name, known.canonical.slice(0, _MOST_GUESSES).to_pylist(), n=3)
    raise NotFound(f"There is no person {name!r}.", hint=f"Nearest: {', '.join(near) or 'none'}. Try `people search`.")


def hashed(address: str) -> str:
    """Return what an e-mail address is kept as."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def ids_of(known: Persons, place: int) -> list[tuple[str, str]]:
    """Return type and id of all ids of a person, the strongest type first."""
    rows = known.ids.filter(pc.equal(known.ids["person"], place))
    return list(zip(rows["kind"].to_pylist(), rows["id"].to_pylist(), strict=True))


def search(lake: Lake, text: str = "", *, limit: int = 50) -> tuple[Found, ...]:
    """Return persons with an id that holds a text, in order of their names; an e-mail address finds its person.

    Args:
        lake: the store.
        text: part of an id, in any case; "" = everybody.
        limit: how many at most.
    """
    known = everyone(lake)
    wanted = hashed(text) if "@" in text else text
    fits = pc.match_substring(known.ids["id"], wanted, ignore_case=True)
    if "@" in text:
        fits = pc.or_(fits, pc.match_substring(known.ids["id"], text, ignore_case=True))
    rows = known.ids.filter(fits)
    person = rows["person"].to_numpy()
    places, firsts = np.unique(person, return_index=True)
    counts = np.bincount(known.ids["person"].to_numpy(), minlength=len(known))
    chosen = rows.take(pa.array(firsts[:limit]))
    return tuple(
        Found(known.canonical[int(place)].as_py(), int(counts[place]), f"{kind}:{value}")
        for place, kind, value in zip(places[:limit], chosen["kind"].to_pylist(), chosen["id"].to_pylist(), strict=True)
    )
