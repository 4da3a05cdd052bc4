"""What answers say in pictures and workbooks: English where it is used, said in the language that is spoken now."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from footpath.core.languages import LANGUAGES, figure_words, spoken

_FILE = Path(__file__).parent / "told.json"  # tools/told.py makes it of the catalogues of the pages
_VALUE = re.compile(r"\{(\w+)\}")
_FIGURES = re.compile(r"[−+×±]?[\d.,]+%?")
_NUMERIC = re.compile(r"[−+×/\d.,%\s·–…()→-]+")
_NAMES_OF_BOUNDS = ((re.compile(r"_low(_s)?$"), "low"), (re.compile(r"_high(_s)?$"), "high"))


def phrase(text: str, /, **values: object) -> str:
    """Return a text in the language that is spoken, with its places filled; what has no translation is English."""
    if spoken() == "en":
        return text.format(**values) if values else text
    template = _said(text) or text
    return template.format(**{name: figures(str(value)) for name, value in values.items()}) if values else template


def figures(text: str) -> str:
    """Return a text that has no letters with its numbers as the language writes them, any other as it is."""
    return figure_words(text) if spoken() != "en" and _NUMERIC.fullmatch(text) else text


def named(name: str) -> str:
    """Return the name of something; what stands for it where it has none, "(other)", is said."""
    return phrase(name) if name.startswith("(") else name


def day(when: date, *, year: bool = False) -> str:
    """Return a day in few letters, with its year where that is asked for."""
    forms = {
        "en": ("%d %b", "%a %d %b %Y"), "pl": ("%d.%m", "%d.%m.%Y"), "lv": ("%d.%m.", "%d.%m.%Y."),
        "zh-Hant": ("%m/%d", "%Y/%m/%d"),
    }  # fmt: skip
    return when.strftime(forms[spoken()][year])


def as_of(when: datetime | None) -> str:
    """Return ", as of" the newest event, nothing where there was none."""
    return "" if when is None else ", " + phrase("as of {when}", when=f"{when:%Y-%m-%d %H:%M} UTC")


def rules_told(rules: Mapping[str, str]) -> str:
    """Return every rule with its name, one after the other."""
    return "; ".join(f"{heard(name)}: {heard(text)}" for name, text in rules.items())


def column_told(name: str) -> str:
    """Return what a column of a table is called: by its name, as a bound of an interval, or as that of the others."""
    known = _kept()["columns"].get(name)
    if known:
        return str(known[LANGUAGES.index(spoken())])
    if name.startswith("versus_"):
        return phrase("{what}, the others", what=column_told(name.removeprefix("versus_")))
    for form, bound in _NAMES_OF_BOUNDS:
        if form.search(name):
            return column_told(bound)
    return heard(re.sub(r"_s$", "", name).replace("_", " "))


def cell_told(column: str, value: str) -> str:
    """Return a value of a table as people read it: periods, models and classes are said, names that data has stay."""
    if column in ("class", "frequency", "recency"):
        return _class(value)
    return heard(value.replace("_", " ") if column == "model" else value) if column in ("label", "model") else value


def _class(words: str) -> str:
    """Return a class of how often or how long ago: "3 or more", "under 1 d", "1 d to 7 d"."""
    for text in ("{value} or more", "{value} or longer", "under {value}"):
        found = _form(text).fullmatch(words)
        if found:
            return phrase(text, value=_length(found[1]))
    low, between, high = words.partition(" to ")
    return phrase("{low} to {high}", low=_length(low), high=_length(high)) if between else figures(words)


def _length(words: str) -> str:
    number, _, unit = words.partition(" ")
    return f"{figures(number)} {unit}".strip()


def heard(text: str) -> str:
    """Return a rule, a period or another sentence of an answer in the language that is spoken.

    Sentences are found by their templates; of several that fit, the one with most words of its own says it, and what
    stands in its places is said the same way. The pages do just so (ui/src/lib/heard.ts).
    """
    return text if spoken() == "en" or not text else _heard(spoken(), text)


@cache
def _heard(language: str, text: str) -> str:
    known = _said(text)
    if known is not None and not _VALUE.search(text):
        return known
    for template, form, names in _templates():
        found = form.fullmatch(text)
        if found:
            values = {name: _value(found[at + 1] or "") for at, name in enumerate(names)}
            return str(_said(template)).format(**values)
    if text[:2] in (", ", "; "):
        return text[:2] + heard(text[2:])
    for between, joined in (("; ", "; "), (", ", "、" if language == "zh-Hant" else ", ")):
        parts = text.split(between)
        if len(parts) > 1 and any(part in _kept()["texts"] for part in parts):
            return joined.join(heard(part) for part in parts)
    return text


def _value(text: str) -> str:
    return figure_words(text) if _FIGURES.fullmatch(text) else heard(text)


def _said(text: str) -> str | None:
    """Return a text's translation, None where there is none."""
    known = _kept()["texts"].get(text)
    return None if known is None else str(known[LANGUAGES.index(spoken()) - 1])


@cache
def _templates() -> list[tuple[str, re.Pattern[str], list[str]]]:
    texts = [text for text in _kept()["rules"] if _VALUE.search(text)]
    own = {text: len(_VALUE.sub("", text)) for text in texts}
    ordered = sorted(texts, key=lambda text: (-own[text], len(_VALUE.findall(text)), text))
    return [(text, _form(text), _VALUE.findall(text)) for text in ordered]


def _form(template: str) -> re.Pattern[str]:
    parts = _VALUE.split(template)
    made = ""
    for at, part in enumerate(parts):
        if at % 2 == 0:
            made += re.escape(part)
        else:
            # What directly follows another value is more that may be said, or nothing.
            made += "((?:[,;] .*)?)" if at > 1 and not parts[at - 1] else "(.+?)"
    return re.compile(made, re.DOTALL)


@cache
def _kept() -> Mapping[str, Any]:
    """Return columns by name, texts by their English, and the templates that rules are found by."""
    found: Mapping[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found
