"""From the sections and tasks of a Mermaid journey to a map."""

from typing import Any

from msgspec import Struct, field

from footpath.maps.mermaid.writing import NEUTRAL, label_of, score
from footpath.maps.model import Card, Column, Figure, Lane, Map, Persona
from footpath.maps.slugs import slug

_TYPED_IN = "Score of a Mermaid journey, 1 to 5, put on −1 to 1."
_LANE = "emotion"


class Task(Struct):
    """A task line; `kept` is what the comment above it says."""

    label: str
    score: float | None
    actors: list[str]
    kept: dict[str, Any]


class Section(Struct):
    """A section with its tasks; an empty label holds the tasks before any section."""

    label: str
    kept: dict[str, Any]
    tasks: list[Task] = field(default_factory=list)


class Sketch(Struct):
    """Everything a diagram says, in order."""

    title: str = ""
    accessible_title: str = ""
    description: str = ""
    kept: dict[str, Any] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)


def to_map(sketch: Sketch, *, name: str) -> Map:
    """Return the map of a diagram; keys kept in comments are used again, others are made from the titles."""
    taken: set[str] = set()
    personas = _personas(sketch)
    columns: list[Column] = []
    cards: list[Card] = []
    for section in sketch.sections:
        parent = _stage(section, columns, taken)
        for task in section.tasks:
            column = _column(task, parent, columns, taken)
            cards += _feeling(task, column, personas)
    stem = name.split(".", maxsplit=1)[0]
    return Map(
        key=str(sketch.kept.get("map") or slug(sketch.title or stem, set())),
        title=sketch.title or stem,
        scenario=sketch.description,
        locale=str(sketch.kept.get("locale", "en")),
        template=str(sketch.kept.get("template", "")),
        personas=tuple(personas.values()),
        columns=tuple(columns),
        lanes=(Lane(key=_LANE, type="emotion", title="Emotion", role="emotion", persona=_whose(sketch, personas)),)
        if cards
        else (),
        cards=tuple(cards),
    )


def _personas(sketch: Sketch) -> dict[str, Persona]:
    """Return the actors by name, in order of appearance."""
    taken: set[str] = set()
    names = dict.fromkeys(actor for section in sketch.sections for task in section.tasks for actor in task.actors)
    return {actor: Persona(key=slug(actor, taken), name=actor) for actor in names}


def _whose(sketch: Sketch, personas: dict[str, Persona]) -> str:
    """Return the persona whose diagram this is, when it says so and she is there."""
    wanted = sketch.kept.get("persona", "")
    return wanted if wanted in {persona.key for persona in personas.values()} else ""


def _stage(section: Section, columns: list[Column], taken: set[str]) -> str:
    """Add the section's stage and return its key; a task that is a whole stage needs none around it."""
    whole = [task for task in section.tasks if task.kept.get("stage")]
    if not section.label or whole:
        return ""
    title = _title(section.label, section.kept)
    columns.append(Column(key=_key(section.kept, title, taken), title=title))
    return columns[-1].key


def _column(task: Task, parent: str, columns: list[Column], taken: set[str]) -> Column:
    title = _title(task.label, task.kept)
    columns.append(Column(key=_key(task.kept, title, taken), title=title, parent=parent))
    return columns[-1]


def _title(label: str, kept: dict[str, Any]) -> str:
    """Return the exact title where the comment keeps it and nobody has edited the label since."""
    exact = kept.get("t")
    if isinstance(exact, str) and label_of(exact) == label:
        return exact
    return label.removeprefix("\u200b").replace("<br>", "\n").replace("<br/>", "\n")


def _key(kept: dict[str, Any], title: str, taken: set[str]) -> str:
    key = kept.get("key")
    if isinstance(key, str) and key and key not in taken:
        taken.add(key)
        return key
    return slug(title, taken)


def _feeling(task: Task, column: Column, personas: dict[str, Persona]) -> list[Card]:
    """Return the emotion card of a task; none where nobody said how it feels."""
    value, count = task.kept.get("v"), task.kept.get("n")
    untouched = "v" in task.kept and task.score == score(value)
    if task.score is None or (untouched and value is None):
        return []
    raw = min(1.0, max(-1.0, (task.score - NEUTRAL) / 2))
    figure = Figure(
        value=float(value) if untouched and value is not None else raw,
        unit="score",
        n=count if untouched and isinstance(count, int) else None,
        definition=_TYPED_IN,
    )
    actors = [personas[actor].key for actor in task.actors]
    props: dict[str, Any] = {"actors": actors} if actors and len(actors) < len(personas) else {}
    if raw != (task.score - NEUTRAL) / 2:
        props["score"] = task.score
    return [Card(key=f"{_LANE}-{column.key}", lane=_LANE, at=column.key, value=figure, props=props)]
