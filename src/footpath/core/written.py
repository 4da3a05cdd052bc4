"""Settings that people write as YAML files, read into Structs; what is wrong is said with file, line and field."""

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from footpath.core.errors import Invalid

T = TypeVar("T")
_PLACE = re.compile(r"^(?P<reason>.*?)(?: - at `(?P<path>\$.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_LARGEST = 4_000_000


def read_file(path: Path, kind: type[T], *, word: str) -> T:
    """Read a YAML file into a Struct.

    Args:
        path: the file.
        kind: what it holds.
        word: what it is called in messages, e.g. "tracking plan".

    Raises:
        Invalid: it cannot be read or does not fit; the message names line and field.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise Invalid(f"Cannot read the {word} {path}: {problem.strerror}.", hint="Check the path.") from problem
    except UnicodeDecodeError as problem:
        raise Invalid(f"The {word} {path} is no text in UTF-8.", hint="Save it as UTF-8.") from problem
    return read_text(text, kind, name=str(path), word=word)


def read_text(text: str, kind: type[T], *, name: str, word: str) -> T:
    """Read YAML text into a Struct; `name` is the file it stands in, for messages.

    Raises:
        Invalid: it does not fit; the message names line and field.
    """
    if len(text) > _LARGEST:
        raise Invalid(f"{name} has {len(text):,} characters.", hint=f"A {word} has at most {_LARGEST:,}.")
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        raw = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise Invalid(f"{_where(name, problem)}: {_reason(problem)}.", hint="Mend the YAML there.") from problem
    except (RecursionError, ValueError) as problem:
        raise Invalid(f"{name} cannot be read as YAML: {problem}.", hint="Mend or flatten it.") from problem
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as problem:
        found = _PLACE.match(str(problem))
        reason, path = (found["reason"], found["path"] or "") if found else (str(problem), "")
        field = path.removeprefix("$").lstrip(".") or _quoted(reason) or "the whole"
        line = line_of(tree, path, _quoted(reason))
        raise Invalid(
            f"{name}, line {line}: {field}: {_plain(reason)}.", hint=f"Mend the field in the {word}."
        ) from problem


def line_of(tree: Any, path: str, key: str = "") -> int:
    """Return the line, from 1, of a place in a YAML tree as far as it can be followed.

    Args:
        tree: from `yaml.compose`.
        path: as msgspec writes it, e.g. "$.events[0].name".
        key: a key inside that place whose line is meant, where there is one.
    """
    node = tree
    for name, index in _STEP.findall(path):
        following = _inside(node, name, index)
        if following is None:
            break
        node = following
    if key and isinstance(node, yaml.MappingNode):
        named = [left for left, _ in node.value if left.value == key]
        node = named[0] if named else node
    return int(node.start_mark.line) + 1 if node is not None else 1


def _inside(node: Any, name: str, index: str) -> Any:
    if name and isinstance(node, yaml.MappingNode):
        return next((right for left, right in node.value if left.value == name), None)
    if index.isdigit() and isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
        return node.value[int(index)]
    if index == "..." and isinstance(node, yaml.MappingNode) and node.value:
        return node.value[0][1] if len(node.value) == 1 else None
    return None


def _quoted(reason: str) -> str:
    found = re.search(r"unknown field `([^`]+)`", reason)
    return found[1] if found else ""


def _plain(reason: str) -> str:
    return reason.replace("Object contains unknown", "there is no").replace("Object missing required", "it lacks the")


def _where(name: str, problem: yaml.YAMLError) -> str:
    mark = getattr(problem, "problem_mark", None)
    return f"{name}, line {mark.line + 1}" if mark else name


def _reason(problem: yaml.YAMLError) -> str:
    return str(getattr(problem, "problem", None) or problem).split("\n", 1)[0]
