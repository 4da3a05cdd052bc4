"""How much `make test` tries; `make test DEEP=1` tries everything, which takes an evening."""

import os

DEEP = bool(os.environ.get("FOOTPATH_DEEP"))  # noqa: TID251 - a test's own dial


def examples(most: int) -> int:
    """Return how many examples a property is tried with: all, or a third of them in every day's run."""
    return most if DEEP else max(6, most // 3)
