"""The map of what people say, for data that knows no journey: its columns are questions or topics."""

import re
from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.analytics import Journeys
from footpath.insights import figures, findings, words
from footpath.insights.draft import Draft
from footpath.insights.figures import Provenance
from footpath.insights.stages import Stage, group_by_meaning
from footpath.insights.topics import find_topics
from footpath.insights.wish import Wish
from footpath.maps import Column, Lane, Map, Note, Touchpoint, localised

MOST_COLUMNS = 16
NAMED_SHARE = 0.5  # of signals that must say what they are about, else topics are found in the texts
LONGEST_TITLE = 48


class Spoken(Struct, frozen=True):
    """What the columns are: `about` values in reading order with their titles, and how they came about."""

    about: tuple[str, ...]
    titles: tuple[str, ...]
    stages: tuple[Stage, ...]
    notes: tuple[Note, ...]


def draw_voices(signals: pa.Table, wish: Wish) -> Map:
    """Return the map of questions or topics with what people feel about each (`signals` with the column `emotion`)."""
    signals, spoken = _topics(signals)
    respondents = _respondents(signals)
    total = int(respondents.max()) + 1 if len(respondents) else 0
    origin = Provenance(", ".join(_sources(signals)), _newest(signals))
    leaves, stages = _columns(signals, spoken, respondents, total, origin)
    draft = Draft(
        journeys=_no_journeys(), lookup=np.zeros(0, np.uint16), columns=leaves, stages=stages,
        touchpoints=tuple(_touchpoint(leaf) for leaf in leaves), persons=total, signals=signals,
        about={about: code for code, about in enumerate(spoken.about, start=1)},
        locale=wish.locale, as_of=origin.as_of, sources=_sources(signals),
    )  # fmt: skip
    told = findings.find(draft, signals)
    answers = Lane(
        key="answers", type="metric", title="Answers", note=f"share of {total:,} people who speak of it",
        props={"figures": ["reach"]},
    )  # fmt: skip
    title = wish.title or f"What people say: {words.human(re.sub(r'[.].*$', '', _sources(signals)[0]))}"
    return Map(
        key=words.slug(title), title=title, kind="experience", locale=wish.locale, persons=total,
        period_start=_oldest(signals), period_end=_newest(signals), as_of=origin.as_of, sources=_sources(signals),
        touchpoints=draft.touchpoints, columns=told.into(_in_order(leaves, stages)), lanes=(*told.lanes, answers),
        cards=told.cards,
        notes=(_NO_ORDER, *spoken.notes, *told.notes),
    )  # fmt: skip


_NO_ORDER = Note(
    topic="No journey",
    text=(
        "The data holds what people said, but no events in an order of time: the columns are what they speak of, not "
        "steps of a path. Import events of the same people (orders, visits, tickets) and they become a journey."
    ),
)


def _topics(signals: pa.Table) -> tuple[pa.Table, Spoken]:
    about = signals.column("about")
    counts = {str(one["values"]): int(one["counts"]) for one in pc.value_counts(about.drop_null()).to_pylist()}
    if len(counts) >= 2 and sum(counts.values()) >= NAMED_SHARE * signals.num_rows:
        return signals, _named(about, counts)
    if len(counts) < 2:  # what all speak of tells nothing apart
        nothing = pa.nulls(signals.num_rows, pa.string())
        signals = signals.set_column(signals.schema.get_field_index("about"), "about", nothing)
    signals, topics, note = find_topics(signals)
    stages = tuple(Stage(topic, (place,)) for place, topic in enumerate(topics))
    return signals, Spoken(tuple(topics), tuple(topics), stages, (note,))


