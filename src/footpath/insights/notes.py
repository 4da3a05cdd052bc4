"""How the findings were derived, in plain words."""

from collections import Counter
from collections.abc import Sequence

from footpath.insights import wording
from footpath.insights.detector import Context
from footpath.insights.finding import Finding
from footpath.insights.tongue import phrase
from footpath.maps import Note


def notes_of(
    context: Context, found: Sequence[Finding], pains: Sequence[Finding], rest: Sequence[Finding]
) -> tuple[Note, ...]:
    """Return the notes on emotion and on pains."""
    return (*_emotion(context), *_pains(found, pains, rest))


def _emotion(context: Context) -> tuple[Note, ...]:
    voices = context.voices
    n = len(voices.emotion)
    if n == 0:
        return (Note(topic=phrase("Emotion"), text=wording.say("note.no_voices")),)
    counts = voices.placed.counts()
    felt = int(voices.felt.sum())
    sources = Counter(value for value in _from(context) if value)
    text = wording.say(
        "note.emotion", n=wording.count(n),
        about=wording.count(counts["about"]), own=wording.count(counts["own event"]),
        topic=wording.count(counts["topic"]),
        last=wording.count(counts["last touchpoint"]), none=wording.count(counts["none"]), felt=wording.count(felt),
        score=wording.count(sources["score"]), text=wording.count(sources["text"]),
    )  # fmt: skip
    return (Note(topic=phrase("Emotion"), text=text),)


def _from(context: Context) -> list[str | None]:
    table = context.voices.table
    if "emotion_from" not in table.column_names:
        return []
    return [None if value is None else str(value) for value in table["emotion_from"].to_pylist()]


def _pains(found: Sequence[Finding], pains: Sequence[Finding], rest: Sequence[Finding]) -> tuple[Note, ...]:
    text = wording.say("note.pains", found=len(found), shown=len(pains), rest=len(rest))
    if not found:
        text = wording.say("note.no_pains")
    left = "; ".join(f"{finding.title} ({wording.joined(finding.facts)})" for finding in rest[:12])
    extra = (Note(topic=phrase("Weaker pains"), text=left),) if left else ()
    return (Note(topic=phrase("Pain points"), text=text), *extra)
