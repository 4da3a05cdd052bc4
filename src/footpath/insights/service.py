"""From files or a store to a map, for the command line and for Python."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from weakref import finalize

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from footpath.analytics import Journeys, build_journeys, persons
from footpath.collector import door_for_tables
from footpath.core.errors import Invalid
from footpath.core.querying import querying
from footpath.events import ImportOptions, ImportReport, Lake, import_paths
from footpath.feedback import read_signals
from footpath.insights.answers import with_answers
from footpath.insights.draw import Facts, draw_map
from footpath.insights.live import Filters, Live, Said, live_of, said_of
from footpath.insights.reshaping import within
from footpath.insights.sketch import instant, span
from footpath.insights.travelled import Plan, answer, map_of
from footpath.insights.wish import Wish
from footpath.maps import MapDocument

Progress = Callable[[str, float, int], None]  # file or what is being done, share done 0…1, rows
Period = tuple[datetime | None, datetime | None]


class Store:
    """Everything imported, ready to be mapped. Made by `footpath.read` or `footpath.open`.

    Attributes:
        lake: where the facts are.
        report: what the import did, when this came from `footpath.read`.
        tell: called with what is being done and the share done.
    """

    def __init__(self, lake: Lake, report: ImportReport | None = None, tell: Progress | None = None) -> None:
        self.lake = lake
        self.report = report
        self.tell = tell

    def journeys(self) -> Journeys:
        """Return every person's events in order of time, as arrays."""
        return build_journeys(self.lake).dense()

    def map(
        self,
        *,
        template: str = "",
        goal: str = "",
        personas: int = 0,
        title: str = "",
        locale: str = "en",
        period: Period = (None, None),
    ) -> MapDocument:
        """Return the map of what customers did and said.

        Args:
            template: take the stages of ecommerce, b2b, saas, service, employee or classic; empty finds them.
            goal: the event or page that counts as success; empty finds it.
            personas: how many groups of persons to find; 0 = none.
            title: of the map; empty makes one.
            locale: language of titles: en, pl, lv or zh-Hant.
            period: only events from the first up to, not including, the second; aware instants, None = open.

        Raises:
            NoJourney: nothing happened in an order of time and nothing was said; the hint says what it is good for.
            NotFound: no event is called `goal`, or no template is called `template`.
        """
        wish = Wish(template=template, goal=goal, personas=personas, title=title, locale=locale)
        facts = facts_of(self.lake, period, self.tell)
        return MapDocument(draw_map(facts, wish))

    def ask(self, name: str, *, plan: Plan | None = None, **fields: Any) -> Any:
        """Answer the question of an analysis: `store.ask("funnel", steps=["Home", "Order"])`.

        Args:
            name: of the analysis.
            plan: a map, or the file of one, whose columns are the steps (of conformance) or touchpoints (of others).
            fields: those of the analysis's question.

        Raises:
            NotFound: there is no such analysis, event, property or value; the hint names the nearest.
            Invalid: a field cannot be used, or no event belongs to the map; the message says why.
        """
        return answer(name, with_answers(build_journeys(self.lake), self.lake, fields), plan, fields)

    def conformance(self, plan: Plan, **fields: Any) -> Any:
        """Hold a map against what was travelled: `store.conformance("shop.map.yaml")`; as `ask`."""
        return self.ask("conformance", plan=plan, **fields)

    def live(self, plan: Plan, **filters: Any) -> Live:
        """Return a map's figures over the data as it is now: `store.live("shop.map.yaml", channel="web")`.

        Args:
            plan: a map, or the file of one.
            filters: persona, segment, channel, source, since, until; see `footpath.insights.Filters`.

        Raises:
            NotFound, Invalid: a filter cannot be used; the message names it.
        """
        return live_of(map_of(plan), build_journeys(self.lake), Filters(**filters), said_in(self.lake))

    def info(self) -> dict[str, Any]:
        """Return what is there: events, persons, signals, traits, sources and the time they span."""
        journeys = self.journeys()
        with querying() as con:
            counts = {
                name: int(self.lake.relation(con, name).aggregate("count(*)").fetchall()[0][0])
                for name in ("events", "signals", "traits")
            }
        sources = sorted({str(source) for source in journeys.signatures.column("source").to_pylist()})
        first, last = (instant(micros) for micros in span(journeys) or (0, 0))
        return {**counts, "persons": journeys.n_persons, "sources": sources, "first": first, "last": last}

    def _repr_html_(self) -> str:
        """Show what is there as a small table in a notebook."""
        rows = "".join(
            f"<tr><th style='text-align:left'>{escape(name)}</th><td>{escape(_shown(value))}</td></tr>"
            for name, value in self.info().items()
        )
        return f"<table><caption>Footpath store</caption>{rows}</table>"

    def __repr__(self) -> str:
        info = self.info()
        return f"<Store: {info['events']:,} events of {info['persons']:,} persons, {info['signals']:,} signals>"


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def read(
    paths: str | Path | Sequence[str | Path],
    *,
    store: str | Path | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> Store:
    """Import files, folders or globs and return them ready to be mapped.

    >>> import footpath as fp
    >>> fp.read("exports/").map(template="ecommerce").save("map.html")  # doctest: +SKIP

    Args:
        paths: one or several files, folders (all they hold) or globs.
        store: folder to keep the data in; a temporary one, gone with the returned object, when empty.
        progress: called with (file or what is being done, share done, rows).
        options: what you know about the files, as `footpath import` has it: person, time, … (see `ImportOptions`).

    Raises:
        NotFound: a path names nothing.
        Invalid: the only file cannot be read, or needs an answer; the message says which option gives it.
    """
    folder = Path(store) if store else Path(mkdtemp(prefix="footpath-"))
    lake = Lake.open(folder, create=True, door=door_for_tables(folder))
    read_in = Store(lake, tell=progress)
    if not store:
        finalize(read_in, rmtree, folder, ignore_errors=True)
    chosen = [paths] if isinstance(paths, str | Path) else list(paths)
    time = options.get("time")
    if isinstance(time, str):
        options["time"] = (time,)
    read_in.report = import_paths(lake, chosen, ImportOptions(**options), progress=progress)
    return read_in


def open_store(folder: str | Path, *, progress: Progress | None = None) -> Store:
    """Open a store that `footpath import` or `footpath.read(…, store=…)` made.

    Raises:
        NotFound: there is no store in `folder`.
    """
    return Store(Lake.open(folder), tell=progress)


def facts_of(lake: Lake, period: Period = (None, None), progress: Progress | None = None) -> Facts:
    """Return journeys, signals with feelings, and traits of a store, all by canonical person."""
    tell = progress or (lambda _what, _share, _rows: None)
    tell("Putting events in order", 0.0, 0)
    everything = build_journeys(lake).dense()
    journeys = within(everything, *period)
    if everything.n_events and not journeys.n_events:
        raise Invalid("Nothing happened in the period asked for.", hint=_runs(everything))
    tell("Putting events in order", 1.0, 0)
    everybody = persons(lake)
    with querying() as con:
        signals = _in_period(_table(lake, con, "signals"), period)
        traits = _table(lake, con, "traits")
    named = [_with_person(table, everybody) for table in (signals, traits)]
    with lake.deriving("feelings") as cache:
        felt = read_signals(named[0], cache=cache, progress=lambda share: tell("Reading what people said", share, 0))
    return Facts(journeys=journeys, signals=felt, traits=named[1])


def felt_in(lake: Lake) -> pa.Table:
    """Return everything people said in a store, with the canonical `person` and how they felt: `emotion` −1 … 1, null
    where neither score nor text tells.
    """
    with querying() as con:
        signals = _with_person(_table(lake, con, "signals"), persons(lake))
    if not signals.num_rows:
        return signals.append_column("emotion", pa.nulls(0, pa.float64()))
    with lake.deriving("feelings") as cache:
        return read_signals(signals, cache=cache)


def said_in(lake: Lake) -> Said:
    """Return what people said in a store, with how they felt, for live figures."""
    return said_of(felt_in(lake))


def told(lake: Lake, keys: Sequence[bytes]) -> pa.Table:
    """Return the signals of a store that have those keys, with the canonical `person`; erased ones are not there."""
    with querying() as con:
        con.register("wanted", pa.table({"key": pa.array(keys, pa.binary())}))
        found = lake.relation(con, "signals").set_alias("told").filter("key IN (SELECT key FROM wanted)")
        return _with_person(found.order("source, row, key").to_arrow_table(), persons(lake))


def _runs(journeys: Journeys) -> str:
    first, last = (f"{instant(at):%Y-%m-%d}" for at in span(journeys) or (0, 0))
    return f"The data runs from {first} to {last}; choose days between."


def _table(lake: Lake, con: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    return lake.relation(con, name).order("source, row, key").to_arrow_table()


def _in_period(signals: pa.Table, period: Period) -> pa.Table:
    at = signals.column("at")
    for bound, compare in zip(period, (pc.greater_equal, pc.less), strict=True):
        if bound is not None:
            keep = pc.or_kleene(compare(at, pa.scalar(bound.astimezone(UTC), at.type)), pc.is_null(at))
            signals = signals.filter(keep)
            at = signals.column("at")
    return signals


def _with_person(table: pa.Table, everybody: Any) -> pa.Table:
    return table.append_column("person", everybody.canonical.take(everybody.of(table)))
