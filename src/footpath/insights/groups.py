"""Personas from behaviour and traits: groups of persons, what sets each apart, and a journey that was really taken."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics import Float64, Int64, UInt16
from footpath.core.errors import Invalid
from footpath.insights import figures
from footpath.insights.features import Feature, of_journeys, of_traits
from footpath.insights.figures import Provenance
from footpath.insights.persona_names import Apart, persona_names
from footpath.insights.persona_rules import rule_for, signs_of
from footpath.insights.sketch import Sketch
from footpath.insights.storylines import way_titles
from footpath.insights.tongue import figure_words, phrase
from footpath.insights.tracks import Track
from footpath.insights.travels import typical, ways
from footpath.insights.wording import count
from footpath.maps import Note, Path, Persona, localised

SEED = 7
MOST_FITTED = 10_000
MOST_PERSONAS = 12
FEWEST_PERSONS = 20  # a persona
TELLING = 0.35  # standardised difference from which something sets a group apart
MOST_TRAITS = 3


class Groups(Struct, frozen=True):
    """Personas with what the map needs of them.

    Attributes:
        personas, paths: as on the map.
        of: canonical person → index of the persona.
        notes: how they were found.
    """

    personas: tuple[Persona, ...] = ()
    paths: tuple[Path, ...] = ()
    of: Mapping[str, int] = {}
    notes: tuple[Note, ...] = ()

    def into(self, drawn: Sketch) -> Sketch:
        """Return the sketch with the personas in its draft."""
        if not self.personas:
            return drawn
        return replace(drawn, draft=replace(drawn.draft, personas=self.personas, persona_of=self.of))


def find_groups(drawn: Sketch, traits: pa.Table, how_many: int) -> Groups:
    """Return `how_many` personas of the persons of a map; none when 0.

    Raises:
        Invalid: there are too few persons for so many groups.
    """
    if not how_many:
        return Groups()
    journeys = drawn.draft.journeys
    persons = [person for bucket in journeys.buckets for person in bucket.persons.to_pylist()]
    titles = [localised(column.title, drawn.draft.locale) for column in drawn.draft.columns]
    rows = {person: row for row, person in enumerate(persons)}
    features = [*of_journeys(journeys, drawn.on_steps, titles), *of_traits(traits, rows)]
    label = cluster(features, len(persons), how_many)
    origin = Provenance(", ".join(drawn.draft.sources), drawn.draft.as_of)
    goal = titles[drawn.draft.goal - 1] if drawn.draft.goal else ""
    personas = personas_of(features, label, goal, origin)
    paths = _typical_paths(drawn, label, personas)
    typical_of = {path.persona: path.key for path in paths}
    signs = signs_of(features, drawn.draft.columns, drawn.draft.touchpoints)
    named = tuple(
        replace(persona, typical=typical_of.get(persona.key, ""), segment=rule_for(label == index, signs))
        for index, persona in enumerate(personas)
    )
    of = dict(zip(persons, label.tolist(), strict=True))
    return Groups(named, tuple(paths), of, (_how(len(features), len(persons)),))


def cluster(features: Sequence[Feature], persons: int, how_many: int) -> Int64:
    """Return the group of each person, groups numbered by falling size (k-means on standardised features).

    Every block of features (journey, volume, properties, traits) weighs the same; what is unknown counts as average.
    Fitted on at most 10,000 persons drawn with a seed, the others join the nearest group.
    """
    if not 2 <= how_many <= MOST_PERSONAS:
        raise Invalid(f"--personas is {how_many}.", hint=f"Give a number from 2 to {MOST_PERSONAS}.")
    if persons < how_many * FEWEST_PERSONS or not features:
        raise Invalid(
            f"{persons:,} persons are too few for {how_many} personas.",
            hint=f"Ask for fewer: each needs {FEWEST_PERSONS} persons.",
        )
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    matrix = _matrix(features)
    rng = np.random.default_rng(SEED)
    fitted = np.sort(rng.choice(persons, MOST_FITTED, replace=False)) if persons > MOST_FITTED else np.arange(persons)
    with threadpool_limits(limits=1):  # sums in a fixed order
        model = KMeans(how_many, n_init=3, random_state=SEED).fit(matrix[fitted])
        raw = model.predict(matrix)
    sizes = np.bincount(raw, minlength=how_many)
    rank = np.empty(how_many, np.int64)
    rank[np.lexsort((np.arange(how_many), -sizes))] = np.arange(how_many)
    return np.asarray(rank[raw])


def _matrix(features: Sequence[Feature]) -> Float64:
    blocks: dict[str, int] = {}
    for feature in features:
        blocks[feature.block] = blocks.get(feature.block, 0) + 1
    columns = []
    for feature in features:
        numbers = np.log1p(np.maximum(feature.numbers, 0)) if _skewed(feature) else feature.numbers
        known = np.isfinite(numbers)
        mean, spread = (numbers[known].mean(), numbers[known].std()) if known.any() else (0.0, 0.0)
        scaled = np.where(known, (numbers - mean) / (spread or 1.0), 0.0)
        columns.append(scaled / np.sqrt(blocks[feature.block]))
    return np.column_stack(columns)


def _skewed(feature: Feature) -> bool:
    if feature.kind != "amount":
        return False
    known = feature.numbers[np.isfinite(feature.numbers)]
    return bool(len(known) and known.min() >= 0 and known.mean() > 1.3 * np.median(known))


def personas_of(features: Sequence[Feature], label: Int64, goal: str, origin: Provenance) -> list[Persona]:
    """Return the personas of a clustering: size, and what sets each apart from the others, strongest first."""
    groups = []
    for index in range(int(label.max()) + 1):
        inside = label == index
        told = sorted((_difference(feature, inside) for feature in features), key=_strength)
        groups.append((inside, _varied([one for one in told if abs(one.effect) >= TELLING])))
    names = persona_names(
        [(inside, [Apart(one.feature, one.effect > 0) for one in telling]) for inside, telling in groups],
        features,
        goal,
    )
    return [
        Persona(
            key=f"persona-{index}",
            name=name,
            share=figures.share(int(inside.sum()), len(label), "Persons in this group, of all persons.", origin),
            traits=tuple(one.phrase for one in telling[:MOST_TRAITS]),
        )
        for index, ((inside, telling), name) in enumerate(zip(groups, names, strict=True), start=1)
    ]


class Difference(Struct, frozen=True):
    """How a group differs in one feature: standardised effect, and a phrase that says it."""

    effect: float
    phrase: str
    feature: Feature


def _strength(one: Difference) -> tuple[float, bool, str]:
    """Order differences, strongest first; of two sides of one thing, what there is more of comes first."""
    return (-round(abs(one.effect), 9), one.effect < 0, one.phrase)


def _difference(feature: Feature, inside: npt.NDArray[np.bool_]) -> Difference:
    known = np.isfinite(feature.numbers)
    here, there = feature.numbers[inside & known], feature.numbers[~inside & known]
    if not len(here) or not len(there):
        return Difference(0.0, "", feature)
    one, other = float(here.mean()), float(there.mean())
    if feature.kind == "amount":
        spread = float(feature.numbers[known].std()) or 1.0
        return Difference((one - other) / spread, _amount_words(feature, one, other), feature)
    effect = 2 * float(np.arcsin(np.sqrt(one)) - np.arcsin(np.sqrt(other)))  # Cohen's h
    shares = {"share": figure_words(f"{one:.0%}"), "other": figure_words(f"{other:.0%}")}
    if feature.kind == "reach":
        return Difference(effect, phrase("{share} reach {step} (others {other})", step=feature.name, **shares), feature)
    what = f"{feature.name}: {feature.value}"
    return Difference(effect, phrase("{share} {what} (others {other})", what=what, **shares), feature)


def _amount_words(feature: Feature, one: float, other: float) -> str:
    if feature.block == "volume" and other > 0 and one > 0:
        if one > other:
            more = "{times}× as much {what}" if feature.name == "value" else "{times}× as many {what}"
            return phrase(more, times=figure_words(f"{one / other:.1f}"), what=phrase(feature.name))
        return phrase(
            "{share} of the others' {what}", share=figure_words(f"{one / other:.0%}"), what=phrase(feature.name)
        )
    side = "high {what} ({one}, others {other})" if one > other else "low {what} ({one}, others {other})"
    return phrase(side, what=phrase(feature.name), one=_short(one), other=_short(other))


def _short(value: float) -> str:
    return figure_words(f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}")


def _varied(told: Sequence[Difference]) -> list[Difference]:
    """Keep the strongest difference about each thing, those of each block of features in turn."""
    seen: set[str] = set()
    in_block: dict[str, int] = {}
    kept: list[tuple[int, Difference]] = []
    for one in told:
        if one.feature.name in seen:
            continue
        seen.add(one.feature.name)
        turn = in_block.get(one.feature.block, 0)
        in_block[one.feature.block] = turn + 1
        kept.append((turn, one))
    return [one for _, one in sorted(kept, key=lambda item: item[0])]


def _typical_paths(drawn: Sketch, label: Int64, personas: Sequence[Persona]) -> list[Path]:
    """Return the middle journey of each group: the real one nearest to all the others."""
    columns = drawn.draft.columns
    middles = [(persona, _middle(drawn.on_steps, label == index)) for index, persona in enumerate(personas)]
    taken = [(persona, way) for persona, way in middles if way is not None]
    titles = way_titles([way for _, way in taken], columns, drawn.draft.goal)
    return [
        Path(
            key=f"typical-{persona.key}",
            title=title,
            kind="observed",
            columns=tuple(columns[code - 1].key for code in way),
            persona=persona.key,
        )
        for (persona, way), title in zip(taken, titles, strict=True)
    ]


def _middle(found: Sequence[Track], inside: npt.NDArray[np.bool_]) -> UInt16 | None:
    starts = np.cumsum([0, *(len(track.offsets) - 1 for track in found)])
    parts = [_subset(track, inside[starts[index] : starts[index + 1]]) for index, track in enumerate(found)]
    different = ways(parts)
    return different.way(typical(different, 1)[0][0]) if len(different.persons) else None


def _subset(track: Track, rows: npt.NDArray[np.bool_]) -> Track:
    events = np.repeat(rows, np.diff(track.offsets))
    visits = np.repeat(rows, np.diff(track.visit_offsets))
    return Track(
        _offsets(track.offsets, rows), track.at[events], track.codes[events],
        _offsets(track.visit_offsets, rows), track.first[visits], track.last[visits], track.visits[visits],
    )  # fmt: skip


def _offsets(offsets: Int64, rows: npt.NDArray[np.bool_]) -> Int64:
    return np.concatenate([[0], np.cumsum(np.diff(offsets)[rows])]).astype(np.int64)


def _how(features: int, persons: int) -> Note:
    return Note(topic=phrase("Personas"), text=phrase(_GROUPED, persons=count(persons), features=features))


_GROUPED = (
    "{persons} persons were grouped by {features} features of what they did and what is known of them "
    "(k-means, each kind of feature weighing the same). A persona is named after how far its persons go and what "
    "differs most from the others; its typical journey is one that a person of it really took. Its segment is the "
    "rule of what they did that comes nearest to the group, and is left out where none comes near."
)
