"""What is mined, ready to be grouped: the signals of a store with their steps, or texts statement by statement."""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from footpath.analytics import Journeys
from footpath.events import Lake
from footpath.feedback import detect, feelings
from footpath.insights import felt_in, said_of, steps_of
from footpath.maps import Map
from footpath.mining.figuring import Heard
from footpath.mining.model import Given
from footpath.mining.transcripts import statements, turns

MOST_QUOTES = 20_000  # of a store: the newest; grouping more takes minutes and finds the same
OF_DATA, OF_TEXT = "d:", "t:"  # how what quotes are named by begins


class Spoken(Struct, frozen=True, kw_only=True):
    """A sentence of a text as it is kept with its run; `before` and `after` are the rest of its turn."""

    ref: str
    who: str
    text: str
    before: str
    after: str
    lang: str
    name: str
    row: int
    emotion: float | None


def spoken_in(texts: Sequence[Given], progress: Callable[[float], None]) -> list[Spoken]:
    """Return the sentences of texts with language and feeling; one that is twice in a text is taken once.

    An interviewee says glad and sad things in one breath, so each sentence is felt by itself.
    """
    found = [(one.name, turn, said) for one in texts for turn in turns(one.text) for said in statements(turn.text)]
    said = [one for _, _, one in found]
    languages = [one.code for one in detect(said)]
    felt = feelings(said, languages, progress=progress)
    kept: dict[str, Spoken] = {}
    for (name, turn, text), lang, feeling in zip(found, languages, felt, strict=True):
        ref = OF_TEXT + blake2b(f"{name}\0{turn.who}\0{text}".encode(), digest_size=8).hexdigest()
        emotion = feeling.value if feeling.model else None
        before, _, after = turn.text.partition(text)
        kept.setdefault(
            ref,
            Spoken(
                ref=ref,
                who=turn.who,
                text=text,
                lang=lang,
                name=name,
                row=turn.row,
                emotion=emotion,
                before=before.strip(),
                after=after.strip(),
            ),
        )
    return list(kept.values())


def heard_in_texts(spoken: Sequence[Spoken], column: str) -> list[Heard]:
    """Return sentences of texts as quotes.

    Who is named the same in two texts is somebody else; where a text names nobody, each line is somebody's.
    """
    people: dict[tuple[str, str | int], int] = {}
    return [
        Heard(
            ref=one.ref, text=one.text, lang=one.lang, column=column, source=one.name, at=None,
            who=people.setdefault((one.name, one.who or one.row), len(people)),
            emotion=float("nan") if one.emotion is None else one.emotion,
        )
        for one in spoken
    ]  # fmt: skip


def heard_in_data(lake: Lake, journeys: Journeys, model: Map | None, column: str) -> list[Heard]:
    """Return the signals of a store that say something, each at the step of the map that figures count it at.

    With a column (a step, or a stage with all its steps) only those there; with a map only those on it.
    """
    table = felt_in(lake)
    steps = steps_of(said_of(table), model, journeys) if model else ("",) * table.num_rows
    wanted = _within(model, column) if model else {""}
    rows = [
        (row, step)
        for row, step in zip(table.to_pylist(), steps, strict=True)
        if step in wanted and (row["text"] or "").strip()
    ]
    rows.sort(key=lambda one: (one[0]["at"] is not None, one[0]["at"], one[0]["key"]), reverse=True)
    people: dict[str, int] = {}
    return [_heard(row, step, people) for row, step in rows[:MOST_QUOTES]]


def _within(model: Map, column: str) -> set[str]:
    """Return the keys of a column and of all that it holds; of the whole map without one."""
    if not column:
        return {one.key for one in model.columns}
    found = {column}
    for _ in model.columns:
        found |= {one.key for one in model.columns if one.parent in found}
    return found


def _heard(row: dict[str, Any], step: str, people: dict[str, int]) -> Heard:
    who = people.setdefault(row["person"], len(people)) if row["person"] else -1
    emotion = float("nan") if row["emotion"] is None else row["emotion"]
    return Heard(
        ref=OF_DATA + row["key"].hex(), text=row["text"], lang=row["language"] or "unknown", who=who, column=step,
        emotion=emotion, source=row["source"], at=row["at"],
    )  # fmt: skip


def kept(spoken: Sequence[Spoken]) -> list[Any]:
    """Return sentences as they are kept."""
    return list(msgspec.to_builtins(list(spoken)))


def read_back(heard: Any) -> list[Spoken]:
    """Return sentences that were kept."""
    return msgspec.convert(heard, list[Spoken])
