"""Signatures: the columns that touchpoint matchers look at, encoded together, so that re-mapping is a table swap."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.analytics.journeys import UInt16
from footpath.core.errors import Invalid

COLUMNS = ("source", "type", "channel", "name", "page")
Where = Mapping[str, Sequence[str]]
MOST = 65_535


def assign(signatures: pa.Table, touchpoints: Sequence[Where]) -> UInt16:
    """Return for each signature the touchpoint it belongs to: 0 = none, i + 1 = `touchpoints[i]`; the first that fits.

    Args:
        signatures: `Journeys.signatures`.
        touchpoints: one matcher each: column → allowed values, all columns must hold; "" allows an unknown value. A
            matcher without columns fits nothing.

    Raises:
        Invalid: a matcher names a column that signatures do not have, or there are more touchpoints than codes.
    """
    if len(touchpoints) > MOST:
        raise Invalid(f"{len(touchpoints)} touchpoints are too many.", hint=f"Merge some: {MOST} can be told apart.")
    lookup = np.zeros(signatures.num_rows, np.uint16)
    # From the last to the first, so that the first that fits is what stays.
    for code in range(len(touchpoints), 0, -1):
        where = touchpoints[code - 1]
        if where:
            lookup[_fits(signatures, where)] = code
    return lookup


def _fits(signatures: pa.Table, where: Where) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    fits = np.ones(signatures.num_rows, np.bool_)
    for column, allowed in where.items():
        if column not in COLUMNS:
            raise Invalid(f"Touchpoints cannot look at {column!r}.", hint=f"They look at: {', '.join(COLUMNS)}.")
        values = pc.fill_null(signatures[column], "")
        fits &= pc.is_in(values, value_set=pa.array(list(allowed), pa.string())).to_numpy()
    return fits
