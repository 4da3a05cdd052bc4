"""A map as a Mermaid user journey: sections are stages, tasks are steps, scores are the emotion from 1 to 5.

What Mermaid has no place for but a reader would miss (keys, exact values, characters it forbids) stands in comment
lines `%% cj: {…}` above each section and task, which Mermaid skips and `read_journey` uses.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from footpath.maps.model import Card, Column, Lane, Map, localised, stages

# Mermaid's grammar forbids these in labels; each gets the look-alike that reads the same.
_LOOK_ALIKES = str.maketrans({":": "∶", "#": "＃", ";": "；", "\n": "<br>", "\r": None})
_KEYWORD = re.compile(r"(?:%|journey|title\s|section\s|acctitle|accdescr)", re.IGNORECASE)
_ZERO_WIDTH = "\u200b"  # before a label that would read as a keyword or, after one per cent sign, as a comment
_BLANK = "…"
NEUTRAL = 3


class Curve(Struct, frozen=True):
    """One emotion curve of a map, which makes one diagram.

    Attributes:
        lane: the lane it lies on; None for a map without emotion.
        persona: key of the persona who feels it; empty for all.
    """

    lane: Lane | None
    persona: str = ""


def curves(model: Map) -> tuple[Curve, ...]:
    """Return the emotion curves of `model`, at least one."""
    found: dict[tuple[str, str], Curve] = {}
    for lane in model.lanes:
        if lane.type != "emotion":
            continue
        personas = (
            [lane.persona] if lane.persona else [c.persona for c in model.cards if c.lane == lane.key and c.value]
        )
        for persona in personas or [""]:
            found.setdefault((lane.key, persona), Curve(lane, persona))
    return tuple(found.values()) or (Curve(None),)


def write_journey(model: Map, locale: str, curve: Curve | None = None) -> str:
    """Return the diagram of one curve of `model` (the first when None), ending in a line break."""
    curve = curve or curves(model)[0]
    head = {"map": model.key, "locale": locale, "template": model.template, "persona": curve.persona}
    lines = ["journey", _comment({word: value for word, value in head.items() if value}, "  ")]
    title, about = localised(model.title, locale), localised(model.scenario, locale)
    if title:
        lines.append(f"  title {label_of(title, keep=':')}")
    if about:
        lines.append(f"  accDescr: {label_of(about, keep=':')}")
    feelings = _feelings(model, curve)
    for stage in stages(model):
        lines += _section(model, stage, feelings, locale)
    return "\n".join(lines) + "\n"


def _feelings(model: Map, curve: Curve) -> dict[str, Card]:
    """Return the emotion card of every column on the curve."""
    if curve.lane is None:
        return {}
    key = curve.lane.key
    return {
        card.at: card for card in model.cards if card.lane == key and card.value and card.persona in ("", curve.persona)
    }


def _section(model: Map, stage: Column, feelings: dict[str, Card], locale: str) -> Iterator[str]:
    title = localised(stage.title, locale)
    own = label_of(title)
    yield _comment({"key": stage.key} | ({"t": title} if own != title else {}), "  ")
    yield f"  section {own}"
    for step in _steps(model, stage):
        yield from _task(model, step, feelings.get(step.key), locale)


def _steps(model: Map, stage: Column) -> list[Column]:
    """Return the leaves under a stage, in order; the stage itself when it has no steps."""
    parent = {column.key: column.parent for column in model.columns}
    inner = set(parent.values())

    def top(key: str) -> str:
        while parent.get(key):
            key = parent[key]
        return key

    under = [column for column in model.columns if column.key not in inner and top(column.key) == stage.key]
    return under or [stage]


def _task(model: Map, step: Column, feeling: Card | None, locale: str) -> Iterator[str]:
    title = localised(step.title, locale)
    own = label_of(title)
    kept: dict[str, Any] = {"key": step.key}
    if own != title:
        kept["t"] = title
    kept["v"] = feeling.value.value if feeling and feeling.value else None
    if feeling and feeling.value and feeling.value.n is not None:
        kept["n"] = feeling.value.n
    if not step.parent:
        kept["stage"] = True
    yield _comment(kept, "    ")
    actors = ", ".join(_actors(model, feeling, locale))
    yield f"    {own}: {score(kept['v'])}" + (f": {actors}" if actors else "")


def score(value: float | None) -> int:
    """Return Mermaid's score, 1 (upset) to 5 (glad), of an emotion −1…1; 3 where nothing is known."""
    return NEUTRAL if value is None else round(min(5.0, max(1.0, NEUTRAL + 2 * value)))


def _actors(model: Map, feeling: Card | None, locale: str) -> list[str]:
    """Return who does a step: the card's own actors, else its persona, else every persona of the map."""
    keys = list(feeling.props.get("actors", ())) if feeling else []
    if feeling and feeling.persona:
        keys = [feeling.persona]
    named = [persona for persona in model.personas if not keys or persona.key in keys]
    return [label_of(localised(persona.name, locale)).replace(",", " ·") for persona in named]


def label_of(text: str, *, keep: str = "") -> str:
    """Return `text` as a label: one trimmed line without the characters that end or break one."""
    table = {code: sign for code, sign in _LOOK_ALIKES.items() if chr(code) not in keep}
    label = text.strip().translate(table).replace("%%", "％％")
    label = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]+", " ", label).strip()
    return _ZERO_WIDTH + label if _KEYWORD.match(label + " ") else label or _BLANK


def _comment(kept: dict[str, Any], indent: str) -> str:
    # "%%{" begins a directive of Mermaid wherever it stands, so no two per cent signs may follow each other.
    told = msgspec.json.encode(kept).decode().replace("%%", r"%\u0025")
    return f"{indent}%% cj: {told}"
