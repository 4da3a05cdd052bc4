"""The events a selection is about, as something kernels can look up: one small table over a key every event has.

Where signatures decide alone, or one dimension does, the key is an array that is there already and nothing is copied.
"""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.journeys import Bucket, Dimension, Journeys
from footpath.analytics.kernels.marking import mark, mark_between, mark_both
from footpath.analytics.select import Bool, Select, signature_mask
from footpath.analytics.signatures import COLUMNS

Key = npt.NDArray[np.integer]
_MARKED = np.array([False, True])
_EDGE = float(np.finfo(np.float64).max)


class Marks(Struct, frozen=True):
    """A selection looked up.

    Attributes:
        select: the selection.
        of_signature: signature → whether it meets the conditions on signature columns.
        some: whether there is any condition on those.
    """

    select: Select
    of_signature: Bool
    some: bool

    def keyed(self, bucket: Bucket) -> tuple[Key, Bool]:
        """Return (key, table): the selection is about event i where table[key[i]]."""
        names = [name for name in self.select.where if name not in COLUMNS]
        if self.select.by_signature:
            return bucket.signature, self.of_signature
        bounded = self.select.value_min is not None or self.select.value_max is not None
        if len(names) == 1 and not bounded and not self.some:
            dimension = bucket.dimensions[names[0]]
            return dimension.codes, among(dimension, self.select.where[names[0]])
        spans = (bucket.begin, bucket.end)
        marks = np.empty(len(bucket.at), np.uint16)
        known: tuple[Key, Bool] = (bucket.signature, self.of_signature)
        if not names:
            mark(spans, *known, marks)
        for name in names:
            dimension = bucket.dimensions[name]
            mark_both(spans, known, (dimension.codes, among(dimension, self.select.where[name])), marks)
            known = (marks, _MARKED)
        if bounded:
            low, high = self.select.value_min, self.select.value_max
            bounds = (-_EDGE if low is None else low, _EDGE if high is None else high)
            mark_between(spans, bucket.value, bounds, marks)
        return marks, _MARKED


def among(dimension: Dimension, values: tuple[str, ...]) -> Bool:
    """Return code → whether its value is one of some."""
    chosen = frozenset(values)
    return np.fromiter((value in chosen for value in dimension.values), np.bool_, len(dimension.values))


def look_up(journeys: Journeys, select: Select) -> Marks:
    """Look a selection up in the signature dictionary.

    Raises:
        NotFound: a name, property or value that there is none of; the hint names the nearest.
    """
    some = bool(select.name) or any(name in COLUMNS for name in select.where)
    return Marks(select, signature_mask(journeys, select), some)
