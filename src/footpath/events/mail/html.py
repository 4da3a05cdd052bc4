"""HTML as plain text: read, never run; scripts, styles and what is hidden are left out."""

import re
from html.parser import HTMLParser

_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"})
_BLOCKS = frozenset(
    "p div br tr li ul ol table section article header footer blockquote pre h1 h2 h3 h4 h5 h6 hr dd dt".split()  # noqa: SIM905
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_QUOTES = re.compile(r"gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|divRplyFwdMsg|appendonsend")
_DEEPEST = 500


def plain_text(html: str, *, quotes: bool = True) -> str:
    """Return the text of HTML, a line a block.

    Args:
        html: however broken.
        quotes: keep what is quoted from an earlier mail.
    """
    reader = _Reader(quotes=quotes)
    reader.feed(html.replace("\x00", ""))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects text outside of what nobody sees."""

    def __init__(self, *, quotes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._quotes = quotes
        self._open: list[tuple[str, bool]] = []
        self._unseen = 0
        self._cut = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self.parts.append("\n")
        if not self._quotes and _QUOTES.search(f"{given.get('class', '')} {given.get('id', '')}"):
            self._cut = True
        if tag in _VOID or len(self._open) >= _DEEPEST:
            return
        quoted = tag == "blockquote" and not self._quotes and given.get("type", "cite") == "cite"
        unseen = tag in _UNSEEN or quoted or "hidden" in given or bool(_HIDDEN.search(given.get("style", "")))
        self._open.append((tag, unseen))
        self._unseen += unseen

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        position = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] == tag), None)
        if position is not None:
            # What was left open inside ends here too, as browsers have it.
            self._unseen -= sum(unseen for _, unseen in self._open[position:])
            del self._open[position:]

    def handle_data(self, data: str) -> None:
        if not self._unseen and not self._cut:
            self.parts.append(data.replace("\n", " ").replace("\r", " "))
