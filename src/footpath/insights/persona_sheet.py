"""The map of who the customers are, for tables of persons that know no journey: a column for each persona."""

from collections.abc import Sequence

import pyarrow as pa

from footpath.core.errors import NoJourney
from footpath.insights import words
from footpath.insights.features import of_traits
from footpath.insights.figures import Provenance
from footpath.insights.groups import cluster, personas_of
from footpath.insights.wish import Wish
from footpath.maps import Card, Column, Evidence, Lane, Map, Note, Persona

LANES = (
    Lane(key="size", type="metric", title="How many", note="share of all persons", props={"figures": ["reach"]}),
    Lane(key="apart", type="text", title="What sets them apart", note="strongest first, against all others"),
)


def draw_profiles(traits: pa.Table, wish: Wish) -> Map:
    """Return the personas found in the traits of persons, side by side.

    Raises:
        Invalid: there are too few persons for so many personas.
        NoJourney: the traits tell nobody apart.
    """
    persons = sorted({str(person) for person in traits.column("person").to_pylist() if person is not None})
    features = of_traits(traits, {person: row for row, person in enumerate(persons)})
    if not features:
        raise NoJourney(
            "The table holds no journey, and what it says of persons tells nobody apart.",
            hint="Add files with events, or with more about the same persons.",
        )
    sources = tuple(sorted({str(source) for source in traits.column("source").to_pylist()}))
    label = cluster(features, len(persons), wish.personas)
    personas = personas_of(features, label, "", Provenance(", ".join(sources), None))
    title = wish.title or f"Who they are: {words.human(sources[0].rsplit('.', 1)[0])}"
    names = sorted({feature.name for feature in features})
    told = ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
    how = (
        f"The data describes {len(persons):,} persons but not what they did and when, so there is no journey to draw. "
        f"They were grouped by {told} (k-means, every feature weighing the same). Import their events to see each "
        "persona's journey."
    )
    return Map(
        key=words.slug(title), title=title, kind="empathy", locale=wish.locale, persons=len(persons), sources=sources,
        personas=tuple(personas), columns=_columns(personas), lanes=LANES, cards=_cards(personas, sources),
        notes=(Note(topic="Personas", text=how),),
    )  # fmt: skip


def _columns(personas: Sequence[Persona]) -> tuple[Column, ...]:
    return tuple(
        Column(key=one.key, title=one.name, figures={"reach": one.share} if one.share else {}) for one in personas
    )


def _cards(personas: Sequence[Persona], sources: tuple[str, ...]) -> tuple[Card, ...]:
    cards = []
    for one in personas:
        size = int(one.share.numerator or 0) if one.share else 0
        evidence = Evidence(observed=size, sources=sources)
        for number, trait in enumerate(one.traits, start=1):
            cards.append(Card(key=f"{one.key}-{number}", lane="apart", at=one.key, text=trait, evidence=evidence))
    return tuple(cards)
