"""What hurts and what helps: from a draft and what people said to emotion, quotes, pains, gains and opportunities.

world → voices → emotion → quotes → detectors → ranking → opportunities → cards and notes. Same input, same output.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.insights import wording
from footpath.insights.cards import (
    emotion_cards,
    emotion_figure,
    finding_cards,
    opportunity_cards,
    quote_cards,
    upset_by,
)
from footpath.insights.detector import DETECTORS, Context
from footpath.insights.draft import Draft
from footpath.insights.emotion import Voices, listen, mean_of, points
from footpath.insights.finding import Finding
from footpath.insights.harm import journey_seconds
from footpath.insights.notes import notes_of
from footpath.insights.quotes import Quote, quotes_of
from footpath.insights.ranking import gains, ranked
from footpath.insights.said import said_about
from footpath.insights.types import Bool
from footpath.insights.world import World, see
from footpath.maps import Card, Column, Figure, Lane, Note

MOST_QUOTES = 24
LEAST_PERSONA_POINTS = 2


class Findings(Struct, frozen=True, kw_only=True):
    """Lanes with their cards, ready for a map, and what they were made from.

    Attributes:
        lanes: emotion, quotes, pain points, gains, opportunities; only those that hold something.
        pains: findings behind the pain cards, worst first; left_out: weaker ones that are not shown.
        notes: how each was derived, in plain words.
        stage_figures: key of a stage or step → its further figures: `emotion` where somebody said something.
    """

    lanes: tuple[Lane, ...]
    cards: tuple[Card, ...]
    pains: tuple[Finding, ...]
    gains: tuple[Finding, ...]
    left_out: tuple[Finding, ...]
    notes: tuple[Note, ...]
    stage_figures: Mapping[str, Mapping[str, Figure]] = {}

    def into(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        """Return the columns with their further figures."""
        return tuple(
            msgspec.structs.replace(column, figures={**column.figures, **self.stage_figures.get(column.key, {})})
            for column in columns
        )


def find(draft: Draft, scored: pa.Table, traits: pa.Table | None = None) -> Findings:
    """Search the draft for what hurts and helps.

    Args:
        draft: the map's structure with everybody's journeys.
        scored: the draft's signals with the columns `emotion`, `emotion_from` and `language`.
        traits: what is known of people, with the canonical `person`.
    """
    world = see(draft, traits)
    voices = listen(draft, world, scored)
    context = Context(world, voices, journey_seconds(world))
    found = [finding for detector in DETECTORS.classes() for finding in detector().find(context)]
    pains, rest = ranked(found)
    good = gains(found)
    cards = [
        *_emotion(context),
        *quote_cards(context, _quotes(context, pains), "quotes"),
        *finding_cards(
            context,
            pains,
            "pains",
            {pain.title: said_about(context, upset_by(context, pain), pain.title) for pain in pains},
        ),
        *finding_cards(context, good, "gains", {}),
        *opportunity_cards(context, pains, "opportunities"),
    ]
    return Findings(
        lanes=_lanes(cards), cards=tuple(cards), pains=tuple(pains), gains=tuple(good), left_out=tuple(rest),
        notes=notes_of(context, found, pains, rest), stage_figures=_stage_figures(context),
    )  # fmt: skip


def _emotion(context: Context) -> list[Card]:
    """Return the curve of everybody, or one a persona where there are personas with enough said."""
    voices, width = context.voices, context.world.width
    everybody = emotion_cards(context, points(voices, width), "emotion")
    cards: list[Card] = []
    for number, persona in enumerate(context.world.draft.personas):
        curve = points(voices, width, _of_persona(context.world, voices, number))
        if len(curve) >= LEAST_PERSONA_POINTS:
            cards += emotion_cards(context, curve, "emotion", persona.key)
    return cards or everybody


def _stage_figures(context: Context) -> dict[str, dict[str, Figure]]:
    """Return the emotion of each step, and of each stage over all its steps."""
    voices, draft = context.voices, context.world.draft
    keys = {column.key for column in (*draft.stages, *draft.columns)}
    found: dict[str, dict[str, Figure]] = {}
    for key in sorted(keys):
        codes = [code for code, leaf in enumerate(draft.columns, start=1) if key in (leaf.key, leaf.parent)]
        here = voices.felt & np.isin(voices.placed.column, codes)
        if here.any():
            found[key] = {"emotion": emotion_figure(context, mean_of(voices, here, codes[0]), here)}
    return found


def _of_persona(world: World, voices: Voices, number: int) -> Bool:
    of = np.array([*(world.draft.persona_of.get(name, -1) for name in world.persons), -1])
    return np.asarray(of[voices.placed.person] == number)


def _quotes(context: Context, pains: Sequence[Finding]) -> list[Quote]:
    """Return the quotes of each column in reading order; where there are pains, from those it happened to first."""
    chosen: list[Quote] = []
    for code in range(1, context.world.width + 1):
        hurt = next((upset_by(context, pain) for pain in pains if pain.column == code and pain.segment.parts), None)
        best = quotes_of(context.voices, code, hurt, most=1) if hurt is not None else []
        heard = {quote.side for quote in best}
        best += [quote for quote in quotes_of(context.voices, code) if quote.side not in heard]
        chosen += best[:2]
    return chosen[:MOST_QUOTES]


_KINDS = (
    ("emotion", "emotion"),
    ("quotes", "verbatim"),
    ("pains", "pain_point"),
    ("gains", "insight"),
    ("opportunities", "opportunity"),
)


def _lanes(cards: Sequence[Card]) -> tuple[Lane, ...]:
    held = {card.lane for card in cards}
    roles = {"emotion": "emotion", "pains": "pains", "opportunities": "opportunities"}
    return tuple(
        Lane(
            key=key,
            type=kind,
            title=wording.say(f"lane.{key}"),
            note=wording.say(f"lane.{key}.note"),
            role=roles.get(key, ""),
        )
        for key, kind in _KINDS
        if key in held
    )
