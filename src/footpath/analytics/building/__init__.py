"""Building journeys from the facts of a store, and keeping them true as facts come.

A *base* holds the journeys of all facts there were when it was built. What comes later is an *overlay*: the persons it
touches, anew, and which of the base's persons they stand in for. Answers see both as one. When the overlay has grown,
both are folded into a new base (compaction).
"""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

import duckdb
import msgspec
import pyarrow.compute as pc
from msgspec import Struct

from footpath.analytics import pages
from footpath.analytics.building import bases, erasing, folding
from footpath.analytics.building import overlay as overlays
from footpath.analytics.building.bases import Writer
from footpath.analytics.building.holding import held
from footpath.analytics.building.loading import journeys_of, persons_of_build
from footpath.analytics.journeys import Journeys
from footpath.core.errors import Conflict, NotFound
from footpath.events import Erased, Lake, Persons, Snapshot

BUILD = "4"  # raise it when the same facts are to be built differently
MOST = 0.5  # share of the base from which new facts are not laid over it, but all is built anew
LARGE = 0.1  # share of the base from which an overlay is folded in by whoever asks next
SMALL = 200_000  # events up to which it is not
TRIES = 10
_STATE = "state.json"
T = TypeVar("T")


class _State(Struct, frozen=True):
    """Which folders hold the journeys of which facts.

    Attributes:
        version: of the facts, all rules, what is decided by hand and this program.
        rules: of the page rules, the rules of who is who and this program alone: a base is of use as long as they are
            the same.
        base: folder of the base.
        overlay: folder of the overlay; empty = there is none.
    """

    version: str
    rules: str
    base: str
    overlay: str


def build_journeys(lake: Lake, *, write: Writer = bases.write_here, folds: bool = True) -> Journeys:
    """Return the journeys of a store as it is now; what is new since the last time is added, not all built anew.

    Persons without events are not in them; events whose ids name nobody are counted in `Journeys.left_out`.
    Page templates are written to the store's pages.yaml for review.

    Args:
        write: what sorts and writes all events, where all is built anew; this process, unless it is given.
        folds: whether what came since the base was built is folded in when it has grown; a server that must not make
            anybody wait does that beside, with `fold_if_large`.
    """
    journeys, large = _read(
        lake, lambda base, overlay, version: (journeys_of(base, overlay, version), _large(base, overlay)), write
    )
    return _read(lake, journeys_of) if folds and large and compact_journeys(lake) else journeys


def fold_if_large(lake: Lake) -> bool:
    """Fold what came since the base was built into a new base, where it has grown so much that it is worth it."""
    large = _read(lake, lambda base, overlay, version: _large(base, overlay))  # noqa: ARG005 - as journeys_of
    return large and compact_journeys(lake)


def persons(lake: Lake) -> Persons:
    """Return every person of a store with the ids that are theirs, including those who only have signals or traits.

    The names are the ones in `Bucket.persons`; `Persons.of(table)` finds the persons of any rows with ids.
    """
    return _read(lake, persons_of_build)


def version_of(lake: Lake) -> str:
    """Return what `Journeys.data_version` of the store as it is now is, without building anything."""
    return _version(lake.snapshot(), pages.read_rules(lake.folder))


def compact_journeys(lake: Lake) -> bool:
    """Fold what came since the base was built into a new base; others go on answering, and importing, meanwhile.

    Returns:
        False when nothing had come, or somebody else put another base in its place meanwhile.
    """
    with lake.deriving("compaction") as room:
        part = _empty(room / "_part")
        try:
            state, home = _up_to_date(lake)
            if not state.overlay:
                return False
            whole = folding.fold(bases.read(home / state.base), home / state.overlay, part)
        except FileNotFoundError:  # the base or the overlay was replaced while they were being read
            return False
        with lake.deriving("journeys"):
            now = _read_state(home)
            if now is None or now.base != state.base:
                return False
            if not whole:
                _rebuild(lake, lake.snapshot(), pages.read_rules(lake.folder), home)
                return True
            name = f"base-{state.version}"
            shutil.rmtree(home / name, ignore_errors=True)
            part.rename(home / name)
            folded = now.overlay == state.overlay
            _write_state(home, _State(state.version if folded else "", state.rules, name, ""))
    return True


