"""From journeys, signals and traits to a map: structure, figures, lanes, findings, and notes on how each came about."""

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.journeys import Journeys
from footpath.core.errors import NoJourney
from footpath.feedback import read_signals
from footpath.insights import figures, findings, words
from footpath.insights.figures import Provenance
from footpath.insights.groups import Groups, find_groups
from footpath.insights.persona_sheet import draw_profiles
from footpath.insights.reshaping import unrolled, without_bots
from footpath.insights.sketch import Sketch, evidence, instant, sketch
from footpath.insights.touchpoints import only_thing
from footpath.insights.travels import paths
from footpath.insights.voices import draw_voices
from footpath.insights.wish import Wish
from footpath.maps.model import Card, Column, Figure, Lane, Map, Note, Path, localised

MOST_CARDS_A_COLUMN = 3
TOLD = 0.8  # signals an event from which the events are only that something was said
ONE_KIND = 0.98  # share of events from which the data is said to hold one kind of event only


class Facts(Struct, frozen=True, kw_only=True):
    """Everything a store knows: journeys; signals and traits, both with the canonical `person`."""

    journeys: Journeys
    signals: pa.Table
    traits: pa.Table

    def felt(self) -> pa.Table:
        """Return the signals with their feelings, read now unless that was done before."""
        return self.signals if "emotion" in self.signals.column_names else read_signals(self.signals)


def draw_map(facts: Facts, wish: Wish) -> Map:
    """Return the map of what customers did and said.

    Raises:
        NoJourney: nothing happened in an order, nothing was said and nobody can be told apart.
        NotFound: no event is called `wish.goal`, or no template is called `wish.template`.
    """
    journeys, robots = without_bots(facts.journeys)
    if not _goes_somewhere(journeys) or _only_told(journeys, facts.signals):
        return _without_journey(facts, wish)
    journeys, counted = _counted(journeys)
    drawn = sketch(journeys, facts.signals, wish, counted=bool(counted))
    people = find_groups(drawn, facts.traits, wish.personas)
    drawn = people.into(drawn)
    told = findings.find(drawn.draft, facts.felt(), facts.traits)
    lanes = [*_path_lanes(drawn), *told.lanes]
    shown = _in_reading_order([*lanes, *_contact_lanes(drawn)])
    return Map(
        key=words.slug(wish.title or _title(drawn)),
        title=wish.title or _title(drawn),
        locale=wish.locale,
        template=wish.template,
        goal=drawn.draft.columns[drawn.draft.goal - 1].key if drawn.draft.goal else "",
        goal_conversion=_goal_conversion(drawn),
        persons=drawn.draft.persons,
        period_start=instant(drawn.span[0]) if drawn.span else None,
        period_end=instant(drawn.span[1]) if drawn.span else None,
        as_of=drawn.draft.as_of,
        sources=drawn.draft.sources,
        personas=people.personas,
        touchpoints=drawn.draft.touchpoints,
        columns=_columns(drawn),
        edges=drawn.draft.edges,
        paths=_paths(drawn, people),
        lanes=shown,
        cards=(*_touchpoint_cards(drawn), *_channel_cards(drawn), *told.cards),
        notes=(*robots, *counted, *drawn.notes, *people.notes, _path_note(drawn), *told.notes),
    )


def _goes_somewhere(journeys: Journeys) -> bool:
    """Say whether somebody has two events."""
    return any(bool((np.diff(bucket.offsets) > 1).any()) for bucket in journeys.buckets)


def _only_told(journeys: Journeys, signals: pa.Table) -> bool:
    """Say whether every event is the saying of something: then what was said is the map, not when."""
    kinds = journeys.signatures.select(["source", "name"]).group_by(["source", "name"]).aggregate([]).num_rows
    sources = set(signals.column("source").to_pylist())
    told = all(source in sources for source in journeys.signatures.column("source").to_pylist())
    return kinds == 1 and told and signals.num_rows >= TOLD * journeys.n_events


def _without_journey(facts: Facts, wish: Wish) -> Map:
    if facts.signals.num_rows:
        return draw_voices(facts.felt(), wish)
    people = len(set(facts.traits.column("person").to_pylist()) - {None})
    if people and wish.personas:
        return draw_profiles(facts.traits, wish)
    if people:
        raise NoJourney(
            f"The data describes {people:,} persons but says nothing about what they did and when.",
            hint="It is good for personas: add --personas 4, or import events, orders or tickets of the same persons.",
        )
    raise NoJourney(
        "The data holds no journey: nobody did two things in an order of time.",
        hint="Name the columns of person, time and event with --person, --time and --event, or add more files.",
    )


def _counted(journeys: Journeys) -> tuple[Journeys, tuple[Note, ...]]:
    """Turn journeys of one kind of event into its first, second, … time; otherwise return them as they are."""
    only = only_thing(journeys, ONE_KIND)
    return unrolled(journeys, only.rows, only.title) if only else (journeys, ())


def _columns(drawn: Sketch) -> tuple[Column, ...]:
    """Return stages and steps in reading order: each stage before its steps."""
    leaves = {leaf.key for leaf in drawn.draft.columns}
    found: list[Column] = []
    for stage in drawn.draft.stages:
        found.append(stage)
        if stage.key not in leaves:
            found += [leaf for leaf in drawn.draft.columns if leaf.parent == stage.key]
    return tuple(found)


