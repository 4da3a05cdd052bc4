"""What a click on a number or card shows, as plain rows of words that the page's script only has to lay out."""

from footpath.maps.evidence import fresh, level
from footpath.maps.figures import figures_of
from footpath.maps.model import Card, Column, Figure, Map, localised
from footpath.maps.numbers import figure as shown
from footpath.maps.numbers import interval, moment, number
from footpath.maps.wording import definition_word, figure_name, status_word, word

Rows = list[tuple[str, str]]


def details(model: Map, locale: str) -> dict[str, dict[str, object]]:
    """Return reference → {title, value, rows of (name, words)}, for figures, cards and columns."""
    found: dict[str, dict[str, object]] = {}
    for ref, (what, value) in figures_of(model, locale).items():
        found[f"figure:{ref}"] = {"t": what, "v": shown(value, locale), "r": _figure_rows(value, locale)}
    for card in model.cards:
        about = localised(card.text, locale)
        first = shown(card.value, locale) if card.value is not None else ""
        found[f"card:{card.key}"] = {"t": about, "v": first, "r": _card_rows(card, model, locale)}
    for column in model.columns:
        rows = _column_rows(column, locale)
        found[f"column:{column.key}"] = {"t": localised(column.title, locale), "v": "", "r": rows}
    return found


def _figure_rows(value: Figure, locale: str) -> Rows:
    parts = ""
    if value.numerator is not None and value.denominator is not None:
        parts = f" ({number(value.numerator, locale)} / {number(value.denominator, locale)})"
    rows = [
        (word("n", locale), number(value.n, locale) + parts if value.n is not None else ""),
        (word("interval", locale), interval(value, locale)),
        (word("definition", locale), definition_word(value.definition, locale)),
        (word("source", locale), value.source),
        (word("as_of", locale, when="").strip(), moment(value.as_of, locale) if value.as_of else ""),
    ]
    return [row for row in rows if row[1]]


def _with_interval(value: Figure, locale: str) -> str:
    within = interval(value, locale)
    return f"{shown(value, locale)} ({within})" if within else shown(value, locale)


def _card_rows(card: Card, model: Map, locale: str) -> Rows:
    evidence = card.evidence
    name = level(evidence, model)
    facts = word(
        "facts",
        locale,
        reported=evidence.reported,
        observed=evidence.observed,
        measured=number(evidence.measured, locale),
    )
    age = ""
    if evidence.newest_at is not None:
        age = moment(evidence.newest_at, locale) + ("" if fresh(evidence, model) else f" · {word('stale', locale)}")
    rows: Rows = [("", localised(card.detail, locale))]
    rows += _figure_rows(card.value, locale) if card.value is not None else []
    for key, figure in card.figures.items():
        rows.append((figure_name(key, locale), _with_interval(figure, locale)))
        rows += [("", definition_word(figure.definition, locale))] if figure.definition else []
    rows += [
        (word("origin", locale), card.origin),
        (word("owner", locale), card.owner),
        (word("status", locale), status_word(card.status, locale)),
        (word("evidence", locale), f"{word('guess' if name == 'hypothesis' else name, locale)} · {facts}"),
        (word("as_of", locale, when="").strip(), age),
        (word("source", locale), ", ".join(evidence.sources)),
    ]
    return [row for row in rows if row[1]]


def _column_rows(column: Column, locale: str) -> Rows:
    rows: Rows = [("", localised(column.description, locale))]
    rows += [(figure_name(key, locale), _with_interval(figure, locale)) for key, figure in column.figures.items()]
    return [row for row in rows if row[1]]
