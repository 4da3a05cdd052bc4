"""Cards of where customers meet the organisation: the touchpoints of each column, and its mix of channels."""

from collections.abc import Mapping

from footpath.insights import figures, words
from footpath.insights.figures import Provenance
from footpath.insights.sketch import Sketch, evidence
from footpath.insights.tongue import figure_words, phrase
from footpath.maps import Card, Lane, Touchpoint

MOST_CARDS_A_COLUMN = 3
LEAST_SHARE = 0.005  # of the events: a rarer channel isn't worth its word on a card


def contact_lanes(drawn: Sketch) -> tuple[Lane, ...]:
    """Return the lanes of touchpoints and, where there are several, of channels."""
    lanes = [
        Lane(key="touchpoints", type="touchpoint", title=phrase("Touchpoints"), note=phrase("channels and people"))
    ]
    if len(_channels(drawn)) > 1:
        lanes.append(Lane(key="channels", type="channel", title=phrase("Channels"), note=_switch_note(drawn)))
    return tuple(lanes)


def contact_cards(drawn: Sketch, origin: Provenance) -> list[Card]:
    """Return the cards of those lanes."""
    return [*_touchpoint_cards(drawn), *_channel_cards(drawn, origin)]


def _touchpoint_cards(drawn: Sketch) -> list[Card]:
    """Return the touchpoints of each column, the most met first, with those beyond three counted."""
    cards: list[Card] = []
    by_key = {touchpoint.key: touchpoint for touchpoint in drawn.draft.touchpoints}
    for code, column in enumerate(drawn.draft.columns, start=1):
        held = [by_key[key] for key in column.matches]
        held.sort(key=lambda one: (-one.figures["persons"].value, one.key))
        for rank, one in enumerate(held[:MOST_CARDS_A_COLUMN]):
            more = len(held) - MOST_CARDS_A_COLUMN if rank == MOST_CARDS_A_COLUMN - 1 else 0
            cards.append(_touchpoint_card(drawn, one, (code, column.key), more))
    return cards


def _touchpoint_card(drawn: Sketch, one: Touchpoint, place: tuple[int, str], more: int) -> Card:
    mix = drawn.channels[one.key]
    parts = [_mix(mix) if len(mix) > 1 else "", phrase("and {n} more", n=figure_words(f"{more:,}")) if more > 0 else ""]
    return Card(
        key=f"touchpoint-{one.key}", lane="touchpoints", at=place[1], text=one.title,
        channel=next(iter(mix)) if len(mix) == 1 else "", detail="; ".join(part for part in parts if part),
        value=one.figures["persons"], figures=one.figures, evidence=evidence(drawn, place[0]),
    )  # fmt: skip


def _mix(mix: Mapping[str, int], most: int = 3) -> str:
    """Return "web 91% · app 9%"."""
    total = sum(mix.values())
    shown = [(name, events / total) for name, events in mix.items() if events >= LEAST_SHARE * total]
    return " · ".join(f"{name} {figure_words(f'{share:.0%}')}" for name, share in shown[:most])


def _channels(drawn: Sketch) -> set[str]:
    return {channel for mix in drawn.channels.values() for channel in mix}


def _channel_cards(drawn: Sketch, origin: Provenance) -> list[Card]:
    """Return the channel mix of each column: share of its events by channel."""
    if len(_channels(drawn)) < 2:
        return []
    cards = []
    for code, column in enumerate(drawn.draft.columns, start=1):
        tally: dict[str, int] = {}
        for key in column.matches:
            for channel, events in drawn.channels[key].items():
                tally[channel] = tally.get(channel, 0) + events
        ranked = {one: tally[one] for one in sorted(tally, key=lambda channel: (-tally[channel], channel))}
        if not ranked:
            continue
        total, top = sum(ranked.values()), next(iter(ranked))
        what = "Events through this channel, of the events here whose channel is known."
        figured = {words.slug(one): figures.share(events, total, what, origin) for one, events in ranked.items()}
        cards.append(
            Card(
                key=f"channel-{column.key}", lane="channels", at=column.key, text=words.human(_mix(ranked)),
                channel=top, figures=figured, value=figured[words.slug(top)], evidence=evidence(drawn, code),
            )
        )  # fmt: skip
    return cards


def _switch_note(drawn: Sketch) -> str:
    share = drawn.switchers
    if share is None:
        return phrase("share of events")
    return phrase("share of events; {share} of people use more than one", share=figure_words(f"{share:.0%}"))
