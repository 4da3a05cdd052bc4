"""Touchpoints looked up: one code an event, by a table over signatures wherever that is enough."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.journeys import Bucket, Journeys, UInt16
from footpath.analytics.kernels.way_visits import first_fit
from footpath.analytics.select import Select, Selection, UInt64, compile_selects, signature_mask

Key = npt.NDArray[np.integer]


class Touchpoints(Struct, frozen=True):
    """Touchpoints with the code of each.

    Attributes:
        names: code → what it is called; names[0] is "", for events that are none of them.
        of_signature: signature → code.
        selection: what decides where signatures alone do not; None = they do.
        group: selection → code.
    """

    names: tuple[str, ...]
    of_signature: UInt16
    selection: Selection | None = None
    group: UInt16 | None = None

    @property
    def k(self) -> int:
        """How many touchpoints there are."""
        return len(self.names) - 1

    def keyed(self, bucket: Bucket) -> tuple[Key, UInt16]:
        """Return (key, table): event i has the code table[key[i]]."""
        if self.selection is None or self.group is None:
            return bucket.signature, self.of_signature
        codes = first_fit(self.selection.of_events(bucket), self.group)
        return codes, np.arange(len(self.names), dtype=np.uint16)


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


def marks(selection: Selection, bucket: Bucket) -> tuple[Key, UInt64]:
    """Return (key, table): event i meets the selections whose bits are set in table[key[i]]."""
    if selection.by_signature:
        return bucket.signature, selection.bits[selection.of_signature]
    return np.arange(len(bucket.at), dtype=np.uint32), selection.of_events(bucket)