def _named(about: pa.ChunkedArray, counts: dict[str, int]) -> Spoken:
    kept = sorted(counts, key=lambda name: (-counts[name], name))[:MOST_COLUMNS]
    first = {str(name): place for place, name in enumerate(pc.unique(about.drop_null()).to_pylist())}
    order = sorted(kept, key=lambda name: first[name])
    titles = _titles(order)
    stages, order_of = group_by_meaning(titles)
    notes = [Note(topic="Columns", text="Columns are what the answers say they are about, in the order of the data.")]
    left = [name for name in sorted(counts, key=lambda name: (-counts[name], name)) if name not in kept]
    if left:
        shown = ", ".join(left[:6]) + (f" and {len(left) - 6:,} more" if len(left) > 6 else "")
        notes.append(
            Note(topic="Left out", text=f"{sum(counts[name] for name in left):,} rarer signals about {shown}.")
        )
    ordered = [order[place] for place in order_of]
    return Spoken(tuple(ordered), tuple(titles[place] for place in order_of), stages, tuple(notes))


def _titles(order: Sequence[str]) -> list[str]:
    """Return titles short enough for a column, and different from each other."""
    short = [name.strip() if " " in name.strip() else words.human(name) for name in order]
    short = [
        text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…" for text in short
    ]
    return [text if short.count(text) == 1 else f"{text} ({place})" for place, text in enumerate(short, start=1)]


def _respondents(signals: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Number who speaks in each row: the person where known, else the row of the source."""
    rows = pc.binary_join_element_wise(signals.column("source"), pc.cast(signals.column("row"), pa.string()), "\t")
    who = pc.coalesce(signals.column("person"), rows).combine_chunks()
    return np.asarray(who.dictionary_encode().indices, np.int64)


def _columns(
    signals: pa.Table,
    spoken: Spoken,
    respondents: np.ndarray[tuple[int], np.dtype[np.int64]],
    total: int,
    origin: Provenance,
) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    about = np.array(signals.column("about").to_pylist(), dtype=object)
    merged = [len(stage.steps) == 1 for stage in spoken.stages]
    names = [localised(stage.title, "en") for stage, same in zip(spoken.stages, merged, strict=True) if not same]
    keys = words.unique_slugs([*names, *spoken.titles])
    parents = iter(keys[: len(names)])
    leaf_keys = keys[len(names) :]
    leaves: list[Column] = []
    stages: list[Column] = []
    for stage, same in zip(spoken.stages, merged, strict=True):
        parent = "" if same else next(parents)
        if not same:
            stages.append(Column(key=parent, title=stage.title))
        for step in stage.steps:
            here = about == spoken.about[step]
            speakers = len(np.unique(respondents[here]))
            what = "People who say something about it, of all people who say something."
            measured = {
                "reach": figures.share(speakers, total, what, origin),
                "events": figures.count(int(here.sum()), "count", "Answers, reviews or mentions about it.", origin),
            }
            leaf = Column(
                key=leaf_keys[step], title=spoken.titles[step], parent=parent, description=spoken.about[step],
                matches=(f"about-{leaf_keys[step]}",), figures=measured,
            )  # fmt: skip
            leaves.append(leaf)
            if same:
                stages.append(leaf)
    return tuple(leaves), tuple(stages)


def _touchpoint(leaf: Column) -> Touchpoint:
    return Touchpoint(
        key=leaf.matches[0], title=leaf.title if isinstance(leaf.title, str) else "", figures=leaf.figures
    )


def _in_order(leaves: Sequence[Column], stages: Sequence[Column]) -> tuple[Column, ...]:
    own = {leaf.key for leaf in leaves}
    found: list[Column] = []
    for stage in stages:
        found.append(stage)
        found += [leaf for leaf in leaves if stage.key not in own and leaf.parent == stage.key]
    return tuple(found)


def _no_journeys() -> Journeys:
    columns = {name: pa.array([], pa.string()) for name in ("source", "type", "channel", "name", "page")}
    return Journeys((), pa.table({**columns, "events": pa.array([], pa.int64())}), "")


def _sources(signals: pa.Table) -> tuple[str, ...]:
    return tuple(sorted(str(source) for source in pc.unique(signals.column("source")).to_pylist()))


def _newest(signals: pa.Table) -> datetime | None:
    found: datetime | None = pc.max(signals.column("at")).as_py()
    return found


def _oldest(signals: pa.Table) -> datetime | None:
    found: datetime | None = pc.min(signals.column("at")).as_py()
    return found
