"""A map held against what was travelled: its columns and planned moves as questions over journeys.

A column is the touchpoints it `matches`; an event belongs to the first touchpoint of the map that fits it, and with it
to that touchpoint's column. A column of a hand-written map that matches nothing takes the events called like it. Moves
are planned that the map has as edges or in its planned paths; where a column has no planned way on, it leads to the
next in reading order. Edges that carry figures were travelled, not planned.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics import ANALYSES, Journeys, Select, UInt16, ask, assign
from footpath.core.errors import Invalid
from footpath.maps import Column, Map, MapDocument, leaves, localised

Plan = str | Path | Map | MapDocument
_PLANNED_PATHS = ("happy", "alternative")
_ENDS = 0  # the number that ways start from, and end at


class Planned(Struct, frozen=True):
    """A map as a plan.

    Attributes:
        titles: of its leaf columns, in reading order.
        steps: the events of each; none where none of its touchpoints has been seen.
        moves: planned moves by number from 1; (0, n) starts at n, (n, 0) ends there.
    """

    titles: tuple[str, ...]
    steps: tuple[tuple[Select, ...], ...]
    moves: tuple[tuple[int, int], ...]

    def fields(self, question: type) -> dict[str, Any]:
        """Return the fields of a question that a plan gives: steps and moves, or else the columns as touchpoints.

        Raises:
            Invalid: the question has neither.
        """
        known = set(question.__struct_fields__)  # type: ignore[attr-defined]
        if {"steps", "titles", "moves", "only_moves"} <= known:
            moves = tuple(f"{before or 'start'}-{after or 'end'}" for before, after in self.moves)
            return {"steps": self.steps, "titles": self.titles, "moves": moves, "only_moves": True}
        if "touchpoints" in known:
            return {"touchpoints": tuple(one for step in self.steps for one in step)}
        raise Invalid("This question takes no map.", hint="Those about paths, drift and conformance do.")


def planned(model: Map, journeys: Journeys) -> Planned:
    """Return a map as a plan over the events there are.

    Raises:
        Invalid: the map has no columns, or none of them matches an event.
    """
    columns = leaves(model)
    if not columns:
        raise Invalid(f"The map {model.key!r} has no columns.", hint="Add the steps of the plan as columns.")
    titles = _titles(columns, model.locale)
    lookup = lookup_of(model, columns, journeys)
    if not lookup.any():
        raise Invalid(
            f"No event belongs to any column of the map {model.key!r}.",
            hint='Say which events are a touchpoint, as in `where: {name: ["Order placed"]}`, and list its key in the '
            "column's `matches`; or call the column like the event.",
        )
    steps = tuple(_selects(journeys, lookup == code, title) for code, title in enumerate(titles, start=1))
    return Planned(titles, steps, _moves(model, columns))


def _titles(columns: tuple[Column, ...], locale: str) -> tuple[str, ...]:
    """Return titles that tell the columns apart."""
    found: list[str] = []
    for column in columns:
        title = localised(column.title, locale) or column.key
        same = sum(1 for one in found if one == title or one.startswith(f"{title} ("))
        found.append(f"{title} ({same + 1})" if same else title)
    return tuple(found)


def lookup_of(model: Map, columns: tuple[Column, ...], journeys: Journeys) -> UInt16:
    """Return signature → number of its column, 0 = none."""
    column_of = {key: code for code, column in reversed(list(enumerate(columns, start=1))) for key in column.matches}
    where: list[Mapping[str, tuple[str, ...]]] = [touchpoint.where for touchpoint in model.touchpoints]
    codes = [column_of.get(touchpoint.key, 0) for touchpoint in model.touchpoints]
    names = journeys.signatures.column("name").unique().to_pylist()
    for code, column in enumerate(columns, start=1):
        alike = () if column.matches else tuple(name for name in names if _plain(name) in _called(column))
        if alike:
            where.append({"name": alike})
            codes.append(code)
    touchpoint = assign(journeys.signatures, where)
    return np.array([0, *codes], np.uint16)[touchpoint]


def _called(column: Column) -> set[str]:
    titles = [column.title] if isinstance(column.title, str) else list(column.title.values())
    return {_plain(text) for text in (column.key, *titles)} - {""}


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _selects(journeys: Journeys, mask: "np.ndarray[tuple[int], np.dtype[np.bool_]]", title: str) -> tuple[Select, ...]:
    """Return selections of just these signatures: one for all the pages of a name."""
    rows = journeys.signatures.filter(pa.array(mask)).select(["source", "type", "channel", "name", "page"]).to_pylist()
    pages: dict[tuple[str, str, str, str], set[str]] = {}
    for row in rows:
        held = (row["source"] or "", row["type"] or "", row["channel"] or "", row["name"] or "")
        pages.setdefault(held, set()).add(row["page"] or "")
    return tuple(
        Select(
            name=(name,),
            where={"source": (source,), "type": (kind,), "channel": (channel,), "page": tuple(sorted(held))},
            label=title,
        )
        for (source, kind, channel, name), held in sorted(pages.items())
    )


def _moves(model: Map, columns: tuple[Column, ...]) -> tuple[tuple[int, int], ...]:
    numbers = {column.key: code for code, column in enumerate(columns, start=1)}
    drawn = set(_drawn(model, _ends_of_stages(model, columns, numbers)))
    ways = [
        [numbers[key] for key in path.columns if key in numbers] for path in model.paths if path.kind in _PLANNED_PATHS
    ]
    on_paths = {move for way in ways if way for move in pairwise([_ENDS, *way, _ENDS]) if move[0] != move[1]}
    found = {(before, after) for before, after, _ in drawn} | on_paths | {(_ENDS, 1), (len(columns), _ENDS)}
    leads_on = {before for before, after, kind in drawn if kind in ("next", "branch") and after}
    found |= {(code, code + 1) for code in range(1, len(columns)) if code not in leads_on}
    if model.goal in numbers:
        found.add((numbers[model.goal], _ENDS))
    return tuple(sorted(found))


def _ends_of_stages(model: Map, columns: tuple[Column, ...], numbers: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Return for every column the numbers of its first and last leaf."""
    parents = {column.key: column.parent for column in model.columns}
    found = {key: (number, number) for key, number in numbers.items()}
    for leaf in columns:
        above = leaf.parent
        while above:
            first, _ = found.setdefault(above, (numbers[leaf.key], numbers[leaf.key]))
            found[above] = (first, numbers[leaf.key])
            above = parents.get(above, "")
    return found


