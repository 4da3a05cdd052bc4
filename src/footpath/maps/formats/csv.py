"""Maps as CSV."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

from footpath.core.errors import Invalid
from footpath.core.spreadsheets import harmless
from footpath.maps.evidence import level
from footpath.maps.figures import figures_of
from footpath.maps.format import Format, Options
from footpath.maps.model import Card, Figure, Map, localised
from footpath.maps.render.media import address
from footpath.maps.sheet import map_of_rows
from footpath.maps.table import Table, table

_PLACE = ("kind", "stage", "step", "to_step", "key", "lane", "lane_type", "text", "detail")
_NUMBER = ("value", "unit", "low", "high", "n", "numerator", "denominator", "currency")
_CARD = ("tone", "persona", "channel", "language", "origin", "rank", "owner", "status", "address")
_FACTS = ("evidence", "reported", "observed", "measured", "newest_at", "definition", "source", "as_of")
_FIELDS = (*_PLACE, *_NUMBER, *_CARD, *_FACTS)
_Record = dict[str, object]


class Csv(Format):
    """One row for every stage, step, card, figure, persona, path and note, for spreadsheets and scripts.

    Loses touchpoint matchers, other languages and fields of unknown lane types. A text that a spreadsheet would run as
    a formula begins with an apostrophe. Reads these rows back, grids laid out by hand (stages across, lanes down), and
    lists with a row for every card, headed Stage, Step, Lane and Text.
    """

    name = "csv"
    title = "CSV"
    extensions = (".csv",)
    readable = True

    def write(self, model: Map, options: Options) -> bytes:
        """Return UTF-8 with a byte-order mark, which Excel needs to see Chinese and Polish; theme has no effect."""
        locale = options.language(model)
        grid = table(model, locale, options)
        page = StringIO(newline="")
        writer = csv.DictWriter(page, _FIELDS, restval="", lineterminator="\r\n")
        writer.writeheader()
        for record in (*_columns(grid, locale), *_cards(model, grid, locale), *_figures(model, locale)):
            writer.writerow({field: _shown(value) for field, value in record.items()})
        for record in _rest(model, locale):
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


def _columns(grid: Table, locale: str) -> Iterator[_Record]:
    for stage in grid.stages:
        about = localised(stage.column.description, locale)
        yield {"kind": "stage", "stage": stage.title, "key": stage.column.key, "text": stage.title, "detail": about}
        for place in range(stage.first, stage.last + 1):
            step = grid.steps[place]
            if step.key != stage.column.key:
                words = {"text": grid.titles[place], "detail": localised(step.description, locale)}
                yield {"kind": "step", "stage": stage.title, "step": grid.titles[place], "key": step.key, **words}


def _cards(model: Map, grid: Table, locale: str) -> Iterator[_Record]:
    stage_of = {place: stage.title for stage in grid.stages for place in range(stage.first, stage.last + 1)}
    names = {persona.key: localised(persona.name, locale) for persona in model.personas}
    for row in grid.lanes:
        for cell in row.cells:
            card = cell.card
            yield {
                "kind": "card",
                "stage": stage_of.get(cell.first, ""),
                "step": grid.titles[cell.first] if grid.titles else "",
                "to_step": grid.titles[cell.last] if cell.last > cell.first else "",
                "key": card.key,
                "lane": row.title,
                "lane_type": row.lane.type,
                "text": localised(card.text, locale),
                "detail": localised(card.detail, locale),
                "persona": names.get(card.persona, card.persona),
                **_about(card, model),
                **(_number(card.value) if card.value else {}),
            }


def _about(card: Card, model: Map) -> _Record:
    facts = card.evidence
    return {
        "tone": card.tone,
        "channel": card.channel,
        "language": card.lang,
        "origin": card.origin,
        "rank": "" if card.rank is None else card.rank,
        "owner": card.owner,
        "status": card.status,
        "address": address(card),
        "evidence": level(facts, model),
        "reported": facts.reported,
        "observed": facts.observed,
        "measured": facts.measured,
        "newest_at": facts.newest_at or "",
        "source": ", ".join(facts.sources),
    }


def _figures(model: Map, locale: str) -> Iterator[_Record]:
    for ref, (what, figure) in figures_of(model, locale).items():
        if not (ref.startswith("card:") and ref.endswith(":value")):
            yield {"kind": "figure", "key": ref, "text": what, **_number(figure)}


def _number(figure: Figure) -> _Record:
    optional = {
        "low": figure.lo,
        "high": figure.hi,
        "n": figure.n,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "as_of": figure.as_of,
    }
    return {
        "value": figure.value,
        "unit": figure.unit,
        "currency": figure.currency,
        "definition": figure.definition,
        **({"source": figure.source} if figure.source else {}),
        **{field: "" if value is None else value for field, value in optional.items()},
    }


def _rest(model: Map, locale: str) -> Iterator[_Record]:
    """Yield what has no place on the grid: the map itself, personas, paths and notes."""
    about = {"text": localised(model.title, locale), "detail": localised(model.scenario, locale)}
    yield {"kind": "map", "key": model.key, "owner": model.owner, "source": ", ".join(model.sources), **about}
    for persona in model.personas:
        traits = "; ".join(localised(trait, locale) for trait in persona.traits)
        yield {"kind": "persona", "key": persona.key, "text": localised(persona.name, locale), "detail": traits}
    titles = {column.key: localised(column.title, locale) for column in model.columns}
    for path in model.paths:
        way = " → ".join(titles.get(key, key) for key in path.columns)
        yield {"kind": "path", "key": path.key, "text": localised(path.title, locale), "detail": way}
    for note in model.notes:
        yield {"kind": "note", "text": note.topic, "detail": localised(note.text, locale)}