def erase(lake: Lake, person: str) -> int:
    """Delete all facts of a person, and their journey; the journeys of others stay as they are and are not built anew.

    Args:
        person: canonical name, as in `persons(lake).canonical`.

    Returns:
        How many facts were erased.

    Raises:
        NotFound: the store knows no such person.
    """
    everyone = persons(lake)
    place = everyone.canonical.index(person).as_py()
    if place < 0:
        near = get_close_matches(person, everyone.canonical.to_pylist(), n=3)
        raise NotFound(f"There is no person {person!r}.", hint=f"Nearest: {', '.join(near) or 'none'}.")
    rows = everyone.ids.filter(pc.equal(everyone.ids["person"], place))
    ids = {kind: rows.filter(pc.equal(rows["kind"], kind))["id"].to_pylist() for kind in everyone.kinds}
    with lake.deriving("journeys") as home:
        state = _read_state(home)
        before = lake.snapshot()
        erased = lake.erase(ids)
        same = lake.snapshot().identity == before.identity  # else others may be touched
        if state is not None and not (same and _erased_from(home, state, ids, (before, erased))):
            _forget(home)
    return sum(one.rows for one in erased)


def _erased_from(home: Path, state: _State, ids: dict[str, list[str]], what: tuple[Snapshot, Sequence[Erased]]) -> bool:
    """Put a base without a person in the place of the one there is; the overlay is laid anew by whoever asks next."""
    before, everything = what
    erased = [one for one in everything if one.table in before.files]  # no journey has a consent
    base = bases.read(home / state.base)
    there = held(base.stored.files, before)
    # Of a file that the base holds the first rows of, nobody knows how many of these were erased.
    if there is None or any(0 < there[one.table].get(one.old, 0) < one.rows + one.left for one in erased):
        return False
    base = msgspec.structs.replace(base, stored=msgspec.structs.replace(base.stored, files=there))
    part = _empty(home / "_part")
    if not erasing.without(base, erasing.numbers_of(base.known, ids), erased, before.identity.rules, part):
        return False
    names = "".join(one.new or one.old for one in erased)
    name = f"base-{hashlib.sha256(f'{state.base}{names}'.encode()).hexdigest()[:16]}"
    part.rename(home / name)
    _write_state(home, _State("", state.rules, name, ""))
    return True


def _forget(home: Path) -> None:
    (home / _STATE).unlink(missing_ok=True)
    for old in home.iterdir():
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)


def _up_to_date(lake: Lake, write: Writer = bases.write_here) -> tuple[_State, Path]:
    """Return which folders hold the journeys of the store as it is now, after making them where they are missing."""
    snapshot = lake.snapshot()
    try:
        return _up_to_date_with(lake, snapshot, write)
    except (FileNotFoundError, duckdb.IOException) as problem:
        if all(Path(path).is_file() for paths in snapshot.files.values() for path in paths):
            raise
        raise FileNotFoundError("facts were erased meanwhile") from problem


def _up_to_date_with(lake: Lake, snapshot: Snapshot, write: Writer) -> tuple[_State, Path]:
    rules = pages.read_rules(lake.folder)
    home = lake.folder / "derived" / "journeys"
    state = _read_state(home)
    if state is None or state.version != _version(snapshot, rules):
        with lake.deriving("journeys") as home:
            state = _read_state(home)
            if state is None or state.version != _version(snapshot, rules):
                state = _added(lake, snapshot, rules, home, state) or _rebuild(lake, snapshot, rules, home, write)
    return state, home


