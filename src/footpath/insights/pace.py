"""Who sets the pace: whether an event happens when the customer likes, or when the organisation gets to it.

Waiting, going back and coming back mean different things in a shop and in a log of cases that clerks work on. What the
event's type does not tell is read from the source as a whole: people browse at week-ends and within minutes,
organisations work on weekdays and take hours.
"""

import numpy as np
import pyarrow as pa

from footpath.insights import signs
from footpath.insights.facets import Facet
from footpath.insights.types import Bool, Int64

DAY_US = 86_400_000_000
WEEKEND = 0.15  # share of events from which a source lives on the customers' time (an even spread is 0.29)
BROWSING_US = 30 * 60 * 1_000_000  # usual gap between a person's events below which it is one sitting
KNOWN = 0.3  # share of events that know a device, which only customers' own events do


def own_pace(signatures: pa.Table, signature: Int64, at: Int64, offsets: Int64, device: Facet | None) -> Bool:
    """Mark the events that customers decide on themselves."""
    if not len(at):
        return np.zeros(0, dtype=bool)
    rows = signatures.to_pylist()
    sources = [row["source"] for row in rows]
    theirs = {source for source in sorted(set(sources)) if _is_theirs(source, rows, (signature, at, offsets), device)}
    marks = np.array([_decided(row, row["source"] in theirs) for row in rows])
    return np.asarray(marks[signature])


def _decided(row: dict[str, str | None], in_their_source: bool) -> bool:
    """Say whether a kind of event is the customer's doing."""
    if row["type"] in signs.TELLING_TYPES:
        return True
    if signs.speaks_of(row["name"], signs.OURS):
        return False
    browsing = row["type"] in signs.OWN_PACE_TYPES and in_their_source
    return browsing or signs.speaks_of(row["name"], signs.THEIRS)


def _is_theirs(
    source: str, rows: list[dict[str, str | None]], events: tuple[Int64, Int64, Int64], device: Facet | None
) -> bool:
    """Say whether a source records what customers do: it has pages or devices, or the rhythm of people at leisure."""
    mine = [row["source"] == source for row in rows]
    if any(row["type"] in ("page", "screen") or row["page"] for row, own in zip(rows, mine, strict=True) if own):
        return True
    signature, at, offsets = events
    held = np.array(mine)[signature]
    if device is not None and (device.codes[held] > 0).mean() >= KNOWN:
        return True
    weekend = ((at[held] // DAY_US + 3) % 7 >= 5).mean()  # 1 January 1970 was a Thursday
    owner = np.searchsorted(offsets, np.flatnonzero(held), side="right")
    gaps = np.diff(at[held])[np.diff(owner) == 0]
    return bool(weekend >= WEEKEND and (len(gaps) == 0 or np.median(gaps) < BROWSING_US))
