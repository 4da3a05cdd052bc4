"""Imports in the browser: files come in, a map comes out, and how it goes can be watched."""

import csv
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal

import msgspec
import sqlalchemy as sa
from msgspec import Struct, structs

from footpath.accounts import Actor, People, acting, demand, missing, note
from footpath.api.team.drawing import DrawWish, FileOutcome, Progress
from footpath.api.team.tables import jobs
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Denied, FootpathError, Invalid
from footpath.exploring import Stores
from footpath.maps import Maps, map_from_plain

State = Literal["waiting", "running", "done", "failed"]
_CHUNK = 2**20
_REJECTS = 200


class Job(Struct, frozen=True, kw_only=True):
    """An import.

    Attributes:
        progress: what is being done now, while it runs.
        files: what became of each file, once they are read.
        problem, hint: why it failed, and what to do about it.
        map_id: the map that came out.
    """

    id: str
    workspace_id: str
    state: State
    progress: Progress
    files: list[FileOutcome]
    problem: str
    hint: str
    map_id: str
    created_at: datetime
    ended_at: datetime | None


class Jobs:
    """Every import; one runs at a time, the others wait.

    Args:
        database: where they are kept.
        stores: where each workspace's data is.
        folder: the data folder.
        maps: where maps go.
        people: whose they are.
    """

    def __init__(self, database: Database, stores: Stores, folder: Path, maps: Maps, people: People) -> None:
        self._database = database
        self._stores = stores
        self._folder = folder
        self._maps = maps
        self._people = people
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")
        self._progress: dict[str, Progress] = {}
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._closing = False

    def resume(self) -> None:
        """Begin again what a server that ended left undone; what was read already adds nothing twice."""
        with self._database.read() as con:
            rows = con.execute(sa.select(jobs.c.id).where(jobs.c.state.in_(("waiting", "running"))))
            left = [row.id for row in rows.all()]
        for job in left:
            self._pool.submit(self._run, job)

    def add(self, actor: Actor, workspace: str, wish: DrawWish, files: Sequence[tuple[str, IO[bytes]]]) -> Job:
        """Take files and begin to draw their map when it is its turn."""
        with self._database.read() as con:
            demand(con, actor, "editor", workspace)
        if not actor.user_id:
            raise Denied("Only a person can import files here.", hint="Draw it with `footpath map` and post the map.")
        if not files:
            raise Invalid("files: there is none.", hint="Choose the exports to draw the map from.")
        job = new_id()
        home = self._home(workspace, job)
        names = _keep(home / "files", files)
        store = self._stores.folder(workspace)
        (home / "wish.json").write_bytes(msgspec.json.encode(structs.replace(wish, store=str(store))))
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            con.execute(
                jobs.insert().values(
                    id=job, workspace_id=workspace, user_id=actor.user_id, state="waiting",
                    wish=msgspec.to_builtins(wish), files=[], problem="", hint="", created_at=clock.now(),
                )
            )  # fmt: skip
            note(con, actor, "import.add", job, workspace, files=", ".join(names)[:1000])
        self._pool.submit(self._run, job)
        return self.get(actor, job)

    def get(self, actor: Actor, job: str) -> Job:
        """Return how an import goes; raises NotFound."""
        with self._database.read() as con:
            return self._job(self._row(con, actor, job))

    def of(self, actor: Actor, workspace: str) -> list[Job]:
        """Return the imports of a workspace, newest first."""
        with self._database.read() as con:
            demand(con, actor, "editor", workspace)
            mine = sa.select(jobs).where(jobs.c.workspace_id == workspace)
            return [self._job(row) for row in con.execute(mine.order_by(jobs.c.created_at.desc()).limit(100))]

    def rejects(self, actor: Actor, job: str, file: int, table: int) -> list[dict[str, str]]:
        """Return the first rows that were left out of a table of a file, each with reason and remedy."""
        path = self.rejected(actor, job, file, table)
        if path is None:
            return []
        with path.open(newline="", encoding="utf-8") as lines:
            return list(islice(csv.DictReader(lines), _REJECTS))

    def rejected(self, actor: Actor, job: str, file: int, table: int) -> Path | None:
        """Return the CSV file of all rows that were left out of a table of a file; None = there are none."""
        with self._database.read() as con:
            row = self._row(con, actor, job)
        try:
            path = row.files[file]["tables"][table].get("rejects", "")
        except (IndexError, KeyError):
            raise missing("table", f"{file}/{table}") from None
        return Path(path) if path and Path(path).is_file() else None

    def close(self) -> None:
        """Stop; the next server begins again what is not done."""
        self._closing = True
        for process in list(self._running.values()):
            process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _home(self, workspace: str, job: str) -> Path:
        return self._folder / "workspaces" / workspace / "imports" / job

    def _row(self, con: sa.Connection, actor: Actor, job: str) -> Any:
        row = con.execute(sa.select(jobs).where(jobs.c.id == job)).first()
        if row is None:
            raise missing("import", job)
        demand(con, actor, "editor", row.workspace_id, word="import")
        return row

    def _run(self, job: str) -> None:
        """Draw in a process, keep what comes out, and delete the files, which the store holds now."""
        with self._database.begin() as con:
            row = con.execute(sa.select(jobs).where(jobs.c.id == job)).one()
            con.execute(jobs.update().where(jobs.c.id == job).values(state="running"))
        home = self._home(row.workspace_id, job)
        self._watch(job, home)
        if self._closing:
            return
        values = self._ended(row, home)
        with self._database.begin() as con:
            con.execute(jobs.update().where(jobs.c.id == job).values(ended_at=clock.now(), **values))
        self._progress.pop(job, None)
        shutil.rmtree(home, ignore_errors=True)

    def _watch(self, job: str, home: Path) -> None:
        command = [sys.executable, "-m", "footpath.api.team.drawing", str(home)]
        with (
            (home / "log.txt").open("w") as log,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process,
        ):
            self._running[job] = process
            for line in process.stdout or ():
                self._progress[job] = msgspec.json.decode(line, type=Progress)
            process.wait()
            del self._running[job]

    def _ended(self, row: Any, home: Path) -> dict[str, Any]:
        """Return what to keep of an import: the map's id, or why there is none."""
        files = _read(home / "files.json") or []
        drawn, problem = _read(home / "map.json"), _read(home / "problem.json")
        if drawn is None:
            why = problem or {"problem": "The import ended before it was done.", "hint": "Try again with fewer files."}
            return {"state": "failed", "files": files, **why}
        actor = acting(self._people.get(row.user_id))
        try:
            made = self._maps.add(actor, row.workspace_id, map_from_plain(drawn, name="the map"))
        except FootpathError as error:  # for instance a role that was taken away meanwhile
            return {"state": "failed", "files": files, "problem": error.message, "hint": error.hint}
        return {"state": "done", "files": files, "document_id": made.id}

    def _job(self, row: Any) -> Job:
        files = msgspec.convert(row.files, list[FileOutcome])
        shown = [
            structs.replace(file, tables=tuple(structs.replace(table, rejects="") for table in file.tables))
            for file in files
        ]  # where they are on the server's disk is nobody's business
        return Job(
            id=row.id, workspace_id=row.workspace_id, state=row.state, files=shown, problem=row.problem, hint=row.hint,
            progress=self._progress.get(row.id, Progress()), map_id=row.document_id or "", created_at=row.created_at,
            ended_at=row.ended_at,
        )  # fmt: skip


def _keep(folder: Path, files: Sequence[tuple[str, IO[bytes]]]) -> list[str]:
    """Write files under their own names, made safe and different, and return the names."""
    folder.mkdir(parents=True)
    names: list[str] = []
    for number, (given, content) in enumerate(files, start=1):
        name = Path(given.replace("\\", "/")).name.replace("\0", "").lstrip(".")[-120:] or f"file-{number}"
        name = f"{number}-{name}" if name in names else name
        with (folder / name).open("wb") as file:
            shutil.copyfileobj(content, file, _CHUNK)
        names.append(name)
    return names


def _read(path: Path) -> Any:
    return msgspec.json.decode(path.read_bytes()) if path.is_file() else None
