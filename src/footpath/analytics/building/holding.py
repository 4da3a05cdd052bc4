"""Which rows of the store's present files a base holds, though small files were put together since it was built."""

from pathlib import Path

from footpath.events import ERASED, Snapshot, span

Held = dict[str, dict[str, int]]  # table → file → number of its first rows


def held(stored: Held, snapshot: Snapshot) -> Held | None:
    """Return how many of the first rows of each present file a base holds.

    A file that is gone was put together with its neighbours: the one that its number now lies in begins with its rows,
    since a base holds the oldest files. Where that one was erased from since, nobody knows which rows they are.

    Args:
        stored: the rows of each file there was when the base was built.
        snapshot: the store as it is now.

    Returns:
        None when facts of the base are gone.
    """
    found: Held = {}
    for table, rows in stored.items():
        there = {Path(path).name for path in snapshot.files[table]}
        merged = [(span(name), name) for name in there if span(name)[0] < span(name)[1]]
        counts: dict[str, int] = {}
        for name, count in rows.items():
            now = name if name in there else _inside(span(name), merged)
            if now is None or (now != name and ERASED.search(now)):
                return None
            counts[now] = counts.get(now, 0) + count
        found[table] = counts
    return found


def _inside(numbers: tuple[int, int], merged: list[tuple[tuple[int, int], str]]) -> str | None:
    homes = (name for (first, last), name in merged if first <= numbers[0] and numbers[1] <= last)
    return next(homes, None)


def added(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    """Return how many rows there are of each file in both together."""
    return one | {name: one.get(name, 0) + count for name, count in other.items()}
