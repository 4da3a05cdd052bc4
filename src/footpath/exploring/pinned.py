"""Numbers that a query of the console gives, pinned to cards of maps: counted anew when the data changes."""

from datetime import datetime
from typing import Any, get_args

import msgspec
from msgspec import Struct

from footpath.accounts import Actor
from footpath.core.errors import Invalid
from footpath.exploring.console import Result
from footpath.exploring.living import Living
from footpath.exploring.querying import Queries
from footpath.exploring.saving import SQL, Explorations
from footpath.maps import Figure, Unit

_NAMES = {  # field of a figure → how a query may call its column; the first number that has no such name is the value
    "value": ("value",),
    "n": ("n",),
    "lo": ("low", "lo"),
    "hi": ("high", "hi"),
    "unit": ("unit",),
}
_HINT = "Give one row with a column value, and n, low and high where they are known."
_DEFINITION = "Counted by a query of the SQL console."


class Pinned(Struct, frozen=True, kw_only=True):
    """A number of a query, and the query itself."""

    figure: Figure
    query: str


class PinnedNumbers:
    """Every number that a query gives.

    Args:
        explorations: the queries that are kept.
        queries: what runs them.
        living: the data, and what has been worked out over it.
    """

    def __init__(self, explorations: Explorations, queries: Queries, living: Living) -> None:
        self._explorations = explorations
        self._queries = queries
        self._living = living

    def of(self, actor: Actor, exploration: str) -> bytes:
        """Return the number of a kept query over the data of now, as JSON; run once for each state of the data.

        Raises:
            NotFound: there is no such query, or no data.
            Invalid: it is a question of another kind, or the query gives no number any more; the message says why.
        """
        kept = self._explorations.get(actor, exploration)
        if kept.analysis != SQL:
            raise Invalid(f"analysis: this is a question of {kept.analysis}.", hint="Ask `POST …/answers` it.")
        workspace = self._explorations.workspace_of(actor, exploration)
        facts = self._living.facts(actor, workspace)
        query, unit = str(kept.fields["query"]), str(kept.fields.get("unit", ""))

        def work() -> Pinned:
            found = self._queries.counted(workspace, query)
            return Pinned(figure=figure_of(found, unit, facts.newest_at), query=query)

        return self._living.kept((workspace, facts.version, "sql", query, unit), work)


UNITS: tuple[Unit, ...] = get_args(Unit)


def figure_of(found: Result, unit: str, as_of: datetime | None) -> Figure:
    """Return the number that a result is: one row with its value, and what makes it trustworthy.

    Raises:
        Invalid: it is more than one row, or has no number.
    """
    if len(found.rows) != 1:
        raise Invalid(f"query: it gives {len(found.rows)} rows, and a card shows one number.", hint=_HINT)
    row = dict(zip((column.name.lower() for column in found.columns), found.rows[0], strict=True))
    told: dict[str, Any] = {
        field: next((row[name] for name in names if name in row), None) for field, names in _NAMES.items()
    }
    taken = {name for names in _NAMES.values() for name in names}
    if "value" not in row:
        told["value"] = next((value for name, value in row.items() if name not in taken and _is_number(value)), None)
    if not _is_number(told["value"]):
        raise Invalid("query: its row holds no number.", hint=_HINT)
    value, count = told["value"], told["n"]
    kind = unit or told["unit"] or ("count" if isinstance(value, int) else "ratio")
    wanted: dict[str, Any] = {"value": float(value), "unit": kind, "n": int(count) if _is_number(count) else None}
    bounds = {field: float(told[field]) for field in ("lo", "hi") if _is_number(told[field])}
    try:
        figure = msgspec.convert({**wanted, **bounds, "definition": _DEFINITION, "source": "SQL"}, Figure)
    except msgspec.ValidationError:
        raise Invalid(f"unit: {kind!r} is none.", hint=f"There are {', '.join(UNITS)}.") from None
    return msgspec.structs.replace(figure, as_of=as_of)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
