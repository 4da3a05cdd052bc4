"""From a map to CJML journeys: the plan, or the actual journey it was read from, then the journeys that took it.

A contact through a channel is a communication point (CJML: a new one starts where the channel changes), any other step
an action. Arrows between the lanes of actors say who hands what to whom; where there are none the map does not say who
makes the first move, so the customer initiates.
"""

from msgspec import Struct, ValidationError, convert, structs

from footpath.maps.cjml.journeys import IDS, Actor, Ids, Journey, Touchpoint, further_key
from footpath.maps.model import Card, Column, Map, Path, Text, leaves, localised, stages

_ORGANISATION = "organisation"
_CUSTOMER = Actor(key="customer", name="Customer", customer=True)


class _Plan(Struct, frozen=True):
    """What steps are written with: `ids` of the file the map came from, and `homes`, ids of actors by their lane."""

    model: Map
    locale: str
    ids: Ids
    homes: dict[str, str]
    customer: str
    organisation: str

    def say(self, text: Text) -> str:
        return localised(text, self.locale)


def to_journeys(model: Map, locale: str) -> list[Journey]:
    """Return the journey the map is, then the observed paths over a plan as actual journeys."""
    ids = _ids(model)
    actors, plan = _cast(model, locale, ids)
    steps = _steps(plan)
    main = Journey(
        key=ids.journey or model.key,
        title=plan.say(model.title),
        summary=plan.say(model.scenario) or plan.say(model.subtitle),
        locale=locale,
        actual=ids.actual,
        status=next((plan.say(note.text) for note in model.notes if ids.actual and note.topic == "Status"), ""),
        phases=_phases(plan, steps),
        actors=_mentioned(plan, actors, [point for step in steps.values() for point in step]),
        touchpoints=[point for step in steps.values() for point in step],
    )
    walked = [] if ids.actual else [path for path in model.paths if path.kind == "observed"]
    return [main, *(_walk(path, main, steps, plan) for path in walked)]


def _ids(model: Map) -> Ids:
    """Return the ids of the file the map was read from; none where there was none, or they are of another shape."""
    try:
        return convert(model.extra.get(IDS, {}), Ids)
    except ValidationError:
        return Ids()


def _cast(model: Map, locale: str, ids: Ids) -> tuple[dict[str, Actor], _Plan]:
    """Return everybody there is by id, those of the file first, and what the steps are written with."""
    known = {home: key for key, home in ids.homes.items()}
    named = {persona.key: localised(persona.name, locale) for persona in model.personas}
    lanes = {lane.key: lane.persona or lane.key for lane in model.lanes if lane.type == "actor"}
    named |= {lane.key: localised(lane.title, locale) for lane in model.lanes if lane.key in lanes}
    actors = {one.key: structs.replace(one, name=named.get(ids.homes.get(one.key, ""), one.name)) for one in ids.actors}
    people = [known.get(persona.key, persona.key) for persona in model.personas]
    for persona, key in zip(model.personas, people, strict=True):
        actors.setdefault(key, Actor(key=key, name=named[persona.key], customer=True))
    customer = next((actor.key for actor in actors.values() if actor.customer), _CUSTOMER.key)
    organisation = next((actor.key for actor in ids.actors if not actor.customer), "")
    if not organisation:
        organisation = _ORGANISATION if _ORGANISATION not in {*actors, *lanes.values()} else f"{_ORGANISATION}-"
    actors.setdefault(customer, _CUSTOMER)
    actors.setdefault(organisation, Actor(key=organisation, name=model.owner or "Organisation"))
    homes = {lane: known.get(home, home) for lane, home in lanes.items()}
    for lane, key in homes.items():
        actors.setdefault(key, Actor(key=key, name=named[lane]))
    return actors, _Plan(model, locale, ids, homes, customer, organisation)


def _mentioned(plan: _Plan, actors: dict[str, Actor], points: list[Touchpoint]) -> list[Actor]:
    """Return the actors to declare: those of the file and the personas, and of the others who take part."""
    people = [plan.homes.get(persona.key, persona.key) for persona in plan.model.personas]
    own = [one.key for one in plan.ids.actors] or [plan.customer, plan.organisation]
    part = {key for point in points for key in (point.initiator, point.receiver)}
    wanted = {*own, *people, *part}
    return [actor for key, actor in actors.items() if key in wanted]


def _phases(plan: _Plan, steps: dict[str, list[Touchpoint]]) -> list[tuple[str, str, str]]:
    """Return the phases: stages, save those that are steps of no phase; a stage that comes again is the same phase."""
    found: dict[str, tuple[str, str, str]] = {}
    for stage in stages(plan.model):
        own = steps.get(stage.key)
        key = own[0].phase if own else plan.ids.phases.get(stage.key, stage.key)
        if key:
            found.setdefault(key, (key, plan.say(stage.title), plan.say(stage.description)))
    return list(found.values())


