"""The languages Footpath speaks: which one a locale means, which is spoken now, plural forms, dates and figures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

LANGUAGES = ("en", "pl", "lv", "zh-Hant")
_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    # of the month, as in „do 3 grudnia”
    "pl": (
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października",
        "listopada", "grudnia",
    ),
    # to the month, as in “līdz 3. decembrim”
    "lv": (
        "janvārim", "februārim", "martam", "aprīlim", "maijam", "jūnijam", "jūlijam", "augustam", "septembrim",
        "oktobrim", "novembrim", "decembrim",
    ),
}  # fmt: skip


def language(locale: str) -> str:
    """Return the language of `LANGUAGES` for a locale such as "pl-PL" or "zh-TW"; English where there is none."""
    if locale.lower().startswith("zh"):
        return "zh-Hant"
    spoken = locale.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return spoken if spoken in LANGUAGES else "en"


_SPOKEN: ContextVar[str] = ContextVar("spoken", default="en")


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Say everything inside in the language of a locale."""
    before = _SPOKEN.set(language(locale))
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def spoken() -> str:
    """Return the language that is spoken now."""
    return _SPOKEN.get()


def figure_words(text: str) -> str:
    """Return a number written in English ("1,234", "+0.4", "3.1%") as the language that is spoken writes it."""
    if spoken() in ("pl", "lv"):
        text = text.translate({ord(","): "\u00a0", ord("."): ","})
    return text.replace("%", "\u00a0%") if spoken() == "lv" else text


class Count:
    """A whole number inside a sentence, which decides the form of the word it counts.

    In a template, `{n}` is the number and `{n:map|maps}` the word: two forms in English (one, several), three in
    Polish (one, few, many) and Latvian (those that end in 1, others, none and those that end in 0 or 11–19), one in
    Chinese. The forms are those of CLDR.

    Args:
        value: not negative.
        locale: of the sentence.
        shown: the number as the language writes it; left out = its digits.
    """

    def __init__(self, value: int, locale: str, shown: str = "") -> None:
        self._value = value
        self._language = language(locale)
        self._shown = shown or str(value)

    def __format__(self, forms: str) -> str:
        if not forms:
            return self._shown
        every = forms.split("|")
        return every[min(_FORMS[self._language](self._value), len(every) - 1)]


def _polish(value: int) -> int:
    if value == 1:
        return 0
    return 1 if value % 10 in (2, 3, 4) and value % 100 not in (12, 13, 14) else 2


def _latvian(value: int) -> int:
    if value % 10 == 0 or 11 <= value % 100 <= 19:
        return 2
    return 0 if value % 10 == 1 else 1


_FORMS: dict[str, Callable[[int], int]] = {
    "en": lambda value: int(value != 1),
    "pl": _polish,
    "lv": _latvian,
    "zh-Hant": lambda _: 0,
}


def until(when: datetime, locale: str) -> str:
    """Return a moment as it stands after "until" in a sentence."""
    spoken = language(locale)
    clock = f"{when:%H:%M} UTC"
    if spoken == "zh-Hant":
        return f"{when.year} 年 {when.month} 月 {when.day} 日 {clock}"
    month = _MONTHS[spoken][when.month - 1]
    if spoken == "lv":
        return f"{when.year}. gada {when.day}. {month} plkst. {clock}"
    return f"{when.day} {month} {when.year}, {clock}"
