"""From CJML journeys to one map: phases are stages, touchpoints steps, actors lanes; channels label the arrows.

Contacts of one step through several channels ("T3", "T3.2") are one step again, and a phase whose only step has its id
is one column.
"""

from itertools import groupby

from msgspec import structs, to_builtins

from footpath.maps.cjml.journeys import IDS, Actor, Ids, Journey, Touchpoint
from footpath.maps.model import Card, CardLink, Column, Evidence, Figure, Lane, Map, Note, Path, Persona, Tone
from footpath.maps.slugs import slug

_RATED = "Experience rating of the CJML journey, 1 to 5, put on −1 to 1."
_TONES: dict[str, Tone] = {"missing": "pain", "failing": "pain", "adhoc": "warn"}
Step = tuple[str, list[Touchpoint]]


def to_map(journeys: list[Journey], *, name: str) -> Map:
    """Return the map of the plan, else of the first actual journey; actual journeys of the plan become its paths."""
    main = next((journey for journey in journeys if not journey.actual), journeys[0])
    stem = name.split(".", maxsplit=1)[0]
    columns, steps, ids = _columns(main)
    actors = _everyone(main)
    keys = _actor_keys(actors)
    cards = [card for step, points in steps for card in _cards(step, points, keys, actual=main.actual)]
    paths, left_out = _paths(main, journeys, steps)
    ids = structs.replace(ids, actors=actors, homes={actor.key: keys[actor.key] for actor in actors})
    return Map(
        key=slug(main.key or main.title or stem, set()),
        title=main.title or main.key or stem,
        scenario=main.summary,
        locale=main.locale or "en",
        personas=tuple(Persona(key=keys[actor.key], name=actor.name) for actor in actors if actor.customer),
        columns=tuple(columns),
        paths=tuple(paths),
        lanes=_lanes(actors, keys, {card.lane for card in cards}),
        cards=tuple(cards),
        links=_links(steps, keys),
        notes=_notes(main, left_out),
        extra={IDS: to_builtins(ids)},
    )


def _steps(points: list[Touchpoint]) -> list[list[Touchpoint]]:
    """Return the touchpoints of each step."""
    steps: list[list[Touchpoint]] = []
    for point in points:
        if steps and point.goes_on_with(steps[-1]):
            steps[-1].append(point)
        else:
            steps.append([point])
    return steps


def _columns(journey: Journey) -> tuple[list[Column], list[Step], Ids]:
    """Return the columns, the steps by column key, and the ids; a phase that comes again is a stage again."""
    taken: set[str] = set()
    columns: list[Column] = []
    found: list[Step] = []
    ids = Ids(journey=journey.key, actual=journey.actual)
    told = {key: (title or key, about) for key, title, about in journey.phases}
    unseen = dict(told)
    for phase, run in groupby(_steps(journey.touchpoints), key=lambda step: step[0].phase):
        steps, stage = list(run), ""
        title, about = told.get(phase, (phase, ""))
        alone = [step[0].key for step in steps] == [phase]
        if phase:
            stage = slug(phase, taken)
            ids.phases[stage] = phase
            columns.append(Column(key=stage, title=title, description=about if unseen.pop(phase, None) else ""))
        for step in steps:
            key = stage if alone else slug(step[0].key or step[0].title, taken)
            if not alone:
                columns.append(Column(key=key, title=step[0].title, parent=stage))
            ids.points[key] = step[0].key
            found.append((key, step))
    for phase, (title, about) in unseen.items():
        columns.append(Column(key=slug(phase, taken), title=title, description=about))
        ids.phases[columns[-1].key] = phase
    return columns, found, ids


def _everyone(journey: Journey) -> list[Actor]:
    """Return the declared actors, customers first, then those only mentioned."""
    actors = {actor.key: actor for actor in sorted(journey.actors, key=lambda actor: not actor.customer)}
    for point in journey.touchpoints:
        for key in (point.initiator, point.receiver):
            if key and key not in actors:
                actors[key] = Actor(key=key, name=key)
    return list(actors.values())


def _actor_keys(actors: list[Actor]) -> dict[str, str]:
    taken: set[str] = {"touchpoints", "emotion", "experience"}
    return {actor.key: slug(actor.name or actor.key, taken) for actor in actors}


