"""Everything stands on columns that are there."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Fix, Rule, nearest, put
from footpath.maps.model import Map


class ColumnsExist(Rule):
    """Cards, arrows, paths, the goal and parents name columns of the map."""

    name = "columns_exist"
    severity = "error"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every mention of a column that is missing."""
        keys = [column.key for column in model.columns]
        for path, key, needed in _mentions(model):
            if key not in keys and (key or needed):
                message = f"no column is called {key!r}." if key else "the column is missing."
                yield Finding(path=path, message=message, hint=nearest(key, keys), fix=_fix(path, key, keys, needed))


def _fix(path: str, key: str, keys: list[str], needed: bool) -> Fix | None:
    """Return the fix of a field of a card or column, or of the goal; moves and paths are for somebody to look at."""
    field = path.rpartition(".")[2]
    return (
        put(field, key, keys, empty=not needed)
        if field in ("goal", "parent", "at") or path.startswith("cards")
        else None
    )


def _mentions(model: Map) -> Iterator[tuple[str, str, bool]]:
    """Yield (path, column key, whether it must be there)."""
    yield "goal", model.goal, False
    for position, column in enumerate(model.columns):
        yield f"columns[{position}].parent", column.parent, False
    for position, edge in enumerate(model.edges):
        yield f"edges[{position}].from", edge.frm, True
        yield f"edges[{position}].to", edge.to, edge.kind != "leave"
    for position, way in enumerate(model.paths):
        for place, key in enumerate(way.columns):
            yield f"paths[{position}].columns[{place}]", key, True
    for position, card in enumerate(model.cards):
        yield f"cards[{position}].at", card.at, True
        yield f"cards[{position}].to", card.to, False
