"""The first sheet: the map itself, stages merged over their steps, lanes as rows."""

from typing import Any

from footpath.maps.format import Options
from footpath.maps.lane import in_words
from footpath.maps.model import Figure, Map, localised
from footpath.maps.render.text import chinese, wrap
from footpath.maps.render.theme import colour
from footpath.maps.table import Cell, FigureRow, LaneRow, Table, table
from footpath.maps.wording import definition_word, word
from footpath.maps.workbook.styles import LONGEST, NUMBER_FORMATS, UNTITLED, Styles, cell_value, fitting

_STAGES, _STEPS = 3, 4  # rows
_TITLES_WIDE, _COLUMN_WIDE = 26, 24  # characters
_PX_A_CHARACTER, _LINE_PT, _TEXT_PX = 7.0, 13.5, 13.3
_MOST_PT = 400.0  # Excel's limit is 409
_CHART_HEIGHT = 260


def grid_sheet(sheet: Any, model: Map, styles: Styles, locale: str, options: Options) -> None:
    """Fill the sheet."""
    grid = table(model, locale, options)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 28)
    sheet.set_row(1, 18)
    sheet.write_string(0, 0, fitting(localised(model.title, locale)), styles.title())
    sheet.write_string(1, 0, fitting(localised(model.subtitle, locale)), styles.quiet())
    sheet.set_column(0, 0, _TITLES_WIDE)
    if grid.steps:
        sheet.set_column(1, len(grid.steps), _COLUMN_WIDE)
    _heads(sheet, grid, styles, locale)
    row = _STEPS + 1
    for figures in grid.figures:
        _figures(sheet, row, figures, styles, locale)
        row += 1
    charted: list[tuple[str, int]] = []
    for lane in grid.lanes:
        if lane.lane.type == "emotion" and lane.cells:
            charted.append((lane.title, row))
        row = _lane(sheet, row, lane, styles, locale)
    sheet.freeze_panes(_STEPS + 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_STAGES, _STEPS)
    _chart(sheet, grid, charted, row, styles)


def _heads(sheet: Any, grid: Table, styles: Styles, locale: str) -> None:
    sheet.write_string(_STEPS, 0, word("lane", locale), styles.head())
    for stage in grid.stages:
        _over(sheet, _STAGES, stage.first, stage.last, _titled(stage.title), styles.stage())
    for place, title in enumerate(grid.titles):
        sheet.write_string(_STEPS, place + 1, _titled(title), styles.head())
    sheet.set_row(_STAGES, 24)
    sheet.set_row(_STEPS, _height([(title, 1) for title in grid.titles], bold=True))


def _titled(title: str) -> str:
    return fitting(title) if title.strip() else UNTITLED


def _over(sheet: Any, row: int, first: int, last: int, text: str, look: Any) -> None:
    """Write text over the leaf columns first … last."""
    if last > first:
        sheet.merge_range(row, first + 1, row, last + 1, "", look)
    sheet.write_string(row, first + 1, text, look)


def _figures(sheet: Any, row: int, figures: FigureRow, styles: Styles, locale: str) -> None:
    sheet.write_string(row, 0, figures.title, styles.quiet())
    for place, figure in enumerate(figures.figures):
        if figure is not None:
            _number(sheet, row, place + 1, figure, styles.number(figure.unit), locale)


def _number(sheet: Any, row: int, column: int, figure: Figure, look: Any, locale: str) -> None:
    """Write a number as a number, with how sure it is and how it was computed in a comment."""
    sheet.write_number(row, column, cell_value(figure.value, figure.unit), look)
    about = [in_words(figure, locale), definition_word(figure.definition, locale), figure.source]
    options = {"author": "Footpath", "font_size": 9, "x_scale": 2.0}
    sheet.write_comment(row, column, "\n".join(part for part in about if part), options)


def _lane(sheet: Any, top: int, lane: LaneRow, styles: Styles, locale: str) -> int:
    """Write a lane from row `top` on and return the row below it; cards that overlap go on rows of their own."""
    border = {"top": 1, "top_color": colour("line", "light")}
    rows = _stacked(lane.cells)
    for place, cells in enumerate(rows):
        line = border if place == 0 else {}
        sheet.set_row(top + place, _lane_height(lane, cells, first=place == 0), styles(**line))
        for cell in cells:
            _card(sheet, top + place, cell, styles, line, locale)
    _words(sheet, top, 0, (_titled(lane.title), lane.note), styles, styles(text_wrap=True, **border))
    for place, row in enumerate(lane.figures):
        if place:
            sheet.write_string(top + place, 0, row.title, styles.quiet())
        for column, figure in enumerate(row.figures):
            if figure is not None:
                line = border if place == 0 else {}
                own = {"num_format": NUMBER_FORMATS[figure.unit], "align": "left", "bold": place == 0}
                _number(sheet, top + place, column + 1, figure, styles(quote_prefix=False, **own, **line), locale)
    return top + max(len(rows), len(lane.figures))


