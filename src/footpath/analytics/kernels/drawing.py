"""Drawing persons by their ids: the same ones however the data is stored, and as good as by chance."""

import numpy as np
import numpy.typing as npt
from numba import njit

_TIMES = np.uint64(0x9E3779B97F4A7C15)  # 2^64 by the golden ratio: neighbours end far apart


@njit(nogil=True, cache=True)
def drawn(offsets: npt.NDArray[np.int32], letters: npt.NDArray[np.uint8], bits: int) -> npt.NDArray[np.bool_]:
    """Return which texts are drawn: one in 2^bits, by a multiplicative hash of their letters.

    Args:
        offsets: texts + 1 positions in `letters`.
    """
    found = np.zeros(len(offsets) - 1, np.bool_)
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    for i in range(len(found)):
        key = np.uint64(offsets[i + 1] - offsets[i])
        for begin in range(offsets[i], offsets[i + 1], 8):
            word = np.uint64(0)
            for letter in letters[begin : min(begin + 8, offsets[i + 1])]:
                word = (word << np.uint64(8)) | np.uint64(letter)
            key = (key ^ word) * _TIMES
            key ^= key >> np.uint64(32)
        found[i] = (key * _TIMES) >> np.uint64(24) & mask == 0
    return found
