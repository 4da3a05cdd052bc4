"""A map as Markdown: a table for each stage, then what was found, who, and how it was made."""

import re
from collections.abc import Iterator

from footpath.core.languages import Count
from footpath.maps.evidence import level
from footpath.maps.format import Options
from footpath.maps.lint import cards_about
from footpath.maps.mermaid import curves, write_journey
from footpath.maps.model import Card, Map, localised
from footpath.maps.numbers import figure, moment, number
from footpath.maps.render.media import MEDIA, address
from footpath.maps.render.strands import said, strands_of
from footpath.maps.table import Cell, FigureRow, LaneRow, Stage, Table, figure_words, table
from footpath.maps.wording import word

_SPECIAL = re.compile(r"([\\`*_\[\]{}<>|~#&])")
_BLOCK_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+=>])")
_LINE_BREAK = re.compile(r"\s*(?:\r\n|[\n\r\u2028\u2029\x0b\x0c\x85])\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def markdown(model: Map, locale: str, options: Options) -> str:
    """Return the page, ending in a line break."""
    grid = table(model, locale, options)
    parts = [
        _head(model, locale),
        *_diagrams(model, locale),
        *(_stage(grid, stage, locale) for stage in grid.stages),
        *_findings(model, locale),
        *_people(model, locale),
        *_moves(model, locale),
        *_paths(model, locale),
        *_notes(model, locale),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """Return `text` as one line that Markdown shows as it is."""
    line = _CONTROL.sub("", _LINE_BREAK.sub(" ", text.strip()))
    line = _SPECIAL.sub(r"\\\1", line)
    return _BLOCK_START.sub(lambda match: rf"{match[1]}\{match[2]}" if match[1] else rf"\{match[3]}", line)


def _head(model: Map, locale: str) -> str:
    lines = [f"# {escaped(localised(model.title, locale)) or word('untitled', locale)}"]
    about = [localised(model.subtitle, locale), localised(model.scenario, locale)]
    facts = []
    if model.persons is not None:
        facts.append(word("people", locale, n=Count(model.persons, locale, number(model.persons, locale))))
    if model.goal_conversion:
        facts.append(f"{word('goal', locale)}: {figure_words(model.goal_conversion, locale)}")
    if model.as_of:
        facts.append(word("as_of", locale, when=moment(model.as_of, locale)))
    lines += [escaped(line) for line in (*about, " · ".join(facts)) if line]
    return "\n\n".join(lines)


def _diagrams(model: Map, locale: str) -> Iterator[str]:
    """Yield a Mermaid journey for each emotion curve; without columns there is nothing to draw."""
    names = {persona.key: localised(persona.name, locale) for persona in model.personas}
    all_curves = curves(model) if model.columns else ()
    for curve in all_curves:
        if curve.persona and len(all_curves) > 1:
            yield f"**{escaped(names.get(curve.persona, curve.persona))}**"
        yield f"```mermaid\n{write_journey(model, locale, curve)}```"


def _stage(grid: Table, stage: Stage, locale: str) -> str:
    about = escaped(localised(stage.column.description, locale))
    steps = range(stage.first, stage.last + 1)
    head = ["", *(escaped(grid.titles[place]) for place in steps)]
    rows = [_figures(row, row.title, steps, locale) for row in grid.figures]
    for lane in grid.lanes:
        for row in lane.figures:
            name = lane.title if len(lane.figures) == 1 else f"{lane.title}: {row.title}"
            rows.append(_figures(row, name, steps, locale))
        if any(cell.first <= stage.last and cell.last >= stage.first for cell in lane.cells):
            rows.append([lane.title, *(_cell(lane, place, stage) for place in steps)])
    rows = [row for row in rows if any(row[1:])]
    lines = [_line(head), _line(["---"] * len(head)), *(_line([_bold(row[0]), *row[1:]]) for row in rows)]
    return "\n\n".join(part for part in (f"## {escaped(stage.title)}", about, "\n".join(lines)) if part)


def _figures(row: FigureRow, title: str, steps: range, locale: str) -> list[str]:
    return [title, *(figure_words(row.figures[place], locale) for place in steps)]


def _cell(row: LaneRow, place: int, stage: Stage) -> str:
    """Return the cards that begin in a column, or in the stage's first one when they began before it."""
    begin = [cell for cell in row.cells if max(cell.first, stage.first) == place and cell.last >= place]
    return "<br>".join(_said(cell, row.lane.type in MEDIA) for cell in begin)


def _said(cell: Cell, leads: bool) -> str:
    there = address(cell.card) if leads else ""
    return f"[{escaped(cell.text)}](<{there.replace('|', '%7C')}>)" if there else escaped(cell.words)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _bold(text: str) -> str:
    return f"**{escaped(text)}**" if text else ""


def _findings(model: Map, locale: str) -> Iterator[str]:
    for words in (("pain_point", "pain", "pains"), ("opportunity", "opportunities")):
        cards = [card for _, card in cards_about(model, *words)]
        if cards:
            lane = next(lane for lane in model.lanes if lane.key == cards[0].lane)
            ranked = sorted(cards, key=lambda card: card.rank or len(cards) + 1)
            lines = [f"{place}. {_finding(model, card, locale)}" for place, card in enumerate(ranked, start=1)]
            yield f"## {escaped(localised(lane.title, locale))}"
            yield "\n".join(lines)


def _finding(model: Map, card: Card, locale: str) -> str:
    titles = {column.key: localised(column.title, locale) for column in model.columns}
    where = titles.get(card.at, card.at)
    more = [localised(card.detail, locale), where, word(_LEVEL_WORDS[level(card.evidence, model)], locale)]
    return f"{_bold(localised(card.text, locale))} " + escaped(" · ".join(part for part in more if part))


_LEVEL_WORDS = {"hypothesis": "guess", "reported": "reported", "observed": "observed", "measured": "measured"}


def _people(model: Map, locale: str) -> Iterator[str]:
    if not model.personas:
        return
    yield f"## {word('personas', locale)}"
    lines = []
    for persona in model.personas:
        share = f" ({figure(persona.share, locale)})" if persona.share else ""
        said = [localised(persona.description, locale), *(localised(trait, locale) for trait in persona.traits)]
        rest = " · ".join(part for part in said if part)
        lines.append(f"- {_bold(localised(persona.name, locale))}{share}" + (f": {escaped(rest)}" if rest else ""))
    yield "\n".join(lines)


def _moves(model: Map, locale: str) -> Iterator[str]:
    moves = strands_of(model)
    if moves:
        yield f"## {word('moves', locale)}"
        yield "\n".join(f"- {escaped(said(model, one.edge, locale))}" for one in moves)


def _paths(model: Map, locale: str) -> Iterator[str]:
    if not model.paths:
        return
    titles = {column.key: localised(column.title, locale) for column in model.columns}
    yield f"## {word('journeys', locale)}"
    lines = []
    for path in model.paths:
        share = f" ({figure(path.figures['share'], locale)})" if "share" in path.figures else ""
        way = " → ".join(escaped(titles.get(key, key)) for key in path.columns)
        lines.append(f"- {_bold(localised(path.title, locale))}{share}: {way}")
    yield "\n".join(lines)


def _notes(model: Map, locale: str) -> Iterator[str]:
    if model.notes or model.sources:
        yield f"## {word('how_made', locale)}"
    if model.notes:
        yield "\n".join(f"- {_bold(note.topic)}: {escaped(localised(note.text, locale))}" for note in model.notes)
    if model.sources:
        yield escaped(word("sources", locale, names=", ".join(model.sources)))
