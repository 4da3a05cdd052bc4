"""How far a Spark job is: tasks done of tasks there are."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

Progress = Callable[[float], None]
_SECONDS = 0.3
_numbers = count(1)


def is_remote(session: Any) -> bool:
    """Say whether a session is one of Spark Connect, which has no Spark context."""
    return type(session).__module__.startswith("pyspark.sql.connect")


@contextmanager
def watched(session: Any, progress: Progress | None) -> Iterator[None]:
    """Call `progress` with the share of tasks done, 0…1, while the block runs, and with 1 when it has succeeded."""
    if progress is None:
        yield
        return
    telling = _told_by_server(session, progress) if is_remote(session) else _asked_of(session.sparkContext, progress)
    with telling:
        yield
    progress(1.0)


@contextmanager
def _told_by_server(session: Any, progress: Progress) -> Iterator[None]:
    # All arguments go by name.
    def handler(stages: Iterable[Any] | None, **_: Any) -> None:
        known = list(stages or ())
        _tell(progress, sum(s.num_completed_tasks for s in known), sum(s.num_tasks for s in known))

    session.registerProgressHandler(handler)
    try:
        yield
    finally:
        session.removeProgressHandler(handler)


@contextmanager
def _asked_of(context: Any, progress: Progress) -> Iterator[None]:
    group = f"footpath-{next(_numbers)}"
    context.setJobGroup(group, "Footpath", interruptOnCancel=True)
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(context.statusTracker(), group, progress, done), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _watch(tracker: Any, group: str, progress: Progress, done: threading.Event) -> None:
    while not done.wait(_SECONDS):
        jobs = [tracker.getJobInfo(job) for job in tracker.getJobIdsForGroup(group)]
        stages = [tracker.getStageInfo(stage) for job in jobs if job for stage in job.stageIds]
        known = [stage for stage in stages if stage]
        _tell(progress, sum(s.numCompletedTasks for s in known), sum(s.numTasks for s in known))


def _tell(progress: Progress, done: int, all_of_them: int) -> None:
    if all_of_them:
        progress(done / all_of_them)
