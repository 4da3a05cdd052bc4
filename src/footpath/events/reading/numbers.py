"""How numbers are written in a column: decimal point or comma; and the SQL that reads them."""

import re
from collections.abc import Iterable

_NUMBER = re.compile(
    r"^[-+(]?\s*(?:[$€£¥]|PLN|EUR|USD|NT\$|zł)?\s*[-+]?\d[\d.,'’\s]*\s*(?:%|[$€£¥]|zł|PLN|EUR|USD|NTD|TWD|元)?\)?$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"^[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?$")


def is_number(value: str) -> bool:
    """Tell whether a text is a number, with a currency sign or thousands marks perhaps."""
    return bool(_PLAIN.match(value) or _NUMBER.match(value))


def decimal_sign(values: Iterable[str]) -> str | None:
    """Return the decimal sign the numbers show: "." or ","; "?" when 1,234 could be either; None when none shows."""
    comma = point = either = 0
    for value in values:
        digits = re.sub(r"[^\d.,]", "", value)
        last = max(digits.rfind("."), digits.rfind(","))
        if last < 0:
            continue
        sign, after, other = digits[last], len(digits) - last - 1, "," if digits[last] == "." else "."
        if digits.count(sign) > 1:
            sign, after = other, 0
        elif after == 3 and other not in digits and 0 < last <= 3 and not digits.startswith("0"):
            either += sign == ","
            point += sign == "."
            continue
        comma += sign == ","
        point += sign == "."
    if comma and point:
        return "," if comma > point else "."
    if comma:
        return ","
    if point:
        return "."
    return "?" if either else None


def sql(text: str, decimal: str) -> str:
    """Return SQL of type DOUBLE for a number as text; null where it is none."""
    bare = f"regexp_replace({text}, '[^0-9.,eE+-]', '', 'g')"
    if decimal == ",":
        number = f"try_cast(replace(replace({bare}, '.', ''), ',', '.') AS DOUBLE)"
    else:
        number = f"coalesce(try_cast({text} AS DOUBLE), try_cast(replace({bare}, ',', '') AS DOUBLE))"
    return f"CASE WHEN isfinite({number}) THEN {number} END"
