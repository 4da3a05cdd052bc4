"""A Spark cluster as what runs the work of a question."""

import pickle
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from msgspec import Struct

from footpath.analytics.analysis import in_threads
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.spark import tasks
from footpath.analytics.spark.failures import told_plainly
from footpath.analytics.spark.watching import Progress, watched
from footpath.events import Lake

MOST_BYTES = 64 << 20  # of work and shares sent along with the tasks; Spark Connect takes 128 MB in one message


class Spark:
    """A cluster that answers questions: `ask("funnel", journeys, run=spark, …)`.

    Each bucket of persons is one task, which reads its own share from the store's folder; that folder must be seen by
    every machine of the cluster under the same path. Buckets that are only in memory are sent along; those too large
    for that are answered where they are, in threads of this process.

    Args:
        session: the Spark session to run on, of Spark itself or of Spark Connect.
        progress: called with the share done, 0…1, as tasks end.
        stopped: called after the session has ended.
    """

    def __init__(
        self, session: Any, *, progress: Progress | None = None, stopped: Callable[[], None] | None = None
    ) -> None:
        self.session = session
        self.progress = progress
        self._stopped = stopped

    def __call__(self, work: Callable[[Bucket], Any], buckets: Sequence[Bucket]) -> list[Any]:
        """Do the work on every bucket and return the states in the order of the buckets.

        Raises:
            FootpathError: what the work raised, or Transient when the cluster could not do it.
        """
        from footpath.analytics.spark.shipping import Parcel, dumps

        parcel = Parcel()
        sent, kept = _parted(buckets, parcel.pack)
        order = dumps(OnBucket(work, parcel.common()))
        found = dict(zip(sent, self.do(order, list(sent.values())), strict=True))
        if kept:
            found |= zip(kept, in_threads(work, [buckets[place] for place in kept]), strict=True)
        return [found[place] for place in range(len(buckets))]

    def build_journeys(self, lake: Lake) -> Journeys:
        """Return the journeys of a store as `build_journeys` does; where all is built anew, the cluster does it."""
        from footpath.analytics.building import build_journeys
        from footpath.analytics.spark.building import writer

        return build_journeys(lake, write=writer(self))

    def do(self, work: bytes, shares: Sequence[bytes]) -> list[Any]:
        """Do pickled work on pickled shares, one task each."""
        with told_plainly(), watched(self.session, self.progress):
            return tasks.do(self.session, work, shares)

    def stop(self) -> None:
        """End the session and give the cluster's machines back."""
        self.session.stop()
        if self._stopped:
            self._stopped()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class OnBucket(Struct, frozen=True):
    """Work on a bucket as work on its bytes.

    Attributes:
        work: what is to be done.
        common: what the packed buckets have in common, as bytes.
    """

    work: Callable[[Bucket], Any]
    common: bytes

    def __call__(self, share: bytes) -> Any:
        """Unpack and work; runs on an executor."""
        from footpath.analytics.spark.shipping import unpack

        return self.work(unpack(share, pickle.loads(self.common)))  # noqa: S301 - packed by our own driver


def _parted(buckets: Sequence[Bucket], pack: Callable[[Bucket], bytes]) -> tuple[dict[int, bytes], list[int]]:
    """Return the buckets to send, by place as bytes, and the places of those there is no room for."""
    sent: dict[int, bytes] = {}
    kept, room = [], MOST_BYTES
    for place, bucket in enumerate(buckets):
        share = pack(bucket)
        if len(share) <= room:
            sent[place] = share
            room -= len(share)
        else:
            kept.append(place)
    return sent, kept