def _lanes(actors: list[Actor], keys: dict[str, str], used: set[str]) -> tuple[Lane, ...]:
    lanes = [
        Lane(
            key=keys[actor.key],
            type="actor",
            title=actor.name,
            role="customer_actions" if actor.customer else "frontstage_people",
            persona=keys[actor.key] if actor.customer else "",
        )
        for actor in actors
    ]
    lanes.insert(1, Lane(key="touchpoints", type="touchpoint", title="Channels"))
    lanes.insert(1, Lane(key="emotion", type="emotion", title="Emotion", role="emotion"))
    lanes.append(Lane(key="experience", type="verbatim", title="Experience"))
    return tuple(lane for lane in lanes if lane.key in used)


def _cards(step: str, points: list[Touchpoint], keys: dict[str, str], *, actual: bool) -> list[Card]:
    said = Evidence(reported=1) if actual else Evidence()
    cards: list[Card] = []
    if points[0].initiator:
        cards.append(_initiator(step, points[0], keys[points[0].initiator], said))
    for place, point in enumerate(points):
        stem = _stem(step, place)
        if point.receiver:
            text = point.receiver_label or point.message or point.key
            detail = point.message if point.receiver_label else ""
            home = keys[point.receiver]
            cards.append(Card(key=f"{stem}-receiver", lane=home, at=step, text=text, detail=detail, evidence=said))
        if point.channel:
            channel = point.channel
            cards.append(Card(key=f"{stem}-channel", lane="touchpoints", at=step, text=channel, channel=channel))
    return [*cards, *_felt(step, points[0], said)]


def _stem(step: str, place: int) -> str:
    """Return how keys of a contact's cards begin."""
    return step if place == 0 else f"{step}-{place + 1}"


def _initiator(step: str, point: Touchpoint, lane: str, said: Evidence) -> Card:
    return Card(
        key=f"{step}-initiator",
        lane=lane,
        at=step,
        text=point.title,
        detail=point.comment,
        tone=_TONES.get("adhoc" if point.deviates and not point.compliance else point.compliance, "neutral"),
        evidence=said,
        props={word: value for word, value in (("compliance", point.compliance), ("times", point.times)) if value},
    )


def _felt(step: str, point: Touchpoint, said: Evidence) -> list[Card]:
    """Return what the customer felt and said there."""
    cards = []
    if point.rating is not None:
        value = Figure(value=(point.rating - 3) / 2, unit="score", n=1, definition=_RATED)
        cards.append(Card(key=f"{step}-emotion", lane="emotion", at=step, value=value, evidence=said))
    if point.experience:
        cards.append(Card(key=f"{step}-experience", lane="experience", at=step, text=point.experience, evidence=said))
    return cards


def _links(steps: list[Step], keys: dict[str, str]) -> tuple[CardLink, ...]:
    return tuple(
        CardLink(frm=f"{step}-initiator", to=f"{_stem(step, place)}-receiver", kind="handoff", label=point.channel)
        for step, points in steps
        for place, point in enumerate(points)
        if point.initiator in keys and point.receiver in keys
    )


def _paths(main: Journey, journeys: list[Journey], steps: list[Step]) -> tuple[list[Path], list[Journey]]:
    """Return the actual journeys that follow the plan as paths over its steps, and the journeys left out."""
    home = {point.key: step for step, points in steps for point in points if point.key}
    taken: set[str] = set()
    paths: list[Path] = []
    left_out: list[Journey] = []
    for journey in journeys:
        if journey is main:
            continue
        walked = [home[p.key] for p in journey.touchpoints if p.key in home and p.compliance != "missing"]
        if main.actual or not walked or (journey.plan and journey.plan != main.key):
            left_out.append(journey)
            continue
        title = journey.title or journey.key or "Actual journey"
        paths.append(Path(key=slug(journey.key or title, taken), title=title, kind="observed", columns=tuple(walked)))
    return paths, left_out


def _notes(main: Journey, left_out: list[Journey]) -> tuple[Note, ...]:
    kind = "an actual journey: what one customer really did" if main.actual else "a planned journey"
    notes = [Note(topic="Source", text=f"Read from CJML: {kind}.")]
    if main.status:
        notes.append(Note(topic="Status", text=main.status))
    if left_out:
        names = ", ".join(journey.title or journey.key or "untitled" for journey in left_out)
        notes.append(Note(topic="Left out", text=f"The file holds further journeys that are not on this map: {names}."))
    return tuple(notes)
