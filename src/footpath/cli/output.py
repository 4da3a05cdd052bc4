"""Everything the program says: results on standard output, news and errors on standard error."""

import re
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from footpath.core.errors import FootpathError

# Signs that command a terminal or turn the direction of what follows; line ends and tabs are none.
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Terminal(Console):
    """Prints what customers sent as what it is: text, whatever it holds."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield what is to be printed, without signs that command the terminal in any text."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=harmless(segment.text))


out = Terminal(soft_wrap=True, highlight=False, markup=False, emoji=False)
news = Terminal(stderr=True, highlight=False, markup=False, emoji=False)


def say(text: str) -> None:
    """Print a line of the result."""
    out.print(Text(text))


def tell(text: str) -> None:
    """Print a line about how it is going."""
    news.print(Text(text, style="dim"))


def harmless(text: str) -> str:
    """Return a customer's text without what would command the terminal."""
    return _COMMANDS.sub("·", text)


def plain(text: str) -> Text:
    """Return a customer's text as a cell of a table, on one line."""
    return Text(harmless(text).replace("\n", "·"))


def error(problem: FootpathError) -> None:
    """Print what went wrong and what to do."""
    news.print(Text.assemble(("Error: ", "bold red"), problem.message))
    if problem.hint:
        news.print(Text(f"→ {problem.hint}"))
