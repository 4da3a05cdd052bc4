"""Rules for what steps are called: applied to the few different names, not to the events."""

import re
from collections.abc import Callable

from footpath.core.errors import Invalid

ARROW = "=>"
Cleaned = Callable[[str], str]


def cleaning(clean: tuple[str, ...], wildcards: tuple[str, ...], *, trim: bool) -> Cleaned:
    """Return what makes a name of an event the name of a step: trim, then `clean` in order, then `wildcards`.

    Raises:
        Invalid: a rule cannot be read; the message names it.
    """
    rules = [_rule(text) for text in clean]
    holds = [(one, re.compile(re.escape(one).replace(r"\*", ".*"))) for one in wildcards]

    def cleaned(name: str) -> str:
        if trim and len(name) > 1:
            name = name.removesuffix("/")
        for pattern, text in rules:
            name = pattern.sub(text, name)
        return next((one for one, pattern in holds if pattern.search(name)), name)

    return cleaned


def _rule(text: str) -> tuple[re.Pattern[str], str]:
    pattern, arrow, alias = text.partition(ARROW)
    if not arrow:
        raise Invalid(
            f"clean: {text!r} has no {ARROW}.", hint=r'Write "PATTERN => TEXT", as in "/product/\d+ => /product".'
        )
    try:
        found = re.compile(pattern.strip())
        found.sub(alias.strip(), "")
        _check_groups(found, alias.strip())
    except (re.error, IndexError) as error:
        raise Invalid(f"clean: {text!r} is no regular expression: {error}.", hint="Test it on a few names.") from None
    return found, alias.strip()


def _check_groups(pattern: re.Pattern[str], alias: str) -> None:
    """Raise when the text names a group that the pattern does not have, before it first fits."""
    for number in re.findall(r"\\(\d+)", alias):
        if int(number) > pattern.groups:
            raise IndexError(f"there is no group {number}")
