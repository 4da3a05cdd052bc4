"""What steps are called: every step has a name of its own, whatever else it holds."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from footpath.insights import words
from footpath.insights.touchpoints import Thing, Things

STRONGEST = 2.0  # times as many persons as the next thing: then the step is called after the strongest one
MOST_LISTED = 3  # alternatives a title may list
LONGEST_LIST = 34  # characters
COMMON = 3  # things outside a step from which a word they share with it doesn't name it
OF_A_FAMILY = 0.6  # share of a step's things that must mean the same


def step_titles(found: Things, groups: Sequence[Sequence[int]], locale: str = "en") -> list[str]:
    """Return a title for each group of things (codes), all different.

    In this order: what pages or numbered names have in common, the alternatives where they are few, the strongest
    thing where it stands out, what all of them mean, the words they share, and the strongest thing in any case.
    """
    heads = [_head(found, group).title for group in groups]
    titles = list(heads)
    taken = {heads[place] for place, group in enumerate(groups) if len(group) == 1}
    several = [place for place, group in enumerate(groups) if len(group) > 1]
    for place in sorted(several, key=lambda place: -max(_persons(found, groups[place]))):
        others = {head for other, head in enumerate(heads) if other != place}
        wanted = _candidates(found, groups[place], locale)
        titles[place] = next((title for title in wanted if title not in taken | others), heads[place])
        taken.add(titles[place])
    return titles


def sections(thing: Thing) -> frozenset[str]:
    """Return the sections of the site that a page is in: "/a/b" is in "/a" and "/a/b"."""
    parts = [part for part in thing.identity[1].split("/") if part]
    return frozenset("/" + "/".join(parts[: depth + 1]) for depth in range(len(parts))) or frozenset(("/",))


def _persons(found: Things, group: Sequence[int]) -> list[int]:
    return [int(found.sums.reach.persons[code]) for code in group]


def _head(found: Things, group: Sequence[int]) -> Thing:
    return found.things[group[int(np.argmax(_persons(found, group)))] - 1]


def _candidates(found: Things, group: Sequence[int], locale: str) -> list[str]:
    things = [found.things[code - 1] for code in group]
    persons = _persons(found, group)
    head = _head(found, group).title
    if all(thing.is_page for thing in things):
        return [title for title in (_section(things, persons),) if title]
    numbered = {words.without_digits(thing.names[0]) for thing in things}
    if len(numbered) == 1 and "" not in numbered:
        return [words.human(numbered.pop())]
    shared = _shared_words(things, persons)
    listed = _alternatives(things, shared)
    ranked = sorted(persons, reverse=True)
    if ranked[0] >= STRONGEST * ranked[1] and not listed:
        return [head]
    wanted = (listed, _meaning(things, locale), _phrase(found, group, shared), head)
    return [title for title in wanted if title]


def _section(things: Sequence[Thing], persons: Sequence[int]) -> str:
    """Return the deepest section of the site that holds most of the pages, as a title; "" when there is none."""
    total = sum(persons)
    best = ""
    for section in sorted(
        {part for thing in things for part in sections(thing)}, key=lambda one: (one.count("/"), one)
    ):
        inside = sum(count for thing, count in zip(things, persons, strict=True) if section in sections(thing))
        if inside >= 0.8 * total and section != "/":
            best = section
    parts = [part for part in best.split("/") if "*" not in part]
    return f"{words.human(' '.join(parts[-2:]).strip())} pages" if any(parts) else ""


def _alternatives(things: Sequence[Thing], shared: Sequence[str]) -> str:
    """Return "Delivery: courier or pickup", "" where that would be long or says nothing."""
    rest = [" ".join(word for word in words.split(thing.names[0]) if word not in shared) for thing in things]
    every = all(set(map(words.stem, shared)) <= set(words.stems(thing.names[0])) for thing in things)
    listed = " or ".join(word.lower() for word in rest)
    phrase = words.human(" ".join(shared))
    short = len(things) <= MOST_LISTED and len(phrase) + len(listed) <= LONGEST_LIST
    return f"{phrase}: {listed}" if shared and every and short and all(rest) else ""


def _meaning(things: Sequence[Thing], locale: str) -> str:
    """Return what most of the things mean, as a step is called; "" where the vocabulary has no name for it."""
    known = Counter(words.family(thing.title) for thing in things)
    key, count = max(known.items(), key=lambda item: (item[1], item[0]))
    return words.step_name(key, locale) if key and count >= OF_A_FAMILY * len(things) else ""


def _phrase(found: Things, group: Sequence[int], shared: Sequence[str]) -> str:
    """Return the shared words, unless many things outside the group have them too."""
    others = [thing for code, thing in enumerate(found.things, start=1) if code not in group]
    elsewhere = sum(set(map(words.stem, shared)) <= set(words.stems(thing.names[0])) for thing in others)
    return words.human(" ".join(shared)) if shared and elsewhere < COMMON else ""


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
