"""The steps of a stage stand together."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule
from footpath.maps.model import Map


class StepsTogether(Rule):
    """The steps of a stage follow each other, and no column is its own ancestor."""

    name = "steps_together"
    severity = "error"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every column that is cut off from its siblings or stands in a circle of parents."""
        parent = {column.key: column.parent for column in model.columns}
        closed: set[str] = set()
        before: list[str] = []
        for position, column in enumerate(model.columns):
            line = _ancestors(column.key, parent)
            path = f"columns[{position}].parent"
            if column.key in line:
                yield Finding(path=path, message=f"{column.key!r} is inside itself.", hint="Empty one parent.")
                continue
            closed.update(key for key in before if key not in line and key != column.key)
            broken = [key for key in line if key in closed]
            if broken:
                message = f"{column.key!r} is cut off from the other steps of {broken[0]!r}."
                yield Finding(path=path, message=message, hint=f"Move it behind the last step of {broken[0]!r}.")
            before = [column.key, *line]


def _ancestors(key: str, parent: dict[str, str]) -> list[str]:
    """Return the parents of `key`, nearest first; stops where they repeat."""
    line: list[str] = []
    here = parent.get(key, "")
    while here and here not in line:
        line.append(here)
        here = parent.get(here, "")
    return line
