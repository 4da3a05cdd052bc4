"""Questions asked in the browser: answered at once where possible, watched and stopped where not, and kept."""

import threading
import time
from typing import Any

import pyarrow as pa

from footpath.accounts import Actor, demand, includes, missing, note
from footpath.analytics import ANALYSES
from footpath.core.database import Database, new_id
from footpath.core.errors import Denied, Invalid, NotFound
from footpath.exploring.asked import (
    Asked,
    Replied,
    State,
    Told,
    Work,
    Worked,
    canonical,
    failed,
    of_persons,
    shown_table,
    unpacked,
)
from footpath.exploring.behind import Listed, Part, listed
from footpath.exploring.drawing import drawn
from footpath.exploring.holding import Holding
from footpath.exploring.keeping import Shelf
from footpath.exploring.naming import stamp
from footpath.exploring.pool import Pool
from footpath.exploring.stores import Stores
from footpath.maps import Maps, map_to_plain

AT_ONCE_S = 0.3
_ROOM = 256_000_000
_MOST = 1_000  # answers that can be come back to


_Key = tuple[str, str, bytes, str]


class _Job:
    """One question on its way."""

    def __init__(self, workspace: str, owner: str, asked: Asked, work: Work, key: _Key) -> None:
        self.id = new_id()
        self.workspace = workspace
        self.owner = owner
        self.asked = asked
        self.work = work
        self.key = key
        self.state: State = "waiting"
        self.share = 0.0
        self.told: Told | None = None
        self.done = threading.Event()
        self.began = time.monotonic()
        self.took_ms = 0
        self.kept: Any = None

    def heard(self, told: Told) -> None:
        """Take what a worker says."""
        if self.state == "cancelled":
            return
        self.share, self.state = told.share, "running"
        if told.worked is None and not told.code:
            return
        self.told, self.took_ms = told, round((time.monotonic() - self.began) * 1000)
        self.state = "done" if told.worked is not None else "failed"
        if told.worked is not None:
            self.kept(self, told.worked)
        self.done.set()


