"""Which ids are one person's, as far as a decision about consent is theirs: so that it holds under all of them.

Only ids whose person decided something are kept, and those that came on one row with them. Two user ids are two
persons, whatever device they share: a decision never passes from one to the other.
"""

from collections.abc import Sequence
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from footpath.collector.records import Row

_COLUMNS = {"user": "u", "email": "e", "anonymous": "a"}
_MOST_ROUNDS = 8  # links between an id that decided and one that is found by it
Known = dict[str, tuple[int, bool]]


def names_on(row: Row) -> list[str]:
    """Return the names of the ids on a row, the strongest first."""
    named = [("u", row.user_id), ("e", row.email_hash)]
    further: dict[str, Any] = msgspec.json.decode(row.ids) if row.ids else {}
    for kind, value in further.items():
        word = _COLUMNS.get(kind, kind)
        named += [(word, one) for one in (value if isinstance(value, list) else [value])]
    found = [f"{kind}:{one}" for kind, one in (*named, ("a", row.anonymous_id)) if one]
    return sorted(dict.fromkeys(found), key=lambda name: name[:2] != "u:") if further else found


class Ties:
    """Decisions by person.

    A person is a set of names, kept as a forest: each name points to another of the same person, the root to itself.
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._user: dict[str, str] = {}
        self._known: dict[str, Known] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._parent

    def names(self) -> list[str]:
        """Return every name that is kept."""
        return list(self._parent)

    def decide(self, names: Sequence[str], purpose: str, yes: bool, at: int) -> None:
        """Note what the person of some names decided; of two decisions the later one holds."""
        for name in names[:1]:
            self._add(name)
        self.tie(names)
        if names:
            _later(self._known.setdefault(self._root(names[0]), {}), purpose, (at, yes))

    def decided(self, names: Sequence[str], purpose: str) -> bool | None:
        """Return what the person of some names decided; None = nothing."""
        self.tie(names)
        for name in names[:1]:
            if name in self._parent:
                found = self._known.get(self._root(name), {}).get(purpose)
                return found[1] if found else None
        return None

    def tie(self, names: Sequence[str]) -> bool:
        """Note that names came on one row; return whether that says anything new."""
        if len(names) < 2 or not any(name in self._parent for name in names):
            return False
        changed = False
        for name in names:
            changed = self._add(name) or changed
        for name in names[1:]:
            changed = self._join(self._root(names[0]), self._root(name)) or changed
        return changed

    def _add(self, name: str) -> bool:
        if name in self._parent:
            return False
        self._parent[name] = name
        if name.startswith("u:"):
            self._user[name] = name
        return True

    def _join(self, one: str, other: str) -> bool:
        if one == other or (one in self._user and other in self._user):
            return False
        self._parent[other] = one
        if other in self._user:
            self._user[one] = self._user.pop(other)
        known = self._known.setdefault(one, {})
        for purpose, decision in self._known.pop(other, {}).items():
            _later(known, purpose, decision)
        return True

    def _root(self, name: str) -> str:
        while (parent := self._parent[name]) != name:
            self._parent[name] = self._parent[parent]
            name = parent
        return name


def _later(known: Known, purpose: str, decision: tuple[int, bool]) -> None:
    if purpose not in known or known[purpose][0] <= decision[0]:
        known[purpose] = decision


def rows_with(files: Sequence[str], names: Sequence[str]) -> list[list[str]]:
    """Return the names on rows of facts that bear several, one of them among some names or tied to one of these.

    Args:
        files: Parquet files.
        names: to begin with.
    """
    found: dict[tuple[str, ...], None] = {}
    known, fresh = set(names), list(names)
    with duckdb.connect(config={"threads": 1}) as con:
        for _ in range(_MOST_ROUNDS if files else 0):
            if not fresh:
                break
            con.register("_fresh", pa.table({"name": pa.array(fresh, pa.string())}))
            rows = con.execute(_SQL.format(files=list(files))).fetchall()
            lists = [names_on(Row(user_id=u, email_hash=e, anonymous_id=a, ids=ids)) for u, e, a, ids in rows]
            found |= {tuple(one): None for one in lists if len(one) > 1}
            fresh = sorted({name for one in lists for name in one} - known)
            known.update(fresh)
    return [list(one) for one in found]


_SQL = """
SELECT DISTINCT user_id, email_hash, anonymous_id, ids FROM read_parquet({files}, union_by_name = true)
WHERE (user_id IS NOT NULL)::INT + (email_hash IS NOT NULL)::INT + (anonymous_id IS NOT NULL)::INT
    + 2 * (ids IS NOT NULL)::INT > 1
AND ('u:' || user_id IN (FROM _fresh) OR 'e:' || email_hash IN (FROM _fresh) OR 'a:' || anonymous_id IN (FROM _fresh)
    OR list_has_any(list_transform(json_keys(ids), lambda kind: kind || ':' || coalesce(
        json_extract_string(ids, '$.' || kind || '[0]'), json_extract_string(ids, '$.' || kind))),
        (SELECT list(name) FROM _fresh)))
"""
