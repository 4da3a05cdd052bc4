"""A map as an Excel workbook of native cells."""

from footpath.maps.workbook.book import workbook

__all__ = ["workbook"]
