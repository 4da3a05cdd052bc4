"""What cannot be beaten: one pass over the columns a question needs, which adds them up, on all cores."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from benchmarks.log import Log
from benchmarks.warm import Forms
from footpath.core import settings


class Side:
    """Adds columns up; there is no answer to compare."""

    def __init__(self, data: Log) -> None:
        self._log = data
        self._threads = settings.load().threads
        self._pool = ThreadPoolExecutor(self._threads)

    def follows(self) -> Forms:
        return self._pass("names", _sum_one, self._log.signature)

    def follows_times(self) -> Forms:
        return self._pass("names and times", _sum_two, self._log.signature, self._log.at)

    def funnel(self) -> Forms:
        return self.follows_times()

    def retention(self) -> Forms:
        return self._pass("times", _sum_one, self._log.at)

    def _pass(self, name: str, summed: Callable[..., int], *columns: npt.NDArray[Any]) -> Forms:
        cuts = np.linspace(0, len(columns[0]), self._threads + 1).astype(np.int64)
        pieces = [tuple(column[low:high] for column in columns) for low, high in itertools.pairwise(cuts)]
        return {name: ((lambda: list(self._pool.map(lambda piece: summed(*piece), pieces))), (lambda _: None))}


@njit(nogil=True, cache=True)
def _sum_one(one: npt.NDArray[Any]) -> int:
    total = 0
    for i in range(len(one)):
        total += one[i]
    return total


@njit(nogil=True, cache=True)
def _sum_two(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> int:
    total = 0
    for i in range(len(one)):
        total += one[i] + other[i]
    return total
