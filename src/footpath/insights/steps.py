"""Steps from things: at most a dozen and a half columns, however many kinds of contact there are."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics import Float64
from footpath.insights import signs, words
from footpath.insights.naming import sections, step_titles
from footpath.insights.touchpoints import Thing, Things

MOST_STEPS = 18
ALIKE = 0.8  # at this likeness two things are one step even when there is room for both
LEAST_OF_TOP = 0.03  # of the persons who met the most met thing: what is rarer gets no column,
LEAST_SHARE = 0.02  # nor does what is rarer than this of all persons,
LEAST_OF_GOAL = 0.5  # unless it is met by this many, of those who reach the goal,
LEAST_TOLD = 0.005  # or tells of trouble
UNLIKE = 0.3  # below this likeness the rarest thing is left out rather than joined with another,
MOST_DROPPED = 0.03  # unless at least this share of persons met it
GATHERED = 0.35  # likeness from which rare things share a column
MOST_COMPARED = 800  # likeness is compared pair by pair
TELLING = frozenset(
    ("help", "give_back", "tell", "leave", "dispute")
)  # rare, and what a map is read for: never dropped
FAILURE = tuple(stem for stem in signs.ERROR if stem not in signs.REFUSAL)  # a refusal is an answer, not a failure
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


def fold(found: Things, *, keep: int = 0, locale: str = "en") -> Folded:
    """Return the steps of the journey.

    Things whose names differ in a number only, and alternatives with the same neighbours and akin names that hardly
    anyone meets both of, become one step. While there are more than `MOST_STEPS`, the two most alike are joined, where
    likeness is of names and of what comes before and after, and joining two big ones costs most.

    Args:
        found: the things.
        keep: code of a thing (the goal) that stays a step of its own.
        locale: language of the names of steps that hold several things.
    """
    persons = found.sums.reach.persons[1:].astype(float)
    compared = min(len(found.things), MOST_COMPARED)
    groups = [[code] for code in range(1, compared + 1)]
    likeness = _likeness(found, compared)
    share = persons[:compared] / max(1, found.sums.persons)
    told = np.array([_telling(thing) for thing in found.things[:compared]], bool)
    groups = _join(groups, likeness, np.where(told, np.maximum(share, MOST_DROPPED + share), share), keep)
    floor = _floor(share, keep)
    big = [group for group in groups if keep in group or max(share[code - 1] for code in group) >= floor]
    small = [group for group in groups if group not in big]
    steps = groups
    if len(groups) > 3:
        gathered, rest = _gathered(small, likeness, (share, np.where(told, LEAST_TOLD, floor)))
        steps = _taken_in([*big, *gathered], rest, _akin(found.things[:compared], likeness), keep)
    placed = {code for group in steps for code in group}
    left = [code for code in range(1, len(found.things) + 1) if code not in placed]
    named = zip(step_titles(found, steps, locale), steps, strict=True)
    return Folded(tuple(Step(title, tuple(group)) for title, group in named), tuple(left))


def _telling(thing: Thing) -> bool:
    """Say whether a map is read for it however rare it is: calls for help, returns, opinions, errors, partings."""
    return words.family(thing.title) in TELLING or any(signs.speaks_of(name, FAILURE) for name in thing.names)


def _floor(share: Float64, keep: int) -> float:
    """Return the share of persons from which a thing has a column: of the most met thing, but less than the goal's."""
    floor = max(LEAST_SHARE, LEAST_OF_TOP * float(share.max(initial=0.0)))
    return min(floor, LEAST_OF_GOAL * float(share[keep - 1])) if keep else floor


def _akin(things: Sequence[Thing], likeness: Float64) -> Float64:
    """Return the likeness of things, 0 where one ends badly and the other does not, or they mean two things."""
    bad = np.array([any(words.bad_end(name) for name in thing.names) for thing in things], bool)
    return np.where(np.equal.outer(bad, bad) & (_kin(things) >= 0), likeness, 0.0)


def _taken_in(big: Sequence[list[int]], small: Sequence[list[int]], akin: Float64, keep: int) -> list[list[int]]:
    """Return the big groups, each with the small groups that are like it; `keep` stays alone."""
    steps = [list(group) for group in big]
    hosts = [group for group in steps if keep not in group]
    known = [np.array(group) - 1 for group in hosts]
    for group in small:
        alike = [float(akin[np.ix_(np.array(group) - 1, host)].mean()) for host in known]
        if alike and max(alike) >= GATHERED:
            hosts[int(np.argmax(alike))] += group
    return [sorted(group) for group in steps]


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


def _word_set(thing: Thing) -> frozenset[str]:
    return sections(thing) if thing.is_page else frozenset(words.same_thing(thing.names[0]))


def _kin(things: Sequence[Thing]) -> Float64:
    """Return 1 for pairs of one family of meaning, −1 for pairs of two, 0 where one is unknown."""
    known = ["" if thing.is_page else words.family(thing.title) for thing in things]  # paths say sections, not acts
    return np.array([[0.0 if not (a and b) else (1.0 if a == b else -1.0) for b in known] for a in known]).reshape(
        len(known), -1
    )


def _numbered(things: Sequence[Thing]) -> Bool:
    """Say which pairs have names that differ in a number only ("product1", "product2")."""
    plain = ["" if thing.is_page else words.without_digits(thing.names[0]) for thing in things]
    return np.array([[bool(one) and one == other for other in plain] for one in plain], bool).reshape(len(plain), -1)


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


def _gathered(
    small: list[list[int]], likeness: Float64, sizes: tuple[Float64, Float64]
) -> tuple[list[list[int]], list[list[int]]]:
    """Join small groups that are alike; return (those that together are no longer small, the others).

    `sizes` are the share of persons of each thing and the share from which it has a column.
    """
    share, floor = sizes
    rest = sorted(small, key=lambda group: (-max(share[code - 1] for code in group), group))
    kept: list[list[int]] = []
    others: list[list[int]] = []
    while rest:
        group = rest.pop(0)
        for other in list(rest):
            if likeness[np.ix_([code - 1 for code in group], [code - 1 for code in other])].mean() >= GATHERED:
                group = sorted([*group, *other])
                rest.remove(other)
        places = np.array(group) - 1
        enough = share[places].max() if len(group) == 1 else share[places].sum()
        (kept if enough >= floor[places].min() else others).append(group)
    return kept, others


def _drop_smallest(alive: Bool, weight: Float64, keep: int) -> bool:
    candidates = [index for index in np.flatnonzero(alive) if index + 1 != keep]
    smallest = min(candidates, key=lambda index: (weight[index], -index))
    if weight[smallest] > MOST_DROPPED:
        return False
    alive[smallest] = False
    return True
