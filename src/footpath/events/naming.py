"""The ids on a row in SQL: where they are, which of them stand for nobody, and which one says whose the row is."""

from footpath.events.facts import quoted
from footpath.events.identity_rules import ANY, COLUMNS, Rules

PLACEHOLDERS = ("", "null", "none", "nil", "nan", "undefined", "anonymous", "unknown", "(not set)", "[object object]")
SERIES = ("NAN", "NIL")  # cases are often lettered A, B … ZZZ; no program writes its empty value like this
ZERO = r"[0-]+|-1|0+\.0+"


def id_on(kind: str, table: str = "") -> str:
    """Return the SQL of the id of a type on a row; of several in `ids` the first."""
    front = f"{table}." if table else ""
    if kind in COLUMNS:
        return f"{front}{COLUMNS[kind]}"
    return f"CASE WHEN {front}ids IS NOT NULL THEN {_extracted(kind, f'{front}ids')} END"


def _extracted(kind: str, ids: str) -> str:
    first, only = quoted(f"$.{kind}[0]"), quoted(f"$.{kind}")
    return f"coalesce(json_extract_string({ids}, {first}), json_extract_string({ids}, {only}))"


def nobody(rules: Rules, kind: str, value: str) -> str:
    """Return the SQL condition that a value stands for nobody; a zero may stand for somebody, see `ZERO`."""
    blocked = {word.lower() for where in (ANY, kind) for word in rules.blocked.get(where, ())} - set(PLACEHOLDERS)
    words = ", ".join(map(quoted, PLACEHOLDERS))
    letters = ", ".join(map(quoted, SERIES))
    named = f"(lower(trim({value})) IN ({words}) AND trim({value}) NOT IN ({letters}))"
    if blocked:
        named = f"({named} OR lower(trim({value})) IN ({', '.join(map(quoted, sorted(blocked)))}))"
    # Most ids are longer than any of these words: looking at the length first takes a tenth of the time.
    longest = max(map(len, (*PLACEHOLDERS, *(word.encode().decode("latin-1") for word in blocked))))
    short = f"(strlen({value}) <= {longest} OR starts_with({value}, ' ') OR ends_with({value}, ' '))"
    patterns = [one for where in (ANY, kind) for one in rules.patterns.get(where, ())]
    parts = [f"({short} AND {named})", *(f"regexp_full_match({value}, {quoted(pattern)})" for pattern in patterns)]
    return f"({' OR '.join(parts)})"


def zero(value: str) -> str:
    """Return the SQL condition that a value is a zero, which is somebody only as a user id beside no other id."""
    return f"(({value})[1] IN ('0', '-') AND regexp_full_match({value}, {quoted(ZERO)}))"
