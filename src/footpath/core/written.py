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
        steps = _steps(path, raw, kind)
        line = _line(tree, steps, _quoted(reason))
        field = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
        raise Invalid(
            f"{name}, line {line}: {field or _quoted(reason) or 'the whole'}: {_plain(reason)}.",
            hint=f"Mend the field in the {word}.",
        ) from problem


def _steps(path: str, raw: Any, kind: type[T]) -> list[str | int]:
    """Return the keys and positions of a path as msgspec writes it, e.g. "$.events[...].types[0]".

    Where it leaves out which key of a dictionary it was, that is found by trying each one alone.
    """
    steps: list[str | int] = []
    inside, parent, place = raw, None, None
    for name, index in _STEP.findall(path):
        step: str | int = name or (int(index) if index.isdigit() else index)
        if index == "...":
            key = next((key for key in inside if _fails_alone(raw, kind, (parent, place), key)), None)
            if key is None:
                return steps
            step = key
        steps.append(step)
        parent, place = inside, step
        inside = inside[step] if step in inside or isinstance(step, int) else None
        if inside is None:
            break
    return steps


def _fails_alone(raw: Any, kind: type[T], where: tuple[Any, Any], key: Any) -> bool:
    """Say whether a document cannot be read with one key of an inner dictionary alone."""
    parent, place = where
    whole = raw if parent is None else parent[place]
    if not isinstance(whole, dict):
        return False
    alone = {key: whole[key]}
    if parent is None:
        return _fails(alone, kind)
    parent[place] = alone
    try:
        return _fails(raw, kind)
    finally:
        parent[place] = whole


def _fails(raw: Any, kind: type[T]) -> bool:
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        return True
    return False


def _line(tree: Any, steps: list[str | int], key: str) -> int:
    """Return the line, from 1, of a place in a YAML tree, or of a key inside it."""
    node = tree
    for step in steps:
        following = _inside(node, step)
        if following is None:
            break
        node = following
    if key and isinstance(node, yaml.MappingNode):
        node = next((left for left, _ in node.value if left.value == key), node)
    return int(node.start_mark.line) + 1 if node is not None else 1


def _inside(node: Any, step: str | int) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((right for left, right in node.value if left.value == str(step)), None)
    if isinstance(step, int) and isinstance(node, yaml.SequenceNode) and step < len(node.value):
        return node.value[step]
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
