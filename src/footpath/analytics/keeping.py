"""Definitions kept by name in a YAML file of a store, which people may edit: their comments and order stay."""

import os
from collections.abc import Mapping
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import yaml

from footpath.core.errors import Invalid, NotFound
from footpath.events import writing

_LONGEST = 80
_WAIT_S = 60.0


class Kept:
    """The definitions in one file.

    Args:
        folder: of the store.
        file: name of the file in it.
        what: what one definition is called in messages: "segment", "metric".
    """

    def __init__(self, folder: str | Path, file: str, what: str) -> None:
        self.folder = Path(folder)
        self.path = self.folder / file
        self.what = what

    def all(self) -> dict[str, Any]:
        """Return every definition by name, in the order of the file; none where there is no file.

        Raises:
            Invalid: the file cannot be read; the message says where.
        """
        return self._parsed(self._text())

    def get(self, name: str) -> Any:
        """Return one definition; raises NotFound naming the nearest."""
        known = self.all()
        if name not in known:
            raise self.missing(name, known)
        return known[name]

    def missing(self, name: str, known: Mapping[str, Any]) -> NotFound:
        """Return the error for a name that there is none of."""
        near = get_close_matches(name, known, n=1)
        there = f"There are: {', '.join(known)}." if known else f"Make one: footpath {self.what} --help."
        return NotFound(f"No {self.what} is called {name!r}.", hint=f"Did you mean {near[0]!r}?" if near else there)

    def put(self, name: str, value: Any) -> None:
        """Keep a definition, in place of the one of that name or behind the last; all or nothing is written.

        Raises:
            Invalid: the name is empty, too long or has several lines.
            Conflict: another process writes to the store and does not end.
        """
        if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > _LONGEST:
            hint = f"Give up to {_LONGEST} characters on one line, without spaces at the ends."
            raise Invalid(f"{name!r} is no name for a {self.what}.", hint=hint)
        block = yaml.safe_dump({name: value}, allow_unicode=True, sort_keys=False, width=10_000)
        with writing(self.folder, wait_s=_WAIT_S):
            text = self._text()
            known = self._parsed(text)
            self._write(self._with(text, name, block), {**known, name: value})

    def remove(self, name: str) -> None:
        """Forget a definition; raises NotFound when there is none of that name."""
        with writing(self.folder, wait_s=_WAIT_S):
            text = self._text()
            known = self._parsed(text)
            if name not in known:
                raise self.missing(name, known)
            self._write(self._with(text, name, ""), {key: value for key, value in known.items() if key != name})

    def _text(self) -> str:
        return self.path.read_text(encoding="utf-8") if self.path.is_file() else self._head()

    def _head(self) -> str:
        return f"# The {self.what}s of this store by name; edit them here or with `footpath {self.what}`.\n"

    def _parsed(self, text: str) -> dict[str, Any]:
        try:
            found = yaml.safe_load(text) or {}
        except yaml.YAMLError as error:
            raise Invalid(f"{self.path} cannot be read: {error}.", hint="Mend that line, or delete it.") from None
        if not isinstance(found, dict):
            raise Invalid(f"{self.path} holds no names.", hint=f'Write one {self.what} a line: "name: definition".')
        return {str(name): value for name, value in found.items()}

    def _with(self, text: str, name: str, block: str) -> str:
        """Return the text with a block in place of what stands there for a name."""
        lines = text.splitlines(keepends=True)
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        root = yaml.compose(text)
        for key, value in root.value if root is not None else ():
            if str(yaml.safe_load(yaml.serialize(key))) == name:
                mark = _end(value)
                end = mark.line + (mark.column > 0)
                return "".join([*lines[: key.start_mark.line], block, *lines[max(end, key.start_mark.line + 1) :]])
        return "".join([*lines, block])

    def _says(self, text: str, expected: Mapping[str, Any]) -> bool:
        try:
            return self._parsed(text) == expected
        except Invalid:
            return False

    def _write(self, text: str, expected: Mapping[str, Any]) -> None:
        """Put a text in place of the file at once, after seeing that it says what it should."""
        if not self._says(text, expected):
            # A file in an unusual form (flow style, anchors) is written anew rather than spliced.
            text = self._head() + yaml.safe_dump(dict(expected), allow_unicode=True, sort_keys=False, width=10_000)
        with NamedTemporaryFile("w", encoding="utf-8", dir=self.folder, suffix=".part", delete=False) as part:
            try:
                part.write(text)
                part.flush()
                os.fsync(part.fileno())
                Path(part.name).replace(self.path)
            except BaseException:
                with suppress(OSError):
                    Path(part.name).unlink()
                raise


def _end(node: Any) -> Any:
    """Return where a value ends; that of a block is where its last part does, not where the next key begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return node.end_mark
