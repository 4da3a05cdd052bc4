"""Touchpoints from signatures: what is one thing, through which channel, and what is no contact at all."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from footpath.analytics import Journeys, UInt16, reach
from footpath.insights import words
from footpath.insights.tongue import phrase
from footpath.insights.tracks import Sums, sums, tracks
from footpath.insights.wording import count
from footpath.maps import Note, Touchpoint

MOST_THINGS = 60_000  # codes are 16 bits; what is rarer is left out and counted
FEW_PERSONS = 30  # below this many persons nobody's event is too rare
RARE_SHARE = 0.0005
_GENERIC = re.compile(
    r"^(page|pageview|page view(ed)?|view(ed)?|screen( view(ed)?)?|visit|hit|request|load|get|log)s?$", re.IGNORECASE
)


class Thing(Struct, frozen=True):
    """One kind of contact, whatever its channel and however its name is written.

    Attributes:
        identity: what its signatures share; unique.
        title: for people.
        names: the names (or pages) it goes by in the data, most frequent first.
        rows: its rows of the signature dictionary, ordered.
    """

    identity: tuple[str, ...]
    title: str
    names: tuple[str, ...]
    rows: tuple[int, ...]

    @property
    def is_page(self) -> bool:
        """Say whether it is a page known by its path, not by a name."""
        return self.identity[0] == "page" and len(self.identity) == 2


class Dropped(Struct, frozen=True):
    """Signatures that are no contact: why, how many events, and the names of the most frequent ones."""

    reason: str
    events: int
    names: tuple[str, ...]


class Things(Struct, frozen=True):
    """All kinds of contact found.

    Attributes:
        things: code − 1 → thing, most persons first.
        lookup: signature → code, 0 = no contact.
        sums: counts over those codes.
        dropped: what was left out and why.
    """

    things: tuple[Thing, ...]
    lookup: UInt16
    sums: Sums
    dropped: tuple[Dropped, ...]


def find_things(journeys: Journeys) -> Things:
    """Return the kinds of contact in `journeys`: near-synonyms merged, noise left out and named."""
    rows = journeys.signatures.to_pylist()
    noise, groups = _sort_out(rows)
    ranked = sorted(groups.items(), key=lambda item: (-sum(_events(rows[row]) for row in item[1]), item[0]))
    beyond = [row for _, group in ranked[MOST_THINGS:] for row in group]
    found = [_thing(identity, group, rows) for identity, group in ranked[:MOST_THINGS]]
    total = sums(tracks(journeys, _lookup(found, len(rows))), len(found)) if len(found) <= 4000 else None
    persons = _reached(journeys, found, len(rows)) if total is None else total.reach.persons[1:]
    floor = _rarest(journeys.n_persons)
    rare = [row for thing, reached in zip(found, persons, strict=True) if reached < floor for row in thing.rows]
    kept = [(thing, int(reached)) for thing, reached in zip(found, persons, strict=True) if reached >= floor]
    kept.sort(key=lambda item: (-item[1], item[0].identity))
    things = _spoken([thing for thing, _ in kept[:4000]])
    lookup = _lookup(things, len(rows))
    reasons = {
        **noise,
        phrase("met by fewer than {n} persons", n=count(floor)): [
            *rare,
            *beyond,
            *(r for t, _ in kept[4000:] for r in t.rows),
        ],
    }
    dropped = tuple(_dropped(reason, rows_out, rows) for reason, rows_out in reasons.items() if rows_out)
    return Things(things, lookup, sums(tracks(journeys, lookup), len(things)), dropped)


def only_thing(journeys: Journeys, share: float) -> Thing | None:
    """Return the thing that at least `share` of all events that are contacts are, None when there is no such one."""
    rows = journeys.signatures.to_pylist()
    _, groups = _sort_out(rows)
    sizes = {identity: sum(_events(rows[row]) for row in group) for identity, group in groups.items()}
    if not sizes:
        return None
    top = max(sorted(sizes), key=lambda identity: sizes[identity])
    return _thing(top, groups[top], rows) if sizes[top] >= share * sum(sizes.values()) else None


def _sort_out(rows: Sequence[Mapping[str, object]]) -> tuple[dict[str, list[int]], dict[tuple[str, ...], list[int]]]:
    noise: dict[str, list[int]] = {}
    groups: dict[tuple[str, ...], list[int]] = {}
    for index, row in enumerate(rows):
        reason = _noise(row)
        if reason:
            noise.setdefault(reason, []).append(index)
        else:
            groups.setdefault(_identity(row), []).append(index)
    if not groups:  # nothing but machinery: then the machinery is the journey
        for index, row in enumerate(rows):
            groups.setdefault(_identity(row), []).append(index)
        noise = {}
    return noise, groups


def _noise(row: Mapping[str, object]) -> str:
    name, page = str(row["name"] or ""), str(row["page"] or "")
    if words.technical(name):
        return phrase("events of the machinery, not of persons")
    if _is_page(row) and words.asset(page):
        return phrase("files that belong to a page (pictures, styles, scripts, feeds)")
    return ""


def _is_page(row: Mapping[str, object]) -> bool:
    name, page = str(row["name"] or ""), str(row["page"] or "")
    return bool(page) and (bool(_GENERIC.match(name.strip())) or name == page or page in name)


def _identity(row: Mapping[str, object]) -> tuple[str, ...]:
    if _is_page(row):
        page = str(row["page"]).rstrip("/").casefold()
        return ("page", re.sub(r"/(index|default)\.\w+$", "", page) or "/")
    return words.same_thing(str(row["name"]))


def _thing(identity: tuple[str, ...], group: Sequence[int], rows: Sequence[Mapping[str, object]]) -> Thing:
    pages = _is_page(rows[group[0]])
    tally: dict[str, int] = {}
    for index in group:
        name = str(rows[index]["page" if pages else "name"])
        tally[name] = tally.get(name, 0) + _events(rows[index])
    names = tuple(sorted(tally, key=lambda name: (-tally[name], name)))
    title = words.page_title(names[0]) if pages else words.human(names[0])
    seen = all(rows[index]["type"] in ("page", "screen") for index in group)
    return Thing(identity, f"{title} page" if seen and not pages and _bare_noun(title) else title, names, tuple(group))


def _bare_noun(title: str) -> bool:
    """Say whether the name of a page that was seen is a word that needs "page" after it ("Product")."""
    return title.isascii() and title.isalpha() and words.stem(title) not in ("page", "screen", *words.states())


def _spoken(things: Sequence[Thing]) -> tuple[Thing, ...]:
    """Give things of equal title their names beside it, so that titles are unique."""
    tally: dict[str, int] = {}
    for thing in things:
        tally[thing.title] = tally.get(thing.title, 0) + 1
    return tuple(
        thing
        if tally[thing.title] == 1
        else Thing(thing.identity, f"{thing.title} ({thing.names[0]})", thing.names, thing.rows)
        for thing in things
    )


def _events(row: Mapping[str, object]) -> int:
    return int(str(row["events"]))


def _lookup(things: Sequence[Thing], size: int) -> UInt16:
    lookup = np.zeros(size, np.uint16)
    for code, thing in enumerate(things, start=1):
        lookup[list(thing.rows)] = code
    return lookup


def _reached(journeys: Journeys, things: Sequence[Thing], size: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Count persons a thing where a square matrix of things would not fit."""
    found = tracks(journeys, _lookup(things, size))
    total = np.zeros(len(things) + 1, np.int64)
    for track in found:
        total += reach(track.offsets, track.codes, len(things)).persons
    return total[1:]


