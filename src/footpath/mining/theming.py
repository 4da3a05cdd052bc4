"""Quotes grouped into themes: what several people say in much the same words, at one step, upset or glad."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct, structs

from footpath.feedback import Meaning, alike, meanings, middle
from footpath.insights import RUDE, mask
from footpath.mining.figuring import NEUTRAL, Heard, Said, found_of, unit, whole
from footpath.mining.model import ThemeFacts
from footpath.mining.transcripts import statements

MOST_THEMES = 20  # of upset people, and as many of others
_MANY = 60  # quotes at a step from which a theme needs three of them
_SHORTEST_TITLE = 14  # characters
LONGEST_TITLE = 90
_SAME_PLACE = 0.35  # cosine from which a step's title says where something is said


class Candidate(Struct, frozen=True, kw_only=True):
    """A theme that was found, with the places of its quotes, those that show it best first; `title_of` is the quote
    whose words the title is.
    """

    title: str
    title_of: str
    found: ThemeFacts
    members: tuple[str, ...]


class _Part(Struct, frozen=True):
    """Sentences of one step and side: their vectors, words, and the quotes they are from."""

    vectors: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"
    said: tuple[str, ...]
    quote: tuple[int, ...]


def themes_of(
    heard: Sequence[Heard], titles: dict[str, str], progress: Callable[[float], None]
) -> tuple[list[Candidate], int]:
    """Return the themes of some quotes, those that most people speak of first, and how many quotes nothing here reads.

    Each sentence is read by a sentence encoder; sentences of one step, of upset people or of others, whose meanings
    lie close are a theme when two quotes (three where 60 or more are heard there) of different speakers, where they are
    known, say it. The same quotes give the same themes.

    Args:
        heard: what was said.
        titles: key of a step → its title, for quotes that belong to no step.
        progress: called with the share done.
    """
    pieces = [(at, one) for at, quote in enumerate(heard) for one in statements(quote.text)]
    read = meanings([one for _, one in pieces], [heard[at].lang for at, _ in pieces], progress)
    found: list[Candidate] = []
    for meaning in read:
        for column, rows in _parts(heard, pieces, meaning):
            places = [meaning.places[row] for row in rows]
            part = _Part(
                meaning.vectors[rows], tuple(pieces[at][1] for at in places), tuple(pieces[at][0] for at in places)
            )
            found += _themes(heard, part, meaning, column)
    placed = _placed(found, titles)
    placed.sort(key=lambda one: (-one.found.speakers, -one.found.n, one.found.column, one.title))
    readable = {pieces[at][0] for meaning in read for at in meaning.places}
    spoken = {at for at, _ in pieces}
    upset = [one for one in placed if one.found.side < 0][:MOST_THEMES]
    others = [one for one in placed if one.found.side >= 0][:MOST_THEMES]
    return sorted([*upset, *others], key=placed.index), len(spoken - readable)


def _parts(
    heard: Sequence[Heard], pieces: Sequence[tuple[int, str]], meaning: Meaning
) -> Iterator[tuple[str, list[int]]]:
    """Yield the rows of a meaning by step, what was said by people who are upset apart from the rest."""
    rows: dict[tuple[str, bool], list[int]] = {}
    for row, at in enumerate(meaning.places):
        quote = heard[pieces[at][0]]
        rows.setdefault((quote.column, quote.emotion < -NEUTRAL), []).append(row)
    for (column, _), own in sorted(rows.items()):
        yield column, own


def _themes(heard: Sequence[Heard], part: _Part, meaning: Meaning, column: str) -> Iterator[Candidate]:
    group = alike(part.vectors, meaning.apart)
    here = [at for at, quote in enumerate(heard) if quote.column == column]
    least = 3 if len(here) >= _MANY else 2
    for number in range(int(group.max(initial=-1)) + 1):
        rows = np.flatnonzero(group == number)
        centre = middle(part.vectors[rows])
        near = rows[np.argsort(-(part.vectors[rows] @ centre), kind="stable")]
        members = list(dict.fromkeys(part.quote[row] for row in near.tolist()))
        voices = {heard[at].who if heard[at].who >= 0 else -1 - at for at in members}
        if len(members) < least or (len(voices) < 2 and len({heard[at].who for at in here}) > 1):
            continue
        titles = ((part.quote[row], titled(part.said[row])) for row in near.tolist())
        said_by, title = next((one for one in titles if one[1]), (members[0], heard[members[0]].text[:LONGEST_TITLE]))
        yield Candidate(
            title=title,
            title_of=heard[said_by].ref,
            found=found_of(heard, members, here, Said(column, meaning.encoder, whole(centre))),
            members=tuple(heard[at].ref for at in members),
        )


def titled(said: str) -> str:
    """Return a sentence as a title; "" unless it is short, gives nobody away, and can hang on a wall."""
    fits = _SHORTEST_TITLE <= len(said) <= LONGEST_TITLE and mask(said) == said and not RUDE.search(said)
    return said[:1].upper() + said[1:].rstrip(".。") if fits else ""


def _placed(found: list[Candidate], titles: dict[str, str]) -> list[Candidate]:
    """Place themes of no step at the step whose title their words come close to."""
    if not titles or all(one.found.column for one in found):
        return found
    keys = sorted(titles)
    known = {one.encoder: one for one in meanings([titles[key] for key in keys], ["en"] * len(keys))}
    placed = []
    for one in found:
        there = known.get(one.found.encoder) if not one.found.column else None
        near = there.vectors @ unit(one.found.middle) if there is not None else np.zeros(0)
        if there is not None and len(near) and near.max() >= _SAME_PLACE:
            found_there = structs.replace(one.found, column=keys[there.places[int(near.argmax())]], guessed=True)
            placed.append(structs.replace(one, found=found_there))
        else:
            placed.append(one)
    return placed
