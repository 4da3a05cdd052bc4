"""Which events start and which return: selections as a small table that kernels look keys up in."""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.kernels.periods import RETURN, START, Marks
from footpath.analytics.select import Select, Selection, UInt64, compile_selects


class Roles(Struct, frozen=True):
    """Two roles an event can have, compiled against the signature dictionary.

    Attributes:
        selection: what is selected for either role.
        starting: how many of the selects, from the first, are for starts; the others are for returns.
        any_start, any_return: whether any event has the role.
    """

    selection: Selection
    starting: int
    any_start: bool
    any_return: bool

    @property
    def every(self) -> bool:
        """Whether every event has both roles."""
        return self.any_start and self.any_return

    def of(self, bucket: Bucket) -> Marks:
        """Return a key an event, and the roles of each key."""
        if self.selection.by_signature:
            return bucket.signature, self._roles(self.selection.bits)[self.selection.of_signature]
        return np.arange(len(bucket.at), dtype=np.uint32), self._roles(self.selection.of_events(bucket))

    def _roles(self, bits: UInt64) -> npt.NDArray[np.uint8]:
        starting = np.uint64((1 << self.starting) - 1)
        starts = (bits & starting) != 0 if not self.any_start else np.ones(len(bits), np.bool_)
        returns = (bits & ~starting) != 0 if not self.any_return else np.ones(len(bits), np.bool_)
        return starts * np.uint8(START) + returns * np.uint8(RETURN)


def roles_of(journeys: Journeys, starts: tuple[Select, ...], returns: tuple[Select, ...]) -> Roles:
    """Look up what starts and what returns; no selection stands for any event.

    Raises:
        NotFound, Invalid: as `compile_selects`.
    """
    selection = compile_selects(journeys, (*starts, *returns))
    return Roles(selection, len(starts), not starts, not returns)
