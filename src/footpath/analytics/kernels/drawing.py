"""Drawing persons by their ids: the same ones however the data is stored, and as good as by chance."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.kernels.inner import inner

_EIGHT = np.uint64(8)
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
        place, stop = np.uint64(offsets[i]), np.uint64(offsets[i + 1])
        key = stop - place
        while place + _EIGHT <= stop:
            key = _mixed(key, _eight(letters, place))
            place += _EIGHT
        word = np.uint64(0)
        while place < stop:
            word = (word << _EIGHT) | np.uint64(letters[place])
            place += np.uint64(1)
        found[i] = (_mixed(key, word) * _TIMES) >> np.uint64(24) & mask == 0
    return found


@inner
def _mixed(key: np.uint64, word: np.uint64) -> np.uint64:
    key = (key ^ word) * _TIMES
    return key ^ (key >> np.uint64(32))


@inner
def _eight(letters: npt.NDArray[np.uint8], place: np.uint64) -> np.uint64:
    """Return eight letters as one word."""
    word = np.uint64(0)
    for k in range(8):
        word |= np.uint64(letters[place + np.uint64(k)]) << np.uint64(8 * k)
    return word
