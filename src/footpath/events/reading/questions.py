"""What an import asks when a file can be read in two ways: a prompt in a terminal, elsewhere an error."""

from collections.abc import Callable

from msgspec import Struct

from footpath.core.errors import Invalid


class Question(Struct, frozen=True):
    """One thing only a person can say.

    Attributes:
        option: the option that answers it, e.g. "--dates".
        text: the question.
        choices: answers offered.
    """

    option: str
    text: str
    choices: tuple[str, ...]


class Unclear(Invalid):
    """The file can be read in more than one way, and nobody was there to ask."""

    code = "unclear"


Ask = Callable[[Question], str | None]


def answer(question: Question, ask: Ask | None) -> str:
    """Return the person's answer; raises Unclear naming the option when there is nobody to ask."""
    said = ask(question) if ask else None
    if said is None:
        offered = " or ".join(f"{question.option} {choice}" for choice in question.choices)
        raise Unclear(question.text, hint=f"Say {offered}.")
    return said
