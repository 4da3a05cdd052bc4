"""What stands under the picture: personas, representative journeys, how it was made, and the map as a table."""

import re

from footpath.maps.lane import in_words, lane_type
from footpath.maps.model import Column, Lane, Map, Path, Persona, leaves, localised
from footpath.maps.numbers import figure as shown
from footpath.maps.render.grid import spans_of
from footpath.maps.render.layout import row_of
from footpath.maps.render.media import MEDIA
from footpath.maps.render.strands import LEAST_LOOP
from footpath.maps.render.svg import escape
from footpath.maps.wording import figure_name, word

_LINK = re.compile('https://[^\\s<>"]+')


def panels(model: Map, lanes: list[Lane], locale: str) -> str:
    """Return all panels that have something to say."""
    return "".join(
        (_personas(model, locale), _journeys(model, locale), _notes(model, locale), table(model, lanes, locale))
    )


def _personas(model: Map, locale: str) -> str:
    if not model.personas:
        return ""
    cards = "".join(_persona(persona, model, locale) for persona in model.personas)
    return (
        f'<section class="panel"><h2>{escape(word("personas", locale))}</h2><div class="cards">{cards}</div></section>'
    )


def _persona(persona: Persona, model: Map, locale: str) -> str:
    share = ""
    if persona.share is not None:
        value = escape(shown(persona.share, locale))
        share = f' <button class="num" data-ref="figure:persona:{escape(persona.key)}:share">{value}</button>'
    traits = "".join(f"<li>{escape(localised(trait, locale))}</li>" for trait in persona.traits)
    typical = next((path for path in model.paths if path.key == persona.typical), None)
    said = word("typical", locale, what=localised(typical.title, locale)) if typical else ""
    extra = "".join(f"<li>{escape(str(key))}: {escape(_plain(value))}</li>" for key, value in persona.profile.items())
    return (
        f'<article class="card"><h3>{escape(localised(persona.name, locale))}{share}</h3>'
        f"<p>{escape(localised(persona.description, locale))}</p><ul>{traits}{extra}</ul>"
        f'<p class="soft">{escape(" · ".join(part for part in (persona.segment, said) if part))}</p></article>'
    )


def _plain(value: object) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)


def _journeys(model: Map, locale: str) -> str:
    if not model.paths:
        return ""
    items = "".join(_journey(path, model, locale) for path in model.paths)
    return f'<section class="panel"><h2>{escape(word("journeys", locale))}</h2><ul class="paths">{items}</ul></section>'


def _journey(path: Path, model: Map, locale: str) -> str:
    titles = {column.key: localised(column.title, locale) for column in model.columns}
    spans = spans_of(model)
    stops = ",".join(str(spans[key][0]) for key in path.columns if key in spans)
    figures = " · ".join(f"{shown(one, locale)} {figure_name(name, locale)}" for name, one in path.figures.items())
    way = " → ".join(titles.get(key, key) for key in path.columns)
    return (
        f'<li><button class="path" data-path="{escape(path.key)}" data-stops="{stops}" aria-pressed="false">'
        f"<b>{escape(localised(path.title, locale))}</b> <span>{escape(figures)}</span>"
        f"<small>{escape(way)}</small></button></li>"
    )


def _notes(model: Map, locale: str) -> str:
    if not model.notes:
        return ""
    items = "".join(
        f"<dt>{escape(note.topic)}</dt><dd>{escape(localised(note.text, locale))}</dd>" for note in model.notes
    )
    return f'<section class="panel"><h2>{escape(word("how_made", locale))}</h2><dl class="notes">{items}</dl></section>'


def table(model: Map, lanes: list[Lane], locale: str) -> str:
    """Return the map as a table: lanes down, steps across under their stages; readable without the picture."""
    title = escape(word("as_table", locale))
    rows = "".join(_row(model, lane, locale) for lane in lanes)
    return (
        f'<section class="panel" id="table"><details><summary><h2>{title}</h2></summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}"><table>'
        f"<caption>{escape(localised(model.title, locale))}</caption>"
        f"<thead>{_heads(model, locale)}</thead>"
        f"<tbody>{_moves(model, lanes, locale)}{rows}</tbody></table></div></details></section>"
    )


