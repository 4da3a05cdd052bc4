"""The three lines of a service blueprint, drawn between lanes by what the lanes mean (their role), not their titles."""

from collections.abc import Sequence

from footpath.maps.model import Lane
from footpath.maps.render.cards import line
from footpath.maps.render.scene import Group, Line, Mark
from footpath.maps.render.text import width
from footpath.maps.render.theme import PAGE, TINY
from footpath.maps.wording import word


def border(lanes: Sequence[Lane], index: int) -> str:
    """Return which line runs under a lane: interaction, visibility, internal, or "" for none.

    Interaction runs under the last lane of customer actions, visibility under the last front-stage lane, internal
    interaction under the last back-stage lane when support follows.
    """
    role = lanes[index].role
    below = [lane.role for lane in lanes[index + 1 :] if lane.role]
    if not below:
        return ""
    if role == "customer_actions" and "customer_actions" not in below:
        return "interaction"
    if role.startswith("frontstage") and not any(one.startswith("frontstage") for one in below):
        return "visibility"
    support = any(one in ("support", "partner") for one in below)
    if role.startswith("backstage") and support and not any(one.startswith("backstage") for one in below):
        return "internal"
    return ""


def draw(kind: str, locale: str, right: float, top: float) -> tuple[tuple[Mark, ...], float]:
    """Draw a line with its name; return its marks and the y below it."""
    name = word(kind, locale)
    y = top + 11
    label = line(name, PAGE, y + 4, TINY, fill="ink-2", weight=500)
    start = PAGE + width(name, TINY, 500) + 10
    dash: tuple[float, ...] = () if kind == "visibility" else (5, 4)
    rule = Line(x1=start, y1=y, x2=right, y2=y, stroke="ink-2", width=1.1, dash=dash)
    return (Group(marks=(label, rule), ref=f"line:{kind}", label=name),), top + 22
