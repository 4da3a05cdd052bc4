"""The sketch of a map: its structure with all figures of columns, touchpoints and moves, before lanes and findings."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics import Int64, Journeys, UInt16
from footpath.insights import figures, words
from footpath.insights.draft import Draft
from footpath.insights.figures import Provenance
from footpath.insights.grouped import grouped_figures
from footpath.insights.structure import Structure, find_structure
from footpath.insights.tongue import phrase
from footpath.insights.touchpoints import contacts, notes
from footpath.insights.tracks import Sums, Track, sums, tracks
from footpath.insights.wish import Wish
from footpath.insights.wording import count
from footpath.maps import Column, Evidence, Figure, Note, Touchpoint, localised

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Sketch(Struct, frozen=True, kw_only=True):
    """A draft with what the lanes need besides it.

    Attributes:
        on_steps: tracks under the draft's lookup; total: their counts.
        newest: code of the leaf column → instant of its newest event (µs).
        channels: key of a touchpoint → its events by channel, most first.
        span: µs of the first and the newest event, None when there is none.
        switchers: share of the persons with a known channel who used more than one; None where no channel is known.
        notes: how everything so far was derived.
    """

    draft: Draft
    structure: Structure
    on_steps: tuple[Track, ...]
    total: Sums
    newest: Int64
    channels: Mapping[str, Mapping[str, int]]
    span: tuple[int, int] | None
    switchers: float | None
    notes: tuple[Note, ...]


def sketch(journeys: Journeys, signals: pa.Table, wish: Wish, *, counted: bool = False) -> Sketch:
    """Return the structure of the map with all figures of columns, touchpoints and moves.

    Args:
        journeys, signals: what was done and said.
        wish: what was asked for.
        counted: the contacts are the 1st, 2nd, … time of one thing (`reshaping.unrolled`).
    """
    shape = find_structure(journeys, wish, counted=counted)
    k = len(shape.steps)
    on_steps = tracks(journeys, shape.lookup)
    total = sums(on_steps, k)
    known = span(journeys)
    origin = Provenance(_sources(journeys), instant(known[1]) if known else None)
    touchpoints, channels = _measured_touchpoints(journeys, shape, origin)
    leaves, stages = _columns(shape, on_steps, total, touchpoints, origin, wish.locale)
    times = figures.move_times(on_steps, k)
    draft = Draft(
        journeys=journeys,
        lookup=shape.lookup,
        columns=leaves,
        stages=stages,
        touchpoints=tuple(touchpoint for touchpoint, _ in touchpoints),
        edges=figures.edges(total, times, [leaf.key for leaf in leaves], shape.goal, origin),
        goal=shape.goal,
        persons=shape.things.sums.persons,
        signals=signals,
        about=_spoken_of(shape, leaves),
        locale=wish.locale,
        as_of=origin.as_of,
        sources=tuple(sorted({str(source) for source in journeys.signatures.column("source").to_pylist()})),
    )
    return Sketch(
        draft=draft,
        structure=shape,
        on_steps=on_steps,
        total=total,
        newest=_newest(on_steps, k),
        channels=channels,
        span=known,
        switchers=_switchers(journeys),
        notes=(*notes(shape.things), *shape.notes),
    )


def instant(micros: int) -> datetime:
    """Return µs since 1970 as an instant."""
    return EPOCH + timedelta(microseconds=int(micros))


def span(journeys: Journeys) -> tuple[int, int] | None:
    """Return the µs of the first and the newest event, None when there is none."""
    some = [bucket.at for bucket in journeys.buckets if len(bucket.at)]
    return (min(int(at.min()) for at in some), max(int(at.max()) for at in some)) if some else None


def _switchers(journeys: Journeys) -> float | None:
    """Return the share of persons who used several channels, of those with a known one."""
    names = journeys.signatures.column("channel").to_pylist()
    code_of = {name: code for code, name in enumerate(sorted({name for name in names if name}), start=1)}
    if len(code_of) < 2:
        return None
    lookup = np.array([code_of.get(name, 0) for name in names], np.uint16)
    counts = [_different(track.offsets, track.codes, len(code_of)) for track in tracks(journeys, lookup)]
    used = np.concatenate(counts)
    return float(np.mean(used[used > 0] > 1)) if np.any(used > 0) else None


def _different(offsets: Int64, codes: UInt16, k: int) -> Int64:
    """Return how many different codes each person has."""
    person = np.repeat(np.arange(len(offsets) - 1, dtype=np.int64), np.diff(offsets))
    pairs = np.unique(person * (k + 1) + codes)
    return np.bincount(pairs // (k + 1), minlength=len(offsets) - 1)


def _sources(journeys: Journeys) -> str:
    return ", ".join(sorted({str(source) for source in journeys.signatures.column("source").to_pylist()}))


def _newest(found: Sequence[Track], k: int) -> Int64:
    newest = np.zeros(k + 1, np.int64)
    for track in found:
        np.maximum.at(newest, track.codes, track.at)
    return newest


def _measured_touchpoints(
    journeys: Journeys, shape: Structure, origin: Provenance
) -> tuple[list[tuple[Touchpoint, int]], dict[str, Mapping[str, int]]]:
    """Return ((touchpoint with figures, position of its step + 1) …, events by channel), only those on a column."""
    touchpoints, mixes = contacts(journeys, shape.things)
    step_of = {code: place + 1 for place, step in enumerate(shape.steps) for code in step.things}
    counted = figures.reach_only(tracks(journeys, shape.things.lookup), len(touchpoints))
    found: list[tuple[Touchpoint, int]] = []
    channels: dict[str, Mapping[str, int]] = {}
    for code, (touchpoint, mix) in enumerate(zip(touchpoints, mixes, strict=True), start=1):
        if code not in step_of:
            continue
        here = int(counted.persons[code])
        measured = {
            "reach": figures.share(here, shape.things.sums.persons, "Persons who met it, of all persons.", origin),
            "persons": figures.count(here, "persons", "Persons who met it at least once.", origin),
            "events": figures.count(int(counted.events[code]), "count", "Events of it.", origin),
        }
        found.append((replace(touchpoint, figures=measured), step_of[code]))
        channels[touchpoint.key] = mix
    return found, channels


def _columns(
    shape: Structure,
    on_steps: tuple[Track, ...],
    total: Sums,
    touchpoints: Sequence[tuple[Touchpoint, int]],
    origin: Provenance,
    locale: str,
) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Return (leaf columns, stages); a stage that is one step of the same name is that leaf itself."""
    persons = shape.things.sums.persons
    on = figures.onward(on_steps, total.k, shape.goal)
    by_step = figures.column_figures(total, on, persons, shape.goal, origin)
    by_stage = _stage_figures(shape, on_steps, total, origin)
    merged = [len(stage.steps) == 1 and not stage.template for stage in shape.stages]
    texts = [
        *(localised(stage.title, locale) for stage, same in zip(shape.stages, merged, strict=True) if not same),
        *(step.title for step in shape.steps),
    ]
    keys = words.unique_slugs(texts)
    stage_keys = iter(keys[: len(keys) - total.k])
    step_keys = keys[len(keys) - total.k :]
    leaves: list[Column] = []
    stages: list[Column] = []
    for position, (stage, same) in enumerate(zip(shape.stages, merged, strict=True)):
        parent = "" if same else next(stage_keys)
        if not same:
            stages.append(Column(key=parent, title=stage.title, figures=by_stage[position]))
        for step in stage.steps:
            matches = tuple(touchpoint.key for touchpoint, place in touchpoints if place == step + 1)
            leaf = Column(
                key=step_keys[step],
                title=shape.steps[step].title,
                parent=parent,
                description=_description(shape, step),
                matches=matches,
                figures=by_step[step],
                moment_of_truth=step + 1 == shape.goal,
            )
            leaves.append(leaf)
            if same:
                stages.append(leaf)
    return tuple(leaves), tuple(stages)


