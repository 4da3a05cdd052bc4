"""What drifts: kinds that changed, properties and events that are new or gone, volumes that jump.

The newest days are held against all before them. "Now" is the newest event of the store, so that the same facts give
the same answer whenever they are asked.
"""

from statistics import median

from msgspec import Struct

from footpath.events.plan.seen import Property, Seen

DAY = 86_400_000_000
_USUAL = 0.05  # share of an event's rows that a property stands in, from which its going is told
_LEAST = 20  # rows below which nothing is said
_FACTOR = 2.0
_SPREADS = 5.0
_FAMILIES = {"time": "text", "number-text": "text", "integer": "number"}


class Drift(Struct, frozen=True, kw_only=True):
    """One thing that changed.

    Attributes:
        event, property: where; property "" = the event itself.
        what: new event | event gone | new property | property gone | type changed | volume up | volume down.
        said: in a sentence.
        at: since when, microseconds since 1970 UTC.
    """

    event: str
    property: str = ""
    what: str
    said: str
    at: int


def drifts(seen: dict[str, Seen], *, days: int = 7) -> list[Drift]:
    """Return what changed in the newest days, by event.

    Args:
        seen: from `see`.
        days: how many days are new.
    """
    if not seen:
        return []
    newest = max(one.last for one in seen.values())
    since = newest // DAY * DAY - (days - 1) * DAY
    if min(one.first for one in seen.values()) >= since:
        return []  # all there is, is new
    found: list[Drift] = []
    for name, one in seen.items():
        if one.first >= since:
            found.append(Drift(event=name, what="new event", said=f"seen {one.count:,} times", at=one.first))
        elif one.last < since:
            if one.count >= _LEAST and len(one.days) > 1 and _was_steady(one, since, days):
                found.append(Drift(event=name, what="event gone", said="not seen since", at=one.last))
        else:
            found += _volume(name, one, since, days)
            found += [drift for key, held in one.properties.items() for drift in _property(name, key, held, one, since)]
    return found


def _windows(one: Seen, since: int, days: int) -> list[int]:
    """Return the counts of whole windows before the newest, newest first, since the event is known."""
    start, first = since // DAY, one.first // DAY
    number = (start - first) // days
    return [sum(one.days.get(start - n * days - d, 0) for d in range(1, days + 1)) for n in range(number)]


def _was_steady(one: Seen, since: int, days: int) -> bool:
    before = _windows(one, since, days)[:4]
    return bool(before) and sum(count > 0 for count in before) > len(before) / 2


def _volume(name: str, one: Seen, since: int, days: int) -> list[Drift]:
    before = _windows(one, since, days)[:12]
    if len(before) < 3:
        return []
    now = sum(count for day, count in one.days.items() if day >= since // DAY)
    usual = median(before)
    spread = max(median(abs(count - usual) for count in before) * 1.4826, max(usual, 1) ** 0.5)
    away = now - usual
    if max(now, usual) < _LEAST or abs(away) < _SPREADS * spread:
        return []
    if max(now, 1) / max(usual, 1) < _FACTOR and max(usual, 1) / max(now, 1) < _FACTOR:
        return []
    what = "volume up" if away > 0 else "volume down"
    said = f"{now:,} in {days} days, usually {usual:,.0f}"
    return [Drift(event=name, what=what, said=said, at=since)]


def _property(name: str, key: str, held: Property, one: Seen, since: int) -> list[Drift]:
    if one.looked < _LEAST:
        return []
    found = []
    if held.first >= since:
        said = f"in {held.count:,} of {one.looked:,} looked at"
        found.append(Drift(event=name, property=key, what="new property", said=said, at=held.first))
    elif held.last < since and held.count >= _USUAL * one.looked:
        said = f"was in {held.count / one.looked:.0%}"
        found.append(Drift(event=name, property=key, what="property gone", said=said, at=held.last))
    else:
        found += _type(name, key, held, since)
    return found


def _type(name: str, key: str, held: Property, since: int) -> list[Drift]:
    families: dict[str, list[int]] = {}
    for kind, values in held.kinds.items():
        families.setdefault(_FAMILIES.get(kind, kind), []).append(values.first)
    fresh = sorted(family for family, firsts in families.items() if min(firsts) >= since)
    old = sorted(family for family, firsts in families.items() if min(firsts) < since)
    if not fresh or not old:
        return []
    at = min(first for family in fresh for first in families[family])
    said = f"{' and '.join(fresh)}, so far {' and '.join(old)}"
    return [Drift(event=name, property=key, what="type changed", said=said, at=at)]
