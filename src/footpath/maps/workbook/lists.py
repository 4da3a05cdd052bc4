"""The sheets after the map: every number, finding, quote, touchpoint, persona and note as a list to sort and filter."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct, structs

from footpath.core.languages import language
from footpath.maps.evidence import level
from footpath.maps.figures import figures_of
from footpath.maps.lint import cards_about
from footpath.maps.model import Figure, Level, Map, Unit, localised
from footpath.maps.wording import definition_word, status_word, word
from footpath.maps.workbook.heads import said
from footpath.maps.workbook.styles import Styles, cell_value, fitting

_WIDTHS = {"wide": 60, "text": 28, "narrow": 12}
_SHARES: tuple[Unit, ...] = ("share",)
Value = str | float | int | datetime | None


class Column(Struct, frozen=True):
    """A column of a list; `unit` formats its numbers, "own" takes the format from the row's second cell."""

    title: str
    width: str = "text"


class Sheet(Struct, frozen=True):
    """A list: its name on the tab, its columns and its rows; `units` formats the numbers of each row."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    units: tuple[Unit, ...] = ()


def lists(model: Map, locale: str) -> tuple[Sheet, ...]:
    """Return the lists that have rows, in order."""
    makers: tuple[Callable[[Map, str], Sheet], ...] = (
        _numbers,
        _findings,
        _quotes,
        _touchpoints,
        _people,
        _ways,
        _notes,
    )
    return tuple(_spoken(sheet, locale) for sheet in (make(model, locale) for make in makers) if sheet.rows)


def _spoken(sheet: Sheet, locale: str) -> Sheet:
    """Call a list and its columns what the language calls them."""
    columns = tuple(structs.replace(column, title=said(column.title, locale)) for column in sheet.columns)
    return structs.replace(sheet, name=said(sheet.name, locale), columns=columns)


def write_list(sheet: Any, content: Sheet, styles: Styles) -> None:
    """Fill a worksheet with a list: names stay in sight, every column filters."""
    for place, column in enumerate(content.columns):
        sheet.set_column(place, place, _WIDTHS[column.width])
        sheet.write_string(0, place, column.title, styles.head())
    for row, values in enumerate(content.rows, start=1):
        unit = content.units[row - 1] if content.units else "count"
        for place, value in enumerate(values):
            _cell(sheet, row, place, value, styles, unit)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(content.rows), len(content.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet: Any, row: int, place: int, value: Value, styles: Styles, unit: Unit) -> None:
    if isinstance(value, str):
        sheet.write_string(row, place, fitting(value), styles.text())
    elif isinstance(value, datetime):
        look = styles(num_format="yyyy-mm-dd hh:mm", align="left", quote_prefix=False)
        sheet.write_datetime(row, place, value.replace(tzinfo=None), look)
    elif isinstance(value, float):
        sheet.write_number(row, place, value, styles.number(unit))
    elif value is not None:
        sheet.write_number(row, place, value, styles(num_format="#,##0", align="left", quote_prefix=False))


def _columns(*titles: str, narrow: tuple[str, ...] = (), wide: tuple[str, ...] = ()) -> tuple[Column, ...]:
    return tuple(Column(t, "narrow" if t in narrow else "wide" if t in wide else "text") for t in titles)


def _numbers(model: Map, locale: str) -> Sheet:
    found = list(figures_of(model, locale).values())
    rows = tuple((what, *_number(figure, locale)) for what, figure in found)
    titles = ("What", "Value", "Unit", "Low", "High", "n", "Of all", "How computed", "Source", "As of")
    narrow = ("Value", "Unit", "Low", "High", "n", "Of all")
    columns = _columns(*titles, narrow=narrow, wide=("What", "How computed"))
    return Sheet("Numbers", columns, rows, tuple(figure.unit for _, figure in found))


def _number(figure: Figure, locale: str) -> tuple[Value, ...]:
    unit = figure.unit
    low, high = (None if bound is None else cell_value(bound, unit) for bound in (figure.lo, figure.hi))
    counts = figure.n, None if figure.denominator is None else round(figure.denominator)
    about = definition_word(figure.definition, locale), figure.source, figure.as_of
    return cell_value(figure.value, unit), figure.currency or said(unit, locale), low, high, *counts, *about


def _findings(model: Map, locale: str) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    lanes = {lane.key: localised(lane.title, locale) for lane in model.lanes}
    titles = {column.key: localised(column.title, locale) for column in model.columns}
    words = (
        "pain_point",
        "pain",
        "pains",
        "insight",
        "insights",
        "opportunity",
        "opportunities",
        "solution",
        "solutions",
    )
    for _, card in cards_about(model, *words):
        facts = card.evidence
        place = titles.get(card.at, card.at) + (f" → {titles.get(card.to, card.to)}" if card.to else "")
        text = localised(card.text, locale), localised(card.detail, locale)
        known = _level(level(facts, model), locale), facts.reported, facts.observed, facts.measured, facts.newest_at
        rows.append((lanes[card.lane], card.rank, *text, place, *known, card.owner, status_word(card.status, locale)))
    order = {title: place for place, title in enumerate(lanes.values())}
    rows.sort(key=lambda row: (order[str(row[0])], row[1] if isinstance(row[1], int) else len(rows)))
    heads = ("Kind", "Rank", "Finding", "Detail", "Where", "Evidence", "Reported", "Observed", "Measured", "Newest")
    narrow = ("Rank", "Evidence", "Reported", "Observed", "Measured")
    columns = _columns(*heads, "Owner", "State", narrow=narrow, wide=("Finding", "Detail"))
    return Sheet("Findings", columns, tuple(rows))


def _level(level: Level, locale: str) -> str:
    return level if language(locale) == "en" else word("guess" if level == "hypothesis" else level, locale)


def _quotes(model: Map, locale: str) -> Sheet:
    titles = {column.key: localised(column.title, locale) for column in model.columns}
    kinds = {lane.key: lane.type for lane in model.lanes}
    rows = tuple(
        (localised(card.text, locale), titles.get(card.at, card.at), card.lang, card.origin)
        for card in model.cards
        if kinds.get(card.lane) == "verbatim" and card.text
    )
    return Sheet(
        "Quotes", _columns("Quote", "Where", "Language", "Said in", narrow=("Language",), wide=("Quote",)), rows
    )


def _touchpoints(model: Map, locale: str) -> Sheet:
    home = {key: localised(column.title, locale) for column in model.columns for key in column.matches}
    rows = tuple(
        (
            localised(touchpoint.title, locale),
            touchpoint.channel,
            home.get(touchpoint.key, ""),
            "; ".join(f"{field} = {' or '.join(values)}" for field, values in sorted(touchpoint.where.items())),
            ", ".join(touchpoint.merged),
            *(_count(touchpoint.figures.get(name)) for name in ("persons", "events")),
        )
        for touchpoint in model.touchpoints
    )
    heads = ("Touchpoint", "Channel", "Step", "Which events are it", "Merged from", "People", "Events")
    columns = _columns(*heads, narrow=("Channel", "People", "Events"), wide=("Which events are it",))
    return Sheet("Touchpoints", columns, rows)


def _count(figure: Figure | None) -> int | None:
    return None if figure is None else round(figure.value)


def _people(model: Map, locale: str) -> Sheet:
    rows = tuple(
        (
            localised(persona.name, locale),
            persona.share.value if persona.share else None,
            persona.share.n if persona.share else None,
            localised(persona.description, locale),
            "; ".join(localised(trait, locale) for trait in persona.traits),
            persona.segment,
        )
        for persona in model.personas
    )
    heads = ("Persona", "Share", "n", "Description", "What sets them apart", "Who belongs")
    columns = _columns(*heads, narrow=("Share", "n"), wide=("What sets them apart",))
    return Sheet("Personas", columns, rows, _SHARES * len(rows))


def _ways(model: Map, locale: str) -> Sheet:
    titles = {column.key: localised(column.title, locale) for column in model.columns}
    rows = tuple(
        (
            localised(path.title, locale),
            said(path.kind, locale),
            path.figures["share"].value if "share" in path.figures else None,
            " → ".join(titles.get(key, key) for key in path.columns),
        )
        for path in model.paths
    )
    columns = _columns("Journey", "Kind", "Share", "Way", narrow=("Kind", "Share"), wide=("Way",))
    return Sheet("Journeys", columns, rows, _SHARES * len(rows))


def _notes(model: Map, locale: str) -> Sheet:
    return Sheet("How it was made", _columns("Topic", "Note", wide=("Note",)), tuple(_told(model, locale)))


def _told(model: Map, locale: str) -> Iterator[tuple[Value, ...]]:
    if model.scenario:
        yield said("Scenario", locale), localised(model.scenario, locale)
    for note in model.notes:
        yield note.topic, localised(note.text, locale)
    if model.sources:
        yield said("Sources", locale), ", ".join(model.sources)
    if model.persons is not None:
        yield said("People", locale), model.persons
    if model.as_of is not None:
        yield said("As of", locale), model.as_of
