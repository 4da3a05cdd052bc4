"""A number for each name, the same wherever it stands: an order of persons that means nothing and never changes."""

import numpy as np
from numba import njit

from footpath.analytics.kernels.variants import UInt64


@njit(nogil=True, cache=True)
def name_hashes(offsets: np.ndarray, letters: np.ndarray) -> UInt64:
    """Return a 64-bit number of each text: FNV-1a over its bytes, mixed at the end (MurmurHash3's finaliser).

    Args:
        offsets: where texts begin in `letters`, one more than there are texts.
        letters: uint8, their bytes one after the other.
    """
    found = np.empty(len(offsets) - 1, np.uint64)
    for text in range(len(found)):
        value = np.uint64(14695981039346656037)
        for position in range(offsets[text], offsets[text + 1]):
            value = (value ^ np.uint64(letters[position])) * np.uint64(1099511628211)
        value = (value ^ (value >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
        value = (value ^ (value >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
        found[text] = value ^ (value >> np.uint64(33))
    return found
