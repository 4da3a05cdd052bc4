"""Figures as people read them: value first, thousands separated, a true minus, one decimal at most."""

import math
from datetime import date, datetime

from footpath.core.languages import language
from footpath.maps.model import Figure
from footpath.maps.wording import word

MINUS = "\u2212"
_GROUP = {"en": ",", "pl": "\u00a0", "lv": "\u00a0", "zh-Hant": ","}
_POINT = {"en": ".", "pl": ",", "lv": ",", "zh-Hant": "."}
_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "pl": ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"],
    "lv": ["janv.", "febr.", "marts", "apr.", "maijs", "jūn.", "jūl.", "aug.", "sept.", "okt.", "nov.", "dec."],
}
_SPANS = {
    "en": ("s", "min", "h", "days"),
    "pl": ("s", "min", "godz.", "dni"),
    "lv": ("s", "min", "st.", "d."),
    "zh-Hant": ("秒", "分", "小時", "天"),
}
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "PLN": "zł", "TWD": "NT$", "CNY": "¥"}


def number(value: float, locale: str, *, decimals: int = 1) -> str:
    """Return a number with at most `decimals` places, trailing zeros left out."""
    lang = language(locale)
    text = f"{abs(value):,.{decimals}f}"
    whole, _, rest = text.partition(".")
    rest = rest.rstrip("0")
    shown = whole.replace(",", _GROUP[lang]) + (_POINT[lang] + rest if rest else "")
    return (MINUS if value < 0 and shown.strip("0.,") else "") + shown


def percent(share: float, locale: str) -> str:
    """Return a share 0…1 as per cent: no decimals from 10 % on unless it is not whole, one below."""
    value = share * 100
    shown = number(value, locale, decimals=1 if abs(value) < 10 or abs(value) > 99 else 0)
    return f"{shown}\u00a0%" if language(locale) == "lv" else f"{shown}%"


def duration(seconds: float, locale: str) -> str:
    """Return a time span in the one unit that reads best."""
    names = _SPANS[language(locale)]
    magnitude = abs(seconds)
    for limit, size, name in ((90, 1, names[0]), (5400, 60, names[1]), (129_600, 3600, names[2])):
        if magnitude < limit:
            return _span(seconds / size, name, locale)
    return _span(seconds / 86_400, names[3], locale)


def _span(value: float, name: str, locale: str) -> str:
    shown = number(value, locale, decimals=1 if abs(value) < 10 else 0)
    if name == "days" and shown == "1":
        name = "day"
    return f"{shown}{'' if language(locale) == 'zh-Hant' else chr(0xA0)}{name}"


def money(value: float, currency: str, locale: str) -> str:
    """Return an amount, shortened to k or M from ten thousand on."""
    for size, suffix in ((1e9, "bn"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            divisor = 1e3 if suffix == "k" else size
            return _with_currency(number(value / divisor, locale), suffix, currency)
    return _with_currency(number(value, locale, decimals=2 if abs(value) < 100 else 0), "", currency)


def _with_currency(shown: str, suffix: str, currency: str) -> str:
    symbol = _SYMBOLS.get(currency, currency)
    if currency in ("PLN", "") or symbol == currency:
        return f"{shown}{suffix}\u00a0{symbol}".strip()
    sign, digits = (MINUS, shown[1:]) if shown.startswith(MINUS) else ("", shown)
    return f"{sign}{symbol}{digits}{suffix}"


def figure(value: Figure, locale: str) -> str:
    """Return a figure's value in its unit."""
    return _shown(value, value.value, locale)


def interval(value: Figure, locale: str) -> str:
    """Return a figure's interval as "lo – hi", or nothing where it has none."""
    if value.lo is None or value.hi is None:
        return ""
    low, high = _shown(value, value.lo, locale), _shown(value, value.hi, locale)
    if low == high and value.unit == "share" and value.lo < value.hi:
        low, high = (f"{number(100 * end, locale)}%" for end in (value.lo, value.hi))
    return f"{low} – {high}"


def _shown(about: Figure, value: float, locale: str) -> str:
    if about.unit == "share":
        return percent(value, locale)
    if about.unit == "points":
        return word("points", locale, n=number(value, locale))
    if about.unit == "seconds":
        return duration(value, locale)
    if about.unit == "money":
        return money(value, about.currency, locale)
    if about.unit in ("score", "ratio"):
        return number(value, locale, decimals=2)
    return number(value, locale, decimals=0 if abs(value) >= 100 else 1)


def day(when: date, locale: str, *, year: bool = True) -> str:
    """Return a date the way the language writes it."""
    lang = language(locale)
    if lang == "zh-Hant":
        return f"{when.year}年{when.month}月{when.day}日" if year else f"{when.month}月{when.day}日"
    name = _MONTHS[lang][when.month - 1]
    if lang == "lv":
        return f"{when.year}. g. {when.day}. {name}" if year else f"{when.day}. {name}"
    return f"{when.day} {name} {when.year}" if year else f"{when.day} {name}"


def month(when: date, locale: str) -> str:
    """Return a month with its year the way the language writes it."""
    lang = language(locale)
    if lang == "zh-Hant":
        return f"{when.year}年{when.month}月"
    name = _MONTHS[lang][when.month - 1]
    return f"{when.year}. g. {name}" if lang == "lv" else f"{name} {when.year}"


def moment(when: datetime, locale: str) -> str:
    """Return a date with the time of day, UTC where it says so."""
    zone = " UTC" if when.tzinfo is not None else ""
    return f"{day(when, locale)} {when:%H:%M}{zone}"


def period(start: datetime, end: datetime, locale: str) -> str:
    """Return "1 Sep – 30 Nov 2026"."""
    same = start.year == end.year and language(locale) != "lv"
    return f"{day(start, locale, year=not same or language(locale) == 'zh-Hant')} – {day(end, locale)}"


def plain_number(text: str) -> float | None:
    """Return the number that a cell of a sheet holds, with point or comma and any minus; None for all else."""
    try:
        read = float(text.replace(",", ".").replace(MINUS, "-"))
    except ValueError:
        return None
    return read if math.isfinite(read) else None
