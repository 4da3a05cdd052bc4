"""Exploring: a team's data behind its maps: live figures, answers to questions, people, and SQL to check them."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.exploring.answering import Answers
    from footpath.exploring.asked import Asked, Replied
    from footpath.exploring.describing import Question, questions
    from footpath.exploring.holding import Facts, Held, Holding
    from footpath.exploring.living import Living, Preview, Seen
    from footpath.exploring.stores import Stores

# Loaded when first asked for: kernels and readers take longer to import than `footpath --help` may take.
_HOMES = {
    "Answers": "answering",
    "Asked": "asked",
    "Facts": "holding",
    "Held": "holding",
    "Holding": "holding",
    "Living": "living",
    "Preview": "living",
    "Question": "describing",
    "Replied": "asked",
    "Seen": "living",
    "Stores": "stores",
    "questions": "describing",
}

__all__ = [
    "Answers",
    "Asked",
    "Facts",
    "Held",
    "Holding",
    "Living",
    "Preview",
    "Question",
    "Replied",
    "Seen",
    "Stores",
    "questions",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
