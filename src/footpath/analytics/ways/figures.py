"""Figures with what makes them trustworthy, as rows of tables: shares with intervals, times by quantiles."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from footpath.analytics.calendar import instant_of
from footpath.analytics.durations import SECOND_US, told
from footpath.analytics.journeys import NEVER, Int64
from footpath.analytics.telling import figures
from footpath.core.stats import wilson

INSTANT = pa.timestamp("us", tz="UTC")
Row = dict[str, Any]


def share_of(count: int, n: int, name: str = "") -> Row:
    """Return share, low and high (Wilson, 95 %) under names that begin with `name`."""
    low, high = wilson(count, n) or (None, None)
    before = f"{name}_" if name else ""
    return {f"{before}share": count / n if n else None, f"{before}low": low, f"{before}high": high}


def times_of(micros: Int64, name: str, zeros: int = 0) -> Row:
    """Return n, median and 90th percentile in seconds (linear between the nearest two), exactly.

    Args:
        zeros: how many times of 0 there are besides.
    """
    n = len(micros) + zeros
    if not n:
        return {f"{name}_n": 0, f"{name}_median_s": None, f"{name}_p90_s": None}
    places = [(n - 1) * share for share in (0.5, 0.9)]
    around = [min(int(place) + step, n - 1) for place in places for step in (0, 1)]
    wanted = sorted({one - zeros for one in around if one >= zeros})
    ordered = np.partition(micros, wanted) if wanted else micros
    held = [int(ordered[one - zeros]) if one >= zeros else 0 for one in around]
    median, p90 = (
        (held[2 * k] + (held[2 * k + 1] - held[2 * k]) * (place % 1)) / SECOND_US for k, place in enumerate(places)
    )
    return {f"{name}_n": n, f"{name}_median_s": median, f"{name}_p90_s": p90}


def table_of(rows: Sequence[Mapping[str, Any]], types: Mapping[str, Any]) -> pa.Table:
    """Return rows as a table with these columns and types."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=pa.schema(list(types.items())))


def types_of(words: str, *, whole: str = "", parts: str = "", truths: str = "") -> dict[str, Any]:
    """Return columns in order of the first argument; those in the others are integers, fractions and truths."""
    kinds = {
        **dict.fromkeys(whole.split(), pa.int64()),
        **dict.fromkeys(parts.split(), pa.float64()),
        **dict.fromkeys(truths.split(), pa.bool_()),
    }
    return {name: kinds.get(name, pa.string()) for name in words.split()}


def percent(row: Mapping[str, Any], name: str = "") -> str:
    """Return a share with its interval in words: "31.2% (28.0%–34.6%)"."""
    before = f"{name}_" if name else ""
    share, low, high = (row[f"{before}{part}"] for part in ("share", "low", "high"))
    if share is None:
        return "–"
    return figures(f"{share:.1%} ({low:.1%}–{high:.1%})")


def length(seconds: float | None) -> str:
    """Return a length of time in words, a dash for none."""
    return "–" if seconds is None else told(seconds * SECOND_US)


def newest_of(micros: Sequence[int]) -> Any:
    """Return the instant of the newest event, None when there is none."""
    newest = max(micros, default=NEVER)
    return None if newest == NEVER else instant_of(newest)
