"""Rounds: a bounded part of a table is fetched, written down by dlt, brought into the lake, and then the next.

dlt keeps where a table ended together with the rows that came: both or neither are written. A process that dies while
it fetches begins the round again; one that dies while it loads finds the rows on disk and loads them first. Rows carry
the ids of their source, so those that were in the lake already are told as duplicates. Every row travels as one text,
so that nothing on the way guesses at the types of its fields.
"""

import logging
import shutil
import warnings
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from footpath.core.errors import FootpathError, Invalid, Transient
from footpath.events import Taken, take_documents
from footpath.pulling.pull import RestPull, SqlPull
from footpath.pulling.sources import Done, Job, Row, Rows

_LOG = logging.getLogger(__name__)
_AT_ONCE = 20_000  # rows that the lake takes in one go
_WIDEST = 64


class _Round(Struct):
    """One round: how wide, whether it came to the end, where it began and ended, and what broke it off."""

    limit: int
    complete: bool = False
    rows: int = 0
    moved: bool = False
    problem: FootpathError | None = None


def pull_table(pull: RestPull | SqlPull, table: str, job: Job) -> Done:
    """Fetch what is new of a table, round by round, until there is no more or the other side fails."""
    rows = _rows_of(pull, table, job)
    taken: list[Taken] = []
    pipeline = _pipeline(rows, table, job, taken)
    fetched, limit = 0, 1
    problem = None
    try:
        _load_left(pipeline)
        while True:
            this = _Round(limit=limit)
            pipeline.run(_resource(rows, table, this))
            fetched += this.rows
            problem = this.problem
            if this.complete or problem:
                break
            # As many rows of one instant as a round is wide: only a wider one gets past them.
            limit = 1 if this.moved else limit * 2
            if limit > _WIDEST and not rows.cursor:
                break
    except Exception as failure:
        problem = _plain(failure, job.name, table)
    shutil.rmtree(job.state / pipeline.pipeline_name / "load" / "loaded", ignore_errors=True)
    sums = {name: sum(getattr(one, name) for one in taken) for name in Taken.__struct_fields__}
    return Done(rows=fetched, taken=Taken(**sums), problem=problem)


def _rows_of(pull: RestPull | SqlPull, table: str, job: Job) -> Rows:
    try:
        if isinstance(pull, RestPull):
            from footpath.pulling.rest import RestRows

            return RestRows(pull, table, job.secret)
        from footpath.pulling.sql import SqlRows

        return SqlRows(pull, table, job.secret)
    except ImportError as problem:
        raise Invalid(f"Pulls need {problem.name}.", hint="Install footpath[pull].") from problem


def _pipeline(rows: Rows, table: str, job: Job, taken: list[Taken]) -> Any:
    """Return dlt's pipeline of one table: its state is a folder of the store, its destination the lake."""
    import dlt

    dlt.config["runtime.dlthub_telemetry"] = False  # nothing is sent anywhere but to the source
    dlt.config["runtime.log_level"] = "CRITICAL"
    dlt.config["load.delete_completed_jobs"] = True
    logging.getLogger("dlt").setLevel(logging.CRITICAL)  # what goes wrong is told in our own words

    def bring(items: Any, table: Any) -> None:  # noqa: ARG001 - dlt's signature
        documents = [item["document"] for item in (items if isinstance(items, list) else [items])]
        name = f"pull-{job.name}-{safe}"
        taken.append(take_documents(job.lake, documents, rows.mapping, source=job.source, name=name))

    safe = "".join(sign if sign.isalnum() else "-" for sign in table)[:60]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lake = dlt.destination(
            bring, batch_size=_AT_ONCE, loader_file_format="typed-jsonl", name="lake", naming_convention="direct",
            max_table_nesting=0, skip_dlt_columns_and_tables=True, max_parallel_load_jobs=1,
        )  # fmt: skip
        return dlt.pipeline(
            f"{job.name}-{safe}", destination=lake(), pipelines_dir=str(job.state), dataset_name="lake", progress=None
        )


def _load_left(pipeline: Any) -> None:
    """Bring in what a run that died had fetched and not loaded."""
    if pipeline.has_pending_data:
        pipeline.run()


def _resource(rows: Rows, table: str, this: _Round) -> Any:
    import dlt

    def fetch() -> Iterator[list[Row]]:
        state = dlt.current.resource_state() if rows.cursor else {}
        begun = newest = state.get("since", rows.start)
        try:
            for page in rows.pages(begun, this.limit):
                this.rows += len(page)
                newest = _newest(rows, page, newest)
                if rows.ordered:
                    state["since"] = newest
                yield [{"document": msgspec.json.encode(row).decode()} for row in page]
            this.complete = rows.complete
            state["since"] = newest
        except Exception as failure:
            # What came is kept where the next pull can go on from it; else the round counts as not begun.
            if rows.cursor and not rows.ordered:
                raise
            this.problem = _plain(failure, "", table)
        this.moved = newest != begun

    return dlt.resource(fetch, name="rows", write_disposition="append")


def _newest(rows: Rows, page: list[Row], so_far: Any) -> Any:
    """Return the furthest cursor of a page, as it can be written down; the rows themselves stay as they are."""
    found = [row[rows.cursor] for row in page if row.get(rows.cursor) is not None] if rows.cursor else []
    if not found:
        return so_far
    furthest = found[-1] if rows.ordered else max(found)
    value = furthest if isinstance(furthest, int | str) else msgspec.to_builtins(furthest)
    return value if rows.ordered or so_far is None or value > so_far else so_far


def _plain(failure: BaseException, name: str, table: str) -> FootpathError:
    """Return what went wrong without what dlt wraps around it."""
    cause = failure
    while (inner := cause.__cause__ or cause.__context__) is not None and not isinstance(cause, FootpathError):
        cause = inner
    if isinstance(cause, FootpathError):
        return cause
    where = " ".join(filter(None, (name, table)))
    response = getattr(failure, "response", None) or getattr(cause, "response", None)
    status = getattr(response, "status_code", None)
    if status in (401, 403):
        return Invalid(
            f"{where}: the service refuses us ({status}).", hint="Set its secret anew: `footpath pull secret`."
        )
    if status is not None and 400 <= status < 500 and status != 429:
        return Invalid(f"{where}: the service does not take the request ({status}).", hint="Mend the pull's file.")
    _LOG.warning("pull broke off", extra={"table": table, "reason": type(cause).__name__})
    return Transient(f"{where}: {type(cause).__name__}: {str(cause)[:300]}", hint="The next run goes on from there.")
