"""A Mermaid user journey as a map, by Mermaid's own grammar (user-journey/parser/journey.jison, mermaid 11.17).

Where Mermaid refuses a file, so does this, saying what to write instead. Scores outside 1…5, which Mermaid draws off
the chart, lie at the end of the scale and keep their raw value; a score that is no number, or blank, is no emotion.
"""

import re
from typing import Any, NoReturn

import msgspec
import yaml
from msgspec import Struct

from footpath.core.errors import Invalid
from footpath.maps.mermaid.assembling import Section, Sketch, Task, to_map
from footpath.maps.model import Map

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.*?)\n[ \t]*---[ \t]*(?:\n|$)", re.DOTALL)
_DIRECTIVE = re.compile(r"%%\{.*?\}%%", re.DOTALL)
_KEPT = re.compile(r"%%\s*cj:\s*(?P<json>\{.*\})\s*$")
# In the order of Mermaid's lexer: the first that matches wins.
_TOKENS = re.compile(
    r"""(?P<comment>(?:%(?!\{)|[^}\n]%%|\#)[^\n]*)
    |(?P<newline>\n+)
    |(?P<space>\s+)
    |(?P<journey>journey)
    |title\s(?P<title>[^\#\n;]+)
    |accTitle\s*:\s*(?P<acctitle>[^\n]*)
    |accDescr\s*:\s*(?P<accdescr>[^\n]*)
    |accDescr\s*\{\s*(?P<accblock>[^}]*)\}
    |section\s(?P<section>[^\#:\n;]+)
    |(?P<task>[^\#:\n;]+)
    |:(?P<data>[^\#\n;]+)""",
    re.IGNORECASE | re.VERBOSE,
)

_TASK_HINT = "A task is written as `Name: 3: Who`."
_SECTION_HINT = "A section's name cannot hold a colon: write “–” instead."


class _Token(Struct, frozen=True):
    """A piece of the text: what it is, what it says and the line it stands on."""

    kind: str
    text: str
    line: int


def read_journey(text: str, *, name: str) -> Map:
    """Return the map a Mermaid journey tells; raises Invalid with the line of `name` that Mermaid would refuse."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    title, start = "", 0
    front = _FRONT_MATTER.match(text)
    if front:
        title, start = _front_title(front[1]), front.end()
    body = "\n" * text.count("\n", 0, start) + text[start:]
    body = _DIRECTIVE.sub(lambda found: "\n" * found[0].count("\n"), body)
    tokens = _tokens(body, name)
    sketch = _sketch(tokens, name)
    sketch.title = sketch.title or title or sketch.accessible_title
    return to_map(sketch, name=name)


def _front_title(block: str) -> str:
    try:
        front = yaml.safe_load(block)
    except yaml.YAMLError:
        return ""
    return str(front.get("title") or "") if isinstance(front, dict) else ""


def _tokens(text: str, name: str) -> list[_Token]:
    found: list[_Token] = []
    position, line = 0, 1
    while position < len(text):
        match = _TOKENS.match(text, position)
        if match is None:
            _refuse(text, position, line, found, name)
        kind = match.lastgroup or ""
        if kind not in ("newline", "space"):
            found.append(_Token(kind, match[kind] if kind != "comment" else match[0], line))
        line += match[0].count("\n")
        position = match.end()
    return found


def _refuse(text: str, position: int, line: int, before: list[_Token], name: str) -> NoReturn:
    """Say why Mermaid stops at a `;` or `:` no token begins with."""
    shown = text[position:].split("\n", maxsplit=1)[0].strip()
    if text[position] == ";":
        hint = "Mermaid's journey has one task a line and no semicolons: start a new line."
    else:
        hint = _SECTION_HINT if before and before[-1].kind == "section" else _TASK_HINT
    raise Invalid(f"{name}, line {line}: Mermaid cannot read “{shown}”.", hint=hint)


def _sketch(tokens: list[_Token], name: str) -> Sketch:
    said = [token for token in tokens if token.kind != "comment"]
    if not said or said[0].kind != "journey" or said[0].text != "journey":
        line = said[0].line if said else 1
        raise Invalid(f"{name}, line {line}: this is no Mermaid journey.", hint="It begins with the word `journey`.")
    sketch = Sketch()
    kept: dict[str, Any] = {}
    rest = iter(tokens[tokens.index(said[0]) + 1 :])
    for token in rest:
        if token.kind == "comment":
            found = _kept(token.text)
            if "map" in found:
                sketch.kept = found
            else:
                kept = found or kept
        else:
            _statement(sketch, token, rest_of=rest, kept=kept, name=name)
            kept = {}
    return sketch


def _statement(sketch: Sketch, token: _Token, *, rest_of: Any, kept: dict[str, Any], name: str) -> None:
    if token.kind == "title":
        sketch.title = token.text.strip()
    elif token.kind == "acctitle":
        sketch.accessible_title = token.text.strip()
    elif token.kind in ("accdescr", "accblock"):
        sketch.description = token.text.strip()
    elif token.kind == "section":
        if not token.text.strip():
            raise Invalid(f"{name}, line {token.line}: the section has no name.", hint="Write `section Discover`.")
        sketch.sections.append(Section(token.text.strip(), kept))
    elif token.kind == "task":
        _add_task(sketch, token, next(rest_of, None), kept, name)
    else:
        after_section = token.kind == "data" and sketch.sections and not sketch.sections[-1].tasks
        hint = _SECTION_HINT if after_section else _TASK_HINT
        raise Invalid(f"{name}, line {token.line}: Mermaid cannot read “{token.text.strip()}”.", hint=hint)


def _add_task(sketch: Sketch, token: _Token, data: _Token | None, kept: dict[str, Any], name: str) -> None:
    label = token.text.strip()
    if data is None or data.kind != "data" or data.line != token.line:
        where = f"{name}, line {token.line}: the task “{label}”"
        if data is not None and data.kind == "comment" and data.line == token.line:
            raise Invalid(f"{where} is cut by a #, which begins a comment.", hint="Write ＃ or “no.” instead.")
        if label.lower() == "section":
            raise Invalid(f"{name}, line {token.line}: the section has no name.", hint="Write `section Discover`.")
        raise Invalid(f"{where} has no score.", hint=f"Write `{label}: 3`, from 1 (upset) to 5 (glad).")
    if not sketch.sections:
        sketch.sections.append(Section("", {}))
    pieces = data.text.split(":")
    actors = [actor.strip() for actor in pieces[1].split(",")] if len(pieces) > 1 else []
    sketch.sections[-1].tasks.append(Task(label, _score(pieces[0]), [actor for actor in actors if actor], kept))


def _score(text: str) -> float | None:
    """Return the score as JavaScript's Number reads it; None when blank or no finite number."""
    shown = text.strip()
    if not re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", shown):
        return None
    number = float(shown)
    return number if abs(number) < float("inf") else None


def _kept(comment: str) -> dict[str, Any]:
    """Return what a `%% cj:` line keeps; an empty dictionary for every other comment."""
    match = _KEPT.search(comment)
    if not match:
        return {}
    try:
        kept = msgspec.json.decode(match["json"])
    except msgspec.DecodeError:
        return {}
    return kept if isinstance(kept, dict) else {}
