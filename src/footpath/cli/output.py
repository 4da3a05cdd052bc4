"""Everything the program says: results on standard output, news and errors on standard error."""

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from footpath.core.errors import FootpathError, Invalid

out = Console(soft_wrap=True, highlight=False)
news = Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """Print a line of the result."""
    out.print(Text(text))


def tell(text: str) -> None:
    """Print a line about how it is going."""
    news.print(Text(text, style="dim"))


def error(problem: FootpathError) -> None:
    """Print what went wrong and what to do."""
    news.print(Text.assemble(("Error: ", "bold red"), problem.message))
    if problem.hint:
        news.print(Text(f"→ {problem.hint}"))


def harmless(text: object) -> str:
    """Return a text without what would command the terminal."""
    return "".join(sign if sign.isprintable() else "·" for sign in str(text))


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], *, title: str | None = None) -> None:
    """Print a table whose cells may hold anything that was sent to us."""
    from rich.table import Table

    shown = Table(box=None, pad_edge=False, title=title, title_justify="left")
    for name in titles:
        shown.add_column(name, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(harmless(cell)[:200]) for cell in row))
    out.print(shown)


def text_in(path: Path | None) -> str:
    """Return the text in a file a person names, or on standard input."""
    try:
        return path.read_text(encoding="utf-8") if path else sys.stdin.read()
    except (OSError, UnicodeDecodeError) as problem:
        raise Invalid(f"Cannot read {path}.", hint="Check the path; it is text in UTF-8.") from problem