def _lane_height(lane: LaneRow, cells: list[Cell], *, first: bool) -> float:
    texts = [("\n".join(part for part in (cell.text, cell.rest) if part), cell.last - cell.first + 1) for cell in cells]
    if first:
        texts.append((f"{lane.title}\n{lane.note}" if lane.note else lane.title, 1))
    return _height(texts)


def _words(sheet: Any, row: int, column: int, parts: tuple[str, str], styles: Styles, look: Any) -> None:
    """Write a bold line and, under it, quieter words."""
    bold, rest = (fitting(part) for part in parts)
    if bold and rest and len(bold) + len(rest) < LONGEST:
        heavy, light = (
            styles(bold=True, quote_prefix=False),
            styles(font_color=colour("ink-2", "light"), quote_prefix=False),
        )
        sheet.write_rich_string(row, column, heavy, bold, light, f"\n{rest}", look)
    else:
        sheet.write_string(row, column, fitting("\n".join(part for part in parts if part)), look)


def _card(sheet: Any, row: int, cell: Cell, styles: Styles, line: dict[str, Any], locale: str) -> None:
    card = cell.card
    if card.value is not None and not card.text:
        number = {"num_format": NUMBER_FORMATS[card.value.unit], "align": "left", "quote_prefix": False}
        look = styles.card(card, **number, **line)
        if cell.last > cell.first:
            sheet.merge_range(row, cell.first + 1, row, cell.last + 1, "", look)
        _number(sheet, row, cell.first + 1, card.value, look, locale)
        return
    slanted = {"italic": True} if card.origin and not chinese(cell.text) else {}
    look = styles.card(card, **slanted, **line)
    if cell.last > cell.first:
        sheet.merge_range(row, cell.first + 1, row, cell.last + 1, "", look)
    if card.origin:
        sheet.write_string(row, cell.first + 1, fitting(f"{cell.text}\n{cell.rest}".strip()), look)
    else:
        _words(sheet, row, cell.first + 1, (cell.text, cell.rest), styles, look)


def _stacked(cells: tuple[Cell, ...]) -> list[list[Cell]]:
    """Put cells on as few rows as keep them apart, at least one."""
    rows: list[list[Cell]] = [[]]
    for cell in cells:
        home = next((row for row in rows if not row or row[-1].last < cell.first), None)
        if home is None:
            home = []
            rows.append(home)
        home.append(cell)
    return rows


def _height(texts: list[tuple[str, int]], *, bold: bool = False) -> float:
    """Return the row height in points that shows texts over so many columns."""
    weight = 600 if bold else 400
    lines = [
        sum(
            len(wrap(part, columns * _COLUMN_WIDE * _PX_A_CHARACTER, _TEXT_PX, weight)) or 1
            for part in text.split("\n")
        )
        for text, columns in texts
    ]
    return min(_MOST_PT, max([*lines, 1]) * _LINE_PT + 6)


def _chart(sheet: Any, grid: Table, charted: list[tuple[str, int]], row: int, styles: Styles) -> None:
    """Draw the emotion rows as a native chart below the map, over the columns it speaks of."""
    if not charted or len(grid.steps) < 2:
        return
    chart = styles.chart()
    name, last = sheet.get_name(), len(grid.steps)
    for title, at in charted:
        chart.add_series(
            {
                "name": title,
                "categories": [name, _STEPS, 1, _STEPS, last],
                "values": [name, at, 1, at, last],
                "line": {"color": colour("accent", "light"), "width": 2.25},
                "marker": {"type": "circle", "size": 6, "fill": {"color": colour("panel", "light")}},
                "smooth": True,
            }
        )
    chart.set_legend({"position": "top"} if len(charted) > 1 else {"none": True})
    chart.set_title({"name": charted[0][0] if len(charted) == 1 else "", "name_font": {"size": 11}})
    grid_lines = {"visible": True, "line": {"color": colour("line", "light")}}
    chart.set_y_axis({"min": -1, "max": 1, "major_gridlines": grid_lines})
    chart.set_x_axis({"label_position": "low"})
    chart.set_size({"width": round(last * _COLUMN_WIDE * _PX_A_CHARACTER + last * 5), "height": _CHART_HEIGHT})
    chart.show_blanks_as("span")
    sheet.insert_chart(row + 1, 1, chart, {"description": ", ".join(title for title, _ in charted)})