def _rarest(persons: int) -> int:
    return 1 if persons < FEW_PERSONS else max(2, round(RARE_SHARE * persons))


def _dropped(reason: str, out: Sequence[int], rows: Sequence[Mapping[str, object]]) -> Dropped:
    tally: dict[str, int] = {}
    for index in out:
        name = str(rows[index]["page"] if _is_page(rows[index]) else rows[index]["name"])
        tally[name] = tally.get(name, 0) + _events(rows[index])
    names = sorted(tally, key=lambda name: (-tally[name], name))
    return Dropped(reason, sum(tally.values()), tuple(names))


def contacts(journeys: Journeys, found: Things) -> tuple[tuple[Touchpoint, ...], tuple[dict[str, int], ...]]:
    """Return (a touchpoint for each thing, its events by channel, most first).

    Web and app twins are one touchpoint with two channels: the same moment of the journey, met in two ways.
    """
    channels = journeys.signatures.column("channel").to_pylist()
    size = len(channels)
    events = np.zeros(size, np.int64)
    for bucket in journeys.buckets:
        events += np.bincount(bucket.signature, minlength=size)
    mixes: list[dict[str, int]] = []
    for thing in found.things:
        tally: dict[str, int] = {}
        for row in thing.rows:
            if channels[row]:
                tally[channels[row]] = tally.get(channels[row], 0) + int(events[row])
        mixes.append({one: tally[one] for one in sorted(tally, key=lambda one: (-tally[one], one))})
    named = [_touchpoint(journeys, thing, mix) for thing, mix in zip(found.things, mixes, strict=True)]
    return _unique(named), tuple(mixes)


def _touchpoint(journeys: Journeys, thing: Thing, mix: Mapping[str, int]) -> Touchpoint:
    column = "page" if thing.is_page else "name"
    values = tuple(
        sorted({str(value) for value in journeys.signatures.column(column).take(list(thing.rows)).to_pylist() if value})
    )
    known = all(journeys.signatures.column("channel").take(list(thing.rows)).to_pylist())
    where = {column: values, **({"channel": tuple(sorted(mix))} if mix and known else {})}
    merged = tuple(sorted(words.human(name) for name in thing.names[1:])) if column == "name" else thing.names[1:]
    return Touchpoint(
        key=words.slug(thing.title), title=thing.title, channel=", ".join(mix), where=where, merged=merged
    )


def _unique(touchpoints: Sequence[Touchpoint]) -> tuple[Touchpoint, ...]:
    from msgspec.structs import replace

    keys = words.unique_slugs([touchpoint.key for touchpoint in touchpoints])
    return tuple(replace(touchpoint, key=key) for touchpoint, key in zip(touchpoints, keys, strict=True))


def notes(found: Things) -> tuple[Note, ...]:
    """Say how touchpoints were found, what was merged, and what was left out."""
    merged = [thing for thing in found.things if len(thing.names) > 1]
    told = [phrase("{n} kinds of contact were found in the names of events and pages.", n=count(len(found.things)))]
    if merged:
        shown = "; ".join(f"{thing.title} ← {_listed(thing.names[1:], 3)}" for thing in merged[:6])
        shown += "; …" if len(merged) > 6 else ""
        told.append(phrase("Different spellings of one thing were taken together: {shown}.", shown=shown))
    told.append(phrase("The same thing on two channels is one touchpoint with two channels."))
    left_out = [
        Note(
            topic=phrase("Left out"),
            text=phrase(
                "{n} events, {reason}: {shown}.",
                n=count(out.events),
                reason=out.reason,
                shown=_listed(out.names, 6),
            ),
        )
        for out in found.dropped
    ]
    return (Note(topic=phrase("Touchpoints"), text=" ".join(told)), *left_out)


def _listed(names: Sequence[str], most: int) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (" " + phrase("and {n} more", n=count(more)) if more > 0 else "")
