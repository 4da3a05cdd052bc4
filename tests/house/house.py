"""The house rules that no linter knows, as functions from source text to complaints."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "footpath"
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 40
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "base", "misc", "common", "data", "impl"}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def too_long(path: str, text: str) -> Iterator[str]:
    """Complain about files over 400 lines and functions over 40 (docstring and signature not counted)."""
    lines = text.count("\n")
    if lines > MAX_FILE_LINES:
        yield f"{path}: {lines} lines, at most {MAX_FILE_LINES}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            if length > MAX_FUNCTION_LINES:
                yield f"{path}:{node.lineno} {node.name}: {length} lines, at most {MAX_FUNCTION_LINES}"


def says_nothing(path: Path) -> Iterator[str]:
    """Complain about a module whose name says nothing."""
    if path.stem in EMPTY_NAMES:
        yield f"{path}: name it after what it holds"


def loose_dictionaries(path: str, text: str) -> Iterator[str]:
    """Complain about a parameter called `parameters` or `options` that is a bare dictionary."""
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.arg)
            and node.arg in ("parameters", "options", "params")
            and node.annotation is not None
        ):
            written = ast.unparse(node.annotation)
            if written.startswith(("dict", "Mapping")):
                yield f"{path}:{node.lineno} {node.arg}: {written}: make it a Struct with named fields"
