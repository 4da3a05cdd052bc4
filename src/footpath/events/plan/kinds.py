"""SQL that says what kind of value stands in a property."""

from footpath.events.facts import quoted

# Numbers and times as texts: exports that know only text, and senders that put numbers in quotes.
_NUMBER = r"[+-]?(\d+([.]\d*)?|[.]\d+)([eE][+-]?\d+)?"
_TIME = r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?( ?(Z|UTC|[+-]\d\d:?\d\d))?)?"


def pointer(column: str) -> str:
    """Return SQL of the JSON pointer to a key."""
    return f"'/' || replace(replace({column}, '~', '~0'), '/', '~1')"


def constant_pointer(key: str) -> str:
    """Return the JSON pointer to a known key as an SQL text."""
    return quoted("/" + key.replace("~", "~0").replace("/", "~1"))


def kind(value: str) -> str:
    """Return SQL of the kind of a JSON value (see `model.Kind`); null for null and for what is not there."""
    text = f"({value} ->> '$')"
    return (
        f"CASE json_type({value}) WHEN 'VARCHAR' THEN CASE "
        f"WHEN regexp_full_match({text}, {quoted(_NUMBER)}) THEN 'number-text' "
        f"WHEN regexp_full_match({text}, {quoted(_TIME)}) THEN 'time' ELSE 'text' END "
        f"WHEN 'BOOLEAN' THEN 'boolean' WHEN 'ARRAY' THEN 'list' WHEN 'OBJECT' THEN 'object' "
        f"WHEN 'DOUBLE' THEN 'number' "
        f"WHEN 'BIGINT' THEN 'integer' WHEN 'UBIGINT' THEN 'integer' WHEN 'HUGEINT' THEN 'integer' END"
    )
