"""Touchpoints looked up: one code an event, by a table over signatures wherever that is enough."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.analytics.dimensions import OTHER
from footpath.analytics.journeys import Bucket, Journeys, UInt16
from footpath.analytics.kernels.way_visits import first_fit
from footpath.analytics.select import Select, Selection, UInt64, compile_selects, signature_mask
from footpath.analytics.ways.question import WaysQuestion

MOST = 65_000  # codes are two bytes
Key = npt.NDArray[np.integer]


class Touchpoints(Struct, frozen=True):
    """Touchpoints with the code of each.

    Attributes:
        titles: code → what it is called; titles[0] is "", for events that are none of them.
        of_signature: signature → code.
        selection: what decides where signatures alone do not; None = they do.
        group: selection → code.
    """

    titles: tuple[str, ...]
    of_signature: UInt16
    selection: Selection | None = None
    group: UInt16 | None = None

    @property
    def count(self) -> int:
        """How many touchpoints there are."""
        return len(self.titles) - 1

    def keyed(self, bucket: Bucket) -> tuple[Key, UInt16]:
        """Return (key, table): event i has the code table[key[i]]."""
        if self.selection is None or self.group is None:
            return bucket.signature, self.of_signature
        codes = first_fit(self.selection.of_events(bucket), self.group)
        return codes, np.arange(len(self.titles), dtype=np.uint16)


def touchpoints_of(journeys: Journeys, question: WaysQuestion) -> Touchpoints:
    """Return the touchpoints a question is about.

    Raises:
        NotFound, Invalid: as `compile_selects`.
    """
    if question.touchpoints:
        return grouped(journeys, tuple((one,) for one in question.touchpoints))
    return by_column(journeys, question.step)


def grouped(journeys: Journeys, groups: Sequence[Sequence[Select]], titles: Sequence[str] = ()) -> Touchpoints:
    """Return one touchpoint a group of selections, any of which will do; an event is of the first group that fits.

    Args:
        titles: what the groups are called; the titles of their selections where there are too few.
    """
    names = [titles[i] if i < len(titles) and titles[i] else _title(group) for i, group in enumerate(groups)]
    flat = tuple(one for group in groups for one in group)
    code = np.array([i + 1 for i, group in enumerate(groups) for _ in group], np.uint16)
    lookup = np.zeros(journeys.signatures.num_rows, np.uint16)
    if all(one.by_signature for one in flat):
        # From the last to the first, so that the first that fits is what stays.
        for one, own in zip(reversed(flat), reversed(code), strict=True):
            lookup[signature_mask(journeys, one)] = own
        return Touchpoints(("", *names), lookup)
    return Touchpoints(("", *names), lookup, compile_selects(journeys, flat), code)


def _title(group: Sequence[Select]) -> str:
    return " or ".join(dict.fromkeys(one.title for one in group)) or "nothing"


def by_column(journeys: Journeys, column: str) -> Touchpoints:
    """Return one touchpoint a value of a column of signatures; beyond 65 000 the rarest share one."""
    signatures = journeys.signatures
    held = pc.fill_null(signatures.column(column), "")
    known = pa.table({"value": held, "events": signatures.column("events")})
    counts = known.group_by("value").aggregate([("events", "sum")])
    pairs = zip(counts["value"].to_pylist(), counts["events_sum"].to_pylist(), strict=True)
    ranked = sorted(pairs, key=lambda one: (-one[1], one[0]))
    values = sorted(value for value, _ in ranked[:MOST] if value)
    titles = ("", *values, *([OTHER] if len(ranked) > MOST else []))
    codes = pc.fill_null(pc.index_in(held, value_set=pa.array(titles, pa.string())), len(titles) - 1)
    return Touchpoints(titles, np.asarray(codes.to_numpy()).astype(np.uint16))


def marks(selection: Selection, bucket: Bucket) -> tuple[Key, UInt64]:
    """Return (key, table): event i meets the selections whose bits are set in table[key[i]]."""
    if selection.by_signature:
        return bucket.signature, selection.bits[selection.of_signature]
    return np.arange(len(bucket.at), dtype=np.uint32), selection.of_events(bucket)
