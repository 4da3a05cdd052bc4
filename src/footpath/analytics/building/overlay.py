"""The overlay: what came after the base. The persons it touches are taken out of the base and stand here anew.

Everything is worked out from the base and the files stored since, so its cost grows with what is new, and the outcome
is that of building from all files.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

import duckdb
import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics import dimensions, pages
from footpath.analytics.building import dictionary, rows
from footpath.analytics.building.bases import PER_BUCKET, Base, connection, settle, write_dictionary
from footpath.analytics.building.holding import held
from footpath.analytics.building.ids import declare_ids, hashes_of
from footpath.analytics.building.traits import save_traits, traits_of
from footpath.analytics.dimensions import Found
from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.merging import merged
from footpath.analytics.segments import (
    Content,
    map_array,
    read_content,
    write_bucket,
    write_content,
    write_table,
)
from footpath.core import settings
from footpath.events import (
    Decided,
    Decision,
    Fresh,
    Graph,
    Regrouped,
    Rules,
    Snapshot,
    Turns,
    decided,
    graph_of,
    logins,
    look_up,
    numbers_of,
    regroup,
    turns_from,
)

Columns = dict[str, npt.NDArray[np.generic]]
T = TypeVar("T", bound=np.generic)


class Laid(Struct, frozen=True):
    """What an overlay says of itself; written last.

    Attributes:
        dimensions: values by code, of the base too.
        found: what decides which dimensions there are, base and overlay together.
        left_out: events of base and overlay whose ids name nobody.
        n_events: events in the overlay.
        files: table → file → number of rows, of the facts that came since the base.
        decisions: about who is who, that are in force.
    """

    dimensions: dict[str, tuple[str, ...]]
    found: Found
    left_out: int
    n_events: int
    files: dict[str, dict[str, int]]
    decisions: tuple[Decision, ...] = ()


class _New(NamedTuple):
    """What the new files hold."""

    fresh: Fresh
    dictionary: dictionary.Dictionary
    found: Found
    events: pa.Table
    traits: pa.Table
    said: Decided


def lay(base: Base, snapshot: Snapshot, rules: pages.PageRules, folder: Path) -> bool:
    """Write the overlay of the rows a snapshot has beyond the base to a folder.

    Returns:
        False when the base must be built anew: facts of it are gone, or there is a new property to break down by, which
        old events have too.
    """
    there = held(base.stored.files, snapshot)
    if there is None:
        return False
    files = {table: _since(base, snapshot, table, there[table]) for table in snapshot.files}
    new = _read(folder, base, snapshot, rules, {table: since for table, (since, _) in files.items()})
    if new is None:
        return False
    whole = {table: snapshot.scan(table) for table in snapshot.files}
    owns = np.zeros(len(base.known) + len(new.fresh.number), np.bool_)
    for column in (new.events["who"], new.traits["node"]):
        owns[column.to_numpy()] = True
    people = regroup(base.known, new.fresh, np.flatnonzero(owns), snapshot.identity.rules, new.said)
    person_of = np.full(len(base.known) + len(new.fresh.number), -1, np.int32)
    person_of[people.ids] = people.person
    turns = _turns(folder, whole, people, (base, new.fresh), snapshot.identity.rules)
    gone, moved = _moved(base, people.touched)
    events = _together(base, moved, new)
    person = turns.persons(np.asarray(events["node"], np.int64), np.asarray(events["at"], np.int64), person_of)
    n_events = _write_buckets(folder, events, (person, people.names), new.dictionary.ranks(), _kept(base, new.found))
    np.savez(folder / "gone.npz", allow_pickle=False, **gone)
    counted = base.dictionary.rows["events"].to_numpy().copy()
    seen = np.bincount(new.events["signature"].to_numpy(), minlength=new.dictionary.rows.num_rows)
    seen[: len(counted)] += counted
    write_dictionary(folder, new.dictionary.counted(seen.astype(np.int64)))
    by_id = pa.concat_tables([traits_of(base.folder, people.touched), new.traits])
    save_traits(folder, by_id, person_of, people.names)
    _write_people(folder, people, turns, new.fresh, len(base.known))
    n_new = sum(snapshot.rows[table] - sum(base.stored.files[table].values()) for table in ("events",))
    laid = Laid(
        dimensions={name: values for name, values in new.found.dimensions().items() if name in _kept(base, new.found)},
        found=new.found,
        left_out=base.stored.left_out + n_new - new.events.num_rows,
        n_events=n_events,
        files={table: counts for table, (_, counts) in files.items()},
        decisions=snapshot.identity.decisions,
    )
    (folder / "overlay.json").write_bytes(msgspec.json.encode(laid))
    return True


def _since(base: Base, snapshot: Snapshot, table: str, there: dict[str, int]) -> tuple[rows.Files, dict[str, int]]:
    """Return the files with rows that the base does not hold, and how many of these each has."""
    first = base.stored.next_seq.get(table, 0)
    others = [path for path in snapshot.files[table] if Path(path).name not in base.stored.files[table]]
    counts = rows.files_of(others, first, there)[1]
    return rows.files_of([path for path in others if counts[Path(path).name]], first, there)


def _kept(base: Base, found: Found) -> tuple[str, ...]:
    """Return the dimensions of the base that still are some, in its order: a property can come to have many values."""
    there = found.dimensions()
    return tuple(name for name in base.stored.found.dimensions() if name in there)


def _read(
    folder: Path, base: Base, snapshot: Snapshot, rules: pages.PageRules, files: dict[str, rows.Files]
) -> _New | None:
    scans = {table: snapshot.scan(table, one.paths, one.skip) for table, one in files.items()}
    scan = scans["events"]
    with connection(folder) as con, ThreadPoolExecutor(1) as beside:
        who = beside.submit(
            _identified, con.cursor(), base, snapshot, scans
        )  # while this thread looks at what was done
        found_signatures, coded = dictionary.extended(con, scan, rules, base.dictionary)
        found = dimensions.more(con, scan, base.stored.found)
        graph, fresh, said = who.result()
        if found is None:
            return None
        whose = declare_ids(con, graph, fresh.number)
        kept = {name: found.dimensions()[name] for name in _kept(base, found)}
        breakdowns = dimensions.declare(con, scan, kept)
        events = con.sql(rows.events(files["events"], coded, whose, breakdowns)).to_arrow_table().combine_chunks()
        return _New(fresh, found_signatures, found, events, rows.traits(con, snapshot, files["traits"], whose), said)


def _identified(
    cursor: duckdb.DuckDBPyConnection, base: Base, snapshot: Snapshot, scans: dict[str, str]
) -> tuple[Graph, Fresh, Decided]:
    """Return the ids of the new facts and their pairs, which of them are new, and what was decided by hand since."""
    with cursor as con:
        settle(con)
        graph = graph_of(con, scans, snapshot.identity.rules)
        fresh = look_up(base.known, graph, hashes_of(con, graph))
        decisions = (base.stored.decisions, snapshot.identity.decisions)
        return graph, fresh, decided(base.known, fresh, decisions, lambda some: hashes_of(con, some))


def _moved(base: Base, touched: Int64) -> tuple[dict[str, Int64], list[tuple[str, Int64]]]:
    """Return the journeys of some persons by bucket, and the events of those journeys by bucket."""
    gone, moved = {}, []
    for name in read_content(base.folder).buckets:
        folder = base.folder / name
        offsets, places = map_array(folder / "offsets.npy"), map_array(folder / "places.npy")
        low, high = np.searchsorted(touched, [places[0], places[-1] + 1])
        some = touched[low:high]  # a bucket's places lie together
        at = np.searchsorted(places, some)
        here = at[places[np.minimum(at, len(places) - 1)] == some]
        if not len(here):
            continue
        lengths = offsets[here + 1] - offsets[here]
        shift = np.repeat(offsets[here] - (np.cumsum(lengths) - lengths), lengths)
        gone[name] = here
        moved.append((name, shift + np.arange(len(shift))))
    return gone, moved


def _together(base: Base, moved: Sequence[tuple[str, Int64]], new: _New) -> Columns:
    """Return the events of the persons taken out of the base, and after them the new ones, column by column."""
    order = list(base.stored.found.dimensions())
    kept = _kept(base, new.found)
    fresh = {name: new.events[name].to_numpy() for name in ("at", "signature", "value", "row", "seq")}
    fresh["node"] = new.events["who"].to_numpy()
    fresh |= {f"d{place}": new.events[f"d{place}"].to_numpy() for place in range(len(kept))}
    files = {f"d{place}": f"d{order.index(name)}" for place, name in enumerate(kept)}
    # The order by (at, rank, row, seq) is made from sorted stretches, so new events come sorted.
    rank = new.dictionary.ranks()[fresh["signature"]]
    sort = np.lexsort((fresh["seq"], fresh["row"], rank, fresh["at"]))

    def column(name: str) -> npt.NDArray[np.generic]:
        paths = [base.folder / bucket / f"{files.get(name, name)}.npy" for bucket, _ in moved]
        parts = [map_array(path).take(events) for path, (_, events) in zip(paths, moved, strict=True)]
        kind = fresh[name].dtype
        return np.concatenate([*(part.astype(kind, copy=False) for part in parts), fresh[name].take(sort)])

    return _at_once(column, list(fresh))


def _rows_of(columns: Columns, rows: Int64) -> Columns:
    return _at_once(lambda name: columns[name].take(rows), list(columns))


def _at_once(column: Callable[[str], npt.NDArray[T]], names: Sequence[str]) -> dict[str, npt.NDArray[T]]:
    """Make columns in threads: taking entries of large arrays lets go of the interpreter lock."""
    with ThreadPoolExecutor(settings.load().threads) as pool:
        return dict(zip(names, pool.map(column, names), strict=True))


def _write_buckets(
    folder: Path, events: Columns, whose: tuple[Int64, pa.StringArray], ranks: Int64, names: tuple[str, ...]
) -> int:
    """Write events in order of person and time, in buckets of about `PER_BUCKET`; return how many they are."""
    person, persons = whose
    order = np.argsort(person, kind="stable")
    offsets = np.concatenate([[0], np.cumsum(np.bincount(person, minlength=len(persons)))]).astype(np.int64)
    tied = events | {"rank": ranks[events["signature"]]}
    by = _at_once(lambda name: tied[name].astype(np.int64)[order], ("at", "rank", "row", "seq"))
    order = order[merged(offsets, by["at"], by["rank"], by["row"], by["seq"])]
    some = np.flatnonzero(np.diff(offsets))
    cuts = np.unique(np.searchsorted(offsets[some], np.arange(0, len(order) + PER_BUCKET, PER_BUCKET)))
    written = []
    for number, (lo, hi) in enumerate(pairwise(cuts)):
        chosen = some[lo:hi]
        name = f"bucket-{number:03}"
        write_bucket(
            folder / name,
            persons.take(pa.array(chosen)),
            chosen,
            offsets[chosen] - offsets[chosen[0]],
            _rows_of(events, order[offsets[chosen[0]] : offsets[chosen[-1] + 1]]),
        )
        written.append(name)
    write_content(folder, Content(tuple(written), names, len(order)))
    return len(order)


def _turns(
    folder: Path,
    scans: dict[str, str],
    people: Regrouped,
    ids: tuple[Base, Fresh],
    rules: Rules,
) -> Turns:
    """Return whose turn it was on the contested devices of persons that stand anew: from all facts, old ones too."""
    if rules.shared_device != "turns" or not len(people.contested):
        return Turns()
    base, fresh = ids
    graph, known = base.known.graph, people.contested < len(base.known)
    by_number = np.argsort(fresh.number)
    new = by_number[np.searchsorted(fresh.number, people.contested[~known], sorter=by_number)]
    kind = np.concatenate([graph.kind[people.contested[known]], fresh.graph.kind[new]])
    texts = [graph.id.take(pa.array(people.contested[known])), fresh.graph.id.take(pa.array(new))]
    devices = pa.table({"kind": pa.array(graph.kinds).take(pa.array(kind)), "id": pa.concat_arrays(texts)})
    with connection(folder) as con:
        found = logins(con, scans, rules, devices)
        names = {*(f"{row['kind']}:{row['id']}" for row in devices.to_pylist()), *found["owner"].to_pylist()}
        return turns_from(found, numbers_of(base.known, fresh, sorted(names), lambda some: hashes_of(con, some)))


def turns_over(base: Turns, ids: Int64, laid: Turns) -> Turns:
    """Return the turns of a base and, for the ids that an overlay stands in for, those of the overlay."""
    keep = ~np.isin(base.id, ids)
    every = [np.append(old[keep], new) for old, new in zip(base, laid, strict=True)]
    order = np.lexsort((every[1], every[0]))
    return Turns(*(column[order] for column in every))


def _write_people(folder: Path, people: Regrouped, turns: Turns, fresh: Fresh, known: int) -> None:
    new = np.flatnonzero(fresh.number >= known)
    left, right = fresh.number[fresh.graph.left], fresh.number[fresh.graph.right]
    numbers = {name: getattr(people, name) for name in ("touched", "ids", "person", "cluster")}
    numbers |= {"left": left, "right": right, "at": fresh.graph.at}
    numbers |= {f"turn_{name}": column for name, column in turns._asdict().items()}
    np.savez(folder / "people.npz", allow_pickle=False, **numbers)
    write_table(folder / "names.arrow", pa.table({"person": people.names}))
    ids = pa.table(
        {"kind": fresh.graph.kind[new], "id": fresh.graph.id.take(pa.array(new)), "number": fresh.number[new]}
    )
    write_table(folder / "new_ids.arrow", ids)


def read_laid(folder: Path) -> Laid:
    """Return what an overlay says of itself."""
    return msgspec.json.decode((folder / "overlay.json").read_bytes(), type=Laid)


def read_touched(folder: Path) -> Int64:
    """Return the numbers of the base's persons that the overlay stands in for."""
    with np.load(folder / "people.npz") as people:
        return np.asarray(people["touched"])


def read_turns(folder: Path, base: Turns) -> Turns:
    """Return whose turn it was on contested devices, by a base and the overlay on it."""
    with np.load(folder / "people.npz") as people:
        laid = Turns(*(people[f"turn_{name}"] for name in Turns._fields))
        return turns_over(base, people["ids"], laid)
