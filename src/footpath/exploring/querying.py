"""SQL for analysts: each query in a process of its own, with an end to memory and time, which can be stopped."""

import subprocess
import sys
import threading
from pathlib import Path

import msgspec
from msgspec import Struct

from footpath.accounts import Actor, demand, missing, note
from footpath.core.database import Database, new_id
from footpath.core.errors import Invalid, NotFound, TooMany
from footpath.events import SCHEMAS
from footpath.exploring.console import Query, Result
from footpath.exploring.stores import Stores

MEMORY_MB = 1024
LIMIT_S = 30.0
MOST_ROWS = 10_000
AT_ONCE = 3


class NewQuery(Struct, frozen=True, kw_only=True):
    """A query to run.

    Attributes:
        limit: rows at most.
        id: what to call it, so that it can be stopped while it runs.
    """

    query: str
    limit: int = 1000
    id: str = ""


class View(Struct, frozen=True, kw_only=True):
    """Something that queries can look at."""

    name: str
    about: str
    columns: tuple[str, ...]


VIEWS = (
    View(
        name="events",
        about="What maps and answers count: a row an event of a known person; every property is a column besides.",
        columns=("person", "happened_at", "nth", "source", "type", "channel", "name", "page", "value"),
    ),
    View(name="persons", about="One row a person.", columns=("person", "first_at", "last_at", "events")),
    View(name="traits", about="What is known of persons now.", columns=("person", "trait", "value")),
    View(
        name="signals",
        about="What people said: answers, reviews, tickets.",
        columns=(
            "person", "happened_at", "source", "kind", "channel", "about", "metric", "score", "scale_min", "scale_max",
            "text", "lang", "emotion",
        ),
    ),
    View(
        name="facts",
        about="Events as they came in, of unknown persons too, with all their properties as JSON.",
        columns=tuple(name for name in SCHEMAS["events"].names if name not in ("key", "row", "import_id")),
    ),
)  # fmt: skip


class Queries:
    """Every query that runs.

    Args:
        database: who may run one.
        stores: where each workspace's data is.
    """

    def __init__(self, database: Database, stores: Stores) -> None:
        self._database = database
        self._stores = stores
        self._lock = threading.Lock()
        self._running: dict[tuple[str, str], subprocess.Popen[bytes]] = {}
        self._stopped: set[tuple[str, str]] = set()
        self._spare: subprocess.Popen[bytes] | None = None

    def warm(self, actor: Actor, workspace: str) -> list[View]:
        """Return what can be looked at, and make ready for a query: loading what it needs takes seconds."""
        with self._database.read() as con:
            demand(con, actor, "editor", workspace)
        with self._lock:
            self._spare = self._spare or _process()
        return list(VIEWS)

    def run(self, actor: Actor, workspace: str, wish: NewQuery) -> Result:
        """Run a query over a workspace's data; raises Invalid saying what is wrong with it."""
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            note(con, actor, "sql.run", workspace, workspace, query=wish.query[:2000])
        if not 1 <= wish.limit <= MOST_ROWS:
            raise Invalid(f"limit: {wish.limit} is not between 1 and {MOST_ROWS:,}.", hint="Take 1000.")
        found = self._answered((workspace, wish.id or new_id()), self._store(workspace), wish)
        if found.problem:
            raise Invalid(found.problem, hint=found.hint)
        return found

    def counted(self, workspace: str, query: str) -> Result:
        """Run a query that an editor has kept, whoever looks at its number; raises Invalid saying what is wrong."""
        found = self._answered((workspace, new_id()), self._store(workspace), NewQuery(query=query, limit=2))
        if found.problem:
            raise Invalid(found.problem, hint=found.hint)
        return found

    def stop(self, actor: Actor, workspace: str, query: str) -> None:
        """Stop a query; raises NotFound when it does not run."""
        with self._database.read() as con:
            demand(con, actor, "editor", workspace)
        with self._lock:
            process = self._running.get((workspace, query))
            if process is None:
                raise missing("query", query)
            self._stopped.add((workspace, query))
        process.kill()

    def close(self) -> None:
        """Stop every query."""
        with self._lock:
            running = [*self._running.values(), *([self._spare] if self._spare else [])]
        for process in running:
            process.kill()
            process.communicate()

    def _store(self, workspace: str) -> Path:
        store = self._stores.folder(workspace)
        if not (store / "store.json").is_file():
            raise NotFound("The workspace has no data.", hint="Upload exports, or send events to the collector.")
        return store

    def _answered(self, name: tuple[str, str], store: Path, wish: NewQuery) -> Result:
        process = self._started(name)
        job = Query(store=str(store), sql=wish.query, limit=wish.limit, memory_mb=MEMORY_MB, seconds=LIMIT_S)
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(LIMIT_S, end)
        timer.start()
        try:
            content, _ = process.communicate(msgspec.json.encode(job))
        finally:
            timer.cancel()
            with self._lock:
                self._running.pop(name, None)
                stopped = name in self._stopped
                self._stopped.discard(name)
        if stopped:
            raise Invalid("query: it was stopped.", hint="Run it again.")
        if late.is_set():
            raise Invalid(f"query: it took more than {LIMIT_S:.0f} s.", hint="Look at fewer rows or a shorter period.")
        if process.returncode or not content:
            raise Invalid("query: it takes too much memory.", hint="Look at fewer rows, or group before joining.")
        return msgspec.json.decode(content, type=Result)

    def _started(self, name: tuple[str, str]) -> subprocess.Popen[bytes]:
        with self._lock:
            if name in self._running:
                raise Invalid(f"id: a query called {name[1]!r} runs already.", hint="Give another id, or none.")
            if len(self._running) >= AT_ONCE:
                raise TooMany("Too many queries run at once.", hint="Wait for one of them.", wait_s=5.0)
            process, self._spare = self._spare or _process(), _process()
            self._running[name] = process
            return process


def _process() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "footpath.exploring.console"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
