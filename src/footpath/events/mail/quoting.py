"""The writer's own words: without what is quoted from earlier mails and without a signature, in any language.

What all mail programs share is form, not words: quoted lines begin with ">", a line above them ends with a colon and
holds a date or an address, forwarded mails begin with a rule or with several headers in a row, signatures with "-- ".
"""

import re

_QUOTED = re.compile(r"^\s{0,3}[>＞|]")
_SIGNATURE = re.compile(r"^(--|—|__)\s?$")
_RULE = re.compile(r"^\s*[-_*=]{2,}[^-_*=\n]{0,60}[-_*=]{2,}\s*$")  # ----- Original Message -----
_LONG_RULE = re.compile(r"^\s*[_─━]{10,}\s*$")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_DATE = re.compile(r"\d{1,4}[./年-]\s?\d{1,2}[./月-]|\b(19|20)\d\d\b|\d{1,2}[:.h]\d\d")
_ENDS = re.compile(r"[:：]\s*$")
_HEADER = re.compile(r"^\s*\*?[^\s:：][^:：\n]{0,24}\*?\s?[:：]\*?\s*\S")
_MOBILE = re.compile(
    r"^(sent from|get outlook|wysłane z|wysłano z|gesendet (von|mit)|envoyé de|enviado desde|inviato da|nosūtīts no"
    r"|從我的|从我的|iPhoneから)",
    re.IGNORECASE,
)
_LONGEST_INTRODUCTION = 4  # lines of "On … wrote:"
_MOST_LINES = 20_000


def own_words(text: str) -> str:
    """Return a mail's text up to where another's words or the signature begin, without quoted lines in between."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_MOST_LINES]
    end = next((place for place in range(len(lines)) if _ends_at(lines, place)), len(lines))
    kept = [line for place, line in enumerate(lines[:end]) if not _QUOTED.match(line) and not _introduces(lines, place)]
    while kept and (not kept[-1].strip() or _MOBILE.match(kept[-1].strip())):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept)).strip()


def _ends_at(lines: list[str], place: int) -> bool:
    """Say whether a signature, a forwarded mail or a quote without marks begins at a line."""
    line = lines[place]
    if _SIGNATURE.match(line):
        return True
    if place and (_RULE.match(line) or _LONG_RULE.match(line)):
        return _headers_follow(lines, place + 1)
    if place and not lines[place - 1].strip() and _headers_follow(lines, place):
        return True
    # "On … wrote:" with nothing marked below it: the program quotes without marks.
    return place > 0 and _is_introduction(lines, place) and not _quote_follows(lines, place)


def _headers_follow(lines: list[str], place: int) -> bool:
    """Say whether headers of a mail stand here: three or more in a row, one of them with an address or a date."""
    following = [line for line in lines[place : place + 12] if line.strip()][:4]
    heads = [line for line in following if _HEADER.match(line) and len(line) < 300]
    telling = sum(bool(_ADDRESS.search(line) or _DATE.search(line)) for line in heads)
    return len(heads) >= 3 and heads == following[: len(heads)] and telling >= 1 and _names_mail(heads)


def _names_mail(heads: list[str]) -> bool:
    """Tell headers from a list of facts: an address and a date stand among them, or addresses in two."""
    addresses = sum(bool(_ADDRESS.search(line)) for line in heads)
    dates = sum(bool(_DATE.search(line)) for line in heads)
    return (addresses >= 1 and dates >= 1) or addresses >= 2


def _introduces(lines: list[str], place: int) -> bool:
    """Say whether a line is part of "On … wrote:" above quoted lines."""
    for end in range(place, min(place + _LONGEST_INTRODUCTION, len(lines))):
        if not lines[end].strip():
            return False
        if _ENDS.search(lines[end]):
            whole = " ".join(lines[place : end + 1])
            return _quote_follows(lines, end) and bool(_DATE.search(whole) or _ADDRESS.search(whole))
    return False


def _is_introduction(lines: list[str], place: int) -> bool:
    for end in range(place, min(place + _LONGEST_INTRODUCTION, len(lines))):
        if not lines[end].strip():
            return False
        if _ENDS.search(lines[end]):
            whole = " ".join(lines[place : end + 1])
            return len(whole) < 300 and bool(_DATE.search(whole)) and bool(_ADDRESS.search(whole))
    return False


def _quote_follows(lines: list[str], place: int) -> bool:
    following = next((line for line in lines[place + 1 : place + 4] if line.strip()), "")
    return bool(_QUOTED.match(following))
