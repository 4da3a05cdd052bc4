"""A delimited text, or one whose columns stand in line, as a staged table; lines that do not fit become rejects."""

from typing import Any

from footpath.core.errors import Invalid
from footpath.events.reading.delimited import WORDS, Dialect, sniff
from footpath.events.reading.source import Source
from footpath.events.reading.stage import LONGEST_LINE, Stage, Table, ident, lines_of, quoted, unique_names
from footpath.events.rejects import Reject

# What DuckDB calls a line it cannot split, in words that pages can say in every language.
_REASONS = {
    "MISSING COLUMNS": "fewer fields than there are columns",
    "TOO MANY COLUMNS": "more fields than there are columns",
    "UNQUOTED VALUE": "a quote stands open or inside a quoted field",
    "LINE SIZE OVER MAXIMUM": "the line is longer than any line may be",
    "INVALID ENCODING": "letters that are not written as UTF-8",
}
_REMEDIES = {
    "MISSING COLUMNS": "Add the missing fields, or quote the line breaks inside fields.",
    "TOO MANY COLUMNS": "Quote fields that hold the delimiter.",
    "UNQUOTED VALUE": "Double the quotes inside quoted fields.",
    "LINE SIZE OVER MAXIMUM": "A quote is probably never closed before this line.",
    "INVALID ENCODING": "Save the file as UTF-8, or say --encoding.",
}


def read_delimited(source: Source, stage: Stage) -> Table:
    """Stage a delimited text; raises Invalid when it is empty."""
    dialect = sniff(source.text, delimiter=stage.options.delimiter, header=stage.options.header)
    if dialect is None:
        raise Invalid(f"{source.name} is empty.", hint="Export it again.")
    return _aligned(source, stage, dialect) if dialect.delimiter == " " else _delimited(source, stage, dialect)


def _columns(dialect: Dialect, first_width: int | None = None) -> tuple[str, ...]:
    header = dialect.header or ()
    width = first_width or dialect.width
    return unique_names([header[index] if index < len(header) else "" for index in range(width)])


def _delimited(source: Source, stage: Stage, dialect: Dialect) -> Table:
    path = source.utf8(stage.scratch(".csv"))
    columns = _columns(dialect)
    table = f"lost_{stage.scratch('').name}"
    types = ", ".join(f"{quoted(column)}: 'VARCHAR'" for column in columns)
    scan = (
        f"read_csv({quoted(str(path))}, auto_detect = false, delim = {quoted(dialect.delimiter)}, "
        f"quote = {quoted(dialect.quote)}, escape = {quoted(dialect.quote)}, columns = {{{types}}}, "
        f"header = {str(dialect.header is not None).lower()}, skip = {dialect.skip}, max_line_size = {LONGEST_LINE}, "
        f"store_rejects = true, rejects_limit = 0, rejects_table = '{table}', rejects_scan = '{table}_scan')"
    )
    trimmed = ", ".join(f"{_trimmed(ident(column), plain=source.is_ascii)} AS {ident(column)}" for column in columns)
    view, names, rows = stage.view(stage.table(f"SELECT {trimmed} FROM {scan}"))
    return Table(
        name=source.name,
        view=view,
        columns=names,
        rows=rows,
        rejects=(*source.rejects, *_lost(stage, table)),
        lines_before=dialect.skip + (dialect.header is not None),
        notes=_notes(source, dialect),
    )


def _trimmed(column: str, *, plain: bool) -> str:
    """Return SQL of a trimmed text, null when empty; looking first is faster where blanks can only be plain ones."""
    trimmed = f"nullif(trim({column}), '')"
    return (
        f"CASE WHEN {column} < '!' OR ends_with({column}, ' ') THEN {trimmed} ELSE {column} END" if plain else trimmed
    )


def _lost(stage: Stage, table: str) -> list[Reject]:
    query = (
        f"SELECT line, any_value(error_type::VARCHAR), any_value(error_message), any_value(csv_line[1:300]) "
        f"FROM {table} GROUP BY line ORDER BY line"
    )
    rows: list[tuple[Any, ...]] = stage.con.execute(query).fetchall()
    return [
        Reject(
            line, "", text or "", _REASONS.get(kind, message), _REMEDIES.get(kind, "Mend the line and import again.")
        )
        for line, kind, message, text in rows
    ]


def _aligned(source: Source, stage: Stage, dialect: Dialect) -> Table:
    lines = stage.keep(lines_of(str(source.utf8(stage.scratch(".txt")))))
    first = dialect.skip + (dialect.header is not None)
    split = "regexp_split_to_array(trim(line), '\\s+')"
    columns = _columns(dialect)
    chosen = ", ".join(f"cells[{index}] AS {ident(column)}" for index, column in enumerate(columns, 1))
    scan = f"read_parquet({quoted(str(lines))}, file_row_number = true)"
    cells = f"SELECT {split} AS cells, line, file_row_number AS n FROM {scan} WHERE n >= {first} AND trim(line) <> ''"
    good = stage.keep(f"SELECT {chosen} FROM ({cells}) WHERE len(cells) = {len(columns)} ORDER BY n")
    bad = stage.con.execute(
        f"SELECT n + 1, line FROM ({cells}) WHERE len(cells) <> {len(columns)} ORDER BY n"
    ).fetchall()
    view, names, rows = stage.view(good)
    rejects = [
        Reject(line, "", text[:300], f"not {len(columns)} fields", "Mend the line and import again.")
        for line, text in bad
    ]
    return Table(
        name=source.name,
        view=view,
        columns=names,
        rows=rows,
        rejects=(*source.rejects, *rejects),
        lines_before=first,
        notes=_notes(source, dialect),
    )


def _notes(source: Source, dialect: Dialect) -> tuple[str, ...]:
    return (
        f"{WORDS.get(dialect.delimiter, dialect.delimiter)}-separated, {source.encoding}"
        + ("" if dialect.header else ", no header"),
    )