def _title(drawn: Sketch) -> str:
    columns = drawn.draft.columns
    first = words.base(localised(columns[0].title, drawn.draft.locale))
    last = columns[drawn.draft.goal - 1] if drawn.draft.goal > 1 else columns[-1]
    end = words.base(localised(last.title, drawn.draft.locale))
    return f"From {words.lower_first(first)} to {words.lower_first(end)}" if last is not columns[0] else first


def _goal_conversion(drawn: Sketch) -> Figure | None:
    if not drawn.draft.goal:
        return None
    reached = int(drawn.total.reach.persons[drawn.draft.goal])
    origin = _origin(drawn)
    return figures.share(reached, drawn.draft.persons, "Persons who reached the goal, of all persons.", origin)


def _origin(drawn: Sketch) -> Provenance:
    return Provenance(", ".join(drawn.draft.sources), drawn.draft.as_of)


def _paths(drawn: Sketch, people: Groups) -> tuple[Path, ...]:
    keys = [leaf.key for leaf in drawn.draft.columns]
    return (*paths(drawn.on_steps, keys, drawn.draft.goal, _origin(drawn)), *people.paths)


def _path_lanes(drawn: Sketch) -> tuple[Lane, ...]:
    persons = f"{drawn.draft.persons:,}"
    return (
        Lane(
            key="path", type="traffic", title="Path travelled", note=f"share of {persons} people; red leaves here",
            props={"unit": "share"},
        ),
        Lane(key="time", type="time", title="Time to the next step", note="median; 9 in 10 are faster than the second"),
    )  # fmt: skip


def _contact_lanes(drawn: Sketch) -> tuple[Lane, ...]:
    lanes = [Lane(key="touchpoints", type="touchpoint", title="Touchpoints", note="channel and people")]
    if len(_channels(drawn)) > 1:
        lanes.append(Lane(key="channels", type="channel", title="Channels", note=_switch_note(drawn)))
    lanes.append(
        Lane(
            key="metrics", type="metric", title="Conversion", note="to the goal, and people who come back",
            props={"figures": ["conversion_goal" if drawn.draft.goal else "conversion", "returns"]},
        )
    )  # fmt: skip
    return tuple(lanes)


_ORDER = ("path", "emotion", "quotes", "touchpoints", "channels", "time", "metrics", "pains", "gains", "opportunities")


def _in_reading_order(lanes: list[Lane]) -> tuple[Lane, ...]:
    return tuple(sorted(lanes, key=lambda lane: _ORDER.index(lane.key) if lane.key in _ORDER else len(_ORDER)))


def _touchpoint_cards(drawn: Sketch) -> list[Card]:
    """Return the touchpoints of each column, the most met first, with those beyond three counted."""
    cards: list[Card] = []
    by_key = {touchpoint.key: touchpoint for touchpoint in drawn.draft.touchpoints}
    for code, column in enumerate(drawn.draft.columns, start=1):
        held = [by_key[key] for key in column.matches]
        held.sort(key=lambda one: (-one.figures["persons"].value, one.key))
        for rank, one in enumerate(held[:MOST_CARDS_A_COLUMN]):
            more = len(held) - MOST_CARDS_A_COLUMN if rank == MOST_CARDS_A_COLUMN - 1 else 0
            cards.append(
                Card(
                    key=f"touchpoint-{one.key}", lane="touchpoints", at=column.key, text=one.title, channel=one.channel,
                    detail=f"and {more:,} more" if more > 0 else "", value=one.figures["persons"],
                    figures=one.figures, evidence=evidence(drawn, code),
                )
            )  # fmt: skip
    return cards


def _channels(drawn: Sketch) -> tuple[str, ...]:
    return tuple(sorted({touchpoint.channel for touchpoint in drawn.draft.touchpoints if touchpoint.channel}))


def _channel_cards(drawn: Sketch) -> list[Card]:
    """Return the channel mix of each column: share of its events by channel."""
    if len(_channels(drawn)) < 2:
        return []
    cards = []
    by_key = {touchpoint.key: touchpoint for touchpoint in drawn.draft.touchpoints}
    for code, column in enumerate(drawn.draft.columns, start=1):
        tally: dict[str, float] = {}
        for key in column.matches:
            one = by_key[key]
            if one.channel:
                tally[one.channel] = tally.get(one.channel, 0) + one.figures["events"].value
        total = sum(tally.values())
        ranked = sorted(tally, key=lambda channel: (-tally[channel], channel))
        if not ranked:
            continue
        what = "Events through this channel, of the events here whose channel is known."
        mix = {words.slug(one): figures.share(tally[one], total, what, _origin(drawn)) for one in ranked}
        text = " · ".join(f"{words.human(one)} {tally[one] / total:.0%}" for one in ranked[:3])
        cards.append(
            Card(
                key=f"channel-{column.key}", lane="channels", at=column.key, text=text, channel=ranked[0], figures=mix,
                value=mix[words.slug(ranked[0])], evidence=evidence(drawn, code),
            )
        )  # fmt: skip
    return cards


def _switch_note(drawn: Sketch) -> str:
    share = drawn.switchers
    return f"share of events; {share:.0%} of people use more than one" if share is not None else "share of events"


def _path_note(drawn: Sketch) -> Note:
    text = (
        f"Shares are of the {drawn.draft.persons:,} persons with at least one contact on or beside the map. "
        "“Leaves here” counts persons whose journey so far ends in the column"
        f"{' without the goal' if drawn.draft.goal else ''}. Times run from a person's first event in a column "
        "to the first in any later one. Intervals are 95 % (Wilson). Typical paths are real journeys: the middles of "
        "groups of like ways (k-medoids on edit distance)."
    )
    return Note(topic="Figures", text=text)
