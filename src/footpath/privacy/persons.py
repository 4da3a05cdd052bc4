"""Which person is meant: found by any id of theirs, or by an e-mail address."""

from collections.abc import Sequence
from difflib import get_close_matches

import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.analytics import persons
from footpath.collector import email_hash
from footpath.core.errors import NotFound
from footpath.events import Lake, Persons

Ids = dict[str, list[str]]


class Theirs(Struct, frozen=True):
    """A person and the ids that are theirs.

    Attributes:
        name: the person's canonical name, e.g. "user:42".
        ids: by kind.
        known: there are facts of theirs; false when only the id itself was named.
    """

    name: str
    ids: Ids
    known: bool

    def all(self) -> list[tuple[str, str]]:
        """Return every id with its kind, ordered."""
        return [(kind, one) for kind in sorted(self.ids) for one in sorted(self.ids[kind])]


def find(lake: Lake, person: str) -> Theirs:
    """Return who is meant.

    Args:
        lake: the store.
        person: a canonical name or id with its kind ("user:42", "anonymous:a-1", "email:ann@shop.example"), an e-mail
            address, or an id alone.

    Raises:
        NotFound: no kind is given, and the store knows no such id; the hint names the nearest.
    """
    everyone = persons(lake)
    kind, text = _parts(person, everyone.kinds)
    place = _place(everyone, kind, text)
    if place >= 0:
        rows = everyone.ids.filter(pc.equal(everyone.ids["person"], place))
        ids = {one: rows.filter(pc.equal(rows["kind"], one))["id"].to_pylist() for one in everyone.kinds}
        name = everyone.canonical[place].as_py()
        return Theirs(name, {one: values for one, values in ids.items() if values}, known=True)
    if kind:
        return Theirs(f"{kind}:{text}", {kind: [text]}, known=False)
    near = get_close_matches(f"user:{text}", everyone.canonical.to_pylist(), n=3)
    raise NotFound(
        f"There is no person {person!r}.",
        hint=f"Nearest: {', '.join(near) or 'none'}. Name the kind too (user:{text}) for an id that has no facts yet.",
    )


def _parts(person: str, kinds: Sequence[str]) -> tuple[str, str]:
    """Return kind and id; the kind is "" where none is given. Addresses become hashes."""
    kind, colon, text = person.partition(":")
    if not colon or kind not in kinds:
        kind, text = "", person
    if kind in ("", "email") and "@" in text and " " not in text:
        return "email", email_hash(text) or text
    return kind, text


def _place(everyone: Persons, kind: str, text: str) -> int:
    """Return the position of the person with an id, -1 when there is none."""
    for one in [kind] if kind else everyone.kinds:
        found = pc.and_(pc.equal(everyone.ids["kind"], one), pc.equal(everyone.ids["id"], text))
        rows = everyone.ids.filter(pc.fill_null(found, pa.scalar(False)))
        if rows.num_rows:
            return int(rows["person"][0].as_py())
    return -1