def _heads(model: Map, locale: str) -> str:
    """Return a row a level, from stages down; what has nothing inside goes down to the cells."""
    parents = {column.key: column.parent for column in model.columns}
    spans, leaf_keys = spans_of(model), {column.key for column in leaves(model)}
    levels = {column.key: _level(column.key, parents) for column in model.columns if column.key in spans}
    deepest = max(levels.values(), default=0)
    rows: list[list[str]] = [[] for _ in range(deepest + 1)]
    for column in sorted((one for one in model.columns if one.key in levels), key=lambda one: spans[one.key]):
        first, last = spans[column.key]
        leaf = column.key in leaf_keys
        down = f' rowspan="{deepest - levels[column.key] + 1}"' if leaf and levels[column.key] < deepest else ""
        across = "col" if leaf and levels[column.key] else "colgroup"
        rows[levels[column.key]].append(
            f'<th scope="{across}" colspan="{last - first + 1}"{down}>{_head(column, locale)}</th>'
        )
    names = ("stage", "step", *["step_inside"] * deepest)
    return "".join(
        f'<tr><th scope="col">{escape(word(name, locale))}</th>{"".join(row)}</tr>'
        for name, row in zip(names, rows, strict=False)
    )


def _level(key: str, parents: dict[str, str]) -> int:
    found, seen = 0, {key}
    while (key := parents.get(key, "")) in parents and key not in seen:
        seen.add(key)
        found += 1
    return found


def _head(column: Column, locale: str) -> str:
    truth = f"<br><small>◆ {escape(word('moment_of_truth', locale))}</small>" if column.moment_of_truth else ""
    return escape(localised(column.title, locale)) + truth


def _moves(model: Map, lanes: list[Lane], locale: str) -> str:
    """Return a row of the moves that are no plain next one, where there are any: branches, loops, short cuts."""
    spans, columns = spans_of(model), leaves(model)
    titles = {column.key: localised(column.title, locale) for column in model.columns}
    river = any(lane.type == "traffic" for lane in lanes)
    cells: list[list[str]] = [[] for _ in columns]
    for edge in model.edges:
        share = edge.figures.get("share")
        told = share is None or (edge.kind == "loop" and not river and share.value >= LEAST_LOOP)
        if edge.kind == "next" or not told or edge.frm not in spans or (edge.to not in titles and edge.kind != "leave"):
            continue
        way = f"{word(f'move_{edge.kind}', locale)}{f' → {titles[edge.to]}' if edge.to in titles else ''}"
        why = " · ".join((localised(edge.condition, locale), in_words(share, locale) if share else "")).strip(" ·")
        cells[spans[edge.frm][0]].append(f"{way}: {why}" if why else way)
    if not any(cells):
        return ""
    written = "".join(f"<td>{_cell(said, linked=False)}</td>" for said in cells)
    return f'<tr><th scope="row">{escape(word("moves", locale))}</th>{written}</tr>'


def _row(model: Map, lane: Lane, locale: str) -> str:
    cells = lane_type(lane.type).cells(row_of(model, lane, locale))
    written = "".join(f"<td>{_cell(said, linked=lane.type in MEDIA)}</td>" for said in cells)
    return f'<tr><th scope="row">{escape(localised(lane.title, locale) or lane.key)}</th>{written}</tr>'


def _cell(said: list[str], *, linked: bool) -> str:
    written = [_LINK.sub(_anchor, escape(one)) if linked else escape(one) for one in said]
    if len(written) <= 1:
        return "".join(written)
    return "<ul>" + "".join(f"<li>{one}</li>" for one in written) + "</ul>"


def _anchor(found: re.Match[str]) -> str:
    return f'<a href="{found[0]}" target="_blank" rel="noopener noreferrer">{found[0]}</a>'
