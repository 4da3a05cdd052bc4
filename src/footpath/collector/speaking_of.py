"""Whom a refused element speaks of: the ids among its texts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from footpath.collector import deadletters
from footpath.collector.fields import email_hash
from footpath.collector.records import DeadLetter

_LONGEST = 1024


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text and whole number in a JSON value, and the hashes of e-mail addresses."""
    if type(value) is dict:
        for inner in value.values():
            yield from texts_in(inner)
    elif type(value) is list:
        for inner in value:
            yield from texts_in(inner)
    elif type(value) is str and value and len(value) <= _LONGEST:
        yield value.strip()
        hashed = email_hash(value)
        if hashed:
            yield hashed
    elif type(value) is int:
        yield str(value)


def speaks_of(letter: DeadLetter, said: Callable[[str], bool]) -> bool:
    """Say whether any text in a letter is one that is asked for; one that cannot be read is searched as a text."""
    try:
        document = msgspec.json.decode(letter.body)
    except msgspec.DecodeError:
        return any(said(word) for word in letter.body.replace('"', " ").replace(",", " ").split())
    return any(map(said, texts_in(document)))


def forget_letters(store: Path, gone: Callable[[DeadLetter], bool]) -> int:
    """Take letters out of the dead letters of a store; return how many."""
    return sum(deadletters.remove(path, gone) for path in deadletters.files(store))
