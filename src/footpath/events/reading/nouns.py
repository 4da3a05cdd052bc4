"""What a table is about, from the words in its name and its columns: orders, tickets, reviews, …"""

import re
from collections.abc import Iterable

from msgspec import Struct

from footpath.events.reading.names import fold
from footpath.events.reading.wordlists import read_words

_CJK = re.compile(r"[\u3400-\u9fff]")


class Noun(Struct, frozen=True):
    """A thing that tables are about.

    Attributes:
        label: what one of it is called on a map.
        type: the event type.
        kind: the signal kind.
    """

    label: str
    type: str = "track"
    kind: str = "note"


_LISTED = read_words("nouns")
_NOUNS = {
    word: Noun(entry["label"], entry["type"], entry["kind"]) for entry in _LISTED["nouns"] for word in entry["words"]
}
_NOISE = frozenset(_LISTED["noise"])
_TIME_WORDS = frozenset(_LISTED["time_words"])
_TIME_CJK = re.compile(r"(日期|時間|日時|於)")


def noun_of(names: Iterable[str]) -> Noun | None:
    """Return the first thing the names speak of, the first name first."""
    for name in names:
        words = fold(name)
        found = [_NOUNS[word] for word in words.split() if word in _NOUNS]
        found += [noun for word, noun in _NOUNS.items() if _CJK.search(word) and word in words]
        said = [noun for noun in found if noun.kind != "note"]  # "order reviews" are reviews
        if found:
            return (said or found)[0]
    return None


def from_file(name: str) -> str:
    """Return a label made of a file's name: "sample_train-item-views.csv" → "Item view"."""
    stem = name.rsplit(" · ", maxsplit=1)[-1].rsplit(".", 1)[0] if "." in name else name
    words = [word for word in fold(stem).split() if word not in _NOISE and not word.isdigit()]
    if not words:
        return "Event"
    last = words[-1]
    words[-1] = last[:-1] if last.endswith("s") and not last.endswith("ss") and len(last) > 3 else last
    label = " ".join(words[-3:])
    return label[:1].upper() + label[1:]


def milestone(column: str, noun: Noun) -> str:
    """Return the name of what happened at a date column: created_at of an order → "Order created"."""
    own = {word for word, entry in _NOUNS.items() if entry.label == noun.label}
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column).replace("_", " ").replace("-", " ")
    words = [word for word in spaced.split() if fold(word) not in _TIME_WORDS | own]
    rest = _TIME_CJK.sub("", " ".join(words)).replace(noun.label or "\0", "").strip()
    if not noun.label:
        return rest[:1].upper() + rest[1:]
    rest = rest[:1].lower() + rest[1:] if rest[1:2].islower() else rest
    joint = "" if _CJK.search(noun.label) and _CJK.search(rest) else " "
    return f"{noun.label}{joint}{rest}".strip()
