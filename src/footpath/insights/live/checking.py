"""How a number of a map was computed: in words, as a question, and as SQL over the same events.

The SQL is for the views of the SQL console: `events` (person, happened_at, nth (place in the person's journey), source,
type, channel, name, page, value and every property), and `signals` where the number is of what people said.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics import Journeys
from footpath.insights.live.elements import Coded, Element, coded, element_of
from footpath.insights.live.filters import BOT, Filters, narrowed
from footpath.insights.live.places import Places, places_on
from footpath.insights.live.saying import NEAR_US, called
from footpath.maps import Map

_SPOKEN = ("said", "emotion")
_COLUMNS = ("source", "type", "channel", "name", "page")


class How(Struct, frozen=True, kw_only=True):
    """How a number was computed.

    Attributes:
        sql: query whose first row is the number's counts: counted, and of how many; or the number itself.
        exact: whether the query looks at just the persons that the number does; a rule about persons is not in it.
        analysis, question: what to open in Explore.
    """

    of: str
    sql: str
    exact: bool
    analysis: str
    question: dict[str, Any]


def how_of(model: Map, journeys: Journeys, filters: Filters, of: str) -> How:
    """Return how a number of a map was computed.

    Raises:
        Invalid, NotFound: there is no such number.
    """
    element = element_of(of)
    left = narrowed(journeys, filters, model)
    place = places_on(model, journeys, left.wanted)
    code = coded(model, place, element)
    if element.kind == "column" and element.figure in _SPOKEN:
        number = _spoken(element, code, called(journeys, place), _onto(place, element.key), filters)
    else:
        number = f"\n{_number(element, code)}"
    sql = f"WITH {_looked_at(journeys, filters)},\n{_steps(journeys, code)}{number}"
    period = {name: getattr(filters, name) for name in ("since", "until") if getattr(filters, name)}
    analysis = "directly_follows" if element.kind == "edge" else "conformance"
    return How(
        of=of, sql=sql, exact=not (filters.persona or filters.segment), analysis=analysis,
        question={**period, **({"who": filters.segment} if filters.segment else {})},
    )  # fmt: skip


def _looked_at(journeys: Journeys, filters: Filters) -> str:
    """Return the events that count: within the filters, robots left out."""
    rules = _rules(filters)
    devices = (bucket.dimensions.get("device") for bucket in journeys.buckets)
    if any(device is not None and BOT in device.values for device in devices):
        rules.append(f"person NOT IN (SELECT person FROM events WHERE device = '{BOT}')")
    where = f" WHERE {' AND '.join(rules)}" if rules else ""
    return f"looked_at AS (SELECT * FROM events{where})"


def _rules(filters: Filters) -> list[str]:
    rules = [f"{name} = {_text(getattr(filters, name))}" for name in ("channel", "source") if getattr(filters, name)]
    if filters.since:
        rules.append(f"happened_at >= TIMESTAMPTZ {_text(filters.since.isoformat())}")
    if filters.until:
        rules.append(f"happened_at < TIMESTAMPTZ {_text(filters.until.isoformat())}")
    return rules


def _steps(journeys: Journeys, code: Coded) -> str:
    """Return the events on the map with the code of their step, and visits: runs of one step."""
    keys = dict(enumerate((*code.keys, "goal"), start=1))
    cases = "\n".join(
        f"        WHEN {_matching(journeys, code.lookup == number)} THEN {number} -- {_comment(keys[number])}"
        for number in sorted(set(code.lookup.tolist()) - {0})
    )
    case = f"CASE\n{cases}\n        END" if cases else "NULL"
    return (
        f"on_map AS (SELECT * FROM (SELECT person, happened_at, nth, {case} AS step FROM looked_at)\n"
        "    WHERE step IS NOT NULL),\n"
        "visits AS (SELECT * FROM (SELECT *, lag(step) OVER (PARTITION BY person ORDER BY nth) AS before FROM on_map)\n"
        "    WHERE before IS DISTINCT FROM step)"
    )


def _matching(journeys: Journeys, mask: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> str:
    """Return the condition of just these signatures; by name alone where that is enough."""
    rows = journeys.signatures.select(list(_COLUMNS))
    chosen = rows.filter(pa.array(mask)).to_pylist()
    others = {row["name"] for row in rows.filter(pa.array(~mask)).to_pylist()}
    names = {row["name"] for row in chosen}
    whole = sorted(name for name in names - others if name is not None)
    parts = [f"name IN ({', '.join(map(_text, whole))})"] if whole else []
    rest = [row for row in chosen if row["name"] not in whole]
    grouped: dict[tuple[Any, ...], list[str | None]] = {}
    for row in rest:
        grouped.setdefault(tuple(row[name] for name in _COLUMNS[:-1]), []).append(row["page"])
    for key, pages in grouped.items():
        same = [f"{name} IS NOT DISTINCT FROM {_text(value)}" for name, value in zip(_COLUMNS, key, strict=False)]
        known = [page for page in pages if page is not None]
        page = [f"page IN ({', '.join(map(_text, sorted(known)))})"] if known else []
        page += ["page IS NULL"] if None in pages else []
        parts.append(f"({' AND '.join(same)} AND ({' OR '.join(page)}))")
    return " OR ".join(parts)


def _number(element: Element, code: Coded) -> str:
    here = f"SELECT DISTINCT person FROM on_map WHERE step = {code.code}"
    among = f"(SELECT count(*) FROM ({here})) AS of"
    if element.kind == "edge":
        return _moves(element, code, among)
    if element.figure == "events":
        return f"SELECT count(*) AS counted FROM on_map WHERE step = {code.code}"
    if element.figure in ("reach", "persons"):
        everybody = "(SELECT count(DISTINCT person) FROM looked_at) AS of"
        return f"SELECT (SELECT count(*) FROM ({here})) AS counted, {everybody}"
    return _from_here(element, code, among)


def _spoken(element: Element, code: Coded, named: Mapping[str, int], onto: Sequence[int], filters: Filters) -> str:
    """Return the query of what people said: of the step they name, else of the one they met last in 30 days."""
    about: dict[int, list[str]] = {}
    for words, leaf in named.items():
        about.setdefault(onto[leaf], []).append(words)
    cases = " ".join(
        f"WHEN lower(about) IN ({', '.join(map(_text, sorted(about[number])))}) THEN {number}"
        for number in sorted(about)
    )  # fmt: skip
    days = NEAR_US // 86_400_000_000
    met = (
        "(SELECT arg_max(step, nth) FROM on_map AS m WHERE m.person = s.person AND m.happened_at <= s.happened_at\n"
        f"        AND m.happened_at >= s.happened_at - INTERVAL {days} DAY)"
    )
    where = " AND ".join([*_rules(filters), "step = " + str(code.code)])
    placed = f"COALESCE(CASE {cases} END,\n        {met})" if cases else met
    what = "avg(emotion) AS mean, count(emotion) AS n" if element.figure == "emotion" else "count(*) AS counted"
    return f",\nspoken AS (SELECT s.*, {placed} AS step FROM signals AS s)\nSELECT {what} FROM spoken WHERE {where}"


def _onto(place: Places, key: str) -> Sequence[int]:
    """Return, for the code of each leaf column, the code of the column that is asked about or stands beside it."""
    if any(column.key == key for column in place.columns):
        return range(len(place.columns) + 1)
    return next(([int(code) for code in onto] for keys, onto in place.groups if key in keys), [])


def _from_here(element: Element, code: Coded, among: str) -> str:
    """Return the query of a number about those who came to a column."""
    firsts = f"(SELECT person, min(nth) AS first FROM on_map WHERE step = {code.code} GROUP BY person)"
    ever = f"SELECT person FROM on_map WHERE step = {code.goal or -1}"
    if element.figure == "drop_off":
        ends = "SELECT person, arg_max(step, nth) AS last FROM on_map GROUP BY person"
        return (
            f"SELECT (SELECT count(*) FROM ({ends}) WHERE last = {code.code} AND person NOT IN ({ever})) AS counted,\n"
            f"    {among}"
        )
    if element.figure == "returns":
        again = f"SELECT person FROM visits WHERE step = {code.code} GROUP BY person HAVING count(*) > 1"
        return f"SELECT (SELECT count(*) FROM ({again})) AS counted, {among}"
    if element.figure == "conversion_goal":
        if code.holds_goal:
            both = f"(SELECT count(DISTINCT person) FROM on_map WHERE step IN ({code.code}, {code.goal})) AS of"
            return f"SELECT (SELECT count(DISTINCT person) FROM ({ever})) AS counted, {both}"
        return _later(firsts, f"m.step = {code.goal} AND m.nth > first", among)
    if element.figure.startswith("time_next"):
        share = 0.9 if element.figure.endswith("p90") else 0.5
        waits = (
            "SELECT date_diff('microsecond', a.happened_at, min_by(m.happened_at, m.nth)) / 1e6 AS seconds "
            f"FROM {firsts} AS f "
            "JOIN on_map AS a ON a.person = f.person AND a.nth = f.first "
            f"JOIN on_map AS m ON m.person = f.person AND m.nth > f.first AND m.step > {code.code} "
            "GROUP BY f.person, a.happened_at"
        )
        return f"SELECT quantile_cont(seconds, {share}) AS seconds, count(*) AS n FROM ({waits})"
    return _later(firsts, f"m.step = {code.code + 1} AND m.nth > first", among)


def _later(firsts: str, rule: str, among: str) -> str:
    met = f"SELECT DISTINCT f.person FROM {firsts} AS f JOIN on_map AS m ON m.person = f.person AND {rule}"
    return f"SELECT (SELECT count(*) FROM ({met})) AS counted, {among}"


def _moves(element: Element, code: Coded, among: str) -> str:
    after = f"= {code.after}" if code.after else "IS NULL"
    moves = "SELECT *, lead(step) OVER (PARTITION BY person ORDER BY nth) AS after FROM visits"
    what = "count(*)" if element.figure == "count" else "count(DISTINCT person)"
    counted = f"(SELECT {what} FROM ({moves}) WHERE step = {code.code} AND after {after}) AS counted"
    if element.figure.startswith("time_"):
        return f"SELECT {counted}, {among} -- times run from the last event of a visit to the first of the next"
    return f"SELECT {counted}, {among}"


def _text(value: str | None) -> str:
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"


def _comment(words: str) -> str:
    return words.replace("\n", " ").replace("\r", " ")
