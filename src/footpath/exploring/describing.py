"""The questions that can be asked, described well enough for a form to be made of each."""

from functools import cache
from inspect import getdoc
from typing import Any, Literal

from msgspec import NODEFAULT, Struct
from msgspec.inspect import (
    BoolType,
    DateTimeType,
    Field,
    FloatType,
    IntType,
    LiteralType,
    NoneType,
    StructType,
    Type,
    UnionType,
    VarTupleType,
    type_info,
)

from footpath.analytics import ANALYSES, Select, documented, is_length

Kind = Literal[
    "text", "number", "whole", "flag", "choice", "date", "duration", "selection", "condition", "metric", "property",
    "steps",
]  # fmt: skip
_LENGTHS = frozenset(
    ("window", "within", "lookback", "half_life", "horizon", "pause", "bounce_time", "grace", "resolution", "inactive")
)


class QuestionField(Struct, frozen=True, kw_only=True):
    """A field of a question.

    Attributes:
        kind: what is filled in; `steps` are lists of selections, one a step.
        many: whether several values may be given.
        about: what it means.
        default: what holds when it is left out.
        choices: the values there are, for a choice.
        required: whether it must be given.
        common: whether every question has it.
    """

    name: str
    kind: Kind
    many: bool
    about: str
    default: Any
    choices: tuple[str, ...]
    required: bool
    common: bool


class Question(Struct, frozen=True, kw_only=True):
    """A kind of question.

    Attributes:
        name: of the analysis.
        about: what it answers.
        explain: what an answer shows, and what not to conclude from it.
        likes: products whose published rules it can follow.
        chart: the kind of picture that shows its answers.
        takes_map: whether a map may say its steps or touchpoints.
    """

    name: str
    title: str
    about: str
    explain: str
    fields: tuple[QuestionField, ...]
    likes: tuple[str, ...]
    chart: str
    takes_map: bool


@cache
def questions() -> tuple[Question, ...]:
    """Return every question by name."""
    return tuple(_question(name) for name in ANALYSES)


def _question(name: str) -> Question:
    kind = ANALYSES[name]
    struct = type_info(kind.question)
    if not isinstance(struct, StructType):
        raise TypeError(f"{kind.question} is not a Struct")
    words = documented(kind.question)
    doc, _, _ = (getdoc(kind) or "").partition("\n")
    common = {field.name for field in _fields_of(kind.question.__mro__)}
    fields = tuple(
        _field(one, words.get(one.name, ""), one.name in common) for one in struct.fields if one.name != "like"
    )
    return Question(
        name=name, title=kind.title or name.replace("_", " ").capitalize(), about=doc, explain=kind.explain,
        fields=fields, likes=tuple(sorted(kind.likes)), chart=kind.chart,
        takes_map=bool({"touchpoints", "moves"} & {one.name for one in struct.fields}),
    )  # fmt: skip


def _fields_of(line: tuple[type, ...]) -> tuple[Field, ...]:
    """Return the fields of the scope, which every question extends."""
    scope = next(one for one in reversed(line) if hasattr(one, "__struct_fields__") and one.__struct_fields__)
    found = type_info(scope)
    return found.fields if isinstance(found, StructType) else ()


def _field(field: Field, about: str, common: bool) -> QuestionField:
    many = isinstance(field.type, VarTupleType)
    inner = field.type.item_type if isinstance(field.type, VarTupleType) else field.type
    default = None if field.default is NODEFAULT else field.default
    return QuestionField(
        name=field.name, kind=_kind(field, inner), many=many, about=about,
        default=list(default) if isinstance(default, tuple) else default,
        choices=_choices(inner), required=field.required, common=common,
    )  # fmt: skip


def _kind(field: Field, kind: Type) -> Kind:
    types = kind.types if isinstance(kind, UnionType) else (kind,)
    structs = [one.cls for one in types if isinstance(one, StructType)]
    if isinstance(kind, VarTupleType):
        return "steps"
    if Select in structs:
        return "selection"
    if structs:
        return "metric" if field.name == "metric" else "condition"
    for one in types:
        found = _plain(one)
        if found:
            return found
    return _worded(field)


def _plain(one: Type) -> Kind | None:
    if isinstance(one, LiteralType):
        return "choice"
    if isinstance(one, DateTimeType):
        return "date"
    if isinstance(one, BoolType):
        return "flag"
    if isinstance(one, IntType):
        return "whole"
    return "number" if isinstance(one, FloatType) else None


def _worded(field: Field) -> Kind:
    """Return what a text stands for."""
    if field.name in ("by", "ends"):
        return "property"
    text = field.default if isinstance(field.default, str) else ""
    return "duration" if field.name in _LENGTHS or is_length(text) else "text"


def _choices(kind: Type) -> tuple[str, ...]:
    types = kind.types if isinstance(kind, UnionType) else (kind,)
    optional = any(isinstance(one, NoneType) for one in types)
    for one in types:
        if isinstance(one, LiteralType):
            return (*([""] if optional else []), *(str(value) for value in one.values))
    return ()
