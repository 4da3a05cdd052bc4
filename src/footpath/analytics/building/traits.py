"""What is known of persons: of every trait the newest value, by whichever of the person's ids it was said."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from footpath.analytics.journeys import Int64
from footpath.analytics.segments import read_table, write_table

FILE = "traits.arrow"
_SHOWN = ("person", "trait", "value")


def save_traits(folder: Path, by_id: pa.Table, person: npt.NDArray[np.integer], names: pa.StringArray) -> None:
    """Write the traits of ids with the person each belongs to.

    Args:
        folder: where to.
        by_id: as `rows.traits` returns it; several rows of an id and trait are allowed.
        person: number of the person of each id.
        names: persons by number.
    """
    place = np.asarray(person[by_id["node"].to_numpy()], np.int64)
    order = np.argsort(place, kind="stable")
    table = by_id.take(pa.array(order))
    table = table.append_column("place", pa.array(place[order])).append_column(
        "wins", pa.array(_newest(table, place[order]))
    )
    write_table(folder / FILE, table.append_column("person", names.take(pa.array(place[order]))))


def _newest(table: pa.Table, place: Int64) -> npt.NDArray[np.bool_]:
    """Mark the newest value of each trait of each person."""
    trait = table["trait"].combine_chunks().dictionary_encode()
    codes = np.asarray(trait.indices.to_numpy(zero_copy_only=False), np.int64) if len(trait) else np.zeros(0, np.int64)
    order = np.lexsort((table["seq"].to_numpy(), table["at"].to_numpy(), codes, place))
    last = np.ones(len(order), np.bool_)
    last[:-1] = (place[order][1:] != place[order][:-1]) | (codes[order][1:] != codes[order][:-1])
    wins = np.zeros(len(order), np.bool_)
    wins[order] = last
    return wins


def traits_of(folder: Path, places: Int64) -> pa.Table:
    """Return the traits of the ids of some persons: node, trait, value, at, seq."""
    table = read_table(folder / FILE)
    if not table.num_rows:
        return table.select(["node", "trait", "value", "at", "seq"])
    place = table["place"].to_numpy()
    lo, hi = np.searchsorted(place, places, side="left"), np.searchsorted(place, places, side="right")
    lengths = hi - lo
    shift = np.repeat(lo - (np.cumsum(lengths) - lengths), lengths)
    return table.take(pa.array(shift + np.arange(len(shift)))).select(["node", "trait", "value", "at", "seq"])


def newest_traits(folder: Path, gone: Int64) -> pa.Table:
    """Return person, trait and value of the newest traits, but for those of the persons numbered in `gone`."""
    table = read_table(folder / FILE)
    keep = table["wins"].to_numpy(zero_copy_only=False) if table.num_rows else np.zeros(0, np.bool_)
    if len(gone) and table.num_rows:
        keep = keep & ~np.isin(table["place"].to_numpy(), gone)
    return table.filter(pa.array(keep, pa.bool_())).select(list(_SHOWN))