def _steps(plan: _Plan) -> dict[str, list[Touchpoint]]:
    """Return the touchpoints of each column, under the ids they came with, or new ones in order."""
    columns = {column.key: column for column in plan.model.columns}
    taken = set(plan.ids.points.values()) | set(plan.ids.phases.values())
    found: dict[str, list[Touchpoint]] = {}
    count = 0
    for column in leaves(plan.model):
        cards = [card for card in plan.model.cards if card.at == column.key]
        if column.key in plan.ids.phases and column.key not in plan.ids.points and not cards:
            continue  # a phase that nothing happens in
        key = plan.ids.points.get(column.key)
        while key is None or (column.key not in plan.ids.points and key in taken):
            count += 1
            key = f"T{count}"
        stage = column
        while stage.parent in columns:
            stage = columns[stage.parent]
        phase = plan.ids.phases.get(stage.key, stage.key)
        if stage is column:  # the phase of a stage without steps has the id of its only step; a step may have no phase
            phase = key if column.key in plan.ids.phases or column.key not in plan.ids.points else ""
        found[column.key] = _points(plan, column, cards, Touchpoint(key=key, phase=phase))
    return found


def _points(plan: _Plan, column: Column, cards: list[Card], bare: Touchpoint) -> list[Touchpoint]:
    """Return the touchpoints of a step: its hand-overs, then its other contacts, else the deed itself."""
    acting = [card for card in cards if card.lane in plan.homes]
    handed = [link for link in plan.model.links if link.kind == "handoff" and _inside(link.frm, link.to, acting)]
    title = plan.say(column.title)
    mover = next((card for card in acting if any(link.frm == card.key for link in handed)), None)
    if mover is None:
        mover = next((card for card in acting if plan.say(card.text) == title), None)
    told = structs.replace(bare, initiator=plan.homes[mover.lane] if mover else plan.customer, initiator_label=title)
    if mover is not None:
        told = structs.replace(told, comment=plan.say(mover.detail))
    by_key = {card.key: card for card in acting}
    own_links = [link for link in handed if mover is not None and link.frm == mover.key]
    points = [_handed(plan, by_key[link.to], plan.say(link.label)) for link in own_links]
    through = {point.channel for point in points}
    for channel, message in _contacts(plan, column, cards):
        if channel not in through:
            points.append(Touchpoint(key="", receiver=plan.organisation, receiver_label=message, channel=channel))
    points = points or [Touchpoint(key="")]
    own = {field: getattr(told, field) for field in ("phase", "initiator", "initiator_label")}
    first, *others = (structs.replace(point, key=further_key(bare.key, n + 1), **own) for n, point in enumerate(points))
    first = structs.replace(first, comment=told.comment)
    return [_lived(first, mover, cards, plan) if plan.ids.actual else first, *others]


def _inside(frm: str, to: str, cards: list[Card]) -> bool:
    return {frm, to} <= {card.key for card in cards}


def _handed(plan: _Plan, card: Card, channel: str) -> Touchpoint:
    text, message = plan.say(card.text), plan.say(card.detail)
    return Touchpoint(key="", receiver=plan.homes[card.lane], receiver_label=text, message=message, channel=channel)


def _lived(point: Touchpoint, mover: Card | None, cards: list[Card], plan: _Plan) -> Touchpoint:
    """Return a touchpoint of an actual journey with what happened and how it was."""
    kinds = {lane.key: lane.type for lane in plan.model.lanes}
    felt = next((card.value for card in cards if kinds.get(card.lane) == "emotion" and card.value), None)
    said = next((plan.say(card.text) for card in cards if kinds.get(card.lane) == "verbatim"), "")
    props = mover.props if mover else {}
    times = props.get("times")
    return structs.replace(
        point,
        compliance=str(props.get("compliance", "")),
        times={str(word): str(at) for word, at in times.items()} if isinstance(times, dict) else {},
        experience=said,
        rating=None if felt is None else round(max(1.0, min(5.0, 3 + 2 * felt.value))),
    )


def _contacts(plan: _Plan, column: Column, cards: list[Card]) -> list[tuple[str, str]]:
    """Return (channel, what it is) of the contacts in a column, one a channel, in order."""
    channels = {lane.key for lane in plan.model.lanes if lane.type in ("touchpoint", "channel")}
    found: dict[str, str] = {}
    for touchpoint in plan.model.touchpoints:
        if touchpoint.key in column.matches and touchpoint.channel:
            found.setdefault(touchpoint.channel, plan.say(touchpoint.title))
    for card in cards:
        channel = card.channel or (plan.say(card.text) if card.lane in channels else "")
        if channel:
            found.setdefault(channel, plan.say(card.text))
    return list(found.items())


def _walk(path: Path, plan: Journey, steps: dict[str, list[Touchpoint]], told: _Plan) -> Journey:
    """Return the actual journey that a path over the plan was."""
    taken = [steps[key][0] for key in path.columns if key in steps]
    return Journey(
        key=path.key,
        title=told.say(path.title),
        locale=told.locale,
        actual=True,
        plan=plan.key,
        phases=plan.phases,
        actors=plan.actors,
        touchpoints=[structs.replace(point, comment="", message="") for point in taken],
    )
