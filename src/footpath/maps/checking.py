"""Problems of a map as its editor shows them: at which element, how to mend it, and which somebody muted, and why."""

import re

from msgspec import Struct, structs

from footpath.core.errors import Invalid
from footpath.maps.lint import Fix, Problem, Severity, lint
from footpath.maps.model import Map
from footpath.maps.wire import UNKNOWN

MUTED = "muted"  # the field of a map that keeps it: id of a finding → reason
MOST_MUTED = 500
_PATH = re.compile(r"^(\w+)\[(\d+)\](?:\.(.*))?$")


class Flaw(Struct, frozen=True, kw_only=True):
    """A problem of a map at its place.

    Attributes:
        id: the same as long as the same is wrong at the same place.
        element: such as "cards/pay-fails"; empty = the whole map. field: of it.
        fix: what mends it by itself; null = somebody has to think.
        muted: why somebody wants to see it no more; empty = nobody does.
    """

    id: str
    rule: str
    severity: Severity
    element: str
    field: str
    message: str
    hint: str
    fix: Fix | None
    muted: str


def checked(model: Map) -> tuple[Flaw, ...]:
    """Return every problem of a map, errors first, those that are muted with their reason."""
    reasons = muted(model)
    found: list[Flaw] = []
    taken: dict[str, int] = {}
    for problem in lint(model):
        element, field = place_of(model, problem.path)
        name = f"{problem.rule}:{element}:{field}"
        taken[name] = taken.get(name, 0) + 1
        name = name if taken[name] == 1 else f"{name}:{taken[name]}"
        found.append(_checked(problem, (name, element, field), reasons.get(name, "")))
    return tuple(found)


def muted(model: Map) -> dict[str, str]:
    """Return the findings that are muted on a map, with the reasons."""
    kept = model.extra.get(UNKNOWN, {}).get(MUTED)
    return {str(key): str(why) for key, why in kept.items()} if isinstance(kept, dict) else {}


def with_muted(model: Map, finding: str, reason: str) -> Map:
    """Return a map on which a finding is muted for a reason, or, without one, no longer is.

    Raises:
        Invalid: hundreds are muted already.
    """
    reasons = {key: why for key, why in muted(model).items() if key != finding}
    if reason:
        if len(reasons) >= MOST_MUTED:
            raise Invalid(f"A map mutes at most {MOST_MUTED} findings.", hint="Mend some of them.")
        reasons[finding] = reason
    unknown = {key: value for key, value in model.extra.get(UNKNOWN, {}).items() if key != MUTED}
    if reasons:
        unknown[MUTED] = dict(sorted(reasons.items()))
    rest = {key: value for key, value in model.extra.items() if key != UNKNOWN}
    return structs.replace(model, extra={**rest, UNKNOWN: unknown} if unknown else rest)


def place_of(model: Map, path: str) -> tuple[str, str]:
    """Return the element that a path such as "cards[3].lane" leads to, and the field of it."""
    match = _PATH.match(path)
    if match is None:
        return "", path
    items = getattr(model, match[1], ())
    key = getattr(items[int(match[2])], "key", "") if int(match[2]) < len(items) else ""
    return (f"{match[1]}/{key}", match[3] or "") if key else ("", path)


def _checked(problem: Problem, place: tuple[str, str, str], reason: str) -> Flaw:
    name, element, field = place
    return Flaw(
        id=name, rule=problem.rule, severity=problem.severity, element=element, field=field, message=problem.message,
        hint=problem.hint, fix=problem.fix, muted=reason,
    )  # fmt: skip
