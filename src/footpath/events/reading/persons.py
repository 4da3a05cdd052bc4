"""Whose rows they are: which ids stand for the person, and which of their values stand for nobody."""

from footpath.events.mapping import Who
from footpath.events.reading.names import fold
from footpath.events.reading.parts import Parts
from footpath.events.reading.profile import Column
from footpath.events.reading.roles import Roles

_NOBODY = {
    "na",
    "n/a",
    "null",
    "none",
    "nan",
    "nil",
    "unknown",
    "-",
    "\\n",
    "undefined",
    "anonymous",
    "guest",
    "0",
    "(not set)",
}


_ANY_CASE = {"", "id", "key", "no", "nr", "number", "case concept name", "concept name"}


def settle(parts: Parts) -> None:
    """Let an id that is the table's own stand for the person where nothing else does."""
    roles = parts.roles
    if _who_roles(roles):
        return
    own = roles.column("event_id")
    if own is not None and own.repeats < 1.02 and not parts.texts:
        roles.chosen.pop("event_id")
        roles.by_content("user", own, 0.7, "an id on every row and nobody else named")
        return
    if not parts.moments:
        return
    if own is not None and own.repeats >= 1.02:
        roles.chosen.pop("event_id")
        roles.by_content("case", own, 0.6, "an id that comes again, and nobody else named")
        return
    for column in roles.free() if not parts.texts else []:
        if column.name.lower() in {"name", "nick", "handle"} or _repeats_like_an_id(column):
            roles.by_content("user", column, 0.5, f"a code that comes {column.repeats:.1f} times each; nobody named")
            return
    named = [column for column in roles.free() if column.name.lower() in {"name", "nick", "handle"}]
    if named and parts.texts:
        roles.by_content("user", named[0], 0.5, "names who said it")


def _repeats_like_an_id(column: Column) -> bool:
    few = column.distinct <= max(5, 0.002 * column.filled)
    codes = column.whole or (column.numeric < 0.3 and column.length < 40)
    return codes and not few and not column.is_prose and 1.05 < column.repeats < 500 and column.share_filled > 0.95


def _who_roles(roles: Roles) -> list[str]:
    return [role for role in ("user", "email", "case", "session", "anonymous", "respondent") if role in roles.chosen]


def who_of(parts: Parts) -> Who:
    """Return whose rows they are; a case is a person unless another id of many values is there too."""
    roles, source = parts.roles, parts.table.name
    user = roles.column("user")
    good = user is not None and _present(user) >= 0.5
    case = roles.column("case")
    if case and not (good and user and user.distinct > 0.1 * case.distinct and user.roles.get("user", 0) > 0.9):
        named = roles.name("case")
        scope = space(case.name, source) if case.whole else None
        return Who(user=named, email=roles.name("email") if not named else None, missing=_missing(case), scope=scope)
    name = roles.name("user")
    anonymous = roles.name("anonymous")
    if not name or (user is not None and _present(user) < 0.99):
        anonymous = anonymous or roles.name("session")
    scope = None
    if not name and not roles.name("email") and not anonymous and (person := roles.column("respondent")):
        name, scope = person.name, f"{source}#" if person.whole else None
    every = [column for role in ("user", "email", "anonymous", "session") if (column := roles.column(role))]
    missing = sorted({word for column in every for word in _missing(column)})
    return Who(
        user=name,
        anonymous=anonymous,
        email=roles.name("email"),
        account=roles.name("account"),
        scope=scope,
        missing=missing,
    )


def space(column: str, source: str) -> str:
    """Return what to put before case numbers: 12 is one case in all files that call the column the same, no other.

    Names that say nothing (id, case:concept:name) make the numbers of each source cases of their own.
    """
    words = fold(column)
    return f"{source}#" if words in _ANY_CASE else f"{words} "


def _missing(column: Column) -> list[str]:
    """Words that stand for nobody: they say so, and come far more often than any id."""
    others = [n for value, n in column.counts.items() if value.lower() not in _NOBODY]
    most = max(others, default=0)
    return sorted(
        value
        for value, n in column.counts.items()
        if value.lower() in _NOBODY and n > 5 * most and n > 0.02 * column.sampled
    )


def _present(column: Column) -> float:
    nobody = sum(column.counts[word] for word in _missing(column))
    return column.share_filled * (1 - nobody / max(1, column.sampled))
