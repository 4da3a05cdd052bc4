"""Steps from things: at most a dozen and a half columns, however many kinds of contact there are."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.journeys import Float64
from footpath.insights import words
from footpath.insights.touchpoints import Thing, Things

MOST_STEPS = 18
ALIKE = 0.8  # at this likeness two things are one step even when there is room for both
LEAST_SHARE = 0.01  # of persons: what is rarer and like nothing gets no column
UNLIKE = 0.3  # below this likeness the rarest thing is left out rather than joined with another,
MOST_DROPPED = 0.03  # unless at least this share of persons met it
COMMON = 3  # things outside a step from which a word they share with it doesn't name it
GATHERED = 0.35  # likeness from which rare things share a column
MOST_COMPARED = 800  # likeness is compared pair by pair
TELLING = frozenset(
    ("help", "give_back", "tell", "leave", "dispute")
)  # rare, and what a map is read for: never dropped
STATE_WEIGHT = 0.05  # of words like "created" in likeness; a rare word weighs log(1 + things)
Bool = npt.NDArray[np.bool_]


class Step(Struct, frozen=True):
    """A leaf column to be: its title and the codes of its things, most persons first."""

    title: str
    things: tuple[int, ...]


class Folded(Struct, frozen=True):
    """Steps, and the things (codes) too rare and too unlike all others to have a place."""

    steps: tuple[Step, ...]
    left: tuple[int, ...]


def fold(found: Things, *, keep: int = 0) -> Folded:
    """Return the steps of the journey.

    Things whose names differ in a number only, and alternatives with the same neighbours and akin names that hardly
    anyone meets both of, become one step. While there are more than `MOST_STEPS`, the two most alike are joined, where
    likeness is of names and of what comes before and after, and joining two big ones costs most.

    Args:
        found: the things.
        keep: code of a thing (the goal) that stays a step of its own.
    """
    persons = found.sums.reach.persons[1:].astype(float)
    compared = min(len(found.things), MOST_COMPARED)
    groups = [[code] for code in range(1, compared + 1)]
    likeness = _likeness(found, compared)
    share = persons[:compared] / max(1, found.sums.persons)
    told = np.array([words.family(thing.title) in TELLING for thing in found.things[:compared]], bool)
    groups = _join(groups, likeness, np.where(told, np.maximum(share, MOST_DROPPED + share), share), keep)
    big = [group for group in groups if keep in group or max(share[code - 1] for code in group) >= LEAST_SHARE]
    small = [group for group in groups if group not in big]
    steps = groups if len(groups) <= 3 else [*big, *_gathered(small, likeness, share)]
    placed = {code for group in steps for code in group}
    left = [code for code in range(1, len(found.things) + 1) if code not in placed]
    return Folded(
        tuple(Step(title(found, group), tuple(group)) for group in _unite_titles(found, steps)), tuple(sorted(left))
    )


def _likeness(found: Things, compared: int) -> Float64:
    """Likeness 0…1 of every pair: names and neighbours; 1 for names that differ in a number only."""
    things = found.things[:compared]
    names = _name_likeness(things)
    moves = found.sums.moved[: compared + 1, : compared + 1].astype(float)
    around = np.hstack([_shares(moves[1:, :]), _shares(moves[:, 1:].T)])
    norms = np.linalg.norm(around, axis=1, keepdims=True)
    around = around / np.maximum(norms, 1e-12)
    context = np.clip(around @ around.T, 0, 1)
    persons = np.maximum(found.sums.reach.persons[1 : compared + 1], 1).astype(float)
    both = found.sums.together[1 : compared + 1, 1 : compared + 1] / np.minimum.outer(persons, persons)
    before = found.sums.before[1 : compared + 1, 1 : compared + 1]
    unordered = 1 - np.abs(before - before.T) / np.maximum(before + before.T, 1)
    bundle = both**2 * unordered if compared > MOST_STEPS else np.zeros_like(both)
    kin = _kin(things)
    place = found.sums.place[1 : compared + 1]
    akin = 0.45 * names + 0.25 * context + 0.15 * bundle + 0.3 * kin - 0.3 * np.abs(np.subtract.outer(place, place))
    exclusive = (names >= 0.2) & (context >= 0.8) & (both <= 0.35) & (kin >= 0)
    akin = np.where(exclusive, np.maximum(akin, ALIKE + 0.05 * names), np.minimum(akin, ALIKE - 0.01))
    akin = np.where(_numbered(things), 1.0, akin)
    np.fill_diagonal(akin, 0)
    return np.asarray(akin)


def _shares(counts: Float64) -> Float64:
    return np.asarray(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))


def _name_likeness(things: Sequence[Thing]) -> Float64:
    """Overlap of the words of names, rare words counting more (Jaccard weighted by inverse frequency)."""
    held = [_word_set(thing) for thing in things]
    vocabulary = sorted(set().union(*held)) if held else []
    place = {word: index for index, word in enumerate(vocabulary)}
    matrix = np.zeros((len(things), len(vocabulary)))
    for row, one in enumerate(held):
        matrix[row, [place[word] for word in sorted(one)]] = 1
    rarity = np.log1p(len(things) / np.maximum(matrix.sum(axis=0), 1))
    rarity[[word.startswith("/") for word in vocabulary]] = 1  # a section of a site is one however many pages it has
    rarity[[word in words.states() for word in vocabulary]] = STATE_WEIGHT
    weighted = matrix * rarity
    shared = weighted @ matrix.T
    sizes = weighted.sum(axis=1)
    return np.asarray(shared / np.maximum(np.add.outer(sizes, sizes) - shared, 1e-12))


def _is_page(thing: Thing) -> bool:
    return thing.identity[0] == "page" and len(thing.identity) == 2


def _word_set(thing: Thing) -> frozenset[str]:
    if _is_page(thing):
        parts = [part for part in thing.identity[1].split("/") if part]
        return frozenset("/" + "/".join(parts[: depth + 1]) for depth in range(len(parts))) or frozenset(("/",))
    return frozenset(words.same_thing(thing.names[0]))


def _kin(things: Sequence[Thing]) -> Float64:
    """Return 1 for pairs of one family of meaning, −1 for pairs of two, 0 where one is unknown."""
    known = ["" if _is_page(thing) else words.family(thing.title) for thing in things]  # paths say sections, not acts
    return np.array([[0.0 if not (a and b) else (1.0 if a == b else -1.0) for b in known] for a in known]).reshape(
        len(known), -1
    )


def _numbered(things: Sequence[Thing]) -> Bool:
    """Say which pairs have names that differ in a number only ("product1", "product2")."""
    bare = ["" if _is_page(thing) else _bare(thing.names[0]) for thing in things]
    return np.array([[bool(one) and one == other for other in bare] for one in bare], dtype=bool).reshape(len(bare), -1)


def _bare(name: str) -> str:
    without = re.sub(r"\d+", " ", name)
    kept = [word for word in words.split(without) if len(word) > 1]
    return " ".join(kept).casefold() if without != name and kept else ""


def _join(groups: list[list[int]], likeness: Float64, share: Float64, keep: int) -> list[list[int]]:
    """Average-linkage agglomeration with a price on joining big groups; `keep` is never joined."""
    sizes = np.ones(len(groups))
    weight = share.copy()
    alive = np.ones(len(groups), bool)
    akin = likeness.copy()
    if keep:
        akin[keep - 1, :] = akin[:, keep - 1] = -1
    np.fill_diagonal(akin, -1)
    while alive.sum() > 1:
        small_first = akin - (np.minimum.outer(weight, weight) if alive.sum() > MOST_STEPS else 0)
        score = np.where(np.outer(alive, alive), small_first, -9)
        a, b = divmod(int(np.argmax(score)), len(groups))
        if alive.sum() <= MOST_STEPS and akin[a, b] < ALIKE:
            break
        if akin[a, b] < UNLIKE and _drop_smallest(alive, weight, keep):
            continue
        a, b = min(a, b), max(a, b)
        joined = (akin[a] * sizes[a] + akin[b] * sizes[b]) / (sizes[a] + sizes[b])
        akin[a], akin[:, a] = joined, joined
        akin[a, a] = -1
        sizes[a] += sizes[b]
        weight[a] = max(weight[a], weight[b])
        groups[a] += groups[b]
        alive[b] = False
    return [sorted(group) for group, live in zip(groups, alive, strict=True) if live]


def _gathered(small: list[list[int]], likeness: Float64, share: Float64) -> list[list[int]]:
    """Join small groups that are alike; return those that together are no longer small."""
    rest = sorted(small, key=lambda group: (-max(share[code - 1] for code in group), group))
    kept = []
    while rest:
        group = rest.pop(0)
        for other in list(rest):
            if likeness[np.ix_([code - 1 for code in group], [code - 1 for code in other])].mean() >= GATHERED:
                group = sorted([*group, *other])
                rest.remove(other)
        if sum(share[code - 1] for code in group) >= LEAST_SHARE and len(group) > 1:
            kept.append(group)
    return kept


def _drop_smallest(alive: Bool, weight: Float64, keep: int) -> bool:
    candidates = [index for index in np.flatnonzero(alive) if index + 1 != keep]
    smallest = min(candidates, key=lambda index: (weight[index], -index))
    if weight[smallest] > MOST_DROPPED:
        return False
    alive[smallest] = False
    return True


def _unite_titles(found: Things, groups: Sequence[list[int]]) -> list[list[int]]:
    """Join groups that would get the same title."""
    by_title: dict[str, list[int]] = {}
    for group in groups:
        by_title.setdefault(title(found, group), []).extend(group)
    return [sorted(group) for group in by_title.values()]


def title(found: Things, group: Sequence[int]) -> str:
    """Return what a group of things is called: what their names share, with the alternatives where they are few."""
    things = [found.things[code - 1] for code in group]
    if len(things) == 1:
        return things[0].title
    if all(_is_page(thing) for thing in things):
        return _section(things, [int(found.sums.reach.persons[code]) for code in group])
    bare = {_bare(thing.names[0]) for thing in things}
    if len(bare) == 1 and "" not in bare:
        return words.human(bare.pop())
    persons = [int(found.sums.reach.persons[code]) for code in group]
    shared = _shared_words(things, persons)
    head = things[int(np.argmax(persons))]
    if len(shared) == 0 or max(persons) >= 0.75 * sum(persons):
        return f"{head.title} and {len(things) - 1} more"
    phrase = words.human(" ".join(shared))
    rest = [" ".join(word for word in words.split(thing.names[0]) if word not in shared) for thing in things]
    listed = " or ".join(word.lower() for word in rest)
    if len(things) <= 3 and all(rest) and len(phrase) + len(listed) <= 34:
        return f"{phrase}: {listed}"
    others = [thing for code, thing in enumerate(found.things, start=1) if code not in group]
    elsewhere = sum(set(map(words.stem, shared)) <= set(words.stems(thing.names[0])) for thing in others)
    return f"{phrase} ({len(things)} kinds)" if elsewhere < COMMON else f"{head.title} and {len(things) - 1} more"


def _section(things: Sequence[Thing], persons: Sequence[int]) -> str:
    """Return the deepest section of the site that holds most of the pages, as a title."""
    total = sum(persons)
    best = ""
    for section in sorted(
        {part for thing in things for part in _word_set(thing)}, key=lambda part: (part.count("/"), part)
    ):
        inside = sum(count for thing, count in zip(things, persons, strict=True) if section in _word_set(thing))
        if inside >= 0.8 * total and section != "/":
            best = section
    head = things[int(np.argmax(persons))]
    if not best:
        return f"{head.title} and {len(things) - 1} more"
    parts = [part for part in best.split("/") if "*" not in part] or [""]
    return f"{words.human(' '.join(parts[-2:]).strip())} pages"


def _shared_words(things: Sequence[Thing], persons: Sequence[int]) -> list[str]:
    """Return the words, as the head spells them, that things of at least 80 % of the persons have in common."""
    head = things[int(np.argmax(persons))]
    held = [set(words.stems(thing.names[0])) for thing in things]
    kept = []
    for word in words.split(head.names[0]):
        known = sum(count for one, count in zip(held, persons, strict=True) if words.stem(word) in one)
        if known >= 0.8 * sum(persons) and (len(word) > 1 or not word.isascii()) and not word.isdigit():
            kept.append(word)
    while kept and words.stem(kept[-1]) in words.states():
        kept.pop()  # "rejected by" says nothing
    return kept
