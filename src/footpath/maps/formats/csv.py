"""Maps as CSV."""

import csv
from datetime import datetime
from io import StringIO

from footpath.core.errors import Invalid
from footpath.core.spreadsheets import harmless
from footpath.maps.format import Format, Options
from footpath.maps.model import Map
from footpath.maps.rows import FIELDS, records
from footpath.maps.sheet import map_of_rows


class Csv(Format):
    """One row for every stage, step, lane, card, arrow, figure, persona, path and note, for spreadsheets and scripts.

    Gives back what it shows: lanes without cards and their types, spans, tags, colours and numbers as well. Loses
    touchpoints and their matchers, moves between columns and their figures, other languages than the one written and
    fields of a later version. A text that a spreadsheet would run as a formula begins with an apostrophe. What has no
    column of its own stands as JSON in the last one; columns people see go before it. Reads these rows back, grids laid
    out by hand (stages across, lanes down), and lists with a row for every card, headed Stage, Step, Lane and Text.
    """

    name = "csv"
    title = "CSV"
    extensions = (".csv",)
    readable = True

    def write(self, model: Map, options: Options) -> bytes:
        """Return UTF-8 with a byte-order mark, which Excel needs to see Chinese and Polish; theme has no effect."""
        locale = options.language(model)
        page = StringIO(newline="")
        writer = csv.DictWriter(page, FIELDS, restval="", lineterminator="\r\n")
        writer.writeheader()
        for record in records(model, locale, options):
            writer.writerow({field: _shown(value) for field, value in record.items()})
        return b"\xef\xbb\xbf" + page.getvalue().encode("utf-8", "replace")

    def read(self, data: bytes, *, name: str) -> Map:
        """Return the map in rows that this format wrote, or in a grid; raises Invalid."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise Invalid(f"{name} is not text in UTF-8.", hint="Save it as CSV in UTF-8.") from problem
        commas, semicolons, tabs = (text.partition("\n")[0].count(one) for one in ",;\t")
        sign = "\t" if tabs > max(commas, semicolons) else ";" if semicolons > commas else ","
        try:
            rows = list(csv.reader(StringIO(text, newline=""), delimiter=sign))
        except csv.Error as problem:
            raise Invalid(f"{name} is no CSV: {problem}.", hint="Save it as CSV in UTF-8.") from problem
        return map_of_rows(rows, name=name)


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return harmless(value.replace("\x00", "")) if isinstance(value, str) else value
