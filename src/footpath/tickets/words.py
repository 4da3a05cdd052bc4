"""How far a ticket is, in the languages that files are written in."""

from footpath.tickets.model import Category

_WORDS: dict[Category, dict[str, str]] = {
    "open": {"en": "open", "pl": "otwarte", "lv": "atvērts", "zh-Hant": "未處理"},
    "in_progress": {"en": "in progress", "pl": "w toku", "lv": "procesā", "zh-Hant": "進行中"},
    "done": {"en": "done", "pl": "zrobione", "lv": "pabeigts", "zh-Hant": "已完成"},
    "dropped": {"en": "dropped", "pl": "porzucone", "lv": "atmests", "zh-Hant": "已放棄"},
}


def word_of(category: Category, locale: str) -> str:
    """Return what a category is called in a language; in English where there are no words in it."""
    words = _WORDS[category]
    return next((words[one] for one in (locale, locale.split("-", maxsplit=1)[0]) if one in words), words["en"])
