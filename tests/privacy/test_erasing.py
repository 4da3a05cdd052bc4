import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from footpath.analytics import build_journeys, persons
from footpath.collector import letters
from footpath.core.audit import AuditLog
from footpath.core.errors import NotFound
from footpath.events import Lake
from footpath.privacy import Decision as Agreed
from footpath.privacy import Erasure, erase, export, record_consent, resume, save_export
from tests.privacy.stores import ADDRESS, ANN, BOB, HASH, SAID, add, bytes_with, full_store, spooled, users

# FOOTPATH_ERASE_KILLS=200 makes an evening of it.
KILLS = int(os.environ.get("FOOTPATH_ERASE_KILLS", "1"))  # noqa: TID251 - a test's own dial
ALL = (ANN, "anon-ann-7f3a", HASH, SAID, ADDRESS)


def gone(lake: Lake) -> None:
    """Check with nothing of the program's own search that nothing of Ann is left, and all of Bob is."""
    for table, count in (("events", 4), ("signals", 1), ("traits", 1), ("consents", 1)):
        assert users(lake, table) == [BOB] * count, table
    assert [json.loads(one.body)["events"][0]["user_id"] for one in letters(lake.folder)] == [BOB]
    assert "bob" in lake.rejects_path("i1").read_text()
    assert bytes_with(lake.folder, *ALL) == []
    assert persons(lake).canonical.to_pylist() == [f"user:{BOB}"]


def test_a_person_leaves_every_place_and_a_search_proves_it(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    build_journeys(lake)
    kept = save_export(lake, export(lake, ANN, actor="test"), None)
    assert kept.is_file()
    report = erase(lake, ADDRESS, actor="test")
    assert (report.clean, report.traces, report.mentions) == (True, (), ())
    # What was spooled of hers had come in by the export.
    counts = {"events": 4, "signals": 1, "traits": 1, "consents": 1}
    assert report.erased == {**counts, "letters": 2, "rejects": 2, "damaged": 0, "exports": 1}
    assert not kept.exists()
    assert report.files == len(report.hashes) > 10
    gone(lake)
    assert report.bytes > 10_000
    kept_report = next((lake.folder / "reports").glob("*.json"))
    assert msgspec.json.decode(kept_report.read_bytes(), type=Erasure) == report
    assert bytes_with(lake.folder, *ALL) == []


def test_erasing_again_changes_nothing_and_who_is_unknown_needs_a_kind(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    erase(lake, ANN, actor="test")
    version = lake.version
    again = erase(lake, f"user:{ANN}", actor="test")
    assert (again.clean, sum(again.erased.values()), lake.version) == (True, 0, version)
    with pytest.raises(NotFound, match="Name the kind"):
        erase(lake, "nobody-at-all", actor="test")


def test_old_files_and_replays_bring_nobody_back_but_a_new_consent_does(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    erase(lake, ANN, actor="test")
    rows = [{"user_id": ANN, "at": 9}, {"user_id": None, "anonymous_id": "anon-ann-7f3a"}, {"user_id": "new"}]
    assert add(lake, "events", *rows, import_id="again") == 1
    assert add(lake, "traits", {"user_id": ANN}, import_id="again") == 0
    spooled(lake, ANN)
    resume(lake)
    assert record_consent(lake, f"user:{ANN}", Agreed(purpose="analytics", state="given"), actor="test")
    later = {"user_id": ANN, "at": 10**9}
    assert add(lake, "events", later, {"user_id": ANN, "at": 9}, import_id="third") == 1


def test_what_others_say_of_the_person_is_named_but_stays(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    add(lake, "events", {"user_id": BOB, "properties": json.dumps({"invited_by": ANN})}, import_id="m")
    report = erase(lake, ANN, actor="test")
    assert report.clean
    assert [(one.where, one.count) for one in report.mentions] == [("properties", 1)]


def test_the_search_finds_what_was_forgotten_in_any_file(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    (lake.folder / "notes.txt").write_text(f"call {ANN} back")
    report = erase(lake, ANN, actor="test")
    assert (report.clean, [(one.file, one.where) for one in report.traces]) == (False, [("notes.txt", "bytes")])


def test_short_ids_are_searched_where_ids_stand_only(tmp_path: Path) -> None:
    lake = Lake.open(tmp_path / "s", create=True)
    add(lake, "events", {"user_id": "7", "value": 7.0}, {"user_id": "77", "name": "7"})
    report = erase(lake, "user:7", actor="test")
    assert (report.clean, report.mentions, users(lake)) == (True, (), ["77"])


def test_the_audit_log_tells_it_and_names_nobody(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    erase(lake, ANN, actor="cli:eve")
    log = AuditLog(lake.folder)
    assert [(one.actor, one.action) for one in log.entries()] == [
        ("cli:eve", "person.erase.begin"), ("cli:eve", "person.erase"),
    ]  # fmt: skip
    assert log.entries()[1].object == log.of_person(f"user:{ANN}")
    assert log.broken() == 0


ERASER = """
import sys
from pathlib import Path
from footpath.events import Lake
from footpath.privacy import erase
lake = Lake.open(Path(sys.argv[1]))
print("ready", flush=True)
erase(lake, sys.argv[2], actor="test")
"""


def _killed_after(lake: Lake, seconds: float) -> None:
    command = [sys.executable, "-c", ERASER, str(lake.folder), f"user:{ANN}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as eraser:
        assert eraser.stdout
        eraser.stdout.readline()
        time.sleep(seconds)
        eraser.send_signal(signal.SIGKILL)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_at_any_instant_and_run_again_it_is_done(tmp_path: Path) -> None:
    dice = random.Random(5)
    for kill in range(KILLS):
        lake = full_store(tmp_path / str(kill))
        build_journeys(lake)
        _killed_after(lake, dice.uniform(0.0, 1.2))
        resume(lake)
        assert erase(lake, f"user:{ANN}", actor="test").clean
        gone(lake)
