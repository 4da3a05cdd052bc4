"""A map as rows, one for everything on it: what CSV is, and what a workbook keeps to be opened again as the map."""

from footpath.maps.rows.reading import map_of_records, record
from footpath.maps.rows.writing import FIELDS, records

__all__ = ["FIELDS", "map_of_records", "record", "records"]
