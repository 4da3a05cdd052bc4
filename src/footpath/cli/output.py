"""Everything the program says: results on standard output, news and errors on standard error."""

from rich.console import Console
from rich.text import Text

from footpath.core.errors import FootpathError

out = Console(soft_wrap=True, highlight=False)
news = Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """Print a line of the result."""
    out.print(Text(text))


def tell(text: str) -> None:
    """Print a line about how it is going."""
    news.print(Text(text, style="dim"))


def harmless(text: str) -> str:
    """Return a customer's text without what would command the terminal."""
    return "".join(sign if sign.isprintable() else "·" for sign in text)


def plain(text: str) -> Text:
    """Return a customer's text as a cell of a table: no markup, nothing that would command the terminal."""
    return Text(harmless(text))


def error(problem: FootpathError) -> None:
    """Print what went wrong and what to do."""
    news.print(Text.assemble(("Error: ", "bold red"), problem.message))
    if problem.hint:
        news.print(Text(f"→ {problem.hint}"))
