"""Make the parts of a map that many people changed at once fit together: every reference names something that is there.

Cards and arrows that stand on nothing are left out; any other reference to something that is gone counts as empty.
"""

from typing import Any

from footpath.maps.wire import Plain


def joined(plain: Plain) -> Plain:
    """Return the map with its columns as a tree in reading order and without what stands on nothing."""
    columns = _tree(plain["columns"])
    places = _places(columns)
    known = {root: {one["key"] for one in plain[root]} for root in ("personas", "touchpoints", "paths", "lanes")}
    cards = [
        _spanning(card, places) for card in plain["cards"] if card["lane"] in known["lanes"] and card["at"] in places
    ]
    keys = {card["key"] for card in cards}
    found = {
        **plain,
        "columns": [_only(column, "matches", known["touchpoints"]) for column in columns],
        "cards": [_without(card, "persona", known["personas"]) for card in cards],
        "lanes": [_without(lane, "persona", known["personas"]) for lane in plain["lanes"]],
        "personas": [_without(persona, "typical", known["paths"]) for persona in plain["personas"]],
        "paths": [_without(_only(way, "columns", places), "persona", known["personas"]) for way in plain["paths"]],
        "edges": [edge for edge in plain["edges"] if _stands(edge, places)],
        "links": [link for link in plain["links"] if link["from"] in keys and link["to"] in keys],
    }
    return {name: value for name, value in _without(found, "goal", places).items() if value != []}


def _tree(columns: list[Plain]) -> list[Plain]:
    """Return stages each followed by its steps; a parent that is gone, or a circle, makes the column a stage."""
    parent = {column["key"]: column.get("parent", "") for column in columns}
    parent = {key: above if above in parent else "" for key, above in parent.items()}
    for key in sorted(parent):
        if key in _above(key, parent):  # in a circle, and the smallest key of it
            parent[key] = ""
    children: dict[str, list[Plain]] = {}
    for column in columns:
        children.setdefault(parent[column["key"]], []).append(_with_parent(column, parent[column["key"]]))
    found: list[Plain] = []
    waiting = children.get("", [])[::-1]
    while waiting:
        column = waiting.pop()
        found.append(column)
        waiting += children.get(column["key"], [])[::-1]
    return found


def _above(key: str, parent: dict[str, str]) -> set[str]:
    seen: set[str] = set()
    here = parent[key]
    while here and here not in seen:
        seen.add(here)
        here = parent[here]
    return seen


def _with_parent(column: Plain, parent: str) -> Plain:
    rest = {name: value for name, value in column.items() if name != "parent"}
    return {**rest, "parent": parent} if parent else rest


def _places(columns: list[Plain]) -> dict[str, tuple[int, int]]:
    """Return for every column the places of the first and the last leaf under it."""
    parent = {column["key"]: column.get("parent", "") for column in columns}
    inner = set(parent.values())
    found: dict[str, tuple[int, int]] = {}
    for place, leaf in enumerate(key for key in parent if key not in inner):
        here = leaf
        while here:
            found[here] = (found.get(here, (place, place))[0], place)
            here = parent[here]
    return found


def _spanning(card: Plain, places: dict[str, tuple[int, int]]) -> Plain:
    """Return the card with its last column behind its first, or without one that is gone."""
    card = _without(card, "to", places)
    to = card.get("to", "")
    if to and places[to][1] < places[card["at"]][0]:
        return {**card, "at": to, "to": card["at"]}
    return card


def _stands(edge: Plain, places: dict[str, tuple[int, int]]) -> bool:
    to = edge.get("to", "")
    return edge["from"] in places and (to in places or (not to and edge.get("kind") == "leave"))


def _without(item: Plain, field: str, known: Any) -> Plain:
    if not item.get(field) or item[field] in known:
        return item
    return {name: value for name, value in item.items() if name != field}


def _only(item: Plain, field: str, known: Any) -> Plain:
    if field not in item:
        return item
    return {**item, field: [key for key in item[field] if key in known]}
