"""Which column something said belongs to: what it names, its own event, or what the person had just been through.

Tried in this order, the first that answers holds:

1. `about` — the question, page, product or topic spoken of is a column's (`Draft.about`, or the same words).
2. `topic` — the topic, else the text, else the question speaks of a part of the journey (delivery, paying, returning …)
   that the person had met in the 60 days before: what they met of it last.
3. `own event` — the person has an event at that very instant; an event that only records the telling does not count.
4. `last touchpoint` — for surveys and reviews what the organisation did last for the person in the 60 days before; else
   what the person met last in the 30 days before, tellings apart.

How many went each way, and how many found no place, is told with the map.
"""

from collections import Counter
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.insights import signs, words
from footpath.insights.draft import Draft
from footpath.insights.moments import rank
from footpath.insights.speaking import family_of, topic_of
from footpath.insights.things import things_of
from footpath.insights.types import Bool, Int32, Int64
from footpath.insights.world import World

WINDOW_US = 30 * 86_400_000_000
LONG_US = 2 * WINDOW_US
TOPIC_WORDS = 3  # words up to which `about` is a topic; more are a question, asked of everybody
RULES = ("none", "about", "topic", "own event", "last touchpoint")
NO_TIME = np.iinfo(np.int64).min


class Placed(Struct, frozen=True):
    """Signals with their places.

    Attributes:
        column: code of the leaf column, 0 = no place found.
        person: position of the person, −1 = unknown.
        at: µs, `NO_TIME` where unknown.
        anchor: the person's last event at or before the signal, −1 = none.
        rule: position in `RULES` of the rule that placed it.
    """

    column: Int32
    person: Int32
    at: Int64
    anchor: Int64
    rule: Int32

    def counts(self) -> dict[str, int]:
        """Return how many signals each rule placed."""
        tally = Counter(RULES[rule] for rule in self.rule.tolist())
        return {rule: tally.get(rule, 0) for rule in RULES}


def place(draft: Draft, world: World, signals: pa.Table) -> Placed:
    """Find each signal's column."""
    person = _persons(world, signals)
    at = _instants(signals)
    anchor = before(world, person, at, np.ones(len(world.at), dtype=bool), side="right")
    named = _named(draft, signals)
    lived = _lived(world)
    spoken = _spoken_of(world, signals, (person, at), lived)
    own = _own_event(world, person, at, lived)
    done = np.where(_tellings(signals), _last(world, (person, at), lived & ~world.own_pace, LONG_US), 0)
    last = _last(world, (person, at), lived, WINDOW_US)
    column, rule = np.zeros(len(at), np.int32), np.zeros(len(at), np.int32)
    for number, candidate in ((1, named), (2, spoken), (3, own), (4, done), (4, last)):
        free = (column == 0) & (candidate > 0)
        column[free], rule[free] = candidate[free], number
    return Placed(column, person, at, anchor, rule)


def _persons(world: World, signals: pa.Table) -> Int32:
    position = {name: index for index, name in enumerate(world.persons)}
    if "person" not in signals.column_names:
        return np.full(len(signals), -1, np.int32)
    return np.array([position.get(name, -1) for name in signals["person"].to_pylist()], dtype=np.int32)


def _instants(signals: pa.Table) -> Int64:
    given = signals["at"].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
    return np.asarray(given.fill_null(NO_TIME).to_numpy(), dtype=np.int64)


def instant(us: int) -> datetime | None:
    """Return µs as an aware instant; None for `NO_TIME`."""
    return None if us == NO_TIME else datetime.fromtimestamp(us / 1e6, UTC)


def _named(draft: Draft, signals: pa.Table) -> Int32:
    said = signals["about"].to_pylist()
    place_of = {about: _column_named(draft, about) for about in {name for name in said if name}}
    return np.array([place_of.get(about, 0) for about in said], dtype=np.int32)


