"""What went wrong on a cluster, in a line a person can act on instead of Java's stack of calls."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from footpath.core.errors import FootpathError, Invalid, Transient
from footpath.core.version import VERSION

_PYTHON = re.compile(r"^(?:[\w.]+\.)?(\w+(?:Error|Exception|Exit|Interrupt))\b: ?(.*)$", re.MULTILINE)
_LOST = re.compile(r"most recent failure: Lost task [^\n]*?\): (?:[\w.]+Exception: )?([^\n]+)")


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what Spark raises in the block into a FootpathError with a remedy, or into the bug's own last words."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except FootpathError:
        raise
    except (PySparkException, Py4JError) as problem:
        raise plain(str(problem)) from problem


def plain(text: str) -> Exception:
    """Return the error to raise for the text of one of Spark's."""
    _, traceback, words = text.rpartition("Traceback (most recent call last):")
    found = _PYTHON.search(words) if traceback else None
    if found and found[1] in ("ModuleNotFoundError", "ImportError"):
        return Invalid(
            f"The executors of the cluster lack a part: {found[2]}.",
            hint=f'Install "footpath[spark]=={VERSION}" on every machine of the cluster.',
        )
    if found and "PYTHON_VERSION_MISMATCH" in found[2]:
        return Invalid(
            "The executors of the cluster run another version of Python than the driver.",
            hint="Point the variable PYSPARK_PYTHON at the same version on every machine.",
        )
    if found:
        return RuntimeError(f"{found[1]}: {found[2]} (on an executor)")
    lost = _LOST.search(text)
    first = lost[1] if lost else next(iter(text.strip().splitlines()), "no reason given")
    return Transient(
        f"The cluster could not finish the work: {first.strip()}",
        hint="Try again; if it lasts, give executors more memory, or look into their logs.",
    )
