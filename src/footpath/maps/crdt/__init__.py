"""A map as a shared document: what the editor changes, many people at once; Python and TypeScript read it alike."""

from footpath.maps.crdt.reading import plain_of, read
from footpath.maps.crdt.writing import write

__all__ = ["plain_of", "read", "write"]
