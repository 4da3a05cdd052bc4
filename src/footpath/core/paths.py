"""Places in a JSON document: `data.items[0].price`, `answers["How was it?"]`; nothing in a path is executed."""

import re
from functools import lru_cache
from typing import Any

from footpath.core.errors import Invalid

_STEP = re.compile(r"""\.?([^.\[\]"'{}]+)|\[(-?\d+)\]|\[\s*(?:"([^"]*)"|'([^']*)')\s*\]""")
Step = str | int


@lru_cache(maxsize=4096)
def steps_of(path: str) -> tuple[Step, ...]:
    """Return the names and positions a path is made of; raises Invalid where it is none."""
    rest = path.removeprefix("$").strip()
    found: list[Step] = []
    place = 0
    while place < len(rest):
        match = _STEP.match(rest, place)
        if match is None:
            raise Invalid(
                f"{path!r} is no path (at character {place + 1}).",
                hint='Write it like data.object.id, items[0].price or answers["How was it?"].',
            )
        name, index, double, single = match.groups()
        found.append(int(index) if index is not None else next(x for x in (name, double, single) if x is not None))
        place = match.end()
    return tuple(found)


def walk(document: Any, steps: tuple[Step, ...]) -> Any:
    """Return what stands at the end of some steps; None where one leads nowhere."""
    for step in steps:
        if isinstance(step, int):
            inside = isinstance(document, list) and -len(document) <= step < len(document)
            document = document[step] if inside else None
        else:
            document = document.get(step) if isinstance(document, dict) else None
        if document is None:
            return None
    return document
