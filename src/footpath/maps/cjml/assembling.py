"""From CJML journeys to one map: phases are stages, touchpoints steps, actors lanes; channels label the arrows."""

from footpath.maps.cjml.journeys import Actor, Journey, Touchpoint
from footpath.maps.model import Card, CardLink, Column, Evidence, Figure, Lane, Map, Note, Path, Persona, Tone
from footpath.maps.slugs import slug

_RATED = "Experience rating of the CJML journey, 1 to 5, put on −1 to 1."
_TONES: dict[str, Tone] = {"missing": "pain", "failing": "pain", "adhoc": "warn"}


def to_map(journeys: list[Journey], *, name: str) -> Map:
    """Return the map of the plan, else of the first actual journey; actual journeys of the plan become its paths."""
    main = next((journey for journey in journeys if not journey.actual), journeys[0])
    stem = name.split(".", maxsplit=1)[0]
    columns, steps = _columns(main)
    actors = _everyone(main)
    keys = _actor_keys(actors)
    cards = [card for step, point in steps for card in _cards(step, point, keys, actual=main.actual)]
    paths, left_out = _paths(main, journeys, steps)
    return Map(
        key=slug(main.key or main.title or stem, set()),
        title=main.title or main.key or stem,
        scenario=main.summary,
        personas=tuple(Persona(key=keys[actor.key], name=actor.name) for actor in actors if actor.customer),
        columns=tuple(columns),
        paths=tuple(paths),
        lanes=_lanes(actors, keys, {card.lane for card in cards}),
        cards=tuple(cards),
        links=_links(steps, keys),
        notes=_notes(main, left_out),
    )


def _columns(journey: Journey) -> tuple[list[Column], list[tuple[str, Touchpoint]]]:
    """Return the columns, and (column key, touchpoint) of the steps; a phase that comes again is a stage again."""
    taken: set[str] = set()
    columns: list[Column] = []
    steps: list[tuple[str, Touchpoint]] = []
    phases = {key: (title, about) for key, title, about in journey.phases}
    phase, stage = "", ""
    for point in journey.touchpoints:
        if point.phase != phase:
            phase, stage = point.phase, ""
            if phase:
                title, about = phases.pop(phase, ("", ""))
                stage = slug(phase, taken)
                known = next((t for key, t, _ in journey.phases if key == phase), "")
                columns.append(Column(key=stage, title=title or known or phase, description=about))
        title = point.initiator_label or point.receiver_label or point.message or point.key or "…"
        steps.append((slug(point.key or title, taken), point))
        columns.append(Column(key=steps[-1][0], title=title, parent=stage))
    for key, (title, about) in phases.items():
        columns.append(Column(key=slug(key, taken), title=title or key, description=about))
    return columns, steps


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


def _cards(step: str, point: Touchpoint, keys: dict[str, str], *, actual: bool) -> list[Card]:
    props = {word: value for word, value in (("compliance", point.compliance), ("times", point.times)) if value}
    said = Evidence(reported=1) if actual else Evidence()
    tone = _TONES.get("adhoc" if point.deviates and not point.compliance else point.compliance, "neutral")
    cards = [
        Card(
            key=f"{step}-{side}",
            lane=keys[actor],
            at=step,
            text=label or point.message or point.key,
            detail=point.comment if side == "initiator" else "",
            tone=tone if side == "initiator" else "neutral",
            evidence=said,
            props=props if side == "initiator" else {},
        )
        for side, actor, label in (
            ("initiator", point.initiator, point.initiator_label),
            ("receiver", point.receiver, point.receiver_label),
        )
        if actor
    ]
    if point.channel:
        cards.append(
            Card(key=f"{step}-channel", lane="touchpoints", at=step, text=point.channel, channel=point.channel)
        )
    if point.rating is not None:
        value = Figure(value=(point.rating - 3) / 2, unit="score", n=1, definition=_RATED)
        cards.append(Card(key=f"{step}-emotion", lane="emotion", at=step, value=value, evidence=said))
    if point.experience:
        cards.append(Card(key=f"{step}-experience", lane="experience", at=step, text=point.experience, evidence=said))
    return cards


def _links(steps: list[tuple[str, Touchpoint]], keys: dict[str, str]) -> tuple[CardLink, ...]:
    return tuple(
        CardLink(frm=f"{step}-initiator", to=f"{step}-receiver", kind="handoff", label=point.channel)
        for step, point in steps
        if point.initiator in keys and point.receiver in keys
    )


def _paths(
    main: Journey, journeys: list[Journey], steps: list[tuple[str, Touchpoint]]
) -> tuple[list[Path], list[Journey]]:
    """Return the actual journeys that follow the plan as paths over its steps, and the journeys left out."""
    home = {point.key: step for step, point in steps if point.key}
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
        paths.append(Path(key=slug(title, taken), title=title, kind="observed", columns=tuple(walked)))
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