def _read(lake: Lake, reading: Callable[[Path, Path | None, str], T], write: Writer = bases.write_here) -> T:
    """Read what is up to date, once more when somebody else replaces it meanwhile."""
    for _ in range(TRIES):
        try:
            state, home = _up_to_date(lake, write)
            return reading(home / state.base, home / state.overlay if state.overlay else None, state.version)
        except FileNotFoundError:
            continue
    raise Conflict(
        f"The journeys of {lake.folder} are replaced faster than they can be read.",
        hint="Ask again when imports pause.",
    )


def _large(base: Path, overlay: Path | None) -> bool:
    """Say whether an overlay has grown so much that it is worth folding in."""
    if overlay is None:
        return False
    new = sum(overlays.read_laid(overlay).files["events"].values())
    return new > max(SMALL, LARGE * bases.read_stored(base).n_events)


def _version(snapshot: Snapshot, rules: pages.PageRules) -> str:
    return hashlib.sha256("\n".join((_rules(snapshot, rules), snapshot.version)).encode()).hexdigest()[:16]


def _rules(snapshot: Snapshot, rules: pages.PageRules) -> str:
    return "\n".join((BUILD, snapshot.identity.rules.version, *rules.yours))


def _read_state(home: Path) -> _State | None:
    path = home / _STATE
    return msgspec.json.decode(path.read_bytes(), type=_State) if path.is_file() else None


def _write_state(home: Path, state: _State) -> None:
    """Make a build the one that is used, and delete those that no longer are."""
    part = home / f"{_STATE}.part"
    part.write_bytes(msgspec.json.encode(state))
    part.replace(home / _STATE)
    for old in home.iterdir():
        if old.is_dir() and old.name not in (state.base, state.overlay):
            shutil.rmtree(old, ignore_errors=True)


def _added(lake: Lake, snapshot: Snapshot, rules: pages.PageRules, home: Path, state: _State | None) -> _State | None:
    """Lay what is new over the base there is; None when a new base is needed."""
    if state is None or state.rules != _rules(snapshot, rules):
        return None
    base = bases.read(home / state.base)
    if not _grown(base, snapshot):
        return None
    version = _version(snapshot, rules)
    same = all(sum(rows.values()) == snapshot.rows[table] for table, rows in base.stored.files.items())
    if same and base.stored.decisions == snapshot.identity.decisions:
        fresh = _State(version, state.rules, state.base, "")
        _write_state(home, fresh)
        return fresh
    part = _empty(home / "_part")
    if not overlays.lay(base, snapshot, rules, part):
        return None
    name = f"overlay-{version}"
    part.rename(home / name)
    fresh = _State(version, state.rules, state.base, name)
    _write_state(home, fresh)
    _note_pages(lake, home / name)
    return fresh


def _grown(base: bases.Base, snapshot: Snapshot) -> bool:
    """Say whether the store holds all facts of a base, and not so many more that a new base is due."""
    if held(base.stored.files, snapshot) is None:
        return False
    new = snapshot.rows["events"] - sum(base.stored.files["events"].values())
    return new <= max(SMALL, MOST * base.stored.n_events)


def _rebuild(
    lake: Lake, snapshot: Snapshot, rules: pages.PageRules, home: Path, write: Writer = bases.write_here
) -> _State:
    version = _version(snapshot, rules)
    part = _empty(home / "_part")
    bases.build(snapshot, rules, part, write)
    name = f"base-{version}"
    shutil.rmtree(home / name, ignore_errors=True)
    part.rename(home / name)
    state = _State(version, _rules(snapshot, rules), name, "")
    _write_state(home, state)
    _note_pages(lake, home / name)
    return state


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _note_pages(lake: Lake, folder: Path) -> None:
    found = bases.read_dictionary(folder).signatures()["page"].unique().to_pylist()
    pages.note(lake.folder, [page for page in found if page])


__all__ = ["build_journeys", "compact_journeys", "erase", "fold_if_large", "persons", "version_of"]
