"""Write down every text that the server says and pages show, so that catalogues can hold it in other languages.

usage: server_texts.py    then `npm run extract` in ui/, fill the catalogues, and tools/told.py

Written are ui/src/server/texts.json, which pages know sentences of the server by, and ui/src/server/pictures.json, what
pictures of answers say, which pages draw themselves. Texts with values are templates: what stands in braces is taken
out of the sentence the server said. Found are what questions are described by, definitions and reasons, the rules of
answers, proposals, and refusals of the slices below.
"""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from footpath.exploring import questions
from footpath.maps import load_template, template_names

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "footpath"
GENERATED = ROOT / "ui" / "src" / "server" / "texts.json"
PICTURED = ROOT / "ui" / "src" / "server" / "pictures.json"
SAYING = ("exploring", "insights/live", "insights/figures.py", "insights/grouped.py")  # all they say is shown
RULING = ("analytics",)
# Functions that say how an answer was counted.
RULES = ("rules", "scope_rules", "steps_rules", "path_rules", "way_rules", "rules_of", "why_empty")
REFUSING = (
    "exploring", "insights/live", "accounts", "collaboration", "library", "workshops", "maps/keeping", "api/team",
    "tickets", "core/line.py", "core/reach.py", "mining",
)  # fmt: skip
REFUSALS = (
    "Invalid", "NotFound", "Denied", "TooMany", "SignedOut", "Conflict", "CodeNeeded", "PasswordNeeded",
    "Transient",
)  # fmt: skip
LINTING = ("maps/rules", "maps/lint.py", "maps/checking.py")  # what is wrong with a map, and what to do about it
REJECTING = ("events",)  # slices that say why a row was left out, and what to do about it
SHOWN = ("definition", "why", "problem", "explain")  # arguments whose texts people read
STAGES = ("Drawing the map", "Reading what people said")
# What sentences are filled with that is no name or number.
WORDS = (
    "answer", "attachment", "board", "comment", "exploration", "import", "invitation", "item", "key", "map", "member",
    "note", "query", "share link", "table", "template", "thread", "version", "workshop", "workspace", "empty",
    "too long", "too large", "viewer", "commenter", "editor", "owner", "look at it", "comment on it", "change it",
    "decide that", "journal", "milestones", "opinions", "persons", "totals", "mapped",
    "any event", "fifths", "{what}, first touch", "{what}, last touch", "the period before", "{begin} up to end",
    "{steps}: who hits one leaves the whole funnel", "not complete where data begin or end in it", "one each",
    "the period before: {period}", "there is no data from its beginning on", "{begin} up to {end}", "session",
    "{n} steps at each position, at most {m} moves", "fewer than {n} events in less than {time}",
    "account", "hidden", "not lost", "{n} asked for", "from the start, {time} each", "every {step} of {units}",
    "everybody else", "any time", "the beginning", "the end", "by {periods}", "matrix",
    "every one", "the first of each", "such event", "nothing", "event of any kind", "nothing found", "pause over {gap}",
    "halves every {time}", "fewer than {n} events", "{rule}, of {n} tried",
    "removal effects, order {n}, solved exactly",
    "first {n} %, last {m} %, between {k} %",
    "{name}: the first of each", "{name}: every one", "{name}: those that no other follows before the end",
    "a set of things is worth the conversions on journeys with nothing else",
    "not a table, a log or a text that Footpath reads",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = ("hour", "day", "week", "month", "quarter", "year")
PERIODS = (
    *(f"calendar {unit}s" for unit in _UNITS), *(f"weeks from {day}" for day in _DAYS),
    *(f"{unit} {{n}}" for unit in _UNITS), *(f"{unit}s {{first}}–{{last}}" for unit in _UNITS),
)  # fmt: skip
# What pictures say of names that are found in data or made of others.
PICTURE_WORDS = (
    "{value} or more", "{value} or longer", "under {value}", "(never)",
    "(all)", "(end)", "(none)", "(other)", "(start)", "(unknown)", "aside", "back", "skips", "new", "returning",
    "resurrecting", "dormant", "persons", "accounts", "sessions", "journeys", "now", "better", "worse", "higher",
    "lower", "unclear", "too few", "value", "each", "events", "median", "bounces", "goal", *_UNITS,
    *(f"{unit}s" for unit in _UNITS),
)  # fmt: skip
LEAST_WORDS = 3
_WHY = re.compile(r"\b(_?reasons?|_?remed(y|ies)|checks)\b", re.IGNORECASE)
# The pages leave out what only the command line can do.
_ONLY_BY_COMMAND = re.compile(r", or [^,.]*--[\w-]+\.?$")


def texts() -> list[str]:
    """Return every text, sorted."""
    found = {*STAGES, *answers(), *_templated()}
    for question in questions():
        found |= {question.about, *(field.about for field in question.fields)}
    for path in _files(SAYING):
        found.update(_said(ast.parse(path.read_text())))
    for path in _files(REFUSING):
        found.update(_refused(ast.parse(path.read_text())))
    for path in _files(LINTING):
        found.update(_linted(ast.parse(path.read_text())))
    for path in _files(REJECTING):
        rejected = (text for text in _rejected(ast.parse(path.read_text())) if " IS NULL" not in text)  # that is SQL
        found.update(_ONLY_BY_COMMAND.sub(".", text) for text in rejected)
    return sorted(text for text in found if _sentence(text))


def _templated() -> Iterator[str]:
    """Yield how numbers of templates came to be."""
    for name in template_names():
        yield from (card.value.definition for card in load_template(name).cards if card.value)


def answers() -> list[str]:
    """Return the texts that an answer is told in: questions by name, choices, tables, periods and rules, sorted."""
    found = {*WORDS, *PERIODS, *_tables()}
    for question in questions():
        found |= {question.title, question.explain}
        found.update(name for field in question.fields for name in _names(field))
    for path in (one for one in _files(RULING) if "plots" not in one.parts):
        found.update(_ruled(ast.parse(path.read_text()), words=path.name == "question.py"))
    return sorted(text for text in found if _sentence(text))


def pictured() -> list[str]:
    """Return every text that pictures of answers say, sorted."""
    found = set(PICTURE_WORDS)
    for path in _files((*RULING, "exploring/exporting.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _called(node) == "phrase":
                found.update(text for text in _of(node.args[0]) if not isinstance(node.args[0], ast.JoinedStr))
    return sorted(found)


def _names(field: Any) -> Iterator[str]:
    """Yield what a field and its choices are called where the pages have no words of their own for them."""
    if field.name not in _said_by("AskField.tsx"):
        yield field.name.replace("_", " ").capitalize()
    yield from (choice.replace("_", " ") for choice in field.choices if choice and choice not in _said_by("choices.ts"))


@cache
def _said_by(page: str) -> frozenset[str]:
    """Return the names for which a page of the fields has a word."""
    source = (ROOT / "ui" / "src" / "explore" / "fields" / page).read_text()
    return frozenset(re.findall(r"\b([a-z_][a-z_ ]*)\"?: msg\(", source))


def _tables() -> Iterator[str]:
    """Yield what the tables of answers are called."""
    for path in _files(RULING):
        for name in re.findall(r"^    (\w+): pa\.Table", path.read_text(), re.MULTILINE):
            yield name.replace("_", " ")


def _files(places: tuple[str, ...]) -> Iterator[Path]:
    for place in places:
        path = SOURCES / place
        yield from sorted(path.rglob("*.py")) if path.is_dir() else (path,)


def _said(tree: ast.Module) -> Iterator[str]:
    """Yield sentences: those given as what people read, and constants that are sentences."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in SHOWN:
            yield from _of(node.value)
        elif isinstance(node, ast.Assign):
            yield from (text for text in _of(node.value) if text.endswith(".") and text.count(" ") >= LEAST_WORDS)
        elif isinstance(node, ast.Call) and _called(node) in ("share", "count", "quantile"):
            yield from (text for given in node.args for text in _of(given))


def _ruled(tree: ast.Module, *, words: bool) -> Iterator[str]:
    """Yield names of rules and what they say in several words, also where a table of the module or, with `words`, a
    function that returns a text has it.
    """
    tables = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        if node.name not in RULES and not (words and isinstance(node.returns, ast.Name) and node.returns.id == "str"):
            continue
        body = node.body[1:] if ast.get_docstring(node) else node.body
        names = {one.id for line in body for one in ast.walk(line) if isinstance(one, ast.Name)}
        for part in (*body, *(tables[name] for name in sorted(names & set(tables)))):
            yield from _keys(part)
            for text in _of(part):
                yield from (text,) if _plain(text).strip().count(" ") >= LEAST_WORDS - 1 else ()
                if text.startswith((", ", "; ")) and _plain(text[2:]).strip().count(" ") >= 1:
                    yield text[2:]  # what may follow, said by itself


def _keys(code: ast.AST) -> Iterator[str]:
    """Yield the names that values are put under."""
    for node in ast.walk(code):
        if isinstance(node, ast.Dict):
            yield from (str(key.value) for key in node.keys if isinstance(key, ast.Constant))
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield str(node.slice.value)


def _refused(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in REFUSALS:
            for given in (*node.args, *(one.value for one in node.keywords if one.arg == "hint")):
                yield from _of(given)
        elif isinstance(node, ast.Assign) and [one.id for one in node.targets if isinstance(one, ast.Name)] == ["hint"]:
            yield from _of(node.value)


def _linted(tree: ast.Module) -> Iterator[str]:
    """Yield what findings say: what stands under those names, and advice that is made by a function."""
    said = {"message", "hint"}
    for node in ast.walk(tree):
        named = {node.arg} if isinstance(node, ast.keyword) else set[str | None]()
        if isinstance(node, ast.Assign):
            named = set(_variables(node.targets[0]))
        if isinstance(node, ast.keyword | ast.Assign) and named & said:
            yield from _of(node.value)
        elif isinstance(node, ast.FunctionDef) and node.name == "nearest":
            for given in (one for line in node.body[1:] for one in ast.walk(line) if isinstance(one, ast.Return)):
                yield from _of(given)


def _variables(node: ast.AST) -> Iterator[str]:
    return (one.id for one in ast.walk(node) if isinstance(one, ast.Name))


def _rejected(tree: ast.Module) -> Iterator[str]:
    """Yield reasons and remedies: what rejects are made of, and what stands under names that say so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "Reject":
            said = [one.value for one in node.keywords if one.arg in ("reason", "remedy")]
            for given in (*node.args[3:], *said):
                yield from _of(given)
        elif isinstance(node, ast.Assign) and _WHY.search(ast.unparse(node.targets[0])):
            for value in node.value.values if isinstance(node.value, ast.Dict) else [node.value]:
                yield from _of(value)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _of(node: ast.AST) -> Iterator[str]:
    """Yield the texts in a piece of code; one with values is a template."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield _template(node)
    elif not isinstance(node, ast.FormattedValue):
        for child in ast.iter_child_nodes(node):
            yield from _of(child)


def _template(node: ast.JoinedStr) -> str:
    said, taken = "", set[str]()
    for part in node.values:
        if isinstance(part, ast.Constant):
            said += str(part.value)
        elif isinstance(part, ast.FormattedValue):
            name = _name(part.value, taken)
            taken.add(name)
            said += f"{{{name}}}"
    return said


def _name(value: ast.expr, taken: set[str]) -> str:
    """Return what a value is called in a template."""
    name = value.id if isinstance(value, ast.Name) else getattr(value, "attr", "")
    return name if name and name not in taken else f"v{len(taken) + 1}"


def _sentence(text: str) -> bool:
    """Say whether a text says something by itself, unlike an end of a sentence or a name of a field."""
    return any(sign.isalpha() for sign in _plain(text)) and (text[0].isalnum() or text[0] in "{“…") and "_" not in text


def _plain(template: str) -> str:
    """Return a template without its values."""
    parts = template.split("{")
    return parts[0] + "".join(part.partition("}")[2] for part in parts[1:])


def written(found: list[str]) -> str:
    """Return texts as a file."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    GENERATED.write_text(written(texts()))
    PICTURED.write_text(written(pictured()))
