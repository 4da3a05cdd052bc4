import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.dials import DEEP
from tests.events.lakes import add, new_lake, rows

from footpath.core.errors import Conflict
from footpath.events import Lake, lock

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_killed_at_any_instant_a_batch_is_whole_or_absent_and_the_next_import_completes_it(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    run = subprocess.run(
        [sys.executable, str(HERE / "crash_child.py"), str(folder), "16" if DEEP else "5"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    outcome = json.loads(run.stdout.splitlines()[-1])
    assert outcome["wrong"] == [], run.stderr
    assert outcome["hits"] >= 3
    lake = Lake.open(folder)
    assert len(set(rows(lake, "key"))) == outcome["batches"] * 4000
    add(lake, [{"user_id": "last"}])
    files = {str(path) for path in (folder / "events").glob("*.parquet")}
    assert files == set(lake.snapshot().files["events"])
    assert not list((folder / "events").glob("_staging/*"))


def test_files_another_tool_replaced_are_kept_for_its_time_travel(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "a"}])
    add(lake, [{"user_id": "b"}])
    lake._facts["events"].open().optimize.compact()
    orphan = lake.folder / "events" / "part-00000009-i9.parquet"
    orphan.write_bytes(b"PAR1")
    add(lake, [{"user_id": "c"}])
    assert not orphan.exists()
    assert rows(lake, "user_id") == [("a",), ("b",), ("c",)]
    assert len(list((lake.folder / "events").glob("*.parquet"))) == 4
    assert add(lake, [{"user_id": "a"}], import_id="again").duplicates == 1


LOADER = """
import duckdb, sys
from footpath.events import Lake
lake = Lake.open(sys.argv[1], create=True)
for start in range(0, 6):
    query = f"SELECT 's' AS source, i AS row, 'u' || i AS user_id, 'track' AS type, 'x' AS name, " \\
        f"make_timestamptz(0) AS \\"at\\" FROM range({start} * 500, {start} * 500 + 1000) r(i)"
    with duckdb.connect() as con:
        lake.append("events", con, query, import_id=f"{sys.argv[2]}-{start}")
"""


def test_two_processes_importing_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    running = [subprocess.Popen([sys.executable, "-c", LOADER, str(folder), name], cwd=ROOT) for name in "ab"]
    assert [process.wait(60) for process in running] == [0, 0]
    lake = Lake.open(folder)
    assert sorted(who for (who,) in rows(lake, "user_id")) == sorted(f"u{number}" for number in range(3500))


def test_a_store_in_use_is_a_clear_conflict_when_waiting_is_over(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    with (
        lock.writing(lake.folder),
        pytest.raises(Conflict, match="another process"),
        lock.writing(lake.folder, wait_s=0.05),
    ):
        pass
    with lock.writing(lake.folder, wait_s=0.05):
        pass


def test_threads_of_one_process_take_turns_too(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    users = [[{"user_id": f"u{first + n}"} for n in range(20)] for first in (0, 10, 20)]
    threads = [threading.Thread(target=add, args=(lake, rows_)) for rows_ in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows(lake, "user_id")) == 40
