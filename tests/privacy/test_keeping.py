"""Exports, periods, consents, backups and the audit log."""

import csv
import io
import json
import sqlite3
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from footpath.analytics import build_journeys
from footpath.cli.main import cli
from footpath.collector import policy_of, read_policy
from footpath.core import clock
from footpath.core.audit import AuditLog
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.core.secret import secret_of
from footpath.events import ImportRecord, Lake, Reject
from footpath.privacy import (
    Decision,
    Outdated,
    apply_retention,
    back_up,
    backups,
    consents_of,
    erase,
    export,
    record_consent,
    restore,
    retention_of,
)
from tests.privacy.stores import ADDRESS, ANN, BOB, HASH, SAID, START, add, bytes_with, full_store, users


def run(*words: str, store: Path) -> Result:
    return CliRunner().invoke(cli, [*words, "--store", str(store)], catch_exceptions=False)


def test_an_export_has_everything_of_the_person_and_nothing_of_others(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    add(lake, "signals", {"user_id": ANN, "text": "=HYPERLINK(1)", "at": 5}, import_id="f")
    exported = export(lake, ANN, actor="test")
    assert exported.rows == {"events": 4, "signals": 2, "traits": 1, "consents": 1, "refused": 2}
    with zipfile.ZipFile(io.BytesIO(exported.content)) as archive:
        files = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    assert sorted(name for name in files if name.endswith(".json")) == [
        "consents.json", "events.json", "ids.json", "refused.json", "signals.json", "traits.json",
    ]  # fmt: skip
    assert json.loads(files["ids.json"]) == [
        {"kind": "anonymous", "id": "anon-ann-7f3a"}, {"kind": "email", "id": HASH}, {"kind": "user", "id": ANN},
    ]  # fmt: skip
    assert [row["text"] for row in json.loads(files["signals.json"])] == [SAID, "=HYPERLINK(1)"]
    assert [row["text"] for row in csv.DictReader(io.StringIO(files["signals.csv"]))] == [SAID, "'=HYPERLINK(1)"]
    assert "events.json and events.csv: 4 rows: what you did" in files["README.txt"]
    assert not any(BOB in text for text in files.values())


def test_the_export_command_writes_a_file_the_store_knows(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    assert "4 events" in run("export", ADDRESS, store=lake.folder).stdout
    assert "4 events" in run("export", ANN, "-o", str(tmp_path / "ann.zip"), store=lake.folder).stdout
    done = run("erase", ANN, store=lake.folder)
    assert (done.exit_code, str(tmp_path / "ann.zip") in done.stdout) == (0, True)
    assert list((lake.folder / "exports").iterdir()) == []


def test_facts_leave_after_their_source_s_period_and_consents_stay(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    add(lake, "events", {"user_id": "fresh", "at": 86400 * 30}, {"user_id": "old"}, source="web", import_id="w")
    (lake.folder / "privacy.yaml").write_text("sources:\n  web: {keep_days: 10}\n")
    with clock.freeze(START + timedelta(days=31)):
        due = {one.source: (one.keep_days, one.due) for one in retention_of(lake)}
        assert due == {"shop": (None, 0), "web": (10, 1)}
        assert apply_retention(lake, actor="test").rows == {"web": 1}
        assert apply_retention(lake, actor="test").rows == {}
    assert "fresh" in users(lake)
    assert "old" not in users(lake)
    assert len(users(lake, "consents")) == 2
    assert [entry.action for entry in AuditLog(lake.folder).entries()] == ["retention.apply"]


def test_dead_letters_leave_after_the_period_too(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    (lake.folder / "privacy.yaml").write_text("default: {keep_days: 10000}\nsources:\n  shop: {keep_days: 1}\n")
    with clock.freeze(clock.now() + timedelta(days=2)):
        assert apply_retention(lake, actor="test").letters == {"shop": 3}
    shown = run("retention", "show", store=lake.folder).stdout
    assert "1 days" in shown


def test_nothing_that_is_computed_or_was_rejected_outlives_the_facts(tmp_path: Path) -> None:
    lake = Lake.open(tmp_path / "store", create=True)
    gone, stays = "customer-gone-77", "customer-stays-78"
    for name, day in ((gone, 0), (stays, 30)):
        add(lake, "events", {"user_id": name, "at": day * 86_400}, import_id=name)
        lake.add_rejects(name, [Reject(1, "at", f"{name} yesterday", "it is no time", "Write it as 2026-03-01")])
        at = START + timedelta(days=day)
        record = ImportRecord(
            import_id=name, source="shop", file="f", content_hash="c", mapping_hash="m", imported_at=at
        )
        lake.record_import(record)
    build_journeys(lake)
    assert any(path.startswith("derived") for path in bytes_with(lake.folder, gone))
    (lake.folder / "privacy.yaml").write_text("default: {keep_days: 10}\n")
    with clock.freeze(START + timedelta(days=31)):
        assert apply_retention(lake, actor="test") == Outdated({"shop": 1}, {"shop": 0}, {"shop": 1})
    left = {str(Path(path).parent) for path in bytes_with(lake.folder, gone)}
    assert left <= {"imports", "events/_delta_log"}  # names of imports, which stay as the record of what was done
    assert bytes_with(lake.folder, stays)
    build_journeys(lake)
    assert not [path for path in bytes_with(lake.folder, gone) if path.startswith("derived")]


def test_the_search_after_it_looks_at_every_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = full_store(tmp_path)
    (lake.folder / "privacy.yaml").write_text("default: {keep_days: 10}\n")
    monkeypatch.setattr(Lake, "erase_older", lambda *_: ())
    with clock.freeze(START + timedelta(days=31)):
        done = apply_retention(lake, actor="test")
    assert done.left == 10  # six events, two signals and two traits


def test_consent_is_written_down_with_its_proof_and_read_in_order(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    given = Decision(purpose="Marketing", state="given", channel="email", text_version="v3", how="form", at=START)
    assert record_consent(lake, ADDRESS, given, actor="test")
    assert not record_consent(lake, ADDRESS, given, actor="test")
    taken = ("consent", "refuse", ANN, "--purpose", "marketing", "--channel", "email", "--how", "call")
    assert "Written down" in run(*taken, store=lake.folder).stdout
    found = [(one.purpose, one.state, one.channel, one.text_version) for one in consents_of(lake, ANN)]
    assert found == [
        ("analytics", "given", None, None), ("marketing", "given", "email", "v3"),
        ("marketing", "refused", "email", None),
    ]  # fmt: skip
    assert "refused" in run("consent", "list", ANN, store=lake.folder).stdout
    with pytest.raises(Invalid, match="purpose"):
        record_consent(lake, ANN, Decision(purpose="\n", state="given"), actor="test")


def test_a_restored_backup_leaves_out_who_was_erased_since(tmp_path: Path) -> None:
    lake = full_store(tmp_path)
    made = back_up(lake, tmp_path / "b.tar.gz", actor="test")
    with pytest.raises(Conflict, match="exists"):
        back_up(lake, tmp_path / "b.tar.gz", actor="test")
    assert [copy.file for copy in backups(lake)] == [made.file]
    assert erase(lake, ANN, actor="test").backups == (made.file,)
    gone = restore(Path(made.file), tmp_path / "again", actor="test", erased=lake.folder)
    again = Lake.open(tmp_path / "again")
    assert (gone, users(again), users(again, "signals")) == (7, [BOB] * 4, [BOB])
    assert ANN in users(Lake.open(_plain(tmp_path, made.file)))


def _plain(folder: Path, backup: str) -> Path:
    restore(Path(backup), folder / "plain", actor="test")
    return folder / "plain"


def test_a_list_of_another_store_or_no_backup_at_all_is_refused(tmp_path: Path) -> None:
    one, other = full_store(tmp_path / "1"), full_store(tmp_path / "2")
    made = back_up(one, tmp_path / "b.tar.gz", actor="test")
    erase(other, ANN, actor="test")
    secret_of(one.folder)
    back_up(one, tmp_path / "c.tar.gz", actor="test")
    with pytest.raises(Invalid, match="another store"):
        restore(tmp_path / "c.tar.gz", tmp_path / "x", actor="test", erased=other.folder)
    (tmp_path / "no.tar.gz").write_bytes(b"no")
    with pytest.raises(Invalid, match="no backup"):
        restore(tmp_path / "no.tar.gz", tmp_path / "x", actor="test")
    with pytest.raises(NotFound):
        restore(tmp_path / "none", tmp_path / "x", actor="test")
    assert not (tmp_path / "x").exists()
    assert Path(made.file).is_file()


def test_the_audit_log_can_only_grow_and_a_changed_entry_is_found(tmp_path: Path) -> None:
    store = Lake.open(tmp_path / "s", create=True).folder
    log = AuditLog(store)
    for number in range(3):
        log.add("test", "key.add", f"k{number}", number=number)
    assert (log.broken(), [one.n for one in log.entries(after=1)]) == (0, [2, 3])
    with sqlite3.connect(log.path) as con:
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            con.execute("UPDATE entries SET actor = 'x' WHERE n = 2")
        con.executescript("DROP TRIGGER no_update; UPDATE entries SET actor = 'x' WHERE n = 2;")
    con.close()
    assert log.broken() == 2
    result = CliRunner().invoke(cli, ["audit", "--check", "--store", str(store)])
    assert isinstance(result.exception, Invalid)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sources: {web: {consent: {without: forget}}}", "sources.web.consent.without"),
        ("default: {ipp: drop}", "ipp"),
        ("default: {rules: [{field: nowhere, do: drop}]}", "default.rules[0].field"),
        ("default: {rules: [{field: name, do: drop}]}", "default.rules[0].do"),
        ("default: {keep_days: -1}", "default.keep_days"),
        ("a: [", "no YAML"),
    ],
)
def test_wrong_rules_name_the_field_and_a_remedy(text: str, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        policy_of(text, "privacy.yaml")
    assert words in caught.value.message
    assert caught.value.hint


def test_sources_inherit_what_they_leave_out_and_the_rules_can_be_shown(tmp_path: Path) -> None:
    store = Lake.open(tmp_path / "s", create=True).folder
    rules = "default: {consent: {needs: [a]}, ip: drop}\nsources:\n  web: {consent: {without: anonymous}}\n"
    (store / "privacy.yaml").write_text(rules)
    web = read_policy(store).of("web")
    assert (web.consent.needs, web.consent.without, web.ip) == (("a",), "anonymous", "drop")
    assert "without: anonymous" in run("privacy", "show", store=store).stdout
    assert "1 sources, 2 of them need consent" in run("privacy", "check", store=store).stdout


def test_the_rules_in_the_docs_can_be_used() -> None:
    page = (Path(__file__).parents[2] / "docs/how-to/privacy.md").read_text()
    rules = page.split("<!-- rules -->")[1].split("```yaml")[1].split("```")[0]
    assert policy_of(rules, "docs").of("website").consent.without == "anonymous"
