"""What a map is called when nobody said so."""

import re
from collections.abc import Sequence

from footpath.insights import words
from footpath.insights.draft import Draft
from footpath.insights.goal import aim
from footpath.maps import Column, localised

LONGEST = 60
OFTEN = 0.4  # of the reach of the most reached column: from here a column may begin or end the title
_TELLS_NOTHING = ("bpic", "data", "export", "events", "event", "log", "csv", "master", "sample", "train", "test")


def title_of(draft: Draft, *, counted: bool = False) -> str:
    """Return "Buying: from home page to order completed", or "Buying journey" where that is over 60 characters.

    What people are up to follows from the goal, or is the name of the only source; it begins at the first column that
    many reach and ends at the goal, or at the last column that many reach.

    Args:
        draft: the columns with their goal and sources.
        counted: the columns are the first, second, … time of one thing.
    """
    what = _journey(draft) or _source(draft.sources)
    if counted:
        thing = words.lower_first(localised(draft.columns[0].title, draft.locale).split(" ", 1)[-1])
        return _fitting((f"Coming back: {thing} after {thing}", "Coming back"))
    first, last = _ends(draft)
    way = _from_to(first, last, draft.locale)
    if not what or not way:
        return _fitting((way, what, first))
    return _fitting((f"{what}: {way}", f"{what} journey" if draft.locale == "en" else what))


def _fitting(wanted: Sequence[str]) -> str:
    kept = [text for text in wanted if text]
    fits = next((text for text in kept if len(text) <= LONGEST), f"{kept[-1][: LONGEST - 1].rstrip()}…")
    return fits[:1].upper() + fits[1:]


def _from_to(first: str, last: str, locale: str) -> str:
    if first == last:
        return ""
    begin, end = words.lower_first(first), words.lower_first(last)
    return f"from {begin} to {end}" if locale == "en" else f"{begin} → {end}"


def _ends(draft: Draft) -> tuple[str, str]:
    titles = [localised(column.title, draft.locale) for column in draft.columns]
    reached = [_reach(column) for column in draft.columns]
    often = [place for place, share in enumerate(reached) if share >= OFTEN * max(reached)]
    begin = often[0]
    end = draft.goal - 1 if draft.goal > 1 else often[-1]
    return titles[begin] if begin < end else titles[0], titles[end]


def _reach(column: Column) -> float:
    return column.figures["reach"].value if "reach" in column.figures else 0.0


def _journey(draft: Draft) -> str:
    """Return what people are up to, from the goal's family; "" where the vocabulary has no name for it."""
    titles = [localised(column.title, draft.locale) for column in draft.columns]
    key = aim(titles[draft.goal - 1], titles) if draft.goal else ""
    return words.journey_name(key, draft.locale) if key else ""


def _source(sources: Sequence[str]) -> str:
    """Return the name of the only source in words: "traffic_fines.csv" → "Traffic fines"."""
    if len(sources) != 1:
        return ""
    bare = re.sub(r"(\.\w{2,5})+$", "", sources[0])
    kept = [word for word in words.split(bare) if not any(letter.isdigit() for letter in word) and word.isascii()]
    named = [word for word in kept if word.casefold() not in _TELLS_NOTHING]
    return words.human(" ".join(word.lower() if not word.isupper() else word for word in named)) if named else ""
