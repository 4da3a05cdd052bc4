"""Texts that people write, cut into words, quoted names and signs, each with its place, so that errors can point."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Literal, NoReturn

from msgspec import Struct

from footpath.analytics import durations
from footpath.core.errors import Invalid

_SIGNS = {"&&": "&", "≥": ">=", "≤": "<=", "≠": "!=", "==": "="}
_TOKEN = re.compile(
    r"""\s*(?: "(?P<quoted>(?:[^"\\]|\\.)*)"
            | (?P<sign>>=|<=|!=|==|&&|[()|&,=<>≥≤≠])
            | (?P<word>(?:[^\s"()|&,=<>!≥≤≠]|!(?!=))+)
            | (?P<bad>\S) )""",
    re.VERBOSE,
)
_SHOWN = 90  # characters of a long text that an error shows


class Token(Struct, frozen=True):
    """One word, quoted name or sign.

    Attributes:
        text: what it says, without quotes; signs in their plain form (>= for ≥).
        start, end: where it is in the whole text.
    """

    kind: Literal["word", "quoted", "sign", "end"]
    text: str
    start: int
    end: int


class Reader:
    """Reads a text from left to right.

    Args:
        whole: the text.
        what: what the text is, for messages: "who", "metric".
    """

    def __init__(self, whole: str, what: str) -> None:
        self.whole = whole
        self.what = what
        self.place = 0
        self.tokens = self._cut()

    def _cut(self) -> list[Token]:
        found: list[Token] = []
        for match in _TOKEN.finditer(self.whole):
            kind = match.lastgroup or ""
            start, end = match.span(kind)
            if kind == "bad":
                self._complain(start, end, "the quote is not closed", 'Put a " at the end of the name.')
            elif kind == "quoted":
                found.append(Token("quoted", re.sub(r"\\(.)", r"\1", match[kind]), start - 1, end + 1))
            else:
                found.append(Token(kind, _SIGNS.get(match[kind], match[kind]), start, end))  # type: ignore[arg-type]
        return [*found, Token("end", "", len(self.whole), len(self.whole))]

    def peek(self, ahead: int = 0) -> Token:
        """Return the next token, or one further ahead, without taking it."""
        return self.tokens[min(self.place + ahead, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Take the next token."""
        token = self.peek()
        self.place = min(self.place + 1, len(self.tokens) - 1)
        return token

    def sees(self, *words: str) -> bool:
        """Say whether these words or signs come next; quoted names are no words."""
        return all(
            self.peek(ahead).kind in ("word", "sign") and self.peek(ahead).text.lower() == word
            for ahead, word in enumerate(words)
        )

    def takes(self, *words: str) -> bool:
        """Take these words or signs if they come next, and say whether they did."""
        found = self.sees(*words)
        if found:
            self.place += len(words)
        return found

    def fail(self, problem: str, hint: str, *, at: Token | None = None) -> NoReturn:
        """Raise Invalid, pointing at a token: the next one by default."""
        token = at or self.peek()
        self._complain(token.start, max(token.end, token.start + 1), problem, hint)

    def _complain(self, start: int, end: int, problem: str, hint: str) -> NoReturn:
        first = max(0, min(start - _SHOWN // 2, len(self.whole) - _SHOWN))
        line = " ".join(self.whole[first : first + _SHOWN].split("\n"))
        lead = "…" if first else ""
        mark = " " * (start - first + len(lead)) + "^" * min(end - start, _SHOWN)
        raise Invalid(f"{self.what}: {problem}, at character {start + 1}:\n  {lead}{line}\n  {mark}", hint=hint)

    def value(self, stops: Callable[["Reader"], bool], expected: str) -> str:
        """Take a name or value: one in quotes, or all words up to where `stops` says that something else begins.

        Brackets that close again belong to it: "Add to cart (button)".

        Raises:
            Invalid: there is none.
        """
        first = self.peek()
        if first.kind == "quoted":
            return self.take().text
        end = first.start
        while not stops(self):
            token = self.peek()
            if token.kind == "quoted":
                self.fail("a quote begins inside a name", "Put the whole name in quotes.")
            if token.text == "(" and token.kind == "sign" and end > first.start:
                end = self._closed()
            elif token.kind == "word" or (token.text == "," and end > first.start):
                end = self.take().end
            else:
                break
        if end == first.start:
            hint = f'Write {expected}; put odd ones in quotes: "A & B".'
            self.fail(f"{_said(first)} where {expected} should be", hint)
        return self.whole[first.start : end]

    def _closed(self) -> int:
        """Take everything up to the bracket that closes the one that comes next; return where it ends."""
        opened, depth = self.peek(), 0
        while True:
            token = self.take()
            depth += (token.kind == "sign") * ((token.text == "(") - (token.text == ")"))
            if depth == 0:
                return token.end
            if token.kind == "end":
                self.fail("the bracket is not closed", "Add the closing bracket.", at=opened)

    def length(self, field: str) -> str:
        """Take a length of time, as in 30 d, 30d or "30 d"."""
        token = self.take()
        text = token.text
        if token.kind == "word" and re.fullmatch(r"[0-9.]+", text) and self.peek().kind == "word":
            text = f"{text} {self.take().text}"
        if token.kind not in ("word", "quoted"):
            self.fail(f'"{field}" needs a length of time', f'Write "{field} 30 d".', at=token)
        try:
            durations.micros(text, field)
        except Invalid:
            hint = f'Write a number and a unit, as in "{field} 30 d"; a name with this word in it goes in quotes.'
            self.fail(f"{text!r} is no length of time", hint, at=token)
        return text

    def whole_number(self, hint: str) -> int:
        """Take a whole number."""
        token = self.take()
        if not token.text.isdecimal():
            self.fail(f"{_said(token)} is no whole number", hint, at=token)
        return int(token.text)

    def number(self, hint: str) -> float:
        """Take a number."""
        token = self.take()
        try:
            found = float(token.text)
        except ValueError:
            found = float("nan")
        if not abs(found) < float("inf"):
            self.fail(f"{_said(token)} is no number", hint, at=token)
        return found

    def unknown(self, known: tuple[str, ...], hint: str) -> NoReturn:
        """Raise Invalid because the next word is none of those known, naming the nearest."""
        token = self.peek()
        near = get_close_matches(token.text.lower(), known, n=1)
        self.fail(f"{_said(token)} is not understood", f'Did you mean "{near[0]}"?' if near else hint)


def _said(token: Token) -> str:
    return "nothing" if token.kind == "end" else repr(token.text)


def quoted(text: str) -> str:
    """Return a name in quotes, as `Reader` reads it."""
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
