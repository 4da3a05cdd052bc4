"""One run of a pull: a table after the other, each from where it ended, brought into the lake round by round."""

from pathlib import Path

import msgspec
from msgspec import Struct

from footpath.core import clock
from footpath.core.errors import FootpathError, Invalid
from footpath.events import Door, Lake, Taken, writing
from footpath.pulling.mailbox import pull_mails
from footpath.pulling.pull import MailPull, PullFile
from footpath.pulling.pull_files import PullFolder, needs_secret
from footpath.pulling.rounds import pull_table
from footpath.pulling.sources import Job
from footpath.pulling.statuses import Status, write_status


class Pulled(Struct, frozen=True, kw_only=True):
    """What a run did.

    Attributes:
        rows: rows fetched, by table.
        status: their sum, and what became of them.
    """

    rows: dict[str, int]
    status: Status


def run_pull(store: Path, name: str, *, door: Door | None = None) -> Pulled:
    """Run a pull once; a run that is killed at any instant is continued by the next, and nothing comes in twice.

    Args:
        store: its folder.
        name: of the pull.
        door: takes out of the rows what may not be kept; None = they come as they may be kept.

    Raises:
        NotFound, Invalid: the pull is not there, or cannot be run as it is written.
        Conflict: it is running already.
        Transient: the other side was away; what came until then is in the store.
    """
    folder = PullFolder(store)
    pull = folder.get(name)
    lake = Lake.open(store, door=door)
    secret = folder.secret(name)
    if needs_secret(pull) and not secret:
        raise Invalid(
            f"The pull {name!r} has no secret yet.",
            hint=f"`footpath pull secret {name} --secret-file FILE`, or the variable {folder.variable(name)}.",
        )
    state = folder.state(name)
    with writing(state, wait_s=0.5):
        job = Job(lake=lake, name=name, source=pull.source or name, state=state, secret=secret)
        return _run(pull, job)


def _run(pull: PullFile, job: Job) -> Pulled:
    began = clock.now()
    write_status(job.state, Status(began_at=began))
    rows: dict[str, int] = {}
    total = Taken()
    problems: list[FootpathError] = []
    tables = [pull.folder] if isinstance(pull, MailPull) else list(pull.tables)
    for table in tables:
        done = pull_mails(pull, job) if isinstance(pull, MailPull) else pull_table(pull, table, job)
        rows[table] = done.rows
        total = _sum(total, done.taken)
        if done.problem:
            problems.append(done.problem)  # the other tables are pulled all the same
    said = "; ".join(str(problem) for problem in problems)
    status = Status(
        began_at=began, ended_at=clock.now(), rows=sum(rows.values()), problem=said, **msgspec.to_builtins(total)
    )
    write_status(job.state, status)
    if problems:
        raise problems[0]
    return Pulled(rows=rows, status=status)


def _sum(a: Taken, b: Taken) -> Taken:
    return Taken(**{name: getattr(a, name) + getattr(b, name) for name in Taken.__struct_fields__})
