"""Cards of what was found: emotion points, quotes, pains, gains and opportunities, each with its evidence."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from footpath.insights import wording
from footpath.insights.attach import NO_TIME, instant
from footpath.insights.detector import Context
from footpath.insights.emotion import Point, Voices, valley
from footpath.insights.finding import Finding
from footpath.insights.measure import named
from footpath.insights.quotes import Quote
from footpath.insights.ranking import one_kind
from footpath.insights.types import Bool
from footpath.maps import Card, Evidence, Figure, Tone

MOST_OPPORTUNITIES = 4
UPSET = -0.15
_SIDES: dict[int, Tone] = {-1: "pain", 0: "neutral", 1: "good"}


def emotion_cards(context: Context, points: Sequence[Point], lane: str, persona: str = "") -> list[Card]:
    """Return a card a point; the valley carries its name, a point on too few answers says so."""
    lowest = valley(points)
    return [_emotion_card(context, point, (lane, persona), named_valley=point is lowest) for point in points]


def _emotion_card(context: Context, point: Point, place: tuple[str, str], *, named_valley: bool) -> Card:
    lane, persona = place
    voices = context.voices
    here = voices.felt & voices.at_column(point.code)
    mean = wording.score(point.mean)
    detail = "" if point.lo is None else wording.say(
        "emotion.point", mean=mean, lo=wording.score(point.lo), hi=wording.score(point.hi or 0)
    )  # fmt: skip
    sources = _sources(voices, here)
    return Card(
        key="-".join(part for part in (lane, persona, _key(context, point.code)) if part),
        lane=lane,
        at=_key(context, point.code),
        text=named(context, point.code) if named_valley else "",
        detail=f"{wording.say('emotion.few')} · {mean}" if point.few else detail,
        value=emotion_figure(context, point, here),
        tone="pain" if named_valley else "neutral",
        persona=persona,
        evidence=Evidence(reported=point.n, measured=point.n, newest_at=_newest(voices, here), sources=sources),
        props={"few": True} if point.few else {},
    )  # fmt: skip


def emotion_figure(context: Context, point: Point, here: Bool) -> Figure:
    """Return the mean emotion of the marked signals, without an interval where they are too few."""
    voices = context.voices
    solid = not point.few and point.lo is not None
    return Figure(
        value=round(point.mean, 6), unit="score", n=point.n, definition=wording.say("emotion.definition"),
        lo=round(point.lo or 0.0, 6) if solid else None, hi=round(point.hi or 0.0, 6) if solid else None,
        source=", ".join(_sources(voices, here)), as_of=_newest(voices, here),
    )  # fmt: skip


def quote_cards(context: Context, quotes: Sequence[Quote], lane: str) -> list[Card]:
    """Return a card a quote, in its own language, with where it was said."""
    cards = []
    for number, quote in enumerate(quotes, start=1):
        evidence = Evidence(
            reported=1, newest_at=instant(quote.at), sources=_sources(context.voices, _one(context, quote))
        )
        cards.append(
            Card(
                key=f"{lane}-{number}", lane=lane, at=_key(context, quote.column), text=quote.text, lang=quote.lang,
                origin=quote.origin, tone=_SIDES[quote.side], evidence=evidence,
            )
        )  # fmt: skip
    return cards


def _one(context: Context, quote: Quote) -> Bool:
    mask = np.zeros(len(context.voices.text), dtype=bool)
    mask[quote.signal] = True
    return mask


def finding_cards(
    context: Context, findings: Sequence[Finding], lane: str, words: Mapping[str, tuple[str, ...]]
) -> list[Card]:
    """Return a card a finding in order of rank; `words` are the customers' own, by title of the finding."""
    return [
        _finding_card(context, finding, f"{lane}-{rank}", (lane, rank, words.get(finding.title, ())))
        for rank, finding in enumerate(findings, start=1)
    ]


def _finding_card(context: Context, finding: Finding, key: str, place: tuple[str, int, tuple[str, ...]]) -> Card:
    lane, rank, words = place
    said = (wording.say("words", words=words[0]),) if words else ()
    figures = {"harm": _harm_figure(finding), "persons": _persons_figure(finding)}
    if finding.reference is not None:
        figures["reference"] = finding.reference
    return Card(
        key=key,
        lane=lane,
        at=_key(context, finding.column),
        text=finding.title,
        detail=wording.joined((*finding.facts, *_also(finding), *said)),
        value=finding.figure,
        figures=figures,
        tone=_tone(finding, rank),
        rank=rank,
        evidence=evidence_of(context, finding),
        props={
            "detector": finding.detector,
            **({"words": list(words)} if words else {}),
            **({"also": [other.title for other in finding.also]} if finding.also else {}),
            **({"segment": [list(part) for part in finding.segment.parts]} if finding.segment.parts else {}),
        },
    )


