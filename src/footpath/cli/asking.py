"""Questions on the command line: options from a question's fields, answers as tables, JSON and CSV."""

from pathlib import Path
from typing import Any

import click
import msgspec
from msgspec.inspect import BoolType, LiteralType, StructType, Type, UnionType, VarTupleType, type_info

MAIN = "figures"


def options_of(question: type) -> list[click.Parameter]:
    """Return one option a field: `steps` (many) becomes `--step`, several times; choices and flags as such."""
    from footpath.analytics import documented

    struct = type_info(question)
    if not isinstance(struct, StructType):
        raise TypeError(f"{question} is not a Struct")
    words = documented(question)
    return [_option(field, words.get(field.name, "")) for field in struct.fields]


def _option(field: Any, words: str) -> click.Option:
    many = isinstance(field.type, VarTupleType)
    name = field.name.removesuffix("s") if many else field.name
    text = words + _default(field)
    if isinstance(field.type, BoolType):
        dashed = name.replace("_", "-")
        return click.Option([f"--{dashed}/--no-{dashed}", field.name], default=None, help=text)
    kind = _choice(field.type.item_type if isinstance(field.type, VarTupleType) else field.type)
    return click.Option([f"--{name.replace('_', '-')}", field.name], multiple=many, type=kind, help=text)


def _choice(kind: Type) -> click.Choice[str] | None:
    choices = kind.types if isinstance(kind, UnionType) else (kind,)
    for one in choices:
        if isinstance(one, LiteralType) and all(isinstance(value, str) for value in one.values):
            return click.Choice([str(value) for value in one.values])
    return None


def _default(field: Any) -> str:
    value = field.default
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        return ""
    return f" [default: {value}]"


def given_of(flags: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that were given on the command line."""
    return {name: value for name, value in flags.items() if value not in (None, ())}


def answer(lake: Any, name: str, *, spark: str | None, plan: Path | None = None, fields: dict[str, Any]) -> Any:
    """Return the answer of an analysis about a store; at an address of a Spark cluster that does the work.

    Args:
        plan: file of a map that the question is about.
    """
    from footpath.analytics import ask, build_journeys, connect
    from footpath.insights import with_answers, with_plan

    if plan is not None:
        fields = with_plan(name, build_journeys(lake), plan, fields)
    if spark is None:
        return ask(name, with_answers(build_journeys(lake), lake, fields), **fields)
    from footpath.cli.importing import Bar

    with Bar() as bar:
        bar.tell("Starting Spark", 0, 0)
        with connect(spark, progress=lambda share: bar.tell("Working on Spark", share, 0)) as cluster:
            journeys = with_answers(cluster.build_journeys(lake), lake, fields)
            return ask(name, journeys, run=cluster, **fields)


def table_of(answer: Any, name: str) -> Any:
    """Return one of the answer's tables; raises NotFound listing them."""
    from footpath.core.errors import NotFound

    tables = answer.tables()
    if name not in tables:
        raise NotFound(f"The answer has no table {name!r}.", hint=f"There are: {', '.join(tables)}.")
    return tables[name]


def as_json(answer: Any, name: str) -> str:
    """Return one of the answer's tables, and the rules, as JSON."""
    rows = table_of(answer, name).to_pylist()
    content = {"rules": answer.rules, "n": answer.n, "as_of": answer.as_of, "rows": rows}
    return msgspec.json.format(msgspec.json.encode(content)).decode()


def as_csv(answer: Any, name: str) -> str:
    """Return one of the answer's tables as CSV with a header."""
    import csv
    import io

    table = table_of(answer, name)
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(row.values() for row in table.to_pylist())
    return target.getvalue().rstrip("\n")


def show(answer: Any, name: str) -> None:
    """Print one of the answer's tables, with how many they are about and the rules used."""
    from rich.table import Table

    from footpath.analytics import shown
    from footpath.cli import output

    figures = answer.brief() if name == MAIN else table_of(answer, name)
    table = Table(box=None, pad_edge=False)
    for title, column in zip(figures.column_names, figures.columns, strict=True):
        number = str(column.type) in ("int64", "double", "int32", "uint64")
        table.add_column(title.replace("_", " "), justify="right" if number else "left", overflow="fold")
    for row in figures.to_pylist():
        table.add_row(*(shown(value) for value in row.values()))
    output.out.print(table)
    as_of = f", as of {answer.as_of:%Y-%m-%d %H:%M} UTC" if answer.as_of else ""
    output.tell(f"n = {answer.n:,}{as_of}")
    output.tell("; ".join(f"{name}: {text}" for name, text in answer.rules.items()))
