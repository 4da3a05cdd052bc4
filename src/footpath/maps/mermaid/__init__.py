"""Mermaid user-journey diagrams, as mermaid 11 writes and reads them."""

from footpath.maps.mermaid.fences import read_page
from footpath.maps.mermaid.reading import read_journey
from footpath.maps.mermaid.writing import curves, write_journey

__all__ = ["curves", "read_journey", "read_page", "write_journey"]
