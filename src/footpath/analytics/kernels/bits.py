"""Bits of 64-bit words: counted, found, and turned from rows into columns."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

UInt64 = npt.NDArray[np.uint64]
Coded = tuple[Any, Callable[..., Any]]


def _popcount(typingctx: Any, word: Any) -> Coded:  # noqa: ARG001 - numba's signature
    """Return how many bits are set."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001 - numba's signature
        return builder.ctpop(args[0])

    return types.uint64(types.uint64), code


def _upper_half(typingctx: Any, one: Any, other: Any) -> Coded:  # noqa: ARG001 - numba's signature
    """Return the upper 64 of the 128 bits of a product."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001 - numba's signature
        wide = ir.IntType(128)
        product = builder.mul(*(builder.zext(given, wide) for given in args))
        return builder.trunc(builder.lshr(product, wide(64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), code


popcount: Any = intrinsic(_popcount)
upper_half: Any = intrinsic(_upper_half)


@njit(nogil=True, cache=True)
def lowest(words: UInt64) -> npt.NDArray[np.int64]:
    """Return the place of the lowest bit of each row of words, −1 where there is none."""
    found = np.full(len(words), -1, np.int64)
    for row in range(len(words)):
        for word in range(words.shape[1] - 1, -1, -1):
            held = words[row, word]
            if held:
                found[row] = 64 * word + np.int64(popcount(~held & (held - np.uint64(1))))
    return found


@njit(nogil=True, cache=True)
def transpose(rows: UInt64) -> None:
    """Swap rows and columns of 64 words in place: bit b of word r becomes bit r of word b.

    Source: H. S. Warren, Hacker's Delight, 2nd ed., 7-3: blocks of 32, 16, … 1 bits change places.
    """
    mask, width = np.uint64(0xFFFFFFFF), 32
    while width:
        for first in range(0, 64, 2 * width):
            for upper in range(first, first + width):
                lower = upper + width
                swap = ((rows[upper] >> np.uint64(width)) ^ rows[lower]) & mask
                rows[upper] ^= swap << np.uint64(width)
                rows[lower] ^= swap
        width >>= 1
        mask ^= mask << np.uint64(width)
