"""How instants are written in a column, told from its values; and the SQL that reads them.

The rule for days and months: a column such as 04/09/2012 is day-first when some value has a first number above 12,
month-first when some value has a second number above 12; dots (04.09.2012) are always day-first, because nobody writes
month-first with dots. When every value could be both, nothing is guessed: other columns of the same table decide, or
the person does.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct

from footpath.events.mapping import When

_CLOCK = r"(?:(?P<glue>,? +|T)(?P<h>\d{1,2}):(?P<m>\d{2})(?P<s>:\d{2})?(?P<f>\.\d+)?(?P<ap> ?[AaPp][Mm])?)?"
_ISO = re.compile(
    r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}"
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?P<zone> ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?))?)?$"
)
_NUMERIC = re.compile(r"^(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})" + _CLOCK + "$")
_DOTTED = re.compile(r"^\d{4}\.\d{1,2}\.\d{1,2}\.?" + _CLOCK + "$")
_COMPACT = re.compile(
    r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?P<clock>T?(?:[01]\d|2[0-3])[0-5]\d[0-5]\d)?$"
)
_LOG = re.compile(r"^\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4}$")
_TWITTER = re.compile(r"^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d{2}:\d{2}:\d{2} [+-]\d{4} \d{4}$")
_DAY_MONTH = re.compile(
    r"^(?P<w>[A-Za-z]{3,9},? )?(?P<d>\d{1,2})(?P<dot>\.?)(?P<sep>[ -])"
    r"(?P<mon>[^\W\d_]{3,12})\.?(?P=sep)(?P<y>\d{4}|\d{2})" + _CLOCK + r"(?P<zone> ?(?:GMT|UTC|[+-]\d{4}))?$"
)
_MONTH_DAY = re.compile(
    r"^(?P<w>[A-Za-z]{3,9},? )?(?P<mon>[A-Za-z]{3,9})\.? (?P<d>\d{1,2}),? (?P<y>\d{4})(?P<at> at)?" + _CLOCK + "$"
)
_CHINESE = re.compile(
    r"^\d{4}年\d{1,2}月\d{1,2}日(?P<glue> ?)(?P<ap>上午|下午)?(?P<glue2> ?)"
    r"(?:(?P<h>\d{1,2}):(?P<m>\d{2})(?P<s>:\d{2})?)?$"
)
_WEEK = re.compile(r"^\d{4}-W\d{2}(?P<day>-[1-7])?$")
_LATVIAN = re.compile(r"^\d{4}\. gada \d{1,2}\. (?P<mon>[^\W\d_]+)" + _CLOCK + "$")
_EPOCHS = ((10, "epoch_s"), (13, "epoch_ms"), (16, "epoch_us"), (19, "epoch_ns"))
_EPOCH_RANGE = (946684800, 2208988800)  # 2000 to 2040
_MONTHS = {
    "pl": "stycz lut mar kwie maj czerw lip sierp wrze pa listopad grud",
    "lv": "janv febr mart apr mai j[uū]n j[uū]l aug sept okt nov dec",
}
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class TimeGuess(Struct, frozen=True):
    """How a column's instants are written.

    Attributes:
        format: as in `When.format`.
        share: share of the looked-at values that are written so.
        zoned: they say their time zone.
        day_only: no time of day.
        unclear: days and months could be swapped; `format` is then day-first and `swapped` month-first.
    """

    format: str
    share: float
    zoned: bool
    day_only: bool
    swapped: str = ""

    @property
    def unclear(self) -> bool:
        """Whether days and months cannot be told apart from these values."""
        return bool(self.swapped)


class _Form(Struct, frozen=True):
    format: str
    zoned: bool = False
    day_only: bool = False
    first: int = 0
    second: int = 0


def guess(values: Iterable[str], *, named: bool) -> TimeGuess | None:
    """Return how the values are written as instants; None when they are none.

    Args:
        values: distinct, trimmed, not empty.
        named: the column's name says that it is a time, so bare numbers may be one.
    """
    seen = [value for value in values if len(value) < 60]
    forms = [form for value in seen if (form := _form(value, named=named))]
    if not seen or len(forms) < 0.8 * len(seen):
        return None
    formats = Counter(form.format for form in forms)
    share = len(forms) / len(seen)
    zoned = sum(form.zoned for form in forms) > 0.5 * len(forms)
    day_only = all(form.day_only for form in forms)
    ordered = [name for name, _ in sorted(formats.items(), key=lambda entry: (-entry[1], entry[0]))][:8]
    if not any(form.first for form in forms):
        return TimeGuess(_one_kind(ordered), share, zoned, day_only)
    return _by_day(ordered, forms, share, day_only=day_only)


def _one_kind(formats: list[str]) -> str:
    if "iso" in formats:
        return "iso"
    special = [name for name in formats if "%" not in name]
    return special[0] if special else " | ".join(formats)


def _by_day(formats: list[str], forms: list[_Form], share: float, *, day_only: bool) -> TimeGuess:
    day_first = " | ".join(formats)
    month_first = swap(day_first)
    firsts = sum(form.first > 12 for form in forms)
    seconds = sum(form.second > 12 for form in forms)
    dotted = all("." in name.split(" ")[0] for name in formats)
    if dotted or firsts > 0 == seconds:
        return TimeGuess(day_first, share, False, day_only)
    if seconds > 0 == firsts:
        return TimeGuess(month_first, share, False, day_only)
    if firsts and seconds:
        return TimeGuess(day_first if firsts >= seconds else month_first, share, False, day_only)
    return TimeGuess(day_first, share, False, day_only, swapped=month_first)


def swap(format_: str) -> str:
    """Return the format with day and month exchanged."""
    return format_.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")


def _form(value: str, *, named: bool) -> _Form | None:
    for recognise in (_iso, _numeric, _compact, _words, _chinese, _other):
        if form := recognise(value):
            return form
    return _bare_number(value) if named else None


def _iso(value: str) -> _Form | None:
    found = _ISO.match(value)
    if found is None or _far(value[:4]) or value.startswith("1904-01-01"):
        return None
    return _Form("iso", zoned=bool(found["zone"]), day_only=":" not in value)


def _far(year: str) -> bool:
    """Tell whether a year is none of ours: spreadsheets make times of day 1899 or 1900, and postal codes any year."""
    return len(year) == 4 and not 1901 <= int(year) < 2200


def _clock(found: re.Match[str]) -> str:
    if not found["h"]:
        return ""
    hour = "%I" if found["ap"] else "%H"
    half = (" %p" if found["ap"].startswith(" ") else "%p") if found["ap"] else ""
    return f"{found['glue']}{hour}:%M{':%S' if found['s'] else ''}{'.%f' if found['f'] else ''}{half}"


def _numeric(value: str) -> _Form | None:
    if found := _NUMERIC.match(value):
        sep, first, second = found["sep"], int(found["a"]), int(found["b"])
        if _far(found["y"]) or min(first, second) == 0 or min(first, second) > 12 or max(first, second) > 31:
            return None
        year = "%Y" if len(found["y"]) == 4 else "%y"
        format_ = f"%d{sep}%m{sep}{year}{_clock(found)}"
        return _Form(format_, day_only=not found["h"], first=first, second=second)
    if found := _DOTTED.match(value):
        dot = "." if re.match(r"^\d{4}\.\d{1,2}\.\d{1,2}\.", value) else ""
        return _Form(f"%Y.%m.%d{dot}{_clock(found)}", day_only=not found["h"])
    return None


def _compact(value: str) -> _Form | None:
    if not (found := _COMPACT.match(value)):
        return None
    if not found["clock"]:
        return _Form("%Y%m%d", day_only=True)
    return _Form("%Y%m%dT%H%M%S" if "T" in value else "%Y%m%d%H%M%S")


def _words(value: str) -> _Form | None:
    if _LOG.match(value):
        return _Form("%d/%b/%Y:%H:%M:%S %z", zoned=True)
    if _TWITTER.match(value):
        return _Form("%a %b %d %H:%M:%S %z %Y", zoned=True)
    if found := _MONTH_DAY.match(value):
        comma = "," if "," in value.split(found["d"], 1)[1][:1] else ""
        text = f"{_weekday(found)}{_month(found['mon'])} %d{comma} %Y{found['at'] or ''}{_clock(found)}"
        return _Form(text, day_only=not found["h"]) if _language(found["mon"]) == "en" else None
    if found := _DAY_MONTH.match(value):
        language = _language(found["mon"])
        prefix = "" if language == "en" else f"{language}:"
        year = "%Y" if len(found["y"]) == 4 else "%y"
        month = _month(found["mon"]) if language == "en" else "%b"
        offset = found["zone"] or ""
        zone = " %z" if offset.strip()[:1] in {"+", "-"} else offset
        text = (
            f"{prefix}{_weekday(found)}%d{found['dot']}{found['sep']}{month}{found['sep']}{year}{_clock(found)}{zone}"
        )
        return _Form(text, day_only=not found["h"], zoned=bool(offset)) if language else None
    return None


def _weekday(found: re.Match[str]) -> str:
    word = found["w"]
    if not word:
        return ""
    bare = word.rstrip(", ")
    return word.replace(bare, "%a" if len(bare) == 3 else "%A")


def _month(word: str) -> str:
    return "%b" if len(word) == 3 else "%B"


def _language(month: str) -> str:
    word = month.lower()
    if any(word == name.lower() or word in _full(name) for name in _ENGLISH):
        return "en"
    for language, stems in _MONTHS.items():
        if any(re.match(stem, word) for stem in stems.split()):
            return language
    return ""


def _full(short: str) -> tuple[str, ...]:
    names = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "sept",
        "october",
        "november",
        "december",
    ]
    return tuple(name for name in names if name.startswith(short.lower()))


def _chinese(value: str) -> _Form | None:
    if not (found := _CHINESE.match(value)):
        return None
    text = f"zh:%Y年%m月%d日{' ' if found['glue'] else ''}"
    if found["ap"]:
        text += f"%p {found['glue2']}"
    if found["h"]:
        text += f"{'%I' if found['ap'] else '%H'}:%M{':%S' if found['s'] else ''}"
    return _Form(text.rstrip(), day_only=not found["h"])


def _other(value: str) -> _Form | None:
    if _WEEK.match(value):
        return _Form("iso_week", day_only=True)
    if (found := _LATVIAN.match(value)) and _language(found["mon"]) == "lv":
        return _Form(f"lv:%Y. gada %d. %b{_clock(found)}", day_only=not found["h"])
    return None


def _bare_number(value: str) -> _Form | None:
    whole, _, rest = value.partition(".")
    if not whole.isascii() or not whole.isdigit() or (rest and not rest.isdigit()):
        return None
    for digits, name in _EPOCHS:
        if len(whole) == digits and _EPOCH_RANGE[0] <= int(whole[:10]) <= _EPOCH_RANGE[1]:
            return _Form(name)
    if len(whole) == 5 and 20000 <= int(whole) <= 60000:
        return _Form("excel", day_only=not rest)
    return None


def sql(when: When, text: Callable[[str], str]) -> str:
    """Return SQL of type TIMESTAMPTZ for an instant; null where the text is none, or far from our times.

    Args:
        when: column and format.
        text: column → SQL of its trimmed text.
    """
    value = text(when.column)
    instant = _parse(value, when)
    if when.plus:
        unit = "MILLISECOND" if when.plus_unit == "ms" else "SECOND"
        instant = f"{instant} + coalesce(try_cast({text(when.plus)} AS BIGINT), 0) * INTERVAL 1 {unit}"
    return bounded(instant)


def bounded(instant: str) -> str:
    """Return SQL that is null for instants no person of ours lived in, such as 0001-01-01 or 9999-12-31."""
    return f"CASE WHEN {instant} BETWEEN TIMESTAMPTZ '1900-01-02' AND TIMESTAMPTZ '2200-01-01' THEN {instant} END"


def _parse(value: str, when: When) -> str:
    zone = "'" + when.tz.replace("'", "''") + "'"
    if when.format == "iso":
        if when.tz == "UTC":
            return f"try_cast({value} AS TIMESTAMPTZ)"
        zoned = f"regexp_matches({value}, ':\\d{{2}}.*(Z|UTC|[+-]\\d{{2}}(:?\\d{{2}})?)$')"
        local = f"timezone({zone}, try_cast({value} AS TIMESTAMP))"
        return f"CASE WHEN {zoned} THEN try_cast({value} AS TIMESTAMPTZ) ELSE {local} END"
    if when.format.startswith("epoch_"):
        factor = {"s": "* 1000000", "ms": "* 1000", "us": "* 1", "ns": "/ 1000"}[when.format[6:]]
        return f"timezone('UTC', make_timestamp(try_cast(try_cast({value} AS DECIMAL(38, 6)) {factor} AS BIGINT)))"
    if when.format == "excel":
        days = f"try_cast(round((try_cast({value} AS DOUBLE) - 25569) * 86400) AS BIGINT)"
        return f"timezone({zone}, make_timestamp({days} * 1000000))"
    if when.format == "iso_week":
        monday = f"CASE WHEN length({value}) = 8 THEN {value} || '-1' ELSE {value} END"
        return f"timezone({zone}, try_strptime({monday}, '%G-W%V-%u'))"
    return _strptime(value, when.format, zone)


def _strptime(value: str, formats: str, zone: str) -> str:
    language, colon, _ = formats.partition(":")
    if colon and language in {"pl", "lv", "zh"}:
        value, formats = _in_english(value, language), formats.replace(f"{language}:", "")
    names = ", ".join("'" + name.replace("'", "''") + "'" for name in formats.split(" | "))
    parsed = f"try_strptime({value}, [{names}])"
    return parsed if "%z" in formats else f"timezone({zone}, {parsed})"


def _in_english(value: str, language: str) -> str:
    if language == "zh":
        return f"replace(replace({value}, '上午', 'AM '), '下午', 'PM ')"
    for stem, name in zip(_MONTHS[language].split(), _ENGLISH, strict=True):
        value = f"regexp_replace({value}, '\\b{stem}[[:alpha:]\\x{{80}}-\\x{{FFFF}}]*', '{name}', 'i')"
    return value
