"""A kind is one file: registries find their entries by scanning a folder and by entry points."""

import importlib
import pkgutil
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cached_property
from importlib.metadata import entry_points
from typing import Generic, TypeVar

from footpath.core.errors import NotFound

T = TypeVar("T")


class Registry(Generic[T]):
    """All implementations of one kind, by name, loaded at first use.

    Every module in `package` holds one public class with a class attribute `name` equal to the file's name.
    Plug-ins add theirs through an entry-point group of the same dotted name as the package.

    Args:
        package: dotted name of the registry folder, e.g. "footpath.maps.lanes".
        kind: the base class an entry must subclass.
        word: what one entry is called in messages, e.g. "lane type".
    """

    def __init__(self, package: str, kind: type[T], *, word: str) -> None:
        self._package = package
        self._kind = kind
        self._word = word

    @cached_property
    def _entries(self) -> dict[str, type[T]]:
        package = importlib.import_module(self._package)
        found: dict[str, type[T]] = {}
        for module in pkgutil.iter_modules(package.__path__):
            self._add(found, self._class_in(f"{self._package}.{module.name}"))
        for point in entry_points(group=self._package):
            self._add(found, point.load())
        return dict(sorted(found.items()))

    def _class_in(self, module_name: str) -> type[T]:
        module = importlib.import_module(module_name)
        classes = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, self._kind) and value.__module__ == module_name
        ]
        if len(classes) != 1:
            raise RuntimeError(f"{module_name} must define exactly one {self._kind.__name__}, found {len(classes)}")
        return classes[0]

    def _add(self, found: dict[str, type[T]], entry: type[T]) -> None:
        name: str = entry.name  # type: ignore[attr-defined]
        if name in found:
            raise RuntimeError(f"two {self._word}s are called {name!r}: {found[name]!r} and {entry!r}")
        found[name] = entry

    def __getitem__(self, name: str) -> type[T]:
        """Return the entry called `name`; raises NotFound naming the nearest match and all entries."""
        if name in self._entries:
            return self._entries[name]
        near = get_close_matches(name, self._entries, n=1)
        guess = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(self._entries)}."
        raise NotFound(f"No {self._word} is called {name!r}.", hint=guess)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def classes(self) -> list[type[T]]:
        """Return every entry's class, ordered by name."""
        return list(self._entries.values())
