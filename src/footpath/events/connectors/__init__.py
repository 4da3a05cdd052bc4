"""Connectors: one file for each kind of export; from the bytes of a file to tables in DuckDB."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from footpath.core.registry import Registry
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, Table

__all__ = ["CONNECTORS", "Connector", "recognise"]


class Connector(ABC):
    """One kind of export.

    Attributes:
        name: the word for it, equal to the file's name.
        summary: one sentence for the docs.
    """

    name: ClassVar[str]
    summary: ClassVar[str]

    @classmethod
    @abstractmethod
    def recognise(cls, source: Source) -> float:
        """Return how sure it is, 0…1, that the file is its kind, from the first bytes rather than the name."""

    @abstractmethod
    def read(self, source: Source, stage: Stage) -> Iterator[Table]:
        """Yield the file's tables, staged; bad lines become rejects of the table."""


CONNECTORS: Registry[Connector] = Registry(
    "footpath.events.connectors",
    Connector,  # type: ignore[type-abstract]
    word="connector",
)


def recognise(source: Source) -> Connector | None:
    """Return the connector that is surest of the file; None where none is."""
    scored = [(kind.recognise(source), kind.name, kind) for kind in CONNECTORS.classes()]
    best = max(scored, key=lambda entry: (entry[0], entry[1]))
    return best[2]() if best[0] > 0 else None
