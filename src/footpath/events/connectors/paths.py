"""Path totals: one row a path such as "ads > search > mail", with how many took it and how many of them converted."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from footpath.events.connectors import Connector
from footpath.events.mapping import EventRule, Mapping, When, Who
from footpath.events.reading.delimited import sniff
from footpath.events.reading.fields import read_delimited
from footpath.events.reading.names import fold, roles_of
from footpath.events.reading.source import Source
from footpath.events.reading.stage import ROW, Stage, Table, ident, quoted

_ARROW = " > "
_MOST = 5_000_000


class Paths(Connector):
    """Path totals: a row a path (“ads > search > mail”) with counts, as attribution tools write; only order counts."""

    name: ClassVar[str] = "paths"
    summary: ClassVar[str] = (
        "Path totals: a row a path (“ads > search > mail”) with counts, as attribution tools write."
    )

    @classmethod
    def recognise(cls, source: Source) -> float:
        """A delimited text with a column called path whose cells hold arrows."""
        text = source.text[: 1 << 16]
        first, _, rest = text.partition("\n")
        if _ARROW not in rest or rest.count(_ARROW) < 0.3 * max(1, rest.count("\n")):
            return 0.0
        dialect = sniff(text)
        named = dialect is not None and dialect.header and any("path" in roles_of(cell) for cell in dialect.header)
        return 0.96 if named and first else 0.0

    def read(self, source: Source, stage: Stage) -> Iterator[Table]:
        """Yield the steps of every journey that the totals stand for, one row a step."""
        totals = read_delimited(source, stage)
        path = next(name for name in totals.columns if "path" in roles_of(name))
        good, lost, value = _counts(totals.columns)
        steps = stage.keep(_expanded(totals.view, (path, good, lost, value)))
        view, columns, rows = stage.view(steps)
        yield Table(
            name=source.name,
            view=view,
            columns=columns,
            rows=rows,
            rejects=totals.rejects,
            mapping=_mapping(source.name),
            notes=(
                *totals.notes,
                f"{totals.rows:,} paths unrolled to journeys; the file gives order, not time: a minute a step",
            ),
        )


def _counts(columns: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    folded = {name: fold(name).split() for name in columns}
    value = next((name for name, words in folded.items() if "value" in words or "revenue" in words), None)
    good = next(
        (n for n, words in folded.items() if {"conversions", "conversion", "conv"} & set(words) and n != value), None
    )
    lost = next((n for n, words in folded.items() if {"null", "nulls", "lost"} & set(words)), None)
    return good, lost, value


def _expanded(view: str, names: tuple[str, str | None, str | None, str | None]) -> str:
    path, good, lost, value = names
    won = f"coalesce(try_cast(try_cast({ident(good)} AS DOUBLE) AS BIGINT), 0)" if good else "0"
    gone = f"coalesce(try_cast(try_cast({ident(lost)} AS DOUBLE) AS BIGINT), 0)" if lost else ("1" if not good else "0")
    worth = f"try_cast({ident(value)} AS DOUBLE)" if value else "NULL::DOUBLE"
    totals = (
        f"SELECT {ROW} AS r, string_split(trim({ident(path)}), {quoted(_ARROW)}) AS steps, "
        f"{won} AS won, {gone} AS gone, {worth} AS worth FROM {view} WHERE trim({ident(path)}) <> ''"
    )
    journeys = f"SELECT r, steps, won, worth, unnest(range(1, won + gone + 1)) AS k FROM ({totals})"
    walked = (
        f"SELECT r, k, unnest(range(1, len(steps) + 1)) AS i, unnest(steps) AS name, true AS step, "
        f"NULL::DOUBLE AS value FROM ({journeys}) UNION ALL "
        f"SELECT r, k, len(steps) + 1, 'Conversion', false, worth / won FROM ({journeys}) WHERE k <= won"
    )
    at = "TIMESTAMP '2000-01-01' + to_minutes(i)"
    return (
        f"SELECT 'path ' || r || '.' || k AS person, name, CASE WHEN step THEN name END AS channel, {at} AS at, value "
        f"FROM ({walked}) ORDER BY r, k, i LIMIT {_MOST}"
    )


def _mapping(match: str) -> Mapping:
    rule = EventRule(name="name", at=When(column="at"), channel="channel", value="value")
    return Mapping(match=match, who=Who(user="person"), events=[rule])
