"""Figures of a row in few words, for a terminal."""

from collections.abc import Mapping
from typing import Any

from footpath.analytics.durations import SECOND_US, told
from footpath.analytics.paths.versus import PREFIX
from footpath.analytics.telling import figures, phrase

NONE = "–"


def named(row: Mapping[str, Any], column: str, title: str) -> dict[str, object]:
    """Return a column of the first group, and of the second where there is one."""
    found = {title: row[column]}
    return found | ({f"versus {title}": row[PREFIX + column]} if PREFIX + column in row else {})


def share_of(row: Mapping[str, Any], title: str) -> dict[str, object]:
    """Return a share with its interval; of two groups both shares, and the difference with its."""
    if "difference" not in row:
        return {title: within(row["share"], row["low"], row["high"])}
    difference = points(row["difference"], row["difference_low"], row["difference_high"])
    return {title: percent(row["share"]), f"versus {title}": percent(row["versus_share"]), "difference": difference}


def span_of(row: Mapping[str, Any]) -> dict[str, object]:
    """Return the median time of the first group, and of the second where there is one."""
    found: dict[str, object] = {"median": span(row["median_s"])}
    return found | ({"versus median": span(row["versus_median_s"])} if "versus_median_s" in row else {})


def percent(share: float | None) -> str:
    """Return a share in per cent."""
    return NONE if share is None else figures(f"{share:.1%}")


def within(share: float | None, low: float | None, high: float | None) -> str:
    """Return a share with its interval in brackets."""
    if share is None or low is None or high is None:
        return NONE
    return figures(f"{share:.1%} ({low:.1%}–{high:.1%})")


def points(difference: float | None, low: float | None, high: float | None) -> str:
    """Return a difference of shares in percentage points with its interval in brackets."""
    if difference is None or low is None or high is None:
        return NONE
    return phrase("{n} pts ({low} to {high})", n=_signed(difference), low=_signed(low), high=_signed(high))


def _signed(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-", "−")


def span(seconds: float | None) -> str:
    """Return a length of time in the unit that reads best."""
    if seconds is None:
        return NONE
    return f"{figures(format(seconds, '.3g'))} s" if seconds < 60 else told(seconds * SECOND_US)