def _drawn(model: Map, ends: Mapping[str, tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield planned edges, those without figures, as (from, to, kind); from the last leaf of a stage, to the first."""
    for edge in model.edges:
        if edge.figures or edge.frm not in ends or (edge.to and edge.to not in ends):
            continue
        yield ends[edge.frm][1], ends[edge.to][0] if edge.to else _ENDS, edge.kind


def map_of(plan: Plan) -> Map:
    """Return the map in a file, or the one given."""
    if isinstance(plan, Map):
        return plan
    return (plan if isinstance(plan, MapDocument) else MapDocument.open(plan)).model


def with_plan(name: str, journeys: Journeys, plan: Plan, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a question with those a map gives; the ones given besides win, unless they are the plan's.

    Raises:
        Invalid: the question takes no map, or has steps besides.
    """
    given = planned(map_of(plan), journeys).fields(ANALYSES[name].question)
    twice = sorted(field for field in ("steps", "titles", "touchpoints") if field in given and field in fields)
    if twice:
        raise Invalid(f"The map says what the {twice[0]} are.", hint=f"Leave out {twice[0]}, or the map.")
    if "moves" not in given:
        return {**given, **fields}
    besides = fields.get("moves", ())
    moves = (*given["moves"], *([besides] if isinstance(besides, str) else besides))
    return {**given, **fields, "moves": moves}


def answer(name: str, journeys: Journeys, plan: Plan | None, fields: Mapping[str, Any]) -> Any:
    """Answer a question over journeys, about a map's columns where there is one."""
    return ask(name, journeys, **(with_plan(name, journeys, plan, fields) if plan is not None else dict(fields)))
