"""Stages: neighbouring steps that belong together, and what they are called."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct

from footpath.analytics import Float64
from footpath.insights import words
from footpath.insights.tracks import Sums
from footpath.maps import Text

MOST_STAGES = 9
FEWEST_STAGES = 3
MOST_STEPS_A_STAGE = 5
STEPS_A_STAGE = 2.2  # the usual number, from which the wished-for number of stages follows
COUNT_WEIGHT = 0.25
SAME_FAMILY, NEAR_FAMILY, OTHER_FAMILY = 1.0, 0.1, -0.7
NEAR = 2  # ranks apart in the usual order of journeys


class Stage(Struct, frozen=True):
    """A stage to be: its title and the positions of its steps in reading order.

    Attributes:
        template: key of the template's stage it stands for, "" when named from the data.
    """

    title: Text
    steps: tuple[int, ...]
    template: str = ""


def find_stages(total: Sums, titles: Sequence[str], waits: Float64) -> tuple[Stage, ...]:
    """Cut the steps, which are in reading order, into stages.

    Two steps belong together when their names mean the same family or share words, when persons mostly go between the
    two, and when little time lies between them. The best cut into 3–9 stages of at most five steps is found exactly, by
    dynamic programming over all cuts.

    Args:
        total: counts with step i + 1 at position i.
        titles: of the steps.
        waits: median seconds from each step to the next one, one less than there are steps; NaN where nobody went.
    """
    bonds = _bonds(total, titles, waits)
    cuts = _best_cut(bonds, _wished(len(titles)))
    groups = [tuple(range(begin, end)) for begin, end in pairwise(cuts)]
    persons = [int(count) for count in total.reach.persons[1:]]
    plain = [_without(title, _everywhere(titles)) for title in titles]
    named = [stage_title([plain[step] for step in group], [persons[step] for step in group]) for group in groups]
    return tuple(
        Stage(title, group) for title, group in zip(_distinct(named, groups, plain, persons), groups, strict=True)
    )


def _wished(steps: int) -> int:
    return max(min(FEWEST_STAGES, steps), min(MOST_STAGES, round(steps / STEPS_A_STAGE)))


def _bonds(total: Sums, titles: Sequence[str], waits: Float64) -> Float64:
    """Return k × k: how strongly two steps belong together (0 = indifferent)."""
    k = len(titles)
    bonds = np.zeros((k, k))
    known = [words.family(title) for title in titles]
    held = [set(words.same_thing(title)) - _everywhere(titles) for title in titles]
    moves = total.times[1:, 1:].astype(float)
    leaving, coming = np.maximum(moves.sum(axis=1), 1), np.maximum(moves.sum(axis=0), 1)
    for a in range(k):
        for b in range(a + 1, k):
            meaning = _meaning(known[a], known[b])
            shared = len(held[a] & held[b]) / max(1, min(len(held[a]), len(held[b])))
            flow = 2 * (moves[a, b] + moves[b, a]) / (leaving[a] + coming[b] + leaving[b] + coming[a])
            bonds[a, b] = bonds[b, a] = meaning + 0.8 * shared + 0.8 * (flow - 0.35)
    return bonds - _long_waits(waits, k)


def _without(title: str, words_out: set[str]) -> str:
    """Return `title` without words that nearly all titles have, unless nothing else tells it apart."""
    kept = [word for word in title.split() if not words_out.intersection(words.stems(word))]
    return title if len(kept) < 2 or len(words_out) < 2 else words.human(" ".join(kept))


def _everywhere(titles: Sequence[str]) -> set[str]:
    """Return the words that more than half of all titles have: they tell no stage from another."""
    tally: dict[str, int] = {}
    for title in titles:
        for word in words.same_thing(title):
            tally[word] = tally.get(word, 0) + 1
    return {word for word, count in tally.items() if count * 2 > len(titles)}


def _meaning(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return SAME_FAMILY
    ranks = words.families()[one].rank, words.families()[other].rank
    return NEAR_FAMILY if abs(ranks[0] - ranks[1]) <= NEAR else OTHER_FAMILY


def _long_waits(waits: Float64, k: int) -> Float64:
    """Return k × k: a price for every long wait between two steps (orders of magnitude over the usual one)."""
    price = np.zeros((k, k))
    known = waits[np.isfinite(waits)]
    if len(known) < 3:
        return price
    usual = np.log10(np.median(known) + 1)
    step = np.nan_to_num(np.clip((np.log10(waits + 1) - usual) * 0.4, 0, 0.8), nan=0.0)
    passed = np.concatenate([[0.0], np.cumsum(step)])
    return np.asarray(np.abs(np.subtract.outer(passed, passed)))


def _best_cut(bonds: Float64, wished: int) -> list[int]:
    """Return the positions 0 = c₀ < c₁ < … = k of the cut with the most bond inside stages, near the wished number."""
    k = len(bonds)
    most, fewest = min(MOST_STAGES, k), min(FEWEST_STAGES, k)
    best = np.full((k + 1, most + 1), -np.inf)
    came = np.zeros((k + 1, most + 1), int)
    best[0, 0] = 0
    for end in range(1, k + 1):
        for count in range(1, most + 1):
            for begin in range(max(0, end - MOST_STEPS_A_STAGE), end):
                value = best[begin, count - 1] + _held_together(bonds, begin, end)
                if value > best[end, count] + 1e-12:
                    best[end, count], came[end, count] = value, begin
    counts = range(max(fewest, -(-k // MOST_STEPS_A_STAGE)), most + 1)
    count = max(counts, key=lambda number: (best[k, number] - COUNT_WEIGHT * abs(number - wished), -number))
    cuts = [k]
    while count:
        cuts.append(int(came[cuts[-1], count]))
        count -= 1
    return cuts[::-1]


def _held_together(bonds: Float64, begin: int, end: int) -> float:
    """Mean bond of the pairs of a stage, times its joints (a stage of one step holds nothing)."""
    size = end - begin
    if size < 2:
        return 0.0
    inside = bonds[begin:end, begin:end]
    return float(inside.sum() / (size * (size - 1)) * (size - 1))


def stage_title(titles: Sequence[str], persons: Sequence[int]) -> Text:
    """Return what steps are together: their family's title, a word they share, or the step most persons reach.

    The family must be that of most of the steps; two steps of two families are named after both.
    """
    if len(titles) == 1:
        return titles[0]
    known = [words.family(title) for title in titles]
    ranks = {key: family.rank for key, family in words.families().items()}
    top = max(known, key=lambda key: (known.count(key), bool(key), -ranks.get(key, 0)))
    if top and known.count(top) >= (len(titles) + 1) // 2 and known.count(top) > 1:
        return dict(words.families()[top].title)
    shared = _shared(titles)
    if shared:
        return words.human(shared)
    if len(titles) == 2 and all(known):
        return _pair(*sorted(known, key=lambda key: ranks[key]))
    return titles[int(np.argmax(persons))]


def _shared(titles: Sequence[str]) -> str:
    common = set(words.stems(titles[0])).intersection(*(words.stems(title) for title in titles[1:]))
    kept = [
        word
        for word in words.split(titles[0])
        if words.stem(word) in common and len(word) > 2 and not words.filler(word)
    ]
    return " ".join(kept[:4])


def _pair(one: str, other: str) -> dict[str, str]:
    first, second = words.families()[one].title, words.families()[other].title
    return {
        locale: f"{text} & {second[locale][:1].lower() + second[locale][1:] if locale != 'zh-Hant' else second[locale]}"
        for locale, text in first.items()
    }


def _distinct(
    named: Sequence[Text], groups: Sequence[tuple[int, ...]], titles: Sequence[str], persons: Sequence[int]
) -> list[Text]:
    """Give stages that came out with equal titles the title of their most reached step instead, but for the biggest."""
    found: list[Text] = list(named)
    for position, title in enumerate(named):
        twins = [other for other, text in enumerate(named) if text == title]
        biggest = max(twins, key=lambda other: (max(persons[step] for step in groups[other]), -other))
        if position != biggest:
            found[position] = titles[max(groups[position], key=lambda step: (persons[step], -step))]
    return found


def group_by_meaning(titles: Sequence[str]) -> tuple[tuple[Stage, ...], list[int]]:
    """Return (stages, order) of things that no journey puts in order, such as questions of a survey.

    Things of one family stand together, families in the usual order of journeys; what the vocabulary doesn't know
    keeps its place after them. Stage steps are positions in `order`, which holds positions in `titles`.
    """
    ranks = {key: family.rank for key, family in words.families().items()}
    known = [words.family(title) for title in titles]
    if len({key for key in known if key}) < 2 or len(titles) <= MOST_STEPS_A_STAGE:
        return tuple(Stage(title, (place,)) for place, title in enumerate(titles)), list(range(len(titles)))
    order = sorted(range(len(titles)), key=lambda place: (ranks.get(known[place], 99), place))
    stages: list[Stage] = []
    begin = 0
    for end in range(1, len(order) + 1):
        full = end - begin == MOST_STEPS_A_STAGE
        if end < len(order) and known[order[end]] == known[order[begin]] and not full:
            continue
        key = known[order[begin]]
        title: Text = dict(words.families()[key].title) if key and end - begin > 1 else titles[order[begin]]
        stages.append(Stage(title, tuple(range(begin, end))))
        begin = end
    return tuple(stages), order
