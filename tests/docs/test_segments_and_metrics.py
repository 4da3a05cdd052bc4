"""Every command on the page about segments and metrics runs, over the store that its Python example makes."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from footpath.analytics.who import condition
from footpath.cli.main import cli
from tests.house.house import ROOT

PAGE = (ROOT / "docs" / "how-to" / "segments-and-metrics.md").read_text()
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines() if line.strip()
]


def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = ROOT / "docs" / "examples" / "segments_and_metrics.py"
    subprocess.run([sys.executable, str(example)], cwd=tmp_path, check=True, capture_output=True)
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) > 10
    for command in COMMANDS:
        name, *words = shlex.split(command)
        assert name == "footpath"
        result = CliRunner().invoke(cli, words, catch_exceptions=False)
        assert result.exit_code == 0, (command, result.output)
    assert (tmp_path / "before.svg").read_text().startswith("<svg")


def test_the_conditions_of_the_table_can_be_read() -> None:
    rows = re.findall(r"^\| [^|`]+ \| (`.*`.*) \|$", PAGE, re.MULTILINE)
    texts = [text.replace(r"\|", "|") for row in rows for text in re.findall(r"`([^`]+)`", row)]
    beginnings = ("did", "not", "spent", "mean", "trait", "ever", "first", "last", "in")
    begun = [text for text in texts if text.split()[0] in beginnings]
    assert len(begun) > 20
    for text in begun:
        condition(text)