class Answers:
    """Every question that was asked.

    Args:
        database: who may ask what.
        stores: where each workspace's data is.
        holding: what is held of the stores.
        maps: the maps that questions may be about.
    """

    def __init__(self, database: Database, stores: Stores, holding: Holding, maps: Maps) -> None:
        self._database = database
        self._stores = stores
        self._holding = holding
        self._maps = maps
        self._pool = Pool()
        self._jobs: Shelf[_Job] = Shelf(_MOST)
        self._kept: Shelf[Worked] = Shelf(_ROOM)

    def ask(self, actor: Actor, workspace: str, asked: Asked) -> Replied:
        """Ask a question; what is not answered at once comes back as running.

        Raises:
            NotFound: there is no such workspace, analysis, event, …
            Invalid: the question cannot be answered as it is; the message names the field.
        """
        with self._database.read() as con:
            role = demand(con, actor, "viewer", workspace)
        self._demand_field_of_persons(asked, may=includes(role, "editor"))
        store = self._stores.folder(workspace)
        held = self._holding.of(store)
        if held is None:
            raise NotFound("The workspace has no data.", hint="Upload exports, or send events to the collector.")
        plan = map_to_plain(self._maps.model(actor, asked.map_id)) if asked.map_id else None
        key = (str(store), held.facts.version, canonical(asked), f"{plan}{stamp(store)}")
        work = Work(store=str(store), asked=asked, map=plan, version=held.facts.version)
        job = _Job(workspace, actor.user_id or actor.name, asked, work, key)
        self._jobs.put(job.id, job, 1)
        known = self._kept.get(key)
        if known is not None:
            job.state, job.told = "done", Told(share=1.0, worked=known)
            return self._replied(job, known, persons=includes(role, "editor"), cached=True)
        job.kept = self._keep
        self._pool.add(job)
        job.done.wait(AT_ONCE_S)
        if job.state == "failed" and job.told is not None:
            raise failed(job.told)
        return self._reply(job, persons=includes(role, "editor"))

    def warm(self, workspace: str) -> None:
        """Make ready for questions about a workspace."""
        self._pool.warm(Work(store=str(self._stores.folder(workspace)), asked=None))

    def get(self, actor: Actor, answer: str) -> Replied:
        """Return an answer, or how it goes; raises NotFound."""
        job, persons = self._job(actor, answer)
        return self._reply(job, persons=persons)

    def cancel(self, actor: Actor, answer: str) -> None:
        """Stop a question, or forget its answer."""
        job, _ = self._job(actor, answer)
        if job.state in ("waiting", "running"):
            job.state = "cancelled"
            self._pool.drop(job)
            job.done.set()

    def table(self, actor: Actor, answer: str, name: str) -> tuple[pa.Table, Replied]:
        """Return a whole table of an answer, for an export; raises NotFound, or Invalid while it is not there."""
        job, persons = self._job(actor, answer)
        worked = self._worked(job)
        if name not in worked.tables:
            raise NotFound(
                f"table: the answer has none called {name!r}.", hint=f"There are: {', '.join(worked.tables)}."
            )
        table = unpacked(worked.tables[name])
        if of_persons(table) and not persons:
            raise missing("table", name)
        return table, self._replied(job, worked, persons=persons)

    def people(self, actor: Actor, answer: str, part: Part) -> Listed:
        """Return a piece of the persons behind a part of an answer; editors may see them.

        Raises:
            Denied: one may not see persons.
            NotFound, Invalid: the answer has no such table or column.
        """
        job, _ = self._job(actor, answer)
        with self._database.begin() as con:
            demand(con, actor, "editor", job.workspace)
            note(con, actor, "people.list", answer, job.workspace)
        table, _ = self.table(actor, answer, part.table)
        if not of_persons(table):
            raise Invalid(f"table: {part.table!r} is not of persons.", hint="Ask for the table people.")
        return listed(table, part)

    def picture(self, actor: Actor, answer: str, locale: str = "en") -> str:
        """Return the picture of an answer as SVG, in a language."""
        job, _ = self._job(actor, answer)
        return drawn(self._worked(job), locale)

    def close(self) -> None:
        """Stop everything."""
        self._pool.close()

    def _worked(self, job: _Job) -> Worked:
        if job.told is None or job.told.worked is None:
            raise Invalid("The answer is not there yet.", hint="Wait until its state is done.")
        return job.told.worked

    def _keep(self, job: _Job, worked: Worked) -> None:
        store, _, asked, plan = job.key
        self._kept.put((store, worked.version, asked, plan), worked, worked.size)
        self._jobs.put(job.id, job, 1)

    def _job(self, actor: Actor, answer: str) -> tuple[_Job, bool]:
        job = self._jobs.get(answer)
        if job is None:
            raise missing("answer", answer)
        with self._database.read() as con:
            role = demand(con, actor, "viewer", job.workspace, word="answer")
        return job, includes(role, "editor")

    def _reply(self, job: _Job, *, persons: bool) -> Replied:
        asked = job.asked
        told = job.told
        if told is not None and told.worked is not None:
            return self._replied(job, told.worked, persons=persons)
        return Replied(
            id=job.id, state=job.state, analysis=asked.analysis, question=_question(asked), map_id=asked.map_id,
            progress=job.share, problem=told.problem if told else "", hint=told.hint if told else "",
        )  # fmt: skip

    def _replied(self, job: _Job, worked: Worked, *, persons: bool, cached: bool = False) -> Replied:
        asked, kind = job.asked, ANALYSES[job.asked.analysis]
        tables = {name: unpacked(table) for name, table in worked.tables.items()}
        withheld = tuple(name for name, table in tables.items() if of_persons(table) and not persons)
        return Replied(
            id=job.id, state="done", analysis=asked.analysis, question=_question(asked), map_id=asked.map_id,
            progress=1.0, rules=worked.rules, n=worked.n, as_of=worked.as_of, version=worked.version,
            took_ms=job.took_ms, explain=kind.explain, chart=kind.chart, withheld=withheld, cached=cached,
            tables={
                name: shown_table(table, worked.totals[name]) for name, table in tables.items() if name not in withheld
            },
        )  # fmt: skip

    @staticmethod
    def _demand_field_of_persons(asked: Asked, *, may: bool) -> None:
        question = ANALYSES[asked.analysis].question
        if "person" in question.__struct_fields__ and not may:
            raise Denied("This question is about one person.", hint="Ask an owner of the workspace to make you editor.")


def _question(asked: Asked) -> dict[str, Any]:
    return {**asked.fields, **({"like": asked.like} if asked.like else {})}