def _description(shape: Structure, step: int) -> str:
    titles = [shape.things.things[code - 1].title for code in shape.steps[step].things]
    if len(titles) == 1:
        return ""
    more = len(titles) - 12
    shown = ", ".join(titles[:12])
    if more > 0:
        return phrase("Holds {shown} and {n} more.", shown=shown, n=count(more))
    return phrase("Holds {shown}.", shown=shown)


def _stage_figures(
    shape: Structure, on_steps: tuple[Track, ...], total: Sums, origin: Provenance
) -> list[dict[str, Figure]]:
    """Return the figures of stages: as of columns, with all steps of a stage as one."""
    onto = np.zeros(total.k + 1, np.uint16)
    for position, stage in enumerate(shape.stages):
        onto[[step + 1 for step in stage.steps]] = position + 1
    return grouped_figures((on_steps, total), onto, (shape.things.sums.persons, shape.goal), origin)


def _spoken_of(shape: Structure, leaves: Sequence[Column]) -> Mapping[str, int]:
    """Return what signals may be about → code of the column: names and titles of its contacts, and its own title."""
    about: dict[str, int] = {}
    for place, step in enumerate(shape.steps, start=1):
        for code in step.things:
            thing = shape.things.things[code - 1]
            for name in (*thing.names, thing.title):
                about.setdefault(name, place)
    for place, leaf in enumerate(leaves, start=1):
        about.setdefault(localised(leaf.title, "en"), place)
    return about


def evidence(found: Sketch, code: int) -> Evidence:
    """Return what supports a card that only shows figures of column `code`: its events and persons."""
    return Evidence(
        observed=int(found.total.reach.events[code]),
        measured=int(found.total.reach.persons[code]),
        newest_at=instant(int(found.newest[code])) if found.newest[code] else None,
        sources=found.draft.sources,
    )
