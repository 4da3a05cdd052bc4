"""Which status the tickets of an item come to, and whether it is theirs to set."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from footpath.tickets.model import CATEGORIES, Category


class Seen(Struct, frozen=True, kw_only=True):
    """What is known of one ticket of an item: how far it is, since when, and who said so."""

    category: Category
    changed_at: datetime
    by: str


def joined(categories: Sequence[Category]) -> Category | None:
    """Return how far several tickets are together; None where there are none.

    All dropped are dropped, all done are done (dropped ones aside), none begun are open; all else is in progress.
    """
    left = {one for one in categories if one != "dropped"}
    if not left:
        return "dropped" if categories else None
    return left.pop() if len(left) == 1 else "in_progress"


def status_of(
    by_ticket: Mapping[str, str], before: Sequence[Seen], now: Sequence[Seen], set_at: datetime | None
) -> tuple[str, str]:
    """Return the status that tickets give an item, and who says so; ("", "") where they give it none.

    Args:
        by_ticket: how far tickets are → the status.
        before, now: what was and is known of the item's tickets.
        set_at: when a person set the status; what a tracker said earlier does not change it.
    """
    was, far = joined([one.category for one in before]), joined([one.category for one in now])
    if far is None or far == was or (far == "open" and was is None):
        return "", ""
    last = max(now, key=lambda one: (one.changed_at, one.by))
    if set_at is not None and last.changed_at <= set_at:
        return "", ""
    return by_ticket.get(far, ""), last.by


def seen(row: Any, by: str) -> Seen | None:
    """Return what is known of a ticket, from a row of its states (None = there is none); None where nothing is."""
    if row is None:
        return None
    category = next((one for one in CATEGORIES if one == row.category), None)
    return Seen(category=category, changed_at=row.changed_at, by=by) if category else None
