"""The import: from paths on disk to facts in the lake, whatever the files are and however bad some of their rows."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import msgspec
from msgspec import Struct

from footpath.core import clock
from footpath.core.errors import FootpathError, Invalid, NotFound
from footpath.events import mapping as mappings
from footpath.events.connectors import Connector, recognise
from footpath.events.lake import Lake
from footpath.events.mapping import Mapping
from footpath.events.reading.compile import Compiled, compile_mapping
from footpath.events.reading.options import ImportOptions
from footpath.events.reading.roles import Choice
from footpath.events.reading.source import Source
from footpath.events.reading.stage import ReadOptions, Stage, Table, open_stage
from footpath.events.reading.understanding import kind_of, understand
from footpath.events.records import ImportRecord
from footpath.events.rejects import Reject

__all__ = ["FileReport", "ImportReport", "TableReport", "import_paths"]

Progress = Callable[[str, float, int], None]
_READS_AS = 2  # raise when the same file would be read differently, so that it is read again


class TableReport(Struct, frozen=True, kw_only=True):
    """What became of one table of a file.

    Attributes:
        name: file name, with the sheet where there are several.
        connector: what read it.
        kind: journal | milestones | opinions | persons | totals | mapped.
        rows: rows read.
        events, signals, traits: rows added.
        duplicates: rows that were there already.
        rejected: rows in the rejects file.
        choices: which column plays which part, why, how sure.
        notes: sentences for the person.
        rejects_file: where the rejects are; "" when there are none.
    """

    name: str
    connector: str
    kind: str
    rows: int = 0
    events: int = 0
    signals: int = 0
    traits: int = 0
    duplicates: int = 0
    rejected: int = 0
    choices: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()
    rejects_file: str = ""
    mapping: Mapping | None = None


class FileReport(Struct, frozen=True, kw_only=True):
    """What became of one file.

    Attributes:
        skipped: why it was not read; "" when it was.
        problem: what a person has to answer or mend before it can be read.
    """

    path: Path
    tables: tuple[TableReport, ...] = ()
    skipped: str = ""
    problem: FootpathError | None = None


class ImportReport(Struct, frozen=True):
    """What became of all files of an import."""

    files: tuple[FileReport, ...]

    @property
    def tables(self) -> list[TableReport]:
        """The tables of all files."""
        return [table for file in self.files for table in file.tables]

    @property
    def problems(self) -> list[FootpathError]:
        """What kept files out."""
        return [file.problem for file in self.files if file.problem]

    def total(self, what: str) -> int:
        """Return the sum of a count over all tables, e.g. "events"."""
        return sum(getattr(table, what) for table in self.tables)


def import_paths(
    lake: Lake,
    paths: Sequence[str | Path],
    options: ImportOptions | None = None,
    *,
    progress: Progress | None = None,
) -> ImportReport:
    """Import files, folders and globs into a lake.

    Args:
        lake: where the facts go.
        paths: files, folders (all they hold) or globs.
        options: what the person says about the files.
        progress: called with (file, share done 0…1, rows so far).

    Returns:
        what became of each file. A file that cannot be read, or that needs an answer, does not stop the others.

    Raises:
        NotFound: a path names nothing.
        Invalid: the only file cannot be read, or needs an answer: the message says which option gives it.
    """
    options = options or ImportOptions()
    files, alone = _files(paths)
    given = mappings.load(Path(options.mapping)) if options.mapping else None
    reports: list[FileReport] = []
    companions = _companions(files)
    for path in files:
        if path in companions:
            reports.append(FileReport(path=path, skipped=f"read together with {companions[path].name}"))
            continue
        tell = _teller(progress, path)
        reports.append(_import_file(_Import(lake, options, given, tell), path))
    report = ImportReport(tuple(reports))
    if options.save_mapping:
        mappings.save(Path(options.save_mapping), [table.mapping for table in report.tables if table.mapping])
    if alone and report.problems:
        raise report.problems[0]
    if alone and not report.tables and reports:
        raise Invalid(
            f"{files[0].name}: {reports[0].skipped}.", hint="Give a table or a log: CSV, JSON, Parquet, XLSX, XES, …"
        )
    return report


def _teller(progress: Progress | None, path: Path) -> Callable[[float, int], None]:
    def tell(share: float, rows: int) -> None:
        if progress:
            progress(path.name, share, rows)

    return tell


class _Import(Struct, frozen=True):
    lake: Lake
    options: ImportOptions
    given: mappings.MappingFile | None
    tell: Callable[[float, int], None]


def _files(paths: Sequence[str | Path]) -> tuple[list[Path], bool]:
    """Return all files the paths name, each once, ordered; and whether a single file was named."""
    found: list[Path] = []
    for given in paths:
        if not str(given).strip():
            raise Invalid("FILES holds a blank name.", hint="Name a file, a folder or a glob; a dot is this folder.")
        path = Path(given)
        if path.is_dir():
            found += sorted(_inside(path))
        elif path.is_file():
            found.append(path)
        else:
            matches = _glob(path)
            if not matches:
                raise NotFound(f"There is no file {given}.", hint="Check the path, or quote the glob.")
            found += [match for match in matches if match.is_file()]
    unique = list(dict.fromkeys(path.resolve() for path in found))
    if not unique:
        raise NotFound(f"There are no files in {', '.join(map(str, paths))}.", hint="Name a folder that holds exports.")
    return unique, len(unique) == 1


def _glob(pattern: Path) -> list[Path]:
    try:
        return sorted(Path(pattern.anchor or ".").glob(str(pattern.relative_to(pattern.anchor))))
    except ValueError:
        return []  # no pattern either


def _inside(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root) / name for name in names if not name.startswith("."))


def _companions(files: Iterable[Path]) -> dict[Path, Path]:
    """Return label files that belong to a file of texts beside them."""
    known = set(files)
    pairs = {
        path.with_name(path.name.replace("_labels", "_text")): path
        for path in known
        if path.name.endswith("_labels.txt")
    }
    return {labels: text for text, labels in pairs.items() if text in known}


def _import_file(job: _Import, path: Path) -> FileReport:
    try:
        if path.stat().st_size == 0:
            return FileReport(path=path, skipped="empty")
        source = Source(path, encoding=job.options.encoding)
        connector = recognise(source)
        if connector is None:
            return FileReport(path=path, skipped="not a table, a log or a text that Footpath reads")
        return FileReport(path=path, tables=tuple(_import_source(job, source, connector)))
    except FootpathError as problem:
        return FileReport(path=path, problem=_about(path, problem))
    except OSError as problem:
        return FileReport(
            path=path, problem=Invalid(f"{path.name}: {problem.strerror}.", hint="Check that it can be read.")
        )
    except duckdb.Error as problem:
        first = str(problem).splitlines()[0]
        hint = "Is it whole? Try --delimiter, --encoding, or save it anew."
        return FileReport(path=path, problem=Invalid(f"{path.name} cannot be read: {first}", hint=hint))


def _about(path: Path, problem: FootpathError) -> FootpathError:
    if path.name in problem.message:
        return problem
    return type(problem)(f"{path.name}: {problem.message}", hint=problem.hint)


def _import_source(job: _Import, source: Source, connector: Connector) -> Iterator[TableReport]:
    options = ReadOptions(delimiter=job.options.delimiter, header=job.options.header)
    content = source.fingerprint()
    with open_stage(options) as stage:
        job.tell(0.02, 0)
        found = False
        for table in connector.read(source, stage):
            found = True
            job.tell(0.3, table.rows)
            yield _import_table(job, stage, table, (connector.name, content))
        if not found:
            raise Invalid(f"{source.name} holds no table.", hint="Export it again, with its rows.")


def _import_table(job: _Import, stage: Stage, table: Table, origin: tuple[str, str]) -> TableReport:
    connector, content = origin
    mapping, kind, choices, notes = _mapping(job, stage, table)
    source = job.options.source or mapping.source or table.name
    mapped = hashlib.sha256(msgspec.json.encode([_READS_AS, source, table.name, mapping])).hexdigest()
    base = TableReport(
        name=table.name, connector=connector, kind=kind, rows=table.rows, choices=choices, mapping=mapping,
        notes=(*table.notes, *notes),
    )  # fmt: skip
    if record := job.lake.seen(content, mapped):
        duplicates = record.events + record.signals + record.traits + record.duplicates
        again = ("Imported before: nothing to add.",)
        where = str(job.lake.rejects_path(record.import_id)) if record.rejected else ""
        return msgspec.structs.replace(
            base, duplicates=duplicates, rejected=record.rejected, rejects_file=where, notes=(*base.notes, *again)
        )
    compiled = compile_mapping(table, mapping, source)
    import_id = job.lake.new_import_id(content)
    counts, duplicates, all_taken = _append(job, stage, table, compiled, import_id)
    query = "" if all_taken else compiled.rejects
    rejected = job.lake.add_rejects(import_id, _rejects(stage, table, query)) if query or table.rejects else 0
    job.lake.record_import(
        ImportRecord(
            import_id=import_id,
            source=source,
            file=str(table.name),
            content_hash=content,
            mapping_hash=mapped,
            duplicates=duplicates,
            rejected=rejected,
            imported_at=clock.now(),
            **counts,
        )
    )
    where = str(job.lake.rejects_path(import_id)) if rejected else ""
    return msgspec.structs.replace(base, duplicates=duplicates, rejected=rejected, rejects_file=where, **counts)


def _mapping(job: _Import, stage: Stage, table: Table) -> tuple[Mapping, str, tuple[Choice, ...], tuple[str, ...]]:
    if job.given and (chosen := mappings.pick(job.given, table.name)):
        return chosen, "mapped", (), ("Read by the mapping file.",)
    if table.mapping:
        return table.mapping, kind_of(table.mapping), (), ()
    found = understand(stage, table, job.options)
    return found.mapping, found.kind, found.choices, found.notes


def _append(
    job: _Import, stage: Stage, table: Table, compiled: Compiled, import_id: str
) -> tuple[dict[str, int], int, bool]:
    """Append a table's rows.

    Returns:
        rows added by table of the lake, rows that were there already, and whether no row was left out.
    """
    counts = {"events": 0, "signals": 0, "traits": 0}
    duplicates, whole = 0, False
    for number, (name, query) in enumerate(sorted(compiled.queries.items())):

        def tell(share: float, step: int = number) -> None:
            job.tell(0.3 + 0.7 * (step + share) / len(compiled.queries), table.rows)

        appended = None
        if name == "events" and compiled.whole and not stage.one(compiled.doubt):
            try:
                appended = job.lake.append(name, stage.con, compiled.whole, import_id=import_id, progress=tell)
                whole = True
            except Invalid:
                whole = False  # a time that cannot be read: leave its row out
        if appended is None:
            appended = job.lake.append(name, stage.con, query, import_id=import_id, progress=tell)
        counts[name] = appended.added
        duplicates += appended.duplicates
    return counts, duplicates, whole


def _rejects(stage: Stage, table: Table, query: str) -> Iterator[Reject]:
    yield from table.rejects
    if not query:
        return
    result = stage.con.execute(query)
    while batch := result.fetchmany(10_000):
        yield from (_reject(table, row) for row in batch)


def _reject(table: Table, row: tuple[Any, ...]) -> Reject:
    number, field, value, reason, remedy = row
    return Reject(int(number) + table.lines_before, field, "" if value is None else str(value)[:300], reason, remedy)
