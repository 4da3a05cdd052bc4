import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from footpath.cli.main import cli
from footpath.collector import KeyFile
from footpath.collector import keys as keys_module
from footpath.collector.keys import Gate
from footpath.core.audit import AuditLog
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.events import Lake


def store(tmp_path: Path) -> Path:
    return Lake.open(tmp_path / "store", create=True).folder


def test_a_key_is_shown_once_and_only_its_hash_is_kept(tmp_path: Path) -> None:
    file = KeyFile(store(tmp_path))
    made = file.add("shop", origins=("https://Shop.example/",), rate=5)
    text = file.path.read_text()
    assert made not in text
    assert made[8:] not in text
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    (key,) = file.all()
    assert (key.source, key.origins, key.rate) == ("shop", ("https://shop.example",), 5)


def test_rotating_keeps_the_source_and_ends_the_old_key_revoking_ends_all(tmp_path: Path) -> None:
    file = KeyFile(store(tmp_path))
    old = file.add("shop", origins=("*",))
    new = file.rotate("shop")
    gate = Gate(file)
    assert gate.find(old) is None
    found = gate.find(new)
    assert found
    assert (found.source, found.origins) == ("shop", ("*",))
    file.revoke("shop")
    assert Gate(file).find(new) is None
    with pytest.raises(NotFound, match="There are: none"):
        file.revoke("shop")


def test_a_running_collector_follows_the_file_and_keeps_what_it_knew_when_that_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, clock = KeyFile(store(tmp_path)), [100.0]
    monkeypatch.setattr(keys_module.time, "monotonic", lambda: clock[0])
    gate = Gate(file)
    made = file.add("shop")
    assert gate.find(made)
    file.path.unlink()
    clock[0] += 2
    assert gate.find(made)


def test_the_rate_is_an_allowance_that_refills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, clock = KeyFile(store(tmp_path)), [100.0]
    monkeypatch.setattr(keys_module.time, "monotonic", lambda: clock[0])
    gate = Gate(file)
    key = gate.find(file.add("shop", rate=10))
    assert key
    assert gate.wait_s(key, 20) == 0  # a batch larger than the allowance gets through once
    assert gate.wait_s(key, 1) == pytest.approx(1.1)
    clock[0] += 1.1
    assert gate.wait_s(key, 1) == 0


def test_bad_sources_origins_and_rates_say_what_to_write(tmp_path: Path) -> None:
    file = KeyFile(store(tmp_path))
    with pytest.raises(Invalid, match="printable"):
        file.add("a\nb")
    with pytest.raises(Invalid, match="web origin"):
        file.add("shop", origins=("shop.example",))
    with pytest.raises(Invalid, match="elements a second"):
        file.add("shop", rate=float("nan"))
    file.add("shop")
    with pytest.raises(Conflict, match="key rotate shop"):
        file.add("shop")


def test_the_command_makes_lists_rotates_and_revokes(tmp_path: Path) -> None:
    given = ["--store", str(tmp_path / "new")]
    made = CliRunner().invoke(cli, ["key", "add", "shop", "--origin", "*", *given])
    assert made.stdout.startswith("fpw_")
    listed = CliRunner().invoke(cli, ["key", "list", *given]).stdout
    assert "shop" in listed
    assert made.stdout.strip() not in listed
    assert CliRunner().invoke(cli, ["key", "rotate", "shop", *given]).exit_code == 0
    assert CliRunner().invoke(cli, ["key", "revoke", "shop", *given]).exit_code == 0
    logged = [(entry.action, entry.object) for entry in AuditLog(tmp_path / "new").entries()]
    assert logged == [("source.add", "shop"), ("source.rotate", "shop"), ("source.revoke", "shop")]
    assert "works" not in CliRunner().invoke(cli, ["key", "list", *given]).stdout
