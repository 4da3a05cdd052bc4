"""Every figure of a map by the reference pictures give it, so that a click on a number finds its definition."""

from collections.abc import Iterator
from typing import Protocol

from footpath.maps.model import Figure, Map, Text, localised
from footpath.maps.wording import figure_name


class _Titled(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def figures(self) -> dict[str, Figure]: ...


def figures_of(model: Map, locale: str) -> dict[str, tuple[str, Figure]]:
    """Return reference → (what it is, the figure), for columns, cards, edges, paths, personas and the map itself."""
    return dict(_walk(model, locale))


def _walk(model: Map, locale: str) -> Iterator[tuple[str, tuple[str, Figure]]]:
    if model.goal_conversion is not None:
        yield "map:goal_conversion", (figure_name("conversion_goal", locale), model.goal_conversion)
    titled: list[tuple[str, tuple[_Titled, ...]]] = [
        ("column", model.columns),
        ("touchpoint", model.touchpoints),
        ("path", model.paths),
    ]
    for kind, things in titled:
        for thing in things:
            yield from _named(f"{kind}:{thing.key}", localised(thing.title, locale), thing.figures, locale)
    titles = {column.key: localised(column.title, locale) for column in model.columns}
    for edge in model.edges:
        what = (
            f"{titles.get(edge.frm, edge.frm)} → {titles.get(edge.to, edge.to)}"
            if edge.to
            else titles.get(edge.frm, "")
        )
        yield from _named(edge_ref(edge.frm, edge.to), what, edge.figures, locale)
    for persona in model.personas:
        if persona.share is not None:
            yield f"persona:{persona.key}:share", (localised(persona.name, locale), persona.share)
    for card in model.cards:
        what = localised(card.text, locale) or titles.get(card.at, "")
        if card.value is not None:
            yield f"card:{card.key}:value", (what, card.value)
        yield from _named(f"card:{card.key}", what, card.figures, locale)


def edge_ref(frm: str, to: str) -> str:
    """Return the reference of a move between columns."""
    return f"edge:{frm}>{to}"


def _named(ref: str, what: str, figures: dict[str, Figure], locale: str) -> Iterator[tuple[str, tuple[str, Figure]]]:
    for name, value in figures.items():
        yield f"{ref}:{name}", (f"{figure_name(name, locale)} · {what}" if what else figure_name(name, locale), value)
