"""A map as an Excel workbook of native cells, and back."""

from footpath.maps.workbook.book import workbook
from footpath.maps.workbook.reading import read_workbook

__all__ = ["read_workbook", "workbook"]
