"""Which signals the rows of a table hold: a text, a rating, or one rating a question."""

from typing import Any

from footpath.events.mapping import SignalRule
from footpath.events.reading.names import fold
from footpath.events.reading.opinions import Scored
from footpath.events.reading.parts import Parts, own_id
from footpath.events.reading.stage import Stage

_QUESTION_WORDS = 4


def signals_of(stage: Stage, parts: Parts) -> list[SignalRule]:
    """Return the signals a row holds; a review's text and rating are one, a ticket's are two."""
    kind = _kind(parts)
    about = parts.roles.given.get("about") or _about(parts)
    shared = _shared(stage, parts, kind)
    together = bool(parts.texts and parts.scored) and kind != "ticket"
    rules = [
        _scored(parts, scored, about, text=parts.texts[0].column if index == 0 and together else None, shared=shared)
        for index, scored in enumerate(parts.scored)
    ]
    for index, choice in enumerate(parts.texts):
        if index or not together:
            topic = about or (
                f"={choice.column}" if len(parts.texts) > 1 or len(fold(choice.column).split()) > 1 else None
            )
            rules.append(SignalRule(text=choice.column, about=topic, **shared))
    return rules


def _kind(parts: Parts) -> str:
    if parts.noun and parts.noun.kind != "note":
        return parts.noun.kind
    if "respondent" in parts.roles.chosen or len(parts.scored) > 2:
        return "survey"
    if parts.texts and parts.scored:
        return "review"
    return "note" if parts.texts else "survey"


def _shared(stage: Stage, parts: Parts, kind: str) -> dict[str, Any]:
    roles = parts.roles
    at = parts.moments[-1 if kind == "ticket" and not parts.texts else 0].when if parts.moments else None
    names = {role: roles.name(role) for role in ("channel", "lang", "weight")}
    return {"kind": f"={kind}", "at": at, "signal_id": own_id(stage, parts), **names}


def _scored(parts: Parts, scored: Scored, about: str | None, *, text: str | None, shared: dict[str, Any]) -> SignalRule:
    name, guess = scored.column.name, scored.guess
    question = len(parts.scored) > 1 or text is None or len(fold(name).split()) >= _QUESTION_WORDS
    own = f"={name}" if question else None
    return SignalRule(
        text=text,
        score=name,
        scale=guess.scale,
        labels=dict(guess.labels),
        blanks=list(guess.blanks),
        about=own if len(parts.scored) > 1 else about or own,
        metric=f"={guess.metric}",
        **shared,
    )


def _about(parts: Parts) -> str | None:
    fits = [
        column
        for column in parts.roles.free()
        if column.roles.get("subject", 0) >= 0.75
        and column.distinct <= 2000
        and column.numeric < 0.5
        and (not column.is_unique or column.rows < 20)
    ]
    best = max(fits, key=lambda column: (column.roles["subject"], -column.position), default=None)
    return best.name if best else parts.roles.name("event")
