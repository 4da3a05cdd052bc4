"""From journeys, signals and traits to a map: structure, figures, lanes, findings, and notes on how each came about."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics import Journeys
from footpath.core.errors import NoJourney
from footpath.feedback import read_signals
from footpath.insights import figures, findings, words
from footpath.insights.figures import Provenance
from footpath.insights.groups import Groups, find_groups
from footpath.insights.heading import title_of
from footpath.insights.meetings import contact_cards, contact_lanes
from footpath.insights.persona_sheet import draw_profiles
from footpath.insights.reshaping import settled, unrolled, without_bots
from footpath.insights.sketch import Sketch, instant, sketch
from footpath.insights.tongue import phrase, speaking, spoken
from footpath.insights.touchpoints import only_thing
from footpath.insights.travels import paths
from footpath.insights.voices import draw_voices
from footpath.insights.wish import Wish
from footpath.insights.wording import count
from footpath.maps import Column, Figure, Lane, Map, Note, Path

LEAST_RETURNS = 0.01  # of the persons at a column: fewer who come back are no news
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
    with speaking(wish.locale):
        return _drawn(facts, wish)


def _drawn(facts: Facts, wish: Wish) -> Map:
    journeys, robots = without_bots(facts.journeys)
    journeys, dated = settled(journeys)
    if not _goes_somewhere(journeys) or _only_told(journeys, facts.signals):
        return _without_journey(facts, wish)
    journeys, counted = _counted(journeys)
    drawn = sketch(journeys, facts.signals, wish, counted=bool(counted))
    people = find_groups(drawn, facts.traits, wish.personas)
    drawn = people.into(drawn)
    told = findings.find(drawn.draft, facts.felt(), facts.traits)
    ways = _paths(drawn, people)
    title = wish.title or title_of(drawn.draft, counted=bool(counted))
    return Map(
        key=words.slug(title),
        title=title,
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
        columns=told.into(_columns(drawn)),
        edges=drawn.draft.edges,
        paths=ways,
        lanes=_lanes(drawn, people, people.paths or ways, told),
        cards=(*contact_cards(drawn, _origin(drawn)), *told.cards),
        notes=(*robots, *dated, *counted, *drawn.notes, *people.notes, _path_note(drawn), *told.notes),
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
        found.append(_told(stage))
        if stage.key not in leaves:
            found += [_told(leaf) for leaf in drawn.draft.columns if leaf.parent == stage.key]
    return tuple(found)


def _told(column: Column) -> Column:
    """Return a column without the share who come back where hardly anybody does."""
    if "returns" not in column.figures or column.figures["returns"].value >= LEAST_RETURNS:
        return column
    kept = {name: figure for name, figure in column.figures.items() if name != "returns"}
    return replace(column, figures=kept)


def _goal_conversion(drawn: Sketch) -> Figure | None:
    if not drawn.draft.goal:
        return None
    reached = int(drawn.total.reach.persons[drawn.draft.goal])
    origin = _origin(drawn)
    return figures.share(reached, drawn.draft.persons, "Persons who reached the goal, of all persons.", origin)


def _origin(drawn: Sketch) -> Provenance:
    return Provenance(", ".join(drawn.draft.sources), drawn.draft.as_of)


def _paths(drawn: Sketch, people: Groups) -> tuple[Path, ...]:
    return (*paths(drawn.on_steps, drawn.draft.columns, drawn.draft.goal, _origin(drawn)), *people.paths)


def _lanes(drawn: Sketch, people: Groups, ways: Sequence[Path], told: findings.Findings) -> tuple[Lane, ...]:
    """Return all lanes in reading order: who, where they go, how it feels, what they meet, what hurts."""
    persons = count(drawn.draft.persons)
    lanes = [
        Lane(
            key="path", type="traffic", title=phrase("Path travelled"),
            note=phrase("share of {persons} people; red leaves here", persons=persons),
            props={"unit": "share"},
        ),
        Lane(key="time", type="time", title=phrase("Time to the next step"),
             note=phrase("median; 9 in 10 are faster than the second")),
        Lane(
            key="metrics", type="metric", title=phrase("Conversion"), note=_conversion_note(drawn),
            props={"figures": ["conversion_goal" if drawn.draft.goal else "conversion", "returns"]},
        ),
        *contact_lanes(drawn),
        *told.lanes,
    ]  # fmt: skip
    if people.personas:
        lanes.append(
            Lane(
                key="personas",
                type="persona",
                title=phrase("Who travels"),
                note=phrase("groups found by what they do"),
                role="actor",
            )
        )
    if ways:
        lanes.append(_ways_lane(people, ways))
    if all(lane.key != "emotion" for lane in told.lanes):
        lanes.append(
            Lane(
                key="emotion", type="emotion", title=phrase("Emotion"), role="emotion",
                props={"empty": phrase("No answers or texts in these sources")},
            )
        )  # fmt: skip
    return tuple(sorted(lanes, key=lambda lane: _ORDER.index(lane.key) if lane.key in _ORDER else len(_ORDER)))


def _ways_lane(people: Groups, ways: Sequence[Path]) -> Lane:
    of_personas = phrase("real journeys, each typical of a persona")
    note = of_personas if people.paths else phrase("real journeys, each the middle of many like it")
    return Lane(
        key="ways", type="path", title=phrase("Ways through"), note=note, props={"paths": [path.key for path in ways]}
    )  # fmt: skip


def _conversion_note(drawn: Sketch) -> str:
    to_next = phrase("to the next step, and people who come back")
    return phrase("to the goal, and people who come back") if drawn.draft.goal else to_next


_ORDER = (
    "personas", "path", "ways", "emotion", "quotes", "touchpoints", "channels", "time", "metrics", "pains", "gains",
    "opportunities",
)  # fmt: skip


def _path_note(drawn: Sketch) -> Note:
    ends = _ENDS_WITHOUT_GOAL if drawn.draft.goal else _ENDS
    parts = (phrase(_OF_ALL, persons=count(drawn.draft.persons)), phrase(ends), phrase(_HOW_TIMED))
    return Note(topic=phrase("Figures"), text=(" " if spoken() != "zh-Hant" else "").join(parts))


_OF_ALL = "Shares are of the {persons} persons with at least one contact on or beside the map."
_ENDS = "“Leaves here” counts persons whose journey so far ends in the column."
_ENDS_WITHOUT_GOAL = "“Leaves here” counts persons whose journey so far ends in the column without the goal."
_HOW_TIMED = (
    "Times run from a person's first event in a column to the first in any later one. Intervals are 95 % (Wilson). "
    "Typical paths are real journeys: the middles of groups of like ways (k-medoids on edit distance)."
)
