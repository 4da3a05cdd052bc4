"""Maps as YAML, for people and for version control: one card a line, so that a diff says which card changed."""

import json
import re
from typing import Any

import yaml

from footpath.core.errors import Invalid
from footpath.maps.format import Format, Options
from footpath.maps.model import Map
from footpath.maps.wire import from_plain, to_plain

# What a word without quotes may mean besides text, as in YAML 1.2; the second member lists possible first letters.
_CORE = {
    "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": (r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    "float": (
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+0123456789.",
    ),
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
}
_BARE = re.compile(r"[^\W\d_](?:[\w./()%·–—’'+-]|(?<! ) (?! |$))*")
_RESERVED = frozenset(["true", "false", "yes", "no", "on", "off", "null", "nan", "inf"])  # YAML 1.1 as well
_EXACT = 2.0**53  # every whole number below is a float of its own
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class _Loader(yaml.CSafeLoader):
    """Reads YAML 1.2's plain words: `no`, `on` and dates stay text, as whoever typed a title meant them."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - replaces PyYAML's own


for _word, (_pattern, _first) in _CORE.items():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_word}", re.compile(f"^(?:{_pattern})$"), list(_first))


class Yaml(Format):
    """The whole map as text to keep under version control, one card a line; loses nothing.

    Fields and lane types that this version does not know are kept. Comments are not: write a note instead.
    """

    name = "yaml"
    title = "Map file (YAML)"
    extensions = (".map.yaml", ".map.yml", ".yaml", ".yml")
    readable = True

    def write(self, model: Map, options: Options) -> bytes:
        """Return the map as UTF-8; locale and theme have no effect, every language is in it."""
        del options
        return "".join(_entry(key, value) for key, value in to_plain(model).items()).encode()

    def read(self, data: bytes, *, name: str) -> Map:
        """Return the map in `data`; raises Invalid with the line or the field that is wrong."""
        return from_plain(_parse(data, name), name=name)


def _parse(data: bytes, name: str) -> object:
    try:
        return yaml.load(data, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Invalid(f"{name}{where}: {problem.problem}.", hint=_yaml_advice(str(problem.problem))) from problem
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as problem:
        raise Invalid(f"{name} is not a text file in YAML.", hint="Save it as UTF-8 text.") from problem


def _yaml_advice(problem: str) -> str:
    if "mapping values" in problem or "expected ',' or '}'" in problem:
        return 'Put quotes around a text that has a colon, comma or bracket: text: "Pay: by card".'
    return "Mend this line and try again."


def _entry(key: str, value: Any) -> str:
    """Return one top-level field; a list gets a line for each element."""
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        return f"{key}:\n" + "".join(f"- {_flow(item)}\n" for item in value)
    return f"{_flow(key)}: {_flow(value)}\n"


def _flow(value: Any) -> str:
    """Return `value` on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(str(key))}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return _number(value)
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _text(value: str) -> str:
    if len(value) < 1024 and _BARE.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _number(value: float) -> str:
    if value != value:  # noqa: PLR0124 - the one number unequal to itself
        return ".nan"
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return repr(value).replace("inf", ".inf")
