"""Workers that answer questions: a few processes, each with one question at a time, and nobody has them all."""

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Protocol

import msgspec

from footpath.exploring.asked import Told, Work
from footpath.exploring.worker import receive, send

MOST = 4  # workers
EACH = 2  # of them that one person's questions may have at once
LIMIT_S = 180.0
_LOST = Told(
    code="invalid", problem="The answer took too much memory, or its worker was ended.",
    hint="Ask about a shorter period or fewer events.",
)  # fmt: skip
_LATE = Told(
    code="invalid", problem=f"The answer was not there after {LIMIT_S:.0f} s.",
    hint="Ask about a shorter period, fewer events or less detail.",
)  # fmt: skip


class Job(Protocol):
    """Something to be answered: whose it is, what, and who hears of it."""

    owner: str
    work: Work

    def heard(self, told: Told) -> None:
        """Take what a worker says; the last thing has an answer or a problem."""


class _Warming:
    """A question that nobody asked, so that the first that is asked need not wait."""

    owner = ""

    def __init__(self, work: Work) -> None:
        self.work = work

    def heard(self, told: Told) -> None:
        """Take what a worker says; there is nobody to tell."""


class _Worker:
    """One process, started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.late = False

    def answer(self, work: Work, heard: Callable[[Told], None]) -> Told:
        """Have a question answered; returns the last that is said."""
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a worker without pipes")
        self.late = False
        timer = threading.Timer(LIMIT_S, self._too_late)
        timer.start()
        try:
            send(process.stdin, work)
            while (message := receive(process.stdout)) is not None:
                told = msgspec.msgpack.decode(message, type=Told)
                if told.worked is not None or told.code:
                    return told
                heard(told)
        except BrokenPipeError:
            self.end()
        finally:
            timer.cancel()
        self.end()
        return _LATE if self.late else _LOST

    def end(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.wait()

    def kill(self) -> None:
        """Have whoever waits for the process see its end."""
        if self._process is not None:
            self._process.kill()

    def _too_late(self) -> None:
        self.late = True
        self.kill()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            command = [sys.executable, "-m", "footpath.exploring.worker"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1 << 16)
        return self._process


class Pool:
    """Hands questions to workers in the order they come, no more than `EACH` of one person at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Job] = []
        self._running: dict[int, tuple[Job, _Worker]] = {}
        self._idle: list[_Worker] = []
        self._threads: list[threading.Thread] = []
        self._closing = False

    def add(self, job: Job) -> None:
        """Have a job done when it is its turn."""
        with self._lock:
            self._waiting.append(job)
        self._pump()

    def drop(self, job: Job) -> None:
        """Do a job no more, whether it waits or runs."""
        with self._lock:
            self._waiting = [one for one in self._waiting if one is not job]
            running = self._running.get(id(job))
        if running is not None:
            running[1].kill()

    def warm(self, work: Work) -> None:
        """Start a worker before anybody asks: it takes seconds to load what answers are made with, and the store."""
        with self._lock:
            if self._idle or self._running or self._closing:
                return
        self.add(_Warming(work))

    def close(self) -> None:
        """End every worker."""
        with self._lock:
            self._closing, self._waiting = True, []
            workers = [*self._idle, *(worker for _, worker in self._running.values())]
            threads = list(self._threads)
        for worker in workers:
            worker.kill()
        for thread in threads:
            thread.join()
        for worker in self._idle:
            worker.end()

    def _pump(self) -> None:
        """Begin what may begin."""
        with self._lock:
            while not self._closing and len(self._running) < MOST:
                job = next((one for one in self._waiting if self._count(one.owner) < EACH), None)
                if job is None or (not self._idle and self._is_warming()):  # another worker would be ready no sooner
                    return
                self._waiting.remove(job)
                worker = self._idle.pop() if self._idle else _Worker()
                self._running[id(job)] = (job, worker)
                self._threads = [one for one in self._threads if one.is_alive()]
                thread = threading.Thread(target=self._do, args=(job, worker), name="answer", daemon=True)
                self._threads.append(thread)
                thread.start()

    def _is_warming(self) -> bool:
        return any(isinstance(job, _Warming) for job, _ in self._running.values())

    def _count(self, owner: str) -> int:
        return sum(1 for job, _ in self._running.values() if job.owner == owner)

    def _do(self, job: Job, worker: _Worker) -> None:
        job.heard(Told())
        try:
            told = worker.answer(job.work, job.heard)
        except Exception as problem:  # whoever waits must hear of it
            worker.end()
            told = Told(code="invalid", problem=f"The worker failed: {problem}.", hint="Ask again.")
        with self._lock:
            del self._running[id(job)]
            self._idle.append(worker)
        job.heard(told)
        self._pump()
