"""Processes that are killed: forked from one that has imported what they need, which takes longer than what they do."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FORK = """
import os, signal, sys
{prepare}
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    process = os.fork()
    if process == 0:
        given = line.rstrip("\\n").split("\\t")
        try:
            {work}
        finally:
            os._exit(0)
    print(process, flush=True)
"""


class Fork:
    """Starts a process a line. Use `forking`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def kill_after(self, seconds: float, *given: object) -> None:
        """Start a process and kill it after some seconds, if it has not ended by then."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\t".join(map(str, given)) + "\n")
        self._process.stdin.flush()
        started = int(self._process.stdout.readline())
        time.sleep(seconds)
        try:
            os.kill(started, signal.SIGKILL)
        except ProcessLookupError:
            return
        while Path(f"/proc/{started}").exists():
            time.sleep(0.002)


@contextmanager
def forking(prepare: str, work: str) -> Iterator[Fork]:
    """Yield what starts processes that do some work with the texts they are `given`.

    Args:
        prepare: Python that imports what they need, and starts no thread.
        work: one line of Python.
    """
    program = _FORK.format(prepare=prepare, work=work)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, "-c", program], text=True, **pipes) as process:  # type: ignore[call-overload]
        yield Fork(process)
