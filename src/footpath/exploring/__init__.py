"""Exploring: a team's data behind its maps: live figures, answers to questions, people, and SQL to check them."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.exploring.answering import Answers
    from footpath.exploring.asked import Asked, Replied
    from footpath.exploring.behind import Listed, Part
    from footpath.exploring.console import Result
    from footpath.exploring.describing import Question, questions
    from footpath.exploring.exporting import csv_of, picture_as, workbook_of
    from footpath.exploring.holding import Facts, Held, Holding
    from footpath.exploring.living import Living
    from footpath.exploring.naming import NamedMetric, NamedSegment, Names
    from footpath.exploring.persons import Person
    from footpath.exploring.pinned import Pinned, PinnedNumbers
    from footpath.exploring.querying import NewQuery, Queries, View
    from footpath.exploring.saving import Exploration, ExplorationChange, Explorations, NewExploration
    from footpath.exploring.seeing import Preview, Seen
    from footpath.exploring.stores import Stores

# Loaded when first asked for: kernels and readers take longer to import than `footpath --help` may take.
_HOMES = {
    "Answers": "answering",
    "Asked": "asked",
    "Exploration": "saving",
    "ExplorationChange": "saving",
    "Explorations": "saving",
    "Facts": "holding",
    "Held": "holding",
    "Holding": "holding",
    "Listed": "behind",
    "Living": "living",
    "NamedMetric": "naming",
    "NamedSegment": "naming",
    "Names": "naming",
    "NewExploration": "saving",
    "NewQuery": "querying",
    "Part": "behind",
    "Person": "persons",
    "Pinned": "pinned",
    "PinnedNumbers": "pinned",
    "Preview": "seeing",
    "Queries": "querying",
    "Question": "describing",
    "Replied": "asked",
    "Result": "console",
    "Seen": "seeing",
    "Stores": "stores",
    "View": "querying",
    "csv_of": "exporting",
    "picture_as": "exporting",
    "questions": "describing",
    "workbook_of": "exporting",
}

__all__ = [
    "Answers",
    "Asked",
    "Exploration",
    "ExplorationChange",
    "Explorations",
    "Facts",
    "Held",
    "Holding",
    "Listed",
    "Living",
    "NamedMetric",
    "NamedSegment",
    "Names",
    "NewExploration",
    "NewQuery",
    "Part",
    "Person",
    "Pinned",
    "PinnedNumbers",
    "Preview",
    "Queries",
    "Question",
    "Replied",
    "Result",
    "Seen",
    "Stores",
    "View",
    "csv_of",
    "picture_as",
    "questions",
    "workbook_of",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
