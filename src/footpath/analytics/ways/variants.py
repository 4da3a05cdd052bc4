"""Variants: the different ways, each with how many journeys took it."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from footpath.analytics.journeys import Int64, UInt16
from footpath.analytics.kernels.variants import UInt64, variant_hashes
from footpath.analytics.kernels.way_visits import gathered

ARROW = " → "


class Variants(Struct, frozen=True):
    """Different ways, ordered by hash; journeys without a visit are not among them.

    Attributes:
        hashes: as from `kernels.variant_hashes`.
        offsets, codes: the ways, in compressed sparse rows.
        counts: journeys that took each.
    """

    hashes: UInt64
    offsets: Int64
    codes: UInt16
    counts: Int64

    def __len__(self) -> int:
        """Return how many different ways there are."""
        return len(self.hashes)

    def way(self, index: int) -> UInt16:
        """Return the codes of one way."""
        return self.codes[self.offsets[index] : self.offsets[index + 1]]

    @property
    def lengths(self) -> Int64:
        """How many visits each way has."""
        return np.diff(self.offsets)


def variants_of(offsets: Int64, codes: UInt16) -> tuple[Variants, Int64]:
    """Return the different ways, and the row of each journey's way among them; −1 for a journey without a visit."""
    everyone = variant_hashes(offsets, codes)
    some = np.flatnonzero(everyone)
    hashes, firsts, inverse, counts = np.unique(
        everyone[some], return_index=True, return_inverse=True, return_counts=True
    )
    row = np.full(len(everyone), -1, np.int64)
    row[some] = inverse
    return Variants(hashes, *gathered(offsets, codes, some[firsts]), counts.astype(np.int64)), row


def joined(parts: Sequence[Variants]) -> tuple[Variants, list[Int64]]:
    """Return the different ways of several buckets, and for each bucket the row of its ways among them."""
    hashes, firsts, inverse = np.unique(
        np.concatenate([part.hashes for part in parts]), return_index=True, return_inverse=True
    )
    counts = np.zeros(len(hashes), np.int64)
    np.add.at(counts, inverse, np.concatenate([part.counts for part in parts]))
    shift = np.cumsum([0, *(part.offsets[-1] for part in parts)])
    ends = np.concatenate([part.offsets[1:] + base for part, base in zip(parts, shift, strict=False)])
    offsets = np.concatenate([np.zeros(1, np.int64), ends]).astype(np.int64)
    codes = np.concatenate([part.codes for part in parts])
    cuts = np.cumsum([len(part) for part in parts])[:-1]
    return Variants(hashes, *gathered(offsets, codes, firsts), counts), np.split(inverse.astype(np.int64), cuts)


def told(names: Sequence[str], most: int = 0) -> str:
    """Return a way in words: "Home → Cart → Order"; with `most`, cut to so many visits."""
    more = [f"… ({len(names) - most} more)"] if most and len(names) > most else []
    return ARROW.join([*(names[:most] if most else names), *more])
