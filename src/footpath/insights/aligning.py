"""Stages from a template: which of its stages each step of the data belongs to."""

import re
from collections.abc import Sequence

import numpy as np

from footpath.analytics import Float64
from footpath.feedback import Use
from footpath.insights import words
from footpath.insights.stages import Stage
from footpath.insights.tongue import phrase
from footpath.maps import Column, load_template, localised
from footpath.maps import stages as stages_of

STAY = 0.05  # a step whose name says nothing stays with the one before it
NAME_WEIGHT, FAMILY_WEIGHT, LIKENESS_WEIGHT = 1.0, 0.6, 0.8


def align(titles: Sequence[str], template: str, locale: str) -> tuple[tuple[Stage, ...], str]:
    """Return (stages, how): the template's stages that have steps, in the template's order.

    Every step is compared with the words of each stage's title and description; the assignment that keeps the reading
    order and agrees with most is found by dynamic programming.
    """
    known = stages_of(load_template(template))
    best = _monotone(_scores(titles, known))
    groups: dict[int, list[int]] = {}
    for step, stage in enumerate(best):
        groups.setdefault(stage, []).append(step)
    stages = tuple(Stage(known[stage].title, tuple(steps), known[stage].key) for stage, steps in groups.items())
    empty = [localised(stage.title, locale) for index, stage in enumerate(known) if index not in groups]
    how = phrase(
        "Stages are those of the template “{template}”; each step is in the one that describes it best.",
        template=template,
    )
    if empty:
        how += f" Nothing in the data belongs to {', '.join(empty)}."
    return stages, how


def _scores(titles: Sequence[str], known: Sequence[Column]) -> Float64:
    """Return steps × stages: how well a step's name fits."""
    scores = np.zeros((len(titles), len(known)))
    phrases = [_phrases(stage) for stage in known]
    for step, title in enumerate(titles):
        plain = title
        own = words.family(plain)
        for stage, texts in enumerate(phrases):
            hits = max((_share_of_words(plain, text) for text in texts), default=0.0)
            kin = own and own in {words.family(text) for text in texts}
            scores[step, stage] = NAME_WEIGHT * hits + FAMILY_WEIGHT * bool(kin)
    unclear = [step for step in range(len(titles)) if scores[step].max() < FAMILY_WEIGHT]
    if unclear:
        scores[unclear] += LIKENESS_WEIGHT * _likeness([titles[step] for step in unclear], known)
    return scores


def _phrases(stage: Column) -> list[str]:
    description = localised(stage.description, "en")
    title = localised(stage.title, "en")
    return [part.strip() for part in (title, *re.split(r"[,.;:]| or | and ", description)) if part.strip()]


def _share_of_words(title: str, phrase: str) -> float:
    own, other = set(words.same_thing(title)), set(words.same_thing(phrase))
    return len(own & other) / max(1, min(len(own), len(other))) if own & other else 0.0


def _likeness(titles: Sequence[str], known: Sequence[Column]) -> Float64:
    """Return the cosine of sentence embeddings, for names whose words are in no stage's description."""
    encoder = Use()
    steps = encoder.encode(list(titles))
    stages = encoder.encode(
        [f"{localised(stage.title, 'en')}: {localised(stage.description, 'en')}" for stage in known]
    )
    return np.asarray(steps @ stages.T, float)


def _monotone(scores: Float64) -> list[int]:
    """Return the stage of each step, never falling, with the greatest sum of scores; ties go to the earlier stage."""
    steps, stages = scores.shape
    best = np.full((steps, stages), -np.inf)
    came = np.zeros((steps, stages), int)
    for step in range(steps):
        for stage in range(stages):
            if step == 0:
                best[0, stage] = scores[0, stage]
                continue
            before = best[step - 1, : stage + 1].copy()
            before[stage] += STAY
            came[step, stage] = int(np.argmax(before))
            best[step, stage] = before[came[step, stage]] + scores[step, stage]
    path = [int(np.argmax(best[-1]))] if steps else []
    for step in range(steps - 1, 0, -1):
        path.append(int(came[step, path[-1]]))
    return path[::-1]