def _tone(finding: Finding, rank: int) -> Tone:
    """Return good for gains; the worst three pains are red, the rest is friction."""
    if finding.tone == "good":
        return "good"
    return "pain" if rank <= 3 else "warn"


def _also(finding: Finding) -> tuple[str, ...]:
    """Return what was folded in, in a few words each, once a kind."""
    facts: dict[str, str] = {}
    for other in finding.also:
        if not one_kind(other, finding) and other.detector not in facts:
            facts[other.detector] = _few_words(other)
    return tuple(facts.values())


def _few_words(finding: Finding) -> str:
    value = finding.figure.value
    shown = {"share": wording.share, "seconds": wording.duration, "score": wording.score}[finding.figure.unit](value)
    return wording.say(f"also.{finding.detector}", share=shown, median=shown, mean=shown)


def _harm_figure(finding: Finding) -> Figure:
    return Figure(
        value=round(abs(finding.harm), 2), unit="count", n=finding.persons, definition=wording.say("harm.definition")
    )


def _persons_figure(finding: Finding) -> Figure:
    return Figure(
        value=finding.persons, unit="persons", n=finding.persons, definition=wording.say("persons.definition")
    )


def opportunity_cards(context: Context, pains: Sequence[Finding], lane: str) -> list[Card]:
    """Return the worst pains as questions, each with its reach and worth; owner and effort are left to people."""
    cards: list[Card] = []
    for rank, finding in enumerate(_challenges(pains), start=1):
        words = {"persons": wording.count(finding.persons), "goals": wording.count(finding.harm)}
        facts = wording.say("opportunity.facts" if context.world.draft.goal else "opportunity.reach", **words)
        cards.append(
            Card(
                key=f"{lane}-{rank}", lane=lane, at=_key(context, finding.column),
                text=wording.say("opportunity", challenge=finding.challenge), detail=facts, rank=rank, status="open",
                figures={"impact": _harm_figure(finding), "reach": _persons_figure(finding)},
                evidence=evidence_of(context, finding),
            )
        )  # fmt: skip
    return cards


def _challenges(pains: Sequence[Finding]) -> list[Finding]:
    """Return the worst pains that ask different things."""
    asked: dict[str, Finding] = {}
    for finding in pains:
        asked.setdefault(finding.challenge, finding)
    return list(asked.values())[:MOST_OPPORTUNITIES]


def evidence_of(context: Context, finding: Finding) -> Evidence:
    """Return what supports a finding: rows of the log, answers and texts, how new, and from where."""
    voices = context.voices
    said = upset_by(context, finding)
    told = finding.detector in ("low_score", "reason")
    newest = max(finding.newest, int(voices.placed.at[said].max(initial=NO_TIME)))
    return Evidence(
        reported=int(said.sum()),
        observed=0 if told else len(finding.touched),
        measured=finding.figure.n or 0,
        newest_at=instant(newest) if newest > 0 else None,
        sources=tuple(sorted({*_sources(voices, said), *(() if told else _event_sources(context, finding.column))})),
    )


def upset_by(context: Context, finding: Finding) -> Bool:
    """Mark the unhappy signals about the finding's column: by its persons where it is about a segment."""
    voices = context.voices
    upset = voices.emotion < UPSET
    if finding.detector == "reason":
        return np.asarray(upset & _by(voices, finding))
    said = voices.at_column(finding.column) & upset
    return np.asarray(said & _by(voices, finding) if finding.segment.parts or finding.segment.periods else said)


def _by(voices: Voices, finding: Finding) -> Bool:
    """Mark what the touched persons said, and the touched rows of whom nobody knows."""
    rows = np.zeros(len(voices.emotion), dtype=bool)
    rows[-2 - finding.touched[finding.touched < 0]] = True
    return np.asarray(rows | np.isin(voices.placed.person, finding.touched[finding.touched >= 0]))


def _event_sources(context: Context, code: int) -> tuple[str, ...]:
    names = context.world.draft.journeys.signatures["source"].to_pylist()
    here = np.flatnonzero(context.world.draft.lookup == code)
    return tuple(sorted({names[row] for row in here.tolist() if row < len(names) and names[row]}))


def _sources(voices: Voices, here: Bool) -> tuple[str, ...]:
    names = voices.table["source"].filter(here).unique().to_pylist() if "source" in voices.table.column_names else []
    return tuple(sorted(name for name in names if name))


def _newest(voices: Voices, here: Bool) -> datetime | None:
    at = int(voices.placed.at[here].max(initial=NO_TIME))
    return instant(at)


def _key(context: Context, code: int) -> str:
    return context.world.draft.columns[max(0, code - 1)].key
