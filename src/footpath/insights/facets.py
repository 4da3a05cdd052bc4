"""What tells rows apart."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Int32 = npt.NDArray[np.int32]
MOST_VALUES = 40


class Facet(Struct, frozen=True):
    """Something that tells rows apart: a dimension of events or signals, as codes.

    Attributes:
        name: "device", "region", "persona", …
        codes: one code a row; 0 is unknown.
        values: code → text; "" for unknown and for the rest beyond the most frequent values.
        core: one of the dimensions every source has a place for, so never a restatement of the outcome.
    """

    name: str
    codes: Int32
    values: tuple[str, ...]
    core: bool


def coded(name: str, values: Sequence[str], *, core: bool = False) -> Facet:
    """Return a facet from one text a row ("" = unknown); those beyond the 40 most frequent share a nameless code."""
    tally = Counter(value for value in values if value)
    top = sorted(sorted(tally), key=lambda value: -tally[value])[:MOST_VALUES]
    code = {value: index + 1 for index, value in enumerate(sorted(top))}
    rest = len(code) + 1
    codes = np.array([code.get(value, rest) if value else 0 for value in values], dtype=np.int32)
    return Facet(name, codes, ("", *sorted(top), ""), core)
