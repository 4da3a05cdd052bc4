"""Titles of typical journeys: what each does that the others don't, and how it ends."""

from collections import Counter
from collections.abc import Sequence

from footpath.analytics import UInt16
from footpath.insights import words
from footpath.insights.tongue import phrase, spoken
from footpath.maps import Column, localised

TO_AND_FRO = 3  # visits to one column from which a way goes to and fro


def way_titles(ways: Sequence[UInt16], columns: Sequence[Column], goal: int) -> list[str]:
    """Return a title for each way (codes of columns), all different.

    A title says how the way ends, and before that the first that tells it from the others: that it is one step only,
    that it goes to and fro, a column only it comes by, or what it leaves out.
    """
    titles = [localised(column.title, spoken()) for column in columns]
    visits = [[int(code) for code in way] for way in ways]
    found: list[str] = []
    for place, way in enumerate(visits):
        others = [other for index, other in enumerate(visits) if index != place]
        said = [*_straight(way, titles, goal)]
        said += [_sentence(middle, _end(way, titles, goal)) for middle in _middles(way, others, titles, goal)]
        found.append(next((one for one in said if one not in found), f"{said[0]} ({place + 1})"))
    return found


def _straight(way: Sequence[int], titles: Sequence[str], goal: int) -> list[str]:
    if way[-1] != goal or len(way) < 2 or len(set(way)) < len(way):
        return []
    return [phrase("Straight from {first} to {last}", first=_spoken(titles, way[0]), last=_spoken(titles, goal))]


def _sentence(middle: str, end: str) -> str:
    text = phrase("{middle}, {end}", middle=middle, end=end) if middle else end
    return text[:1].upper() + text[1:]


def _end(way: Sequence[int], titles: Sequence[str], goal: int) -> str:
    last = _spoken(titles, way[-1])
    if goal and goal in way:
        reached = "reaches {step} and goes on" if way[-1] > goal else "reaches {step}"
        return phrase(reached, step=_spoken(titles, goal))
    if len(set(way)) == 1:
        return phrase("only {step}" if not goal else "only {step}, then leaves", step=last)
    return phrase("leaves at {step}" if goal else "ends at {step}", step=last)


def _middles(way: Sequence[int], others: Sequence[Sequence[int]], titles: Sequence[str], goal: int) -> list[str]:
    """Return what may be said before the end, most telling first."""
    if len(set(way)) == 1 or (goal in way and way[-1] > goal):
        return ["", phrase("in {n} visits", n=len(way))]
    tally = Counter(way)
    most = max(sorted(tally), key=lambda code: tally[code])
    own = _only_here(way, others, (way[-1], goal))
    missed = [code for code in _only_here(others[0], [way], (goal,)) if code < max(way)] if others else []
    found = []
    if tally[most] >= TO_AND_FRO:
        found.append(phrase("comes back to {step} again and again", step=_spoken(titles, most)))
    found += [
        phrase("via {step}", step=_spoken(titles, code))
        for code in sorted(own, key=lambda code: (-tally[code], code))[:2]
    ]
    found += [phrase("without {step}", step=_spoken(titles, code)) for code in missed[:2]]
    if tally[most] > 1:
        found.append(phrase("comes back to {step}", step=_spoken(titles, most)))
    first = _spoken(titles, way[0])
    return [*found, phrase("from {step}", step=first), phrase("from {step} in {n} visits", step=first, n=len(way))]


def _only_here(way: Sequence[int], others: Sequence[Sequence[int]], leave: Sequence[int]) -> list[int]:
    """Return the columns of a way that no other way comes by, else those that the first of the others leaves out."""
    kept = [code for code in dict.fromkeys(way) if code not in leave]
    own = [code for code in kept if not any(code in other for other in others)]
    return own or [code for code in kept if others and code not in others[0]]


def _spoken(titles: Sequence[str], code: int) -> str:
    return words.lower_first(titles[code - 1])