def _column_named(draft: Draft, about: str) -> int:
    """Return the column that `about` speaks of: as the draft says, else the only one whose words are the same."""
    if about in draft.about:
        return draft.about[about]
    meant = words.same_thing(about)
    touchpoints = {touchpoint.key: touchpoint for touchpoint in draft.touchpoints}
    hits = []
    for code, column in enumerate(draft.columns, start=1):
        names = [column.title, *(touchpoints[key].title for key in column.matches if key in touchpoints)]
        names += [name for key in column.matches if key in touchpoints for name in touchpoints[key].merged]
        if any(isinstance(name, str) and words.same_thing(name) == meant for name in names):
            hits.append(code)
    return hits[0] if len(hits) == 1 else 0


def _lived(world: World) -> Bool:
    """Mark the events on the map that are part of the experience, not a record of someone telling about it."""
    told = [row["type"] in signs.TELLING_TYPES for row in world.draft.journeys.signatures.to_pylist()]
    telling = np.array([*told, False])[world.signature] if len(world.signature) else np.zeros(0, dtype=bool)
    return np.asarray((world.column > 0) & ~telling)


def _own_event(world: World, person: Int32, at: Int64, lived: Bool) -> Int32:
    found = before(world, person, at, lived, side="right")
    same = (found >= 0) & (world.at[np.maximum(found, 0)] == at) if len(world.at) else np.zeros(len(at), dtype=bool)
    return _columns(world, np.where(same, found, -1))


def _last(world: World, told: tuple[Int32, Int64], marked: Bool, window: int) -> Int32:
    """Return the column of the person's last marked event before, not longer ago than the window (µs)."""
    found = before(world, *told, marked, side="left")
    if not len(world.at):
        return np.zeros(len(told[1]), np.int32)
    near = (found >= 0) & (told[1] - world.at[np.maximum(found, 0)] <= window)
    return _columns(world, np.where(near, found, -1))


def _tellings(signals: pa.Table) -> Bool:
    return np.array([kind in signs.TELLING_TYPES for kind in signals["kind"].to_pylist()], dtype=bool)


def _spoken_of(world: World, signals: pa.Table, told: tuple[Int32, Int64], lived: Bool) -> Int32:
    """Return the column of what the person last met of the part of the journey that a signal speaks of."""
    things = things_of(world)
    family = np.array([*map(family_of, things.titles), ""])[things.of]
    topic = np.array(_topics(signals), dtype=family.dtype if len(family) else "U1")
    column = np.zeros(len(topic), np.int32)
    for name in sorted(set(topic.tolist()) - {""}):
        here = topic == name
        column[here] = _last(world, (told[0][here], told[1][here]), lived & (family == name), LONG_US)
    return column


def _topics(signals: pa.Table) -> list[str]:
    said = zip(signals["about"].to_pylist(), signals["text"].to_pylist(), strict=True)
    return [topic_of(_in_order(about or "", text or "")) for about, text in said]


def _in_order(about: str, text: str) -> tuple[str, str]:
    """Return what to read first: a topic names what is spoken of, a question only when the text does not."""
    return (about, text) if len(about.split()) <= TOPIC_WORDS else (text, about)


def _columns(world: World, events: Int64) -> Int32:
    if not len(world.column):
        return np.zeros(len(events), np.int32)
    return np.where(events >= 0, world.column[np.maximum(events, 0)], 0).astype(np.int32)


def before(world: World, person: Int32, at: Int64, marked: Bool, *, side: str) -> Int64:
    """Return the person's last marked event before `at` (or at it, when side is "right"), −1 where there is none."""
    events = np.flatnonzero(marked)
    found = np.full(len(at), -1, dtype=np.int64)
    asked = np.flatnonzero((person >= 0) & (at != NO_TIME))
    if not len(events) or not len(asked):
        return found
    owner, when = world.person[events].astype(np.int64), world.at[events]
    spot = rank((owner, when), (person[asked].astype(np.int64), at[asked]), side=side) - 1
    held = (spot >= 0) & (owner[np.maximum(spot, 0)] == person[asked])
    found[asked[held]] = events[spot[held]]
    return found
