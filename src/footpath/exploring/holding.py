"""The journeys of every workspace's store, held ready, and brought up to date while somebody looks at them."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
from msgspec import Struct

from footpath.analytics import Journeys, build_journeys, fold_if_large, instant_of, newest_by, version_of
from footpath.core.errors import NotFound
from footpath.core.querying import querying
from footpath.events import Lake
from footpath.insights import Said, said_in

_LOG = logging.getLogger(__name__)
_EVERY_S = 0.5  # how often stores that somebody looks at are compared with what is held
_WATCHED_S = 60.0  # how long after the last question a store is watched
_SAID_S = 20.0  # how long what was said may stand as it is while only events come


class SourceFacts(Struct, frozen=True, kw_only=True):
    """What came from one source."""

    name: str
    events: int
    signals: int
    newest_at: datetime | None


class Facts(Struct, frozen=True, kw_only=True):
    """What a store holds.

    Attributes:
        version: changes with everything that could change an answer.
        newest_at: instant of the newest event.
        empty: whether there is neither an event nor a signal.
    """

    version: str = ""
    events: int = 0
    persons: int = 0
    signals: int = 0
    newest_at: datetime | None = None
    sources: tuple[SourceFacts, ...] = ()
    channels: tuple[str, ...] = ()
    empty: bool = True


class Held(Struct, frozen=True):
    """A store as it was at one moment.

    Attributes:
        lake: the store.
        facts: what it holds.
        newest: signature → µs of its newest event.
        said: what people said.
    """

    lake: Lake
    journeys: Journeys
    facts: Facts
    newest: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    said: Said


class _Shelf:
    """One store: what is held of it, and who brings it up to date."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.held: Held | None = None
        self.lock = threading.Lock()
        self.asked_at = 0.0
        self.said_at = 0.0
        self.said_of = ""
        self.folding: threading.Thread | None = None


class Holding:
    """Every store that is asked about.

    Args:
        now: seconds on a clock that never goes back.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._shelves: dict[Path, _Shelf] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def of(self, folder: Path) -> Held | None:
        """Return what is held of the store in a folder, read when it is first asked for; None where there is none."""
        shelf = self._shelf(folder)
        shelf.asked_at = self._now()
        if shelf.held is None:
            self._refresh(shelf)
        return shelf.held

    def facts(self, folder: Path) -> Facts:
        """Return what a store holds."""
        held = self.of(folder)
        return held.facts if held else Facts()

    def refresh(self, folder: Path) -> Held | None:
        """Bring a store up to date now, and return what is held of it."""
        shelf = self._shelf(folder)
        self._refresh(shelf)
        return shelf.held

    def close(self) -> None:
        """Watch no more."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        with self._lock:
            folding = [one.folding for one in self._shelves.values() if one.folding is not None]
        for thread in folding:
            thread.join()

    def _shelf(self, folder: Path) -> _Shelf:
        with self._lock:
            if self._thread is None and not self._stop.is_set():
                self._thread = threading.Thread(target=self._watch, name="stores", daemon=True)
                self._thread.start()
            return self._shelves.setdefault(folder, _Shelf(folder))

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY_S):
            with self._lock:
                watched = [one for one in self._shelves.values() if self._now() - one.asked_at < _WATCHED_S]
            for shelf in watched:
                try:
                    self._refresh(shelf)
                except Exception as problem:  # what is held stays of use; the next round tries again
                    _LOG.error("store not read", extra={"reason": f"{type(problem).__name__}: {problem}"})

    def _refresh(self, shelf: _Shelf) -> None:
        with shelf.lock:
            try:
                lake = Lake.open(shelf.folder)
            except NotFound:
                shelf.held = None
                return
            version = version_of(lake)
            if shelf.held is None or shelf.held.facts.version != version:
                shelf.held = self._read(shelf, lake)

    def _fold(self, shelf: _Shelf, lake: Lake) -> None:
        """Fold what is new into the journeys when there is much of it, while everybody goes on being answered."""
        if shelf.folding is None or not shelf.folding.is_alive():
            shelf.folding = threading.Thread(target=_fold, args=(lake,), name="folding", daemon=True)
            shelf.folding.start()

    def _read(self, shelf: _Shelf, lake: Lake) -> Held:
        journeys = build_journeys(lake, folds=False)
        self._fold(shelf, lake)
        snapshot = lake.snapshot()
        signals = f"{snapshot.rows['signals']} {snapshot.identity.decisions}"
        fresh = self._now() - shelf.said_at < _SAID_S
        if shelf.held is not None and signals == shelf.said_of and fresh:
            said = shelf.held.said
        else:
            said, shelf.said_of, shelf.said_at = said_in(lake), signals, self._now()
        newest = newest_by(journeys)
        return Held(lake, journeys, facts_of(lake, journeys, newest), newest, said)


def _fold(lake: Lake) -> None:
    try:
        fold_if_large(lake)
    except Exception as problem:  # answers are right without it; the next that comes in tries again
        _LOG.error("journeys not folded", extra={"reason": f"{type(problem).__name__}: {problem}"})


def facts_of(lake: Lake, journeys: Journeys, newest: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Facts:
    """Return what a store holds."""
    signals = _signals(lake) if lake.snapshot().rows["signals"] else {}
    rows = journeys.signatures.select(["source", "channel", "events"]).to_pylist()
    events: dict[str, int] = {}
    last: dict[str, int] = {}
    for row, at in zip(rows, newest.tolist(), strict=True):
        name = row["source"] or ""
        events[name] = events.get(name, 0) + int(row["events"])
        last[name] = max(last.get(name, 0), at)
    total = sum(signals.values())
    newest_at = max(last.values(), default=0)
    return Facts(
        version=journeys.data_version, events=journeys.n_events, persons=journeys.n_persons, signals=total,
        newest_at=instant_of(newest_at) if newest_at > 0 else None,
        sources=tuple(
            SourceFacts(
                name=name, events=events.get(name, 0), signals=signals.get(name, 0),
                newest_at=instant_of(last[name]) if last.get(name, 0) > 0 else None,
            )
            for name in sorted({*events, *signals})
        ),
        channels=tuple(sorted({row["channel"] for row in rows if row["channel"]})),
        empty=not (journeys.n_events or total),
    )  # fmt: skip


def _signals(lake: Lake) -> dict[str, int]:
    with querying() as con:
        counted = lake.relation(con, "signals").aggregate("source, count(*)").fetchall()
    return {str(source): int(count) for source, count in counted}


def held_or(held: Held | None) -> Held:
    """Return what is held; raises NotFound where there is no data."""
    if held is None:
        raise NotFound("The workspace has no data.", hint="Upload exports, or send events to the collector.")
    return held
